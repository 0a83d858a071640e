import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ExchangeFile } from '@crypto-erp/contract/exchange-files';
import type { Problem } from '@crypto-erp/contract/problem';
import type { TransactionPage } from '@crypto-erp/contract/transactions';
import type { TransferPage, Wallet, WalletList } from '@crypto-erp/contract/wallets';
import type { Static } from 'typebox';
import { testApi } from '../../testing/api.ts';
import { verifyCompany } from '../verify/checks.ts';

const api = await testApi();
after(() => api.close());
const user = await api.signUp();

const HEADER =
  'ID,Account,Type,Subtype,Datetime,Amount,Amount currency,Value,Value currency,Rate,Rate currency,Fee,Fee currency,Order ID';
const FILL = 'Main,Market,Buy,2024-03-01T10:00:00Z,0.01000000,BTC,500.00,EUR,50000,EUR,1.25,EUR,900';
const GOOD = [
  HEADER,
  '11,Main,Deposit,,2024-03-01T09:00:00Z,2000.00,EUR,,,,,,,',
  `12,${FILL}`,
  `13,${FILL}`,
  '14,Main,Withdrawal,,2024-03-02T10:00:00Z,0.005,BTC,,,,,0.00005,BTC,',
  '15,Main,Started generating,,2024-03-04T10:00:00Z,1.0,ETH,,,,,,,',
];

async function account() {
  const company = await user.createCompany();
  const made = await user.post<Wallet>(`${company.at}/wallets`, {
    name: 'Bitstamp',
    kind: 'manual',
    accountId: company.account('crypto_holdings'),
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const url = `${company.at}/wallets/${made.body.id}/files`;
  return {
    company,
    wallet: made.body,
    url,
    send: <T = ExchangeFile>(
      lines: readonly string[],
      dryRun = false,
      caller: Pick<typeof user, 'call'> = user,
    ) =>
      caller.call<T>({
        method: 'POST',
        url: `${url}?dryRun=${dryRun}`,
        payload: lines.join('\n'),
        headers: { 'content-type': 'text/csv' },
      }),
    transfers: async () =>
      (await user.get<Static<typeof TransferPage>>(`${company.at}/transfers?limit=1000`)).body.items,
  };
}

test('a dry run adds nothing; the import adds each fact once, also from a file that overlaps', async () => {
  const { company, wallet, send, transfers } = await account();
  const dry = await send(GOOD, true);
  assert.equal(dry.status, 200, JSON.stringify(dry.body));
  const notices = dry.body.notices.map(({ line, code }) => `${line} ${code}`);
  assert.deepEqual(notices, ['6 row_left_out']);
  const told = {
    format: 'bitstamp',
    rows: 5,
    transfers: 9,
    added: 9,
    rounded: 0,
    problemCount: 0,
    problems: [],
  };
  assert.deepEqual(dry.body, { ...told, noticeCount: 1, notices: dry.body.notices });
  assert.deepEqual(await transfers(), []);

  assert.deepEqual((await send(GOOD)).body, dry.body);
  const kept = await transfers();
  assert.equal(kept.length, 9);
  assert.equal(kept.filter(({ asset, direction }) => asset === 'BTC' && direction === 'in').length, 2);
  const more = [...GOOD, '16,Main,Deposit,,2024-03-05T09:00:00Z,5.00,EUR,,,,,,,'];
  assert.equal((await send(more, true)).body.added, 1);
  assert.equal((await send(more)).body.added, 1);
  assert.equal((await send(more)).body.added, 0);
  assert.equal((await transfers()).length, 10);

  const { items } = (await user.get<Static<typeof WalletList>>(`${company.at}/wallets`)).body;
  const held = items
    .find(({ id }) => id === wallet.id)
    ?.holdings.map((one) => `${one.quantity} ${one.asset}`);
  assert.deepEqual(held?.sort(), ['0.01495 BTC', '1002.5 EUR']);
  const audit = await user.get<{ items: { action: string }[] }>(`${company.at}/audit-log`);
  assert.equal(audit.body.items.filter(({ action }) => action === 'wallet.file-imported').length, 3);

  await user.post(`${company.at}/transactions/gather`, {});
  const found = await user.get<Static<typeof TransactionPage>>(`${company.at}/transactions?state=open`);
  assert.equal(found.body.items.length, 5);
  const checks = await api.db.inCompany(company.id, (trx) => verifyCompany(trx, company.id));
  assert.deepEqual(
    checks.filter(({ held }) => !held),
    [],
  );
});

test('a file with a row that is refused is not imported, and the dry run says which', async () => {
  const { send, transfers } = await account();
  const bad = [
    ...GOOD,
    '17,Main,Deposit,,2024-03-05T09:00:00Z,5.00,NOSUCH,,,,,,,',
    '18,Main,Deposit,,2024-03-05T09:00:00Z,5.001,EUR,,,,,,,',
    '19,Main,Deposit,,yesterday,5.00,EUR,,,,,,,',
  ];
  const { body } = await send(bad, true);
  assert.deepEqual(
    body.problems.map(({ line, column, code }) => `${line} ${column} ${code}`),
    ['7 null unknown_asset', '8 null too_many_decimals', '9 Datetime invalid_value'],
  );
  const refused = await send<Problem>(bad);
  assert.equal(refused.body.code, 'import_has_errors');
  assert.equal((await send<Problem>(['a,b', '1,2'])).body.code, 'unknown_file_format');
  assert.equal((await send<Problem>([''])).body.code, 'empty_file');
  assert.deepEqual(await transfers(), []);
});

test('what is finer than its asset is rounded where that is asked for, the same in every file', async () => {
  const { url, transfers } = await account();
  const file = [
    'txid,refid,time,type,subtype,aclass,asset,amount,fee,balance',
    'L1,T1,2024-03-01 10:00:00,trade,,currency,ZEUR,-500.0050,0.0049,0',
    'L2,T1,2024-03-01 10:00:00,trade,,currency,XXBT,0.0100000000,0.0000000000,0',
    'L3,T2,2024-03-01 11:00:00,trade,,currency,ZEUR,-500.0151,1.3000,0',
  ].join('\n');
  const send = (query: string) =>
    user.call<ExchangeFile>({
      method: 'POST',
      url: `${url}?${query}`,
      payload: file,
      headers: { 'content-type': 'text/csv' },
    });
  const refused = await send('dryRun=true');
  assert.deepEqual(
    refused.body.problems.map(({ line, code }) => `${line} ${code}`),
    ['2 too_many_decimals', '4 too_many_decimals'],
  );
  const { body } = await send('round=true');
  assert.deepEqual([body.transfers, body.added, body.rounded], [4, 4, 3]);
  const kept = (await transfers()).map(({ kind, quantity, asset }) => `${kind} ${quantity} ${asset}`);
  assert.deepEqual(kept.sort(), ['fee 1.3 EUR', 'trade 0.01 BTC', 'trade 500 EUR', 'trade 500.02 EUR']);
  assert.equal((await send('round=true')).body.added, 0);
});

test('needs the permission, and a wallet of the company', async () => {
  const { company, send, url } = await account();
  const auditor = await api.member(user, company, 'auditor');
  assert.equal((await send<Problem>(GOOD, true, auditor)).body.code, 'not_permitted');
  const other = await account();
  const elsewhere = await user.call<Problem>({
    method: 'POST',
    url: url.replace(company.id, other.company.id),
    payload: GOOD.join('\n'),
    headers: { 'content-type': 'text/csv' },
  });
  assert.equal(elsewhere.body.code, 'not_found');
  const json = await user.post<Problem>(url, {});
  assert.equal(json.body.code, 'unsupported_media_type');
});

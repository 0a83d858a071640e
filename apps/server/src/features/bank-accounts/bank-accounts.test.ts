import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { BankAccount } from '@crypto-erp/contract/bank-accounts';
import { type TestApi, testApi } from '../../testing/api.ts';
import { IBAN, MAPPING } from '../../testing/bank.ts';
import { assertRefused } from '../../testing/entries.ts';
import { isIban } from './iban.ts';

let api: TestApi;
before(async () => {
  api = await testApi();
});
after(() => api.close());

async function company() {
  const user = await api.signUp();
  const made = await user.createCompany();
  const input = { name: 'Main', iban: IBAN, number: null, accountId: made.account('bank'), asset: 'EUR' };
  return {
    user,
    ...made,
    input,
    add: (change: object = {}) => user.post<BankAccount>(`${made.at}/bank-accounts`, { ...input, ...change }),
    call: <T = BankAccount>(method: 'PATCH' | 'PUT', url: string, payload: object) =>
      user.call<T>({ method, url: `${made.at}/bank-accounts/${url}`, payload }),
  };
}

test('a bank account is kept, changed and listed, and each change is audited', async () => {
  const { user, at, add, call, input } = await company();
  const { status, body } = await add();
  assert.equal(status, 201, JSON.stringify(body));
  const { id, accountCode, accountName, ...rest } = body;
  assert.deepEqual(rest, { ...input, csvMapping: null, archived: false, version: 1 });
  assert.ok(accountCode && accountName);
  const update = { name: 'Old', iban: null, number: '77', archived: true, version: 1 };
  const changed = await call('PATCH', id, update);
  assert.deepEqual(changed.body, { ...body, ...update, version: 2 });
  assertRefused(await call('PATCH', id, update), 'version_conflict', '/version');
  const mapped = await call('PUT', `${id}/csv-mapping`, MAPPING);
  assert.deepEqual(mapped.body.csvMapping, MAPPING);
  assert.deepEqual((await user.get(`${at}/bank-accounts/${id}`)).body, mapped.body);
  assert.deepEqual((await user.get(`${at}/bank-accounts`)).body, { items: [mapped.body] });
  const log = await user.get<{ items: { action: string }[] }>(`${at}/audit-log`);
  const actions = log.body.items
    .map(({ action }) => action)
    .filter((action) => action.startsWith('bank-account'));
  assert.deepEqual(actions, ['bank-account.mapped', 'bank-account.changed', 'bank-account.created']);
});

test('what cannot be is refused at its field', async () => {
  const { add, call, account } = await company();
  assertRefused(await add({ iban: 'DE00370400440532013000' }), 'invalid_iban', '/iban');
  assertRefused(await add({ asset: 'XXQ' }), 'unknown_asset', '/asset');
  assertRefused(await add({ accountId: account('receivable') }), 'control_account', '/accountId');
  assertRefused(await add({ accountId: account('sales') }), 'account_wrong_type', '/accountId');
  const { body } = await add();
  assertRefused(await add({ iban: null }), 'already_exists', '/accountId');
  assertRefused(await add({ accountId: account('tax_receivable') }), 'already_exists', '/iban');
  assert.equal((await add({ asset: 'USD' })).status, 201);
  const map = (change: object) => call('PUT', `${body.id}/csv-mapping`, { ...MAPPING, ...change });
  for (const change of [
    { amount: null },
    { debit: 'D' },
    { amount: null, debit: 'D' },
    { debit: 'D', credit: 'C' },
  ]) {
    assertRefused(await map(change), 'csv_mapping_incomplete', '/amount');
  }
  assert.equal((await map({ amount: null, debit: 'D', credit: 'C' })).status, 200);
});

test('an IBAN is one by its check digits', () => {
  for (const iban of [IBAN, 'GB82WEST12345698765432', 'ES9121000418450200051332', 'NO9386011117947']) {
    assert.ok(isIban(iban), iban);
    const wrong = iban.replace(/\d(?=\d$)/, (digit) => String((Number(digit) + 1) % 10));
    assert.ok(!isIban(wrong), wrong);
  }
  for (const wrong of ['', 'DE89', 'de89370400440532013000', 'DE89 3704 0044 0532 0130 00'])
    assert.ok(!isIban(wrong));
});

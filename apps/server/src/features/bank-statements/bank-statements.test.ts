import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { BankLine } from '@crypto-erp/contract/bank-lines';
import type { BankImport, BankStatement } from '@crypto-erp/contract/bank-statements';
import { newId } from '../../db/id.ts';
import { camtXml } from '../../testing/bank.ts';
import { banking as openBank } from '../../testing/banking.ts';
import { assertRefused } from '../../testing/entries.ts';
import { type Trade, testTrade } from '../../testing/trade.ts';

let trade: Trade;
before(async () => {
  trade = await testTrade();
});
afterEach(() => trade.verify());
after(() => trade.close());

async function banking() {
  const bank = await openBank(trade);
  const lines = async () =>
    (await bank.allLines()).map(({ date, amount, text, kind }) => `${date} ${amount} ${text || kind}`);
  return { ...bank, lines };
}

const MARCH: [string, string] = ['2026-03-01', '2026-03-31'];
const imported = ({ statements: _, ...counts }: BankImport) => counts;

describe('an upload', () => {
  test('of camt.053 finds its account, keeps each line, and says what is missing before it', async () => {
    const { camt, lines, get } = await banking();
    const entries = [
      { date: '2026-03-02', amount: '100.00', reference: 'A', text: 'INV-2026-00001' },
      { date: '2026-03-03', amount: '-40.00', reference: 'B', text: 'Rent' },
    ];
    const { status, body } = await camt(MARCH, ['10.00', '70.00'], entries);
    assert.equal(status, 201, JSON.stringify(body));
    assert.deepEqual(imported(body), { newLines: 2, knownLines: 0, knownStatements: 0 });
    const [statement] = body.statements;
    assert.deepEqual(
      [statement?.from, statement?.to, statement?.openingBalance, statement?.closingBalance, statement?.gap],
      ['2026-03-01', '2026-03-31', '10.00', '70.00', '0.00'],
    );
    assert.deepEqual([statement?.lineCount, statement?.openLineCount, statement?.state], [2, 2, 'imported']);
    assert.deepEqual(await lines(), [
      '2026-03-03 -40.00 Rent',
      '2026-03-02 100.00 INV-2026-00001',
      '2026-02-28 10.00 opening',
    ]);
    const may = await camt(['2026-05-01', '2026-05-31'], ['75.00', '75.00'], []);
    assert.equal(may.body.statements[0]?.gap, '5.00');
    const april = await camt(
      ['2026-04-01', '2026-04-30'],
      ['70.00', '75.00'],
      [{ date: '2026-04-02', amount: '5.00' }],
    );
    assert.equal(april.body.statements[0]?.gap, '0.00');
    const { items } = await get<{ items: BankStatement[] }>('bank-statements');
    assert.deepEqual(
      items.map(({ from, gap }) => [from, gap]),
      [
        ['2026-05-01', '0.00'],
        ['2026-04-01', '0.00'],
        ['2026-03-01', '0.00'],
      ],
    );
  });

  test('of an account or by a type that is not known is refused', async () => {
    const { camt, upload, at, csv } = await banking();
    const of = (change: object) =>
      upload(camtXml([{ from: MARCH[0], to: MARCH[1], opening: '0', closing: '0', entries: [], ...change }]));
    const path = 'query/bankAccountId';
    assertRefused(await of({ iban: 'GB82WEST12345698765432' }), 'unknown_bank_account', path);
    assertRefused(await of({ asset: 'USD' }), 'unknown_bank_account', path);
    assertRefused(await upload('a,b\n1,2\n'), 'unknown_bank_account', path);
    assertRefused(await upload('a,b\n1,2\n', { bankAccountId: newId() }), 'unknown_bank_account', path);
    assertRefused(await csv('a,b\n1,2\n'), 'csv_mapping_missing');
    const json = await trade.user.post(`${at}/bank-statements`, {});
    assert.deepEqual([json.status, (json.body as { code: string }).code], [415, 'unsupported_media_type']);
    assert.equal((await camt(MARCH, ['0', '0'], [])).status, 201);
  });

  test('over 10 MiB is refused, and one field of 9 MB too', async () => {
    const { csv, map } = await banking();
    await map();
    const large = await csv(`Date,Amount,Text\n2026-03-02,1,${'x'.repeat(11 * 1024 * 1024)}\n`);
    assert.deepEqual(
      [large.status, (large.body as unknown as { code: string }).code],
      [413, 'body_too_large'],
    );
    const field = await csv(`Date,Amount,Text\n2026-03-02,1,"${'x'.repeat(9_000_000)}"\n`);
    assertRefused(field, 'csv_field_too_long');
  });

  test('that cannot be read, or does not add up, is refused with its code and leaves nothing', async () => {
    const { bank, upload, csv, camt, map, lines, call } = await banking();
    await map();
    const entity =
      '<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    const statement = camtXml([{ from: MARCH[0], to: MARCH[1], opening: '0', closing: '0', entries: [] }]);
    assertRefused(await upload(statement.replace('<Document', `${entity}<Document`)), 'xml_doctype');
    // A DOS code page: 0x81 is an ü there, and nothing in Windows-1252.
    const dos = Buffer.concat([
      Buffer.from('Date,Amount,Text\n2026-03-02,1,M'),
      Buffer.from([0x81]),
      Buffer.from('\n'),
    ]);
    const query = { bankAccountId: bank.id, openingBalance: '0' };
    assertRefused(await upload(dos, query), 'unsupported_encoding');
    const wide = `Date,Amount,Text${',x'.repeat(198)}\n2026-03-02,1,A${','.repeat(198)}\n`;
    assertRefused(await csv(wide), 'csv_too_many_columns');
    const entry = { date: '2026-03-02', amount: '10.00' };
    assertRefused(await camt(MARCH, ['0', '10.01'], [entry]), 'balances_do_not_add_up');
    assert.deepEqual(await lines(), []);
    const { body } = await call<{ items: unknown[] }>('GET', 'bank-statements');
    assert.deepEqual(body.items, []);
  });

  test('under one key is answered once, and with other bytes refused', async () => {
    const { upload, map, bank, lines } = await banking();
    await map();
    const headers = { 'idempotency-key': newId() };
    const send = (text: string) =>
      upload(
        `Date,Amount,Text\n2026-03-02,1,${text}\n`,
        { bankAccountId: bank.id, openingBalance: '0' },
        headers,
      );
    const [first, again] = await Promise.all([send('a'), send('a')]);
    assert.equal(first.status, 201, JSON.stringify(first.body));
    assert.deepEqual(again.body, first.body);
    assertRefused(await send('b'), 'idempotency_key_reused');
    assert.equal((await lines()).length, 1);
  });
});

describe('nothing is imported twice', () => {
  const a = { date: '2026-03-02', amount: '10.00', reference: 'A' };
  const twin = { date: '2026-03-03', amount: '-3.00', text: 'Coffee' };
  const c = { date: '2026-03-04', amount: '5.00', reference: 'C' };

  test('the same file, or another one that says the same', async () => {
    const { camt, lines } = await banking();
    await camt(MARCH, ['0.00', '10.00'], [a]);
    assertRefused(await camt(MARCH, ['0.00', '10.00'], [a]), 'statement_already_imported');
    assertRefused(
      await camt(MARCH, ['0.00', '10.00'], [{ ...a, text: 'other' }]),
      'statement_already_imported',
    );
    assert.equal((await lines()).length, 1);
  });

  test('two files that overlap; and two real lines that are alike stay two', async () => {
    const { camt, lines, get } = await banking();
    await camt(['2026-03-01', '2026-03-03'], ['0.00', '4.00'], [a, twin, twin]);
    const later = await camt(['2026-03-03', '2026-03-05'], ['10.00', '9.00'], [twin, twin, c]);
    assert.deepEqual(imported(later.body), { newLines: 1, knownLines: 2, knownStatements: 0 });
    assert.equal(later.body.statements[0]?.gap, '0.00');
    assert.equal((await lines()).length, 4);
    const [second] = later.body.statements;
    const { items } = await get<{ items: BankLine[] }>(`bank-lines?statementId=${second?.id}`);
    assert.equal(items.length, 3);
  });

  test('what another statement of the same days tells otherwise is refused', async () => {
    const { camt, csv, map, lines } = await banking();
    await camt(['2026-03-01', '2026-03-05'], ['0.00', '15.00'], [a, c]);
    const extra = { date: '2026-03-03', amount: '1.00', reference: 'X' };
    const refusals = [
      await camt(['2026-03-01', '2026-03-05'], ['0.00', '16.00'], [a, extra, c]),
      await camt(['2026-03-01', '2026-03-06'], ['0.00', '10.00'], [a]),
      await camt(['2026-03-03', '2026-03-06'], ['11.00', '16.00'], [c]),
    ];
    for (const refusal of refusals) assertRefused(refusal, 'statement_contradicts');
    // The same lines as CSV have other texts and no reference of the bank's.
    await map({ balance: 'Balance' });
    const rows = 'Date,Amount,Text,Balance\n2026-03-02,10,A,10\n2026-03-04,5,C,15\n2026-03-07,1,New,16\n';
    assertRefused(await csv(rows), 'statement_contradicts');
    assert.equal((await lines()).length, 2);
  });

  test('ten uploads of one file at once import it once', async () => {
    const { camt, lines } = await banking();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => camt<{ code?: string }>(MARCH, ['0.00', '10.00'], [a])),
    );
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    assert.equal(answers.filter(({ body }) => body.code === 'statement_already_imported').length, 9);
    assert.equal((await lines()).length, 1);
  });
});

describe('a CSV file', () => {
  test('is read by the mapping that the account remembers, newest row first or last', async () => {
    const { csv, map, lines } = await banking();
    await map({ balance: 'Balance', dateFormat: 'DD.MM.YYYY', decimalSeparator: ',' });
    const first = await csv(
      'Date;Amount;Text;Balance\n03.03.2026;-2,50;Fee;1.007,50\n02.03.2026;1.010,00;Sale;1.010,00\n',
    );
    assert.equal(first.status, 201, JSON.stringify(first.body));
    const [statement] = first.body.statements;
    assert.deepEqual([statement?.openingBalance, statement?.closingBalance], ['0.00', '1007.50']);
    const next = await csv(
      'Date;Amount;Text;Balance\n03.03.2026;-2,50;Fee;1.007,50\n04.03.2026;1,00;More;1.008,50\n',
    );
    assert.deepEqual(imported(next.body), { newLines: 1, knownLines: 1, knownStatements: 0 });
    assert.deepEqual(await lines(), [
      '2026-03-04 1.00 More',
      '2026-03-03 -2.50 Fee',
      '2026-03-02 1010.00 Sale',
    ]);
  });

  test('without balances takes them from who sends it, and from the statement before', async () => {
    const { csv, map } = await banking();
    await map();
    const rows = 'Date,Amount,Text\n2026-03-02,10,A\n';
    assertRefused(await csv(rows), 'opening_balance_missing', 'query/openingBalance');
    const wrong = await csv(rows, { openingBalance: '5', closingBalance: '16' });
    assert.match(
      assertRefused(wrong, 'balances_do_not_add_up', 'query/closingBalance').detail,
      /difference of 1[.]/,
    );
    assert.equal((await csv(rows, { openingBalance: '5', closingBalance: '15' })).status, 201);
    const next = await csv('Date,Amount,Text\n2026-03-03,1,B\n');
    assert.deepEqual(
      [next.body.statements[0]?.openingBalance, next.body.statements[0]?.closingBalance],
      ['15.00', '16.00'],
    );
  });
});

describe('a deleted statement', () => {
  test('takes along what no other tells of', async () => {
    const { camt, call, lines } = await banking();
    const [a, b] = [
      { date: '2026-03-02', amount: '10.00', reference: 'A' },
      { date: '2026-03-03', amount: '5.00', reference: 'B' },
    ];
    const first = await camt(['2026-03-01', '2026-03-03'], ['2.00', '17.00'], [a, b]);
    await camt(['2026-03-03', '2026-03-04'], ['12.00', '17.00'], [b]);
    const removed = await call('DELETE', `bank-statements/${first.body.statements[0]?.id}`);
    assert.equal(removed.status, 204);
    assert.deepEqual(await lines(), ['2026-03-03 5.00 booked', '2026-03-02 12.00 opening']);
  });
});

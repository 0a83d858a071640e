import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { EXPORTS } from '@crypto-erp/contract/exports';
import { read, utils } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import { archiveFolder } from '../../testing/archives.ts';
import { CONTACT } from '../../testing/documents.ts';
import { assertBooksHold, assertRefused, saleEntry } from '../../testing/entries.ts';
import { fullCompany } from '../../testing/full-company.ts';
import { type Trade, type Trader, testTrade } from '../../testing/trade.ts';
import { until } from '../../testing/until.ts';
import { importCompany } from '../archives/import.ts';
import { csvStream, MAX_WORKBOOK_ROWS } from './service.ts';

let trade: Trade;
let trader: Trader;
before(async () => {
  trade = await testTrade();
  trader = await trade.trader();
});
after(() => trade?.close());

const bytes = async (url: string, at = trader.at) => {
  const { app } = trade.api;
  const { cookie } = trade.user;
  return app.inject({ method: 'GET', url: `${at}/exports/${url}`, headers: { cookie } });
};

/** The list as CSV: its rows by the header's names. */
async function exported(noun: string, at = trader.at): Promise<Record<string, string>[]> {
  const { statusCode, headers, body } = await bytes(noun, at);
  assert.equal(statusCode, 200, body);
  assert.equal(headers['content-type'], 'text/csv; charset=utf-8');
  assert.equal(headers['content-disposition'], `attachment; filename="${noun}.csv"`);
  return parse(body, { columns: true });
}

/** The same as a workbook: what is a number there is said as CSV says it. */
async function inWorkbook(
  noun: string,
  plain: Record<string, string>[],
  at: string,
): Promise<Record<string, string>[]> {
  const { statusCode, headers, rawPayload } = await bytes(`${noun}?format=xlsx`, at);
  assert.equal(statusCode, 200, noun);
  assert.equal(headers['content-disposition'], `attachment; filename="${noun}.xlsx"`);
  const [sheet] = Object.values(read(rawPayload, { type: 'buffer' }).Sheets);
  assert.ok(sheet);
  const cells = Object.entries(sheet).filter(([key]) => !key.startsWith('!'));
  assert.ok(
    cells.every(([, { t, f }]) => ['s', 'n'].includes(t) && f === undefined),
    'No cell is a formula.',
  );
  // Above the header stand the list's name, the company and an empty row.
  return utils.sheet_to_json<Record<string, string | number>>(sheet, { defval: '', range: 3 }).map((row, i) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => {
        const said = plain[i]?.[name] ?? '';
        return [name, typeof value === 'number' && Number(said) === value ? said : String(value)];
      }),
    ),
  );
}

/** How many rows each list has, of those that have any: the same ones in both formats. */
async function inBothFormats(at: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const noun of EXPORTS) {
    const rows = await exported(noun, at);
    if (rows.length > 0) counts[noun] = rows.length;
    const plain = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, text]) => [name, text.replace(/^'(?=[=+\-@])/, '')]),
      ),
    );
    assert.deepEqual(await inWorkbook(noun, plain, at), plain, noun);
  }
  return counts;
}

test('each list has a row for each thing, the same in both formats', async () => {
  const contact = await trader.make<{ id: string }>('contacts', {
    ...CONTACT,
    name: '=cmd|"x"!A1',
    address: 'Street 1\nTown, "B"',
  });
  const tax = await trader.tax();
  await trader.make('payment-terms', { name: '@30', days: 30, fromEndOfMonth: false });
  await trader.make('entries', saleEntry(trader, '12345678901234567890.12'));
  const sold = await trader.post({ contactId: contact.id, notes: '+1' }, [
    { taxId: tax.id },
    { description: '-2' },
  ]);
  await trader.draft();
  await trader.pay(sold, '2026-03-05', '21.5');
  await trader.note('credit-notes', { correctsId: sold.id, contactId: contact.id }, [{ unitPrice: '1' }]);
  await trader.note('debit-notes');
  await trader.bill({ externalNumber: '=F1' });
  await trader.make('expense-claims', { ...trader.content(), externalNumber: '', status: 'posted' });

  const counts = await inBothFormats(trader.at);
  const { accounts, taxes: _, entries, 'audit-log': log, ...documents } = counts;
  assert.equal(accounts, trader.accounts.length);
  assert.ok(Number(entries) > 10 && Number(log) > 10);
  assert.deepEqual(documents, {
    contacts: 2,
    'payment-terms': 1,
    invoices: 2,
    'invoice-lines': 3,
    bills: 1,
    'bill-lines': 1,
    'credit-notes': 1,
    'credit-note-lines': 1,
    'debit-notes': 1,
    'debit-note-lines': 1,
    'expense-claims': 1,
    'expense-claim-lines': 1,
    payments: 1,
    settlements: 1,
  });
  const [first] = (await exported('entries')).filter(({ quantity }) => quantity?.startsWith('12345'));
  assert.equal(first?.baseAmount, '12345678901234567890.12');
  const invoice = (await exported('invoices')).find(({ id }) => id === sold.id);
  assert.deepEqual(
    [invoice?.contactName, invoice?.total, invoice?.openAmount, invoice?.notes, invoice?.creditedAmount],
    ['\'=cmd|"x"!A1', '221.00', '199.50', "'+1", '1.00'],
  );
  assert.equal((await exported('bills'))[0]?.externalNumber, "'=F1");
  assert.equal((await exported('credit-notes'))[0]?.correctsNumber, sold.number);
});

test('a company with a row in every table has one in every list', async () => {
  const full = await fullCompany(trade.api, trade.user);
  const counts = await inBothFormats(full.at);
  // Its documents are invoices.
  const others = /^(bill|credit-note|debit-note|expense-claim)/;
  assert.deepEqual(
    Object.keys(counts),
    EXPORTS.filter((noun) => !others.test(noun)),
  );
  const lines = await exported('bank-lines', full.at);
  const matched = lines.filter(({ state }) => state === 'matched');
  assert.ok(matched.length > 0 && lines.length > matched.length);
  const entries = await exported('bank-match-entries', full.at);
  assert.deepEqual(
    new Set(entries.map(({ matchId }) => matchId)),
    new Set(matched.map(({ matchId }) => matchId)),
  );
  const tags = await exported('tags', full.at);
  assert.deepEqual(
    tags.map(({ name, subjectKind, subjectId }) => [name, subjectKind, subjectId]),
    [['Urgent', 'invoice', full.invoice.id]],
  );
  const [carried] = await exported('entry-dimensions', full.at);
  assert.deepEqual([carried?.dimension, carried?.code], ['Project', 'P1']);
});

test('a long list is streamed whole as CSV, and no workbook', async () => {
  const [{ count } = { count: 0 }] = await trade.api.asOwner<{ count: number }>(
    `WITH added AS (INSERT INTO erp.contacts (company_id, id, name, address)
       SELECT $1, gen_random_uuid(), 'Contact ' || n, '' FROM generate_series(1, 100000) n RETURNING 1)
     SELECT count(*)::int AS count FROM added`,
    [trader.id],
  );
  assert.equal(count, 100_000);
  const rows = await exported('contacts');
  assert.equal(rows.filter(({ name }) => name?.startsWith('Contact ')).length, count);
  assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  const { statusCode, body } = await bytes('contacts?format=xlsx');
  assertRefused({ status: statusCode, body: JSON.parse(body) } as never, 'export_too_large', 'query/format');
  assert.ok(MAX_WORKBOOK_ROWS < count);
});

test('who reads slowly holds little, and who goes away ends the transaction', async () => {
  const open = async () => {
    const rows = await trade.api.asOwner(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'FETCH%' AND state LIKE 'idle in%'",
    );
    return rows.length;
  };
  const stream = csvStream(trade.api.db, trader.id, 'contacts');
  await once(stream, 'readable');
  await until(async () => (await open()) === 1);
  assert.ok(stream.readableLength < 200_000, `${stream.readableLength} bytes wait`);
  stream.destroy();
  await until(async () => (await open()) === 0);
});

test('the archive of a company is imported', async () => {
  const folder = await archiveFolder();
  const small = await trade.trader();
  await small.post();
  const { cookie } = trade.user;
  const url = `${small.at}/exports/archive`;
  const { statusCode, headers, rawPayload } = await trade.api.app.inject({
    method: 'GET',
    url,
    headers: { cookie },
  });
  assert.deepEqual([statusCode, headers['content-type']], [200, 'application/gzip']);
  await writeFile(folder.file('archive'), rawPayload);
  const { companyId } = await importCompany(trade.api.db, { file: folder.file('archive') });
  await assertBooksHold(trade.api, companyId);
  await folder.remove();
});

test('the exports of another company are not found', async () => {
  const stranger = await trade.api.signUp();
  for (const path of ['contacts', 'archive']) {
    assertRefused(await stranger.get(`${trader.at}/exports/${path}`), 'not_found');
  }
});

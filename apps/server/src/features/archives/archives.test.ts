import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Document } from '@crypto-erp/contract/documents';
import type { Settlement } from '@crypto-erp/contract/payments';
import { sql } from 'kysely';
import { archiveFolder, exportTo, lastingRows } from '../../testing/archives.ts';
import { assertBooksHold, euros, saleEntry } from '../../testing/entries.ts';
import { type Trade, type Trader, testTrade } from '../../testing/trade.ts';
import { importCompany } from './import.ts';
import { LEFT_OUT, TABLES } from './tables.ts';

type Folder = Awaited<ReturnType<typeof archiveFolder>>;

let trade: Trade;
let folder: Folder;
before(async () => {
  trade = await testTrade();
  folder = await archiveFolder();
});
after(async () => {
  await trade?.close();
  await folder?.remove();
});

test('each company table is archived, or left out for a reason', async () => {
  const rows = await trade.api.asOwner<{ name: string }>(`
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'company_id'
    WHERE c.relnamespace = 'erp'::regnamespace AND c.relkind = 'r' ORDER BY 1`);
  const known = [...TABLES.map(({ name }) => name), ...Object.keys(LEFT_OUT)];
  assert.deepEqual(
    rows.map(({ name }) => name),
    [...known].sort(),
  );
  assert.equal(new Set(known).size, known.length);
});

/** Everything that books can hold: see the comments. */
async function everything() {
  const { user } = trade;
  const trader = await trade.trader({ writeOffLimit: '1', address: '1 High Street' });
  const { make, post, bill, note, pay, call, draft, account, contactId } = trader;
  const done = async (url: string, body: object = {}) => {
    const answer = await call('POST', url, body);
    assert.ok(answer.status < 300, `${url}: ${JSON.stringify(answer.body)}`);
  };
  const day = (date: string) => ({ issueDate: date });
  const money = (change: object) => ({
    side: 'sales',
    direction: 'in',
    contactId,
    date: '2026-03-16',
    asset: 'USD',
    amount: '100',
    accountId: null,
    reference: 'wire',
    fee: null,
    rest: 'credit',
    allocations: [],
    ...change,
  });
  const settle = (date: string, ...parts: [string, string][]) =>
    make<Settlement>('settlements', { date, parts: parts.map(([itemId, amount]) => ({ itemId, amount })) });

  const terms = await make<{ id: string }>('payment-terms', {
    name: 'Net 30',
    days: 30,
    fromEndOfMonth: true,
  });
  const tax = await trader.tax();
  const reverse = await trader.tax({
    code: 'RC',
    kind: 'reverse-charge',
    inputAccountId: account('tax_receivable'),
  });
  // Opening balances, twice: the first were wrong.
  const opening = { date: '2024-12-31', description: 'Opening', equityAccountId: null };
  const first = await make<{ id: string }>('opening-balances', {
    ...opening,
    lines: [euros(account('bank'), '90')],
  });
  await done(`entries/${first.id}/reverse`, { date: '2024-12-31', description: 'Wrong' });
  await done('opening-balances', { ...opening, lines: [euros(account('bank'), '1000.5')] });
  // Entries by hand, one reversed; a year of its own that is closed.
  const entry = (amount: string, change: object = {}) => saleEntry(trader, amount, change);
  await make(
    'entries',
    entry('12.30', { date: '2025-02-03', description: 'Line\u2028separator = "quoted" \\ é 漢' }),
  );
  const wrong = await make<{ id: string }>('entries', entry('7', { date: '2025-03-01' }));
  await done(`entries/${wrong.id}/reverse`, { date: '2025-03-02', description: 'Undone' });
  await make('entries', entry('11', { status: 'draft' }));
  // Documents of every kind in two currencies; a payment in parts, one with a fee, one with a write-off, one reversed.
  const taxed = await post({ ...day('2026-02-02'), paymentTermsId: terms.id }, [
    { unitPrice: '99.99', taxId: tax.id },
  ]);
  await pay(taxed, '2026-02-10', '20');
  const bounced = await pay(taxed, '2026-02-11', '30');
  await done(`payments/${bounced.id}/reverse`, { date: '2026-02-12', reason: 'Bounced' });
  const dollars = await post({ ...day('2026-02-03'), asset: 'USD' }, [
    { unitPrice: '77.70' },
    { unitPrice: '1.11', taxId: tax.id },
  ]);
  await make(
    'payments',
    money({
      date: '2026-02-20',
      amount: '78.31',
      fee: { amount: '1.5', accountId: null },
      rest: 'refuse',
      allocations: [{ itemId: dollars.id, amount: dollars.openAmount, writeOff: '0.73' }],
    }),
  );
  const advance = await make<{ id: string }>('payments', money({}));
  const inUse = await post({ ...day('2026-03-31'), asset: 'USD' });
  // A credit at another rate posts its difference; undone, and a part used again.
  const used = await settle('2026-04-01', [inUse.id, '100'], [advance.id, '100']);
  await done(`settlements/${used.id}/reverse`, { date: '2026-04-02', reason: 'Not this one' });
  await settle('2026-04-03', [inUse.id, '60'], [advance.id, '60']);
  // Notes; a settlement without an entry that was undone and took room that others took after it.
  const credited = await post(day('2026-03-02'));
  const credit = await note('credit-notes', { ...day('2026-03-03'), correctsId: credited.id }, [
    { unitPrice: '40' },
  ]);
  const without = await settle('2026-03-04', [credited.id, '40'], [credit.id, '40']);
  assert.equal(without.entryId, null);
  await done(`settlements/${without.id}/reverse`, { date: '2026-03-05', reason: 'Other' });
  await pay(credited, '2026-03-06', '60');
  await settle('2026-03-07', [credited.id, '40'], [credit.id, '40']);
  await note('debit-notes', { ...day('2026-03-08'), correctsId: credited.id }, [{ unitPrice: '5' }]);
  await note('credit-notes', { ...day('2026-03-08'), side: 'purchase', externalNumber: 'C-9' }, [
    { unitPrice: '3' },
  ]);
  // A void bill, whose number of the supplier is entered again.
  const mistaken = await bill({ ...day('2026-03-09'), externalNumber: 'F-1' });
  await done(`bills/${mistaken.id}/void`, { date: '2026-03-10', reason: 'Twice the price' });
  const owed = await bill({ ...day('2026-03-11'), externalNumber: 'F-1' }, [
    { unitPrice: '50', taxId: reverse.id },
  ]);
  await make<Document>('expense-claims', {
    ...trader.content(day('2026-03-12')),
    externalNumber: '',
    status: 'posted',
  });
  const receivable = await post(day('2026-03-13'), [{ unitPrice: '30' }]);
  await settle('2026-03-31', [receivable.id, '30'], [owed.id, '30']);
  const gone = await post({ ...day('2026-03-14'), asset: 'USD' });
  await done(`invoices/${gone.id}/void`, { date: '2026-04-01', reason: 'Wrong buyer' });
  await draft({ ...day('2026-03-20'), notes: '=1+1' }, [{ taxId: tax.id }]);
  const drafted = await draft(day('2026-03-21'));
  await done(`invoices/${drafted.id}/post`, { version: drafted.version });
  // A revaluation, a rule with an approval, locks, a closed year; an account in use that is archived since.
  await done('revaluations', { date: '2026-03-31' });
  const rule = { threshold: '10', approverRoles: ['admin'], approverIds: [], version: null };
  assert.equal((await call('PUT', 'approval-rules/bill', rule)).status, 200);
  const old = await make<{ id: string; version: number }>('accounts', {
    code: '1999',
    name: 'Old bank',
    type: 'asset',
    postable: true,
    parentId: null,
  });
  await make('entries', entry('4', { lines: [euros(old.id, '4'), euros(account('bank'), '-4')] }));
  await make('entries', entry('4', { lines: [euros(old.id, '-4'), euros(account('bank'), '4')] }));
  const archived = { code: '1999', name: 'Old bank', parentId: null, archived: true, version: old.version };
  const answer = await user.call({
    method: 'PATCH',
    url: `${trader.at}/accounts/${old.id}`,
    payload: archived,
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  // Lines that carry a value of a dimension that is archived since.
  const dimension = await make<{ id: string }>('dimensions', { name: 'Project' });
  const content = { code: 'P1', name: 'Bridge' };
  const value = await make<{ id: string }>('dimension-values', { ...content, dimensionId: dimension.id });
  const carried = [euros(account('bank'), '3'), euros(account('sales'), '-3')].map((line) => ({
    ...line,
    dimensionValueIds: [value.id],
  }));
  const carrying = await make<{ id: string }>('entries', entry('3', { lines: carried }));
  await post({}, [{ dimensionValueIds: [value.id] }]);
  const retired = { ...content, archived: true, version: 1 };
  const url = `${trader.at}/dimension-values/${value.id}`;
  const changed = await user.call({ method: 'PATCH', url, payload: retired });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  await done(`entries/${carrying.id}/reverse`, { date: '2026-03-31', description: 'Not theirs' });
  await done('fiscal-years/2024/close');
  await done('fiscal-years/2025/close');
  await done('fiscal-years/2025/reopen', { reason: 'Forgotten entry' });
  await make('entries', entry('2', { date: '2025-12-31' }));
  await done('fiscal-years/2025/close');
  await done('periods/2026-01/close', { lock: 'soft' });
  return trader;
}

/** What the company's reports and lists say, as the read models answer. */
async function told(companyId: string, trader: Trader) {
  const { user } = trade;
  const at = `/v1/companies/${companyId}`;
  const range = 'from=2024-01-01&to=2026-12-31';
  const answers: Record<string, unknown> = {};
  for (const url of [
    `reports/trial-balance?${range}`,
    `reports/general-ledger?${range}&limit=1000`,
    `reports/profit-and-loss?${range}`,
    'reports/balance-sheet?asOf=2026-12-31',
    'accounts',
    'contacts',
    'taxes',
    'payment-terms',
    'invoices?limit=1000',
    'bills?limit=1000',
    'credit-notes?limit=1000',
    'debit-notes?limit=1000',
    'expense-claims?limit=1000',
    'payments?limit=1000',
    'settlements?limit=1000',
    'periods',
    'fiscal-years',
  ]) {
    const { status, body } = await user.get<object>(`${at}/${url}`);
    assert.equal(status, 200, `${url}: ${JSON.stringify(body)}`);
    answers[url] = JSON.parse(
      JSON.stringify(body, (key, value) =>
        ['postedAt', 'closedAt', 'createdAt', 'nextCursor'].includes(key) ? undefined : value,
      ).replaceAll(companyId, 'company'),
    );
  }
  const open = await trade.api.db.inCompany(companyId, (trx) =>
    sql`SELECT to_jsonb(o) - 'company_id' AS item FROM erp.open_items o WHERE company_id = ${companyId} ORDER BY id`.execute(
      trx,
    ),
  );
  assert.ok(open.rows.length > 5, trader.id);
  return { ...answers, open: open.rows };
}

describe('a company with everything', () => {
  let trader: Trader;
  let copy: string;
  before(async () => {
    trader = await everything();
    await exportTo(trade.api.db, trader.id, folder.file('original'));
    const { db } = trade.api;
    ({ companyId: copy } = await importCompany(db, {
      file: folder.file('original'),
      owner: trade.user.email,
    }));
  });

  test('is imported with equal reports and lists', async () => {
    assert.notEqual(copy, trader.id);
    assert.deepEqual(await told(copy, trader), await told(trader.id, trader));
  });

  test('holds every invariant', () => assertBooksHold(trade.api, copy));

  test('is exported again as it was', async () => {
    await exportTo(trade.api.db, copy, folder.file('copy'));
    const [original, again] = [
      await lastingRows(folder.file('original')),
      await lastingRows(folder.file('copy')),
    ];
    assert.deepEqual(again, original);
    const { companyId } = await importCompany(trade.api.db, { file: folder.file('copy'), name: 'Third' });
    await exportTo(trade.api.db, companyId, folder.file('third'));
    const third = await lastingRows(folder.file('third'));
    assert.deepEqual({ ...third, companies: [] }, { ...original, companies: [] });
    assert.equal(third.companies?.[0]?.name, 'Third');
  });
});

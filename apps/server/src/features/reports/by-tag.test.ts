import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Document } from '@crypto-erp/contract/documents';
import type { Entry } from '@crypto-erp/contract/entries';
import type { GeneralLedger, ProfitAndLoss, TagReport } from '@crypto-erp/contract/reports';
import type { SubjectKind } from '@crypto-erp/contract/subjects';
import type { Tag } from '@crypto-erp/contract/tags';
import { assertRefused, euros } from '../../testing/entries.ts';
import { type Trade, type Trader, testTrade } from '../../testing/trade.ts';

const FIRST_QUARTER = 'from=2026-01-01&to=2026-03-31';

let trade: Trade;
let trader: Trader;
let fair: Tag;
let rush: Tag;

const attach = async (tag: Tag, subjectKind: SubjectKind, { id }: { id: string }) => {
  const { status } = await trader.call('POST', `tags/${tag.id}/attach`, { subjectKind, subjectId: id });
  assert.equal(status, 200);
};
const entry = (date: string, cost: string) =>
  trader.make<Entry>('entries', {
    status: 'posted',
    date,
    description: 'Cost',
    lines: [euros(trader.account('expenses'), cost), euros(trader.account('bank'), `-${cost}`)],
  });

before(async () => {
  trade = await testTrade();
  trader = await trade.trader();
  const tag = (name: string) => trader.make<Tag>('tags', { name, colour: '#00ff00' });
  // A third one speaks of a contact alone, and so of no entry.
  const [rushTag, fairTag, unused] = [await tag('Rush'), await tag('Fair'), await tag('Unused')];
  fair = fairTag;
  rush = rushTag;
  await attach(unused, 'contact', { id: trader.contactId });

  const sold = await trader.post({ issueDate: '2026-01-10' }, [{ unitPrice: '100' }]);
  await attach(fair, 'invoice', sold);
  await attach(rush, 'invoice', sold);
  // A tag that is on the entry of a document too counts it once.
  await attach(fair, 'entry', { id: String(sold.entryId) });
  await attach(fair, 'entry', await entry('2026-02-03', '30'));
  await attach(rush, 'bill', await trader.bill({ issueDate: '2026-02-10' }, [{ unitPrice: '45' }]));
  const draft = await trader.draft({ issueDate: '2026-03-01' }, [{ unitPrice: '7' }]);
  await attach(fair, 'invoice', draft);
  const voided = await trader.post({ issueDate: '2026-02-20' }, [{ unitPrice: '60' }]);
  await attach(fair, 'invoice', voided);
  const { status } = await trader.call('POST', `invoices/${voided.id}/void`, {
    date: '2026-03-02',
    reason: 'Twice',
  });
  assert.equal(status, 200);
  await trader.post({ issueDate: '2026-03-05' }, [{ unitPrice: '11' }]);
  await entry('2026-03-06', '4');
});
after(async () => {
  await trade.verify();
  await trade.close();
});

const report = (query: string) => trader.get<TagReport>(`reports/by-tag?${query}`);
const told = ({ rows }: TagReport) =>
  rows
    .filter(({ kind, depth }) => kind === 'section' || kind === 'account' || depth === 0)
    .map(({ name, amount, columns = [] }) => [name, amount, ...columns.map((column) => column.amount)]);

test('has the income and expenses of each tag, and of what has none', async () => {
  const whole = await report(FIRST_QUARTER);
  const [sales, expenses] = [whole, whole].map(
    (_, n) => trader.accounts.find(({ role }) => role === (['sales', 'expenses'] as const)[n])?.name,
  );
  assert.deepEqual(told(whole), [
    ['Fair', null],
    [sales, '100.00'],
    [expenses, '30.00'],
    ['Result of Fair', '70.00'],
    ['Rush', null],
    [sales, '100.00'],
    [expenses, '45.00'],
    ['Result of Rush', '55.00'],
    ['Without a tag', null],
    [sales, '11.00'],
    [expenses, '4.00'],
    ['Result of Without a tag', '7.00'],
  ]);
  const sections = whole.rows.filter(({ kind }) => kind === 'section');
  assert.deepEqual(
    sections.map(({ tagId }) => tagId),
    [fair.id, rush.id, null],
  );
  // Rush and fair have the sale in common: 70 + 55 + 7 is the profit, and that sale once more.
  const { profit } = await trader.get<ProfitAndLoss>(`reports/profit-and-loss?${FIRST_QUARTER}`);
  assert.equal(profit, '32.00');
});

test('sets months beside it: what was taken back is back in the month it was', async () => {
  const { rows } = await report(`${FIRST_QUARTER}&compare=month&tagId=${fair.id}`);
  const result = rows.find(({ name }) => name === 'Result of Fair');
  assert.deepEqual(
    [result?.amount, ...(result?.columns ?? []).map(({ amount }) => amount)],
    ['70.00', '100.00', '30.00', '-60.00'],
  );
  assert.ok(rows.every(({ tagId }) => tagId === fair.id));
});

test('names the lines of each figure in the general ledger', async () => {
  const { rows } = await report('from=2026-02-01&to=2026-03-31');
  for (const { amount, drill, name } of rows) {
    if (amount === null || drill === null) continue;
    const { items } = await trader.get<GeneralLedger>(`reports/general-ledger?${drill}`);
    const cents = items.reduce((sum, { baseAmount }) => sum + BigInt(baseAmount.replace('.', '')), 0n);
    assert.equal(cents < 0n ? -cents : cents, BigInt(amount.replace(/[-.]/g, '')), name);
  }
  // The balance beside them starts with what the tag had before.
  const sales = `accountId=${trader.account('sales')}&tagId=${fair.id}`;
  const { items } = await trader.get<GeneralLedger>(
    `reports/general-ledger?from=2026-02-01&to=2026-03-31&${sales}`,
  );
  assert.deepEqual(
    items.map(({ baseAmount, balance }) => `${baseAmount} ${balance}`),
    ['-60.00 -160.00', '60.00 -100.00'],
  );
});

test('of a closed year is the same as before the close', async () => {
  const before = await report('from=2025-01-01&to=2025-12-31');
  await trader.make<Document>('invoices', {
    ...trader.content({ issueDate: '2025-06-01' }, [{ unitPrice: '9' }]),
    status: 'posted',
  });
  assert.deepEqual(told(before), []);
  const open = await report('from=2025-01-01&to=2025-12-31');
  const closed = await trader.call('POST', 'fiscal-years/2025/close', {});
  assert.equal(closed.status, 200, JSON.stringify(closed.body));
  assert.deepEqual(await report('from=2025-01-01&to=2025-12-31'), open);
  assert.equal(open.rows.at(-1)?.amount, '9.00');
});

test('is refused for a tag that is not there', async () => {
  const answer = await trader.call('GET', `reports/by-tag?${FIRST_QUARTER}&tagId=${trader.contactId}`);
  assertRefused(answer, 'unknown_tag', 'query/tagId');
});

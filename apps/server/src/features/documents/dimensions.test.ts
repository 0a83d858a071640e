import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Document } from '@crypto-erp/contract/documents';
import type { Entry } from '@crypto-erp/contract/entries';
import { assertRefused } from '../../testing/entries.ts';
import { type Trade, type Trader, testTrade } from '../../testing/trade.ts';

let trade: Trade;
let trader: Trader;
let values: [string, string];

before(async () => {
  trade = await testTrade();
  trader = await trade.trader();
  const { id: dimensionId } = await trader.make<{ id: string }>('dimensions', { name: 'Project' });
  const value = async (code: string) =>
    (await trader.make<{ id: string }>('dimension-values', { dimensionId, code, name: code })).id;
  values = [await value('A'), await value('B')];
});
after(() => trade.close());

/** The lines of the sales account as `base values`. */
async function salesLines(document: Document): Promise<string[]> {
  const { lines } = await trader.get<Entry>(`entries/${document.entryId}`);
  return lines
    .filter(({ accountId }) => accountId === trader.account('sales'))
    .map(({ baseAmount, dimensionValueIds }) => `${baseAmount} ${dimensionValueIds}`);
}

test('what carries other values is posted apart, and a draft keeps its values until then', async () => {
  const [a, b] = values;
  const lines = [
    { unitPrice: '10', dimensionValueIds: [a] },
    { unitPrice: '20', dimensionValueIds: [b] },
    { unitPrice: '30', dimensionValueIds: [a] },
    { unitPrice: '40' },
  ];
  const draft = await trader.draft({}, lines);
  assert.deepEqual(
    draft.lines.map(({ dimensionValueIds }) => dimensionValueIds),
    [[a], [b], [a], []],
  );
  const posted = await trader.make<Document>(`invoices/${draft.id}/post`, { version: draft.version });
  assert.deepEqual(await salesLines(posted), [`-40 ${a}`, `-20 ${b}`, '-40 ']);
  const reason = { date: '2026-03-05', reason: 'Wrong' };
  await trader.call('POST', `invoices/${posted.id}/void`, reason);
  const { voidedById } = await trader.get<Document>(`invoices/${posted.id}`);
  const note = await trader.get<Document>(`credit-notes/${voidedById}`);
  assert.deepEqual(await salesLines(note), [`40 ${a}`, `20 ${b}`, '40 ']);
  await trade.verify();
});

test('two values of one dimension are refused at their line', async () => {
  const line = { ...trader.content().lines[0], dimensionValueIds: [...values] };
  for (const status of ['draft', 'posted']) {
    const reply = await trader.call('POST', 'invoices', { ...trader.content(), lines: [line], status });
    assertRefused(reply, 'dimension_twice', '/lines/0/dimensionValueIds/1');
  }
});

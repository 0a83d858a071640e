import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { EntryBatchResult } from '@crypto-erp/contract/entries';
import type { Settlement } from '@crypto-erp/contract/payments';
import { archiveFolder, exportTo, lastingRows } from '../../testing/archives.ts';
import { assertBooksHold, saleEntry } from '../../testing/entries.ts';
import { type Trade, type Trader, testTrade } from '../../testing/trade.ts';
import { importCompany } from './import.ts';
import { ENTRIES_AT_ONCE } from './restore.ts';

let trade: Trade;
let folder: Awaited<ReturnType<typeof archiveFolder>>;
before(async () => {
  trade = await testTrade();
  folder = await archiveFolder();
});
after(async () => {
  await trade?.close();
  await folder?.remove();
});

/** Posts more entries than an import holds at once. */
async function pastOneBatch(trader: Trader): Promise<void> {
  for (let posted = 0; posted <= ENTRIES_AT_ONCE; posted += 64) {
    const items = Array.from({ length: 64 }, (_, n) => {
      const { status: _status, ...content } = saleEntry(trader, String(posted + n + 1), {
        date: '2026-03-15',
      });
      return content;
    });
    const { body } = await trade.user.post<EntryBatchResult>(`${trader.at}/entries/batch`, { items });
    assert.ok(body.results.every(({ entry }) => entry !== undefined));
  }
}

test('books of more entries than are held at once are imported, whatever leads from one batch to another', async () => {
  const trader = await trade.trader();
  const { make, post, note, pay, call } = trader;
  const [sold, voided, credited] = [await post(), await post(), await post()];
  const entry = await make<{ id: string }>('entries', saleEntry(trader, '7', { date: '2026-03-02' }));
  const payment = await pay(sold, '2026-03-10', '30');
  const advance = await make<{ id: string }>('payments', {
    side: 'sales',
    direction: 'in',
    contactId: trader.contactId,
    date: '2026-03-11',
    asset: sold.asset,
    amount: '20',
    accountId: null,
    reference: '',
    fee: null,
    rest: 'credit',
    allocations: [],
  });
  await pastOneBatch(trader);
  // What follows refers to what another batch posts: a note, a void, reversals, settlements with and without an entry.
  const credit = await note('credit-notes', { issueDate: '2026-03-20', correctsId: credited.id }, [
    { unitPrice: '40' },
  ]);
  const settle = (date: string, ...ids: string[]) =>
    make<Settlement>('settlements', { date, parts: ids.map((itemId) => ({ itemId, amount: '20' })) });
  assert.equal((await settle('2026-03-21', credited.id, credit.id)).entryId, null);
  const undone = await settle('2026-03-22', sold.id, advance.id);
  await pastOneBatch(trader);
  const reason = { date: '2026-03-25', reason: 'Wrong' };
  for (const [url, body] of [
    [`settlements/${undone.id}/reverse`, reason],
    [`payments/${payment.id}/reverse`, reason],
    [`invoices/${voided.id}/void`, reason],
    [`entries/${entry.id}/reverse`, { date: '2026-03-25', description: 'Wrong' }],
  ] as const) {
    const { status, body: answer } = await call('POST', url, body);
    assert.ok(status < 300, `${url}: ${JSON.stringify(answer)}`);
  }
  // More drafts than are held at once.
  await Promise.all(Array.from({ length: 70 }, (_, n) => trader.draft({ reference: `Draft ${n}` })));

  const { db } = trade.api;
  await exportTo(db, trader.id, folder.file('original'));
  const { companyId } = await importCompany(db, { file: folder.file('original') });
  await assertBooksHold(trade.api, companyId);
  await exportTo(db, companyId, folder.file('copy'));
  const [original, copy] = [
    await lastingRows(folder.file('original')),
    await lastingRows(folder.file('copy')),
  ];
  assert.ok((original.entries?.length ?? 0) > 2 * ENTRIES_AT_ONCE);
  assert.deepEqual(copy, original);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { type TestApi, type TestCompany, testApi } from '../../testing/api.ts';
import { assertBooksHold, saleEntry, withBooksHeld } from '../../testing/entries.ts';
import { createAssetCatalogue } from '../assets/catalogue.ts';
import { SYSTEM } from '../audit-log/service.ts';
import type { PostItem } from './post-item.ts';
import { createPostQueue } from './post-queue.ts';
import { prepareEntry } from './service.ts';

let api: TestApi;
let company: TestCompany;
before(async () => {
  api = await testApi();
});
after(() => api.close());

async function newItems(count: number): Promise<PostItem[]> {
  company = await (await api.signUp()).createCompany();
  const assets = createAssetCatalogue(api.db);
  const context = { companyId: company.id, actor: SYSTEM };
  return api.db.inCompany(company.id, async (trx) => {
    const items: PostItem[] = [];
    for (let i = 0; i < count; i += 1) {
      const command = { key: newId(), hash: 'same' };
      items.push(await prepareEntry(trx, context, assets, saleEntry(company, String(i + 1)), command));
    }
    return items;
  });
}

/** Posts all at once. The first two go out alone, the others wait for them together. */
function postAll(items: PostItem[], afterCommit?: () => void) {
  const queue = createPostQueue(api.db, afterCommit);
  return Promise.allSettled(items.map((item) => queue.post(company.id, item)));
}

const serials = (count: number) =>
  Array.from({ length: count }, (_, i) => `JE-2026-${String(i + 1).padStart(5, '0')}`);

test('what waits is posted in one statement, up to 64, and numbered in its order', async () => {
  const items = await newItems(2 + 64);
  let commits = 0;
  // Both statements of the first two stand before the books' lock when it is given free, so the third comes after them.
  const { posting } = await withBooksHeld(api, company.id, async (untilWaiting) => {
    const posting = postAll(items, () => {
      commits += 1;
    });
    await untilWaiting(2);
    return { posting };
  });
  const settled = await posting;
  assert.deepEqual(
    settled.slice(2).map((one) => one.status === 'fulfilled' && one.value.number),
    serials(66).slice(2),
  );
  assert.equal(commits, 3);
  await assertBooksHold(api, company.id);
});

test('an exception that no rule foresaw in one item of a batch rejects that one only', async () => {
  const items = await newItems(20);
  const culprit = items[11] as PostItem;
  const [line] = culprit.entry.lines;
  assert.ok(line);
  line.quantity = 'abc';
  const settled = await postAll(items);
  for (const [i, one] of settled.entries()) {
    if (i !== 11) assert.equal(one.status, 'fulfilled', `item ${i}`);
    else assert.equal(one.status === 'rejected' && one.reason.code, '22P02');
  }
  const numbers = settled.flatMap((one) => (one.status === 'fulfilled' ? [String(one.value.number)] : []));
  assert.deepEqual(numbers.sort(), serials(19));
  await assertBooksHold(api, company.id);
});

test('a refusal in a batch leaves the others standing', async () => {
  const items = await newItems(10);
  const [line] = (items[5] as PostItem).entry.lines;
  assert.ok(line);
  line.base_amount = '0.01';
  line.quantity = '0.01';
  const settled = await postAll(items);
  assert.deepEqual(
    settled.map((one) => (one.status === 'rejected' ? one.reason.code : 'posted')),
    Array.from({ length: 10 }, (_, i) => (i === 5 ? 'entry_unbalanced' : 'posted')),
  );
  await assertBooksHold(api, company.id);
});

test('items of one key that wait together are posted once and get one answer', async () => {
  const [first, ...others] = await newItems(12);
  assert.ok(first);
  for (const item of others) item.key = first.key;
  const settled = await postAll([first, ...others]);
  assert.equal(new Set(settled.map((one) => one.status === 'fulfilled' && one.value.id)).size, 1);
  await assertBooksHold(api, company.id);
});

test('an idle queue says so at once, a busy one after its last answer', async () => {
  const items = await newItems(5);
  const queue = createPostQueue(api.db);
  await queue.idle();
  let answered = 0;
  const posts = items.map((item) =>
    queue.post(company.id, item).then(() => {
      answered += 1;
    }),
  );
  await queue.idle();
  await Promise.all(posts);
  assert.equal(answered, 5);
});

test('a queue that is full refuses at once instead of growing', async () => {
  const [item] = await newItems(1);
  assert.ok(item);
  const stuck: Database = { ...api.db, inCompany: <T>() => new Promise<T>(() => undefined) };
  const queue = createPostQueue(stuck);
  for (let i = 0; i < 10_002; i += 1) void queue.post(company.id, { ...item, key: newId() });
  assert.throws(() => queue.post(company.id, item), { code: 'not_ready' });
});

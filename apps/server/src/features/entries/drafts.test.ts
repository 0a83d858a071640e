import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Entry } from '@crypto-erp/contract/entries';
import { newId } from '../../db/id.ts';
import { type TestApi, type TestCompany, type TestUser, testApi } from '../../testing/api.ts';
import { assertBooksHold, assertRefused, euros, saleEntry, withBooksHeld } from '../../testing/entries.ts';

let api: TestApi;
let user: TestUser;
let company: TestCompany;
before(async () => {
  api = await testApi();
  user = await api.signUp();
});
beforeEach(async () => {
  company = await user.createCompany();
});
after(() => api.close());

const draft = (amount: string, changes: object = {}) =>
  user.post<Entry>(`${company.at}/entries`, saleEntry(company, amount, { status: 'draft', ...changes }));

const unbalanced = () => ({ lines: [euros(company.account('bank'), '1')] });

function change(id: string, version: number, amount: string, changes: object = {}) {
  const { status: _, ...content } = saleEntry(company, amount, changes);
  const payload = { ...content, version };
  return user.call<Entry>({ method: 'PUT', url: `${company.at}/entries/${id}`, payload });
}

const remove = (id: string) => user.call({ method: 'DELETE', url: `${company.at}/entries/${id}` });
const read = (id: string) => user.get<Entry>(`${company.at}/entries/${id}`);
const postDraft = (id: string, version: number, key?: string) =>
  user.post<Entry>(`${company.at}/entries/${id}/post`, { version }, key);

test('a draft is kept out of balance, changed and read back; it has no number and moves no balance', async () => {
  const saved = await draft('1', unbalanced());
  assert.equal(saved.status, 201);
  assert.deepEqual([saved.body.status, saved.body.number, saved.body.version], ['draft', null, 1]);
  assert.deepEqual((await read(saved.body.id)).body, saved.body);

  const changed = await change(saved.body.id, 1, '25', { description: 'Better' });
  assert.equal(changed.status, 200);
  assert.deepEqual([changed.body.version, changed.body.description], [2, 'Better']);
  assert.deepEqual((await read(saved.body.id)).body, changed.body);
  assert.deepEqual(
    await api.asOwner('SELECT FROM erp.month_balances WHERE company_id = $1', [company.id]),
    [],
  );
});

test('an edit of a version that somebody changed meanwhile is refused, and changes nothing', async () => {
  const { id } = (await draft('1')).body;
  const edits = await Promise.all(Array.from({ length: 8 }, (_, i) => change(id, 1, String(i + 2))));
  assert.equal(edits.filter((edit) => edit.status === 200).length, 1);
  for (const edit of edits.filter((one) => one.status !== 200)) assertRefused(edit, 'version_conflict');
  assert.equal((await read(id)).body.version, 2);
});

test('a draft names accounts and assets that exist', async () => {
  const wrong = { lines: [euros(newId(), '1')] };
  assertRefused(await draft('1', wrong), 'unknown_account', '/lines/0/accountId');
  const line = { ...euros(company.account('bank'), '1'), asset: 'NOPE' };
  assertRefused(await draft('1', { lines: [line] }), 'unknown_asset', '/lines/0/asset');
});

test('a draft out of balance is not posted, and stays a draft', async () => {
  const { id } = (
    await draft('1', { lines: [euros(company.account('bank'), '1'), euros(company.account('sales'), '-2')] })
  ).body;
  assertRefused(await postDraft(id, 1), 'entry_unbalanced', '/lines');
  assert.equal((await read(id)).body.status, 'draft');
});

test('a posted draft keeps its id and is a draft no more', async () => {
  const { id } = (await draft('40')).body;
  assertRefused(await postDraft(id, 2), 'version_conflict');
  const key = newId();
  const posted = await postDraft(id, 1, key);
  assert.equal(posted.status, 201);
  assert.deepEqual([posted.body.id, posted.body.status, posted.body.number], [id, 'posted', 'JE-2026-00001']);
  assert.deepEqual((await read(id)).body, posted.body);
  assert.deepEqual(await api.asOwner('SELECT FROM erp.entry_drafts WHERE company_id = $1', [company.id]), []);

  assert.deepEqual((await postDraft(id, 1, key)).body, posted.body);
  assertRefused(await postDraft(id, 1), 'not_a_draft');
  assertRefused(await change(id, 1, '41'), 'not_a_draft');
  assertRefused(await remove(id), 'not_a_draft');
  await assertBooksHold(api, company.id);
});

test('ten who post one draft at once make one entry', async () => {
  const { id } = (await draft('40')).body;
  const replies = await Promise.all(Array.from({ length: 10 }, () => postDraft(id, 1)));
  assert.equal(replies.filter((reply) => reply.status === 201).length, 1);
  for (const reply of replies.filter((one) => one.status !== 201)) assertRefused(reply, 'not_a_draft');
  await assertBooksHold(api, company.id);
});

test('a draft that is edited while its posting waits is not posted: nobody saw what it says now', async () => {
  const { id } = (await draft('40')).body;
  const { posting, edit } = await withBooksHeld(api, company.id, async (untilWaiting) => {
    const posting = postDraft(id, 1);
    await untilWaiting(1);
    return { posting, edit: await change(id, 1, '41') };
  });
  assert.equal(edit.status, 200);
  assertRefused(await posting, 'version_conflict');
  const now = (await read(id)).body;
  assert.deepEqual([now.status, now.total], ['draft', '41']);
});

test('a deleted draft is gone', async () => {
  const { id } = (await draft('40')).body;
  assert.equal((await remove(id)).status, 204);
  assertRefused(await read(id), 'not_found');
  assertRefused(await postDraft(id, 1), 'not_found');
});

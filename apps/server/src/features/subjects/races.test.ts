import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { type TestApi, type TestCompany, type TestUser, testApi } from '../../testing/api.ts';
import { saleEntry } from '../../testing/entries.ts';
import { until } from '../../testing/until.ts';

let api: TestApi;
let owner: TestUser;
let company: TestCompany;
before(async () => {
  api = await testApi();
  owner = await api.signUp();
  company = await owner.createCompany();
});
after(() => api.close());

async function newDraft(): Promise<string> {
  const body = saleEntry(company, '1', { status: 'draft' });
  return (await owner.post<{ id: string }>(`${company.at}/entries`, body)).body.id;
}

const comment = (subjectId: string) =>
  owner.post<{ code?: string }>(`${company.at}/comments`, {
    subjectKind: 'entry',
    subjectId,
    text: 'x',
    mentions: [],
  });
const remove = (id: string) => owner.call({ method: 'DELETE', url: `${company.at}/entries/${id}` });
const notes = (subjectId: string) =>
  api.asOwner('SELECT FROM erp.comments WHERE subject_id = $1', [subjectId]);

/** Runs `first` and holds its transaction open until the request `second` waits for it; then both end. */
async function meanwhile<T>(first: ReturnType<typeof sql>, second: () => Promise<T>): Promise<T> {
  const { answer } = await api.db.inCompany(company.id, async (trx) => {
    await first.execute(trx);
    const answer = second();
    await until(async () => {
      const { rowCount } = await api.db.pool.query(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      return rowCount === 1;
    });
    return { answer };
  });
  return answer;
}

test('a comment on a draft that is being deleted waits, and finds nothing to comment on', async () => {
  const id = await newDraft();
  const answer = await meanwhile(sql`DELETE FROM erp.entry_drafts WHERE id = ${id}`, () => comment(id));
  assert.deepEqual([answer.status, answer.body.code], [404, 'not_found']);
  assert.deepEqual(await notes(id), []);
});

test('a draft that is being commented on is deleted after that, and the comment with it', async () => {
  const id = await newDraft();
  const write = sql`
    INSERT INTO erp.comments (company_id, id, subject_kind, subject_id, text, actor_kind)
    VALUES (${company.id}, gen_random_uuid(), 'entry', ${id}, 'x', 'system')`;
  assert.equal((await meanwhile(write, () => remove(id))).status, 204);
  assert.deepEqual(await notes(id), []);
});

test('a comment on a draft that is being posted waits, and is on the entry', async () => {
  const id = await newDraft();
  const posting = sql`SELECT FROM erp.entry_drafts WHERE id = ${id} FOR UPDATE`;
  assert.equal((await meanwhile(posting, () => comment(id))).status, 201);
  const posted = await owner.post(`${company.at}/entries/${id}/post`, { version: 1 });
  assert.equal(posted.status, 201);
  assert.equal((await notes(id)).length, 1);
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Comment, CommentPage } from '@crypto-erp/contract/comments';
import { sql } from 'kysely';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { newId } from '../../db/id.ts';
import { type TestApi, type TestCompany, type TestUser, testApi } from '../../testing/api.ts';
import { CONTACT } from '../../testing/documents.ts';
import { assertRefused } from '../../testing/entries.ts';

let api: TestApi;
let owner: TestUser;
let clerk: TestUser;
let company: TestCompany;
before(async () => {
  api = await testApi();
  owner = await api.signUp();
  company = await owner.createCompany();
  clerk = await api.member(owner, company, 'clerk');
});
after(() => api.close());

type Page = Static<typeof CommentPage>;

async function newContact(): Promise<{ subjectKind: string; subjectId: string }> {
  const { body } = await owner.post<{ id: string }>(`${company.at}/contacts`, CONTACT);
  return { subjectKind: 'contact', subjectId: body.id };
}

async function write(user: TestUser, body: object): Promise<Comment> {
  const answer = await user.post<Comment>(`${company.at}/comments`, { mentions: [], ...body });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}

const change = (user: TestUser, id: string, payload: object) =>
  user.call<Comment>({ method: 'PATCH', url: `${company.at}/comments/${id}`, payload });
const remove = (user: TestUser, id: string) =>
  user.call({ method: 'DELETE', url: `${company.at}/comments/${id}` });
const list = async (subject: object, more = '') => {
  const query = new URLSearchParams({ ...subject });
  const { body } = await owner.get<Page>(`${company.at}/comments?${query}${more}`);
  assert.ok(Value.Check(CommentPage, body), JSON.stringify(body));
  return body;
};
const mentions = async (user: TestUser) =>
  (await user.get<Page>(`${company.at}/mentions`)).body.items.map(({ id }) => id);

describe('a comment', () => {
  test('is written, changed and deleted by its author alone, with what it said in the audit log', async () => {
    const subject = await newContact();
    const comment = await write(clerk, { ...subject, text: 'Paid twice?' });
    assert.deepEqual(comment, {
      id: comment.id,
      ...subject,
      text: 'Paid twice?',
      mentions: [],
      actorKind: 'user',
      actorId: await clerk.id(),
      actorName: 'Tess Tester',
      createdAt: comment.createdAt,
      editedAt: null,
      version: 1,
    });
    const update = { text: 'Paid once.', mentions: [], version: 1 };
    assertRefused(await change(owner, comment.id, update), 'not_author');
    assertRefused(await remove(owner, comment.id), 'not_author');
    assertRefused(await change(clerk, comment.id, { ...update, version: 2 }), 'version_conflict');
    const changed = await change(clerk, comment.id, update);
    assert.deepEqual([changed.status, changed.body.text, changed.body.version], [200, 'Paid once.', 2]);
    assert.ok(changed.body.editedAt !== null);
    assert.deepEqual((await list(subject)).items, [changed.body]);
    assert.equal((await remove(clerk, comment.id)).status, 204);
    assert.deepEqual((await list(subject)).items, []);
    assertRefused(await change(clerk, comment.id, update), 'not_found');
    const audit = await owner.get<{ items: { action: string; before: { text: string } | null }[] }>(
      `${company.at}/audit-log?${new URLSearchParams(subject)}`,
    );
    assert.deepEqual(
      audit.body.items.map(({ action, before }) => [action, before?.text ?? null]),
      [
        ['comment.deleted', 'Paid once.'],
        ['comment.edited', 'Paid twice?'],
        ['comment.written', null],
        ['contact.created', null],
      ],
    );
  });

  test('is on something that is there, by the database too', async () => {
    const body = { subjectKind: 'contact', subjectId: newId(), text: 'x', mentions: [] };
    assertRefused(await owner.post(`${company.at}/comments`, body), 'not_found');
    assertRefused(
      await owner.get(`${company.at}/comments?${new URLSearchParams({ ...body })}`),
      'invalid_input',
    );
    await assert.rejects(
      api.db.inCompany(company.id, (trx) =>
        sql`INSERT INTO erp.comments (company_id, id, subject_kind, subject_id, text, actor_kind)
          VALUES (${company.id}, ${newId()}, 'contact', ${newId()}, 'x', 'system')`.execute(trx),
      ),
      { code: 'CE151' },
    );
    await assert.rejects(
      api.db.inCompany(company.id, (trx) => sql`UPDATE erp.comments SET subject_kind = 'entry'`.execute(trx)),
      { code: '42501' },
    );
  });

  test('lists are paged, newest first', async () => {
    const subject = await newContact();
    for (const text of ['one', 'two', 'three']) await write(owner, { ...subject, text });
    const first = await list(subject, '&limit=2');
    const rest = await list(subject, `&limit=2&cursor=${first.nextCursor}`);
    assert.deepEqual(
      [...first.items, ...rest.items].map(({ text }) => text),
      ['three', 'two', 'one'],
    );
    assert.equal(rest.nextCursor, null);
  });
});

describe('a mention', () => {
  test('is of a member, unread until that member reads it, and only theirs', async () => {
    const subject = await newContact();
    const stranger = await api.signUp();
    const [clerkId, ownerId, strangerId] = [await clerk.id(), await owner.id(), await stranger.id()];
    for (const [at, who] of [
      [1, [clerkId, strangerId]],
      [0, [newId()]],
    ] as const) {
      assertRefused(
        await owner.post(`${company.at}/comments`, { ...subject, text: 'x', mentions: who }),
        'unknown_member',
        `/mentions/${at}`,
      );
    }
    const comment = await write(owner, { ...subject, text: 'Look', mentions: [clerkId] });
    assert.deepEqual(comment.mentions, [clerkId]);
    assert.ok((await mentions(clerk)).includes(comment.id));
    assert.ok(!(await mentions(owner)).includes(comment.id));
    const read = (user: TestUser) => user.post(`${company.at}/comments/${comment.id}/read`, {});
    assertRefused(await read(owner), 'not_found');
    assert.equal((await read(clerk)).status, 204);
    assert.equal((await read(clerk)).status, 204);
    assert.ok(!(await mentions(clerk)).includes(comment.id));

    const both = await change(owner, comment.id, { text: 'Look', mentions: [clerkId, ownerId], version: 1 });
    assert.deepEqual(both.body.mentions, [clerkId, ownerId].sort());
    assert.ok(!(await mentions(clerk)).includes(comment.id), 'read before, so read still');
    assert.ok((await mentions(owner)).includes(comment.id));
    await change(owner, comment.id, { text: 'Look', mentions: [], version: 2 });
    assert.ok(!(await mentions(owner)).includes(comment.id));
  });

  test('is nothing for an API key, which is nobody', async () => {
    const { body } = await owner.post<{ key: string }>(`${company.at}/api-keys`, {
      name: 'Till',
      role: 'clerk',
      expiresAt: null,
    });
    const headers = { cookie: '', authorization: `Bearer ${body.key}` };
    const answer = await owner.call({ method: 'GET', url: `${company.at}/mentions`, headers });
    assertRefused(answer, 'not_permitted');
    const comment = await owner.call<Comment>({
      method: 'POST',
      url: `${company.at}/comments`,
      payload: { ...(await newContact()), text: 'By a program', mentions: [] },
      headers,
    });
    assert.deepEqual([comment.body.actorKind, comment.body.actorName], ['api-key', 'Till']);
    assertRefused(
      await change(owner, comment.body.id, { text: 'x', mentions: [], version: 1 }),
      'not_author',
    );
  });
});

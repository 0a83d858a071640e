import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MAX_TAGS, type Tag, TagList } from '@crypto-erp/contract/tags';
import { sql } from 'kysely';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { type TestApi, type TestUser, testApi } from '../../testing/api.ts';
import { CONTACT } from '../../testing/documents.ts';
import { assertRefused } from '../../testing/entries.ts';
import { fullCompany } from '../../testing/full-company.ts';

let api: TestApi;
let owner: TestUser;
let clerk: TestUser;
let company: Awaited<ReturnType<typeof fullCompany>>;
before(async () => {
  api = await testApi();
  owner = await api.signUp();
  company = await fullCompany(api, owner);
  clerk = await api.member(owner, company, 'clerk');
});
after(() => api.close());

type List = Static<typeof TagList>;

async function newTag(name: string): Promise<Tag> {
  const answer = await owner.post<Tag>(`${company.at}/tags`, { name, colour: '#00ff00' });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}

async function newContact(): Promise<{ subjectKind: string; subjectId: string }> {
  const { body } = await owner.post<{ id: string }>(`${company.at}/contacts`, CONTACT);
  return { subjectKind: 'contact', subjectId: body.id };
}

const put = (user: TestUser, verb: 'attach' | 'detach', tag: Tag, subject: object) =>
  user.post<List>(`${company.at}/tags/${tag.id}/${verb}`, subject);
const names = (list: List) => list.items.map(({ name }) => name);
const tagsOf = async (subject: Record<string, string>) => {
  const { body } = await owner.get<List>(`${company.at}/tags?${new URLSearchParams(subject)}`);
  assert.ok(Value.Check(TagList, body), JSON.stringify(body));
  return names(body);
};

test('a tag has a name of its own, changes at the version read, and is kept by who keeps dimensions', async () => {
  const tag = await newTag('Export');
  assert.deepEqual(tag, { id: tag.id, name: 'Export', colour: '#00ff00', version: 1 });
  const same = await owner.post(`${company.at}/tags`, { name: 'EXPORT', colour: '#000000' });
  assertRefused(same, 'already_exists', '/name');
  const change = (user: TestUser, payload: object) =>
    user.call<Tag>({ method: 'PATCH', url: `${company.at}/tags/${tag.id}`, payload });
  const update = { name: 'Exports', colour: '#0000ff', version: 1 };
  assertRefused(await change(clerk, update), 'not_permitted');
  assert.deepEqual((await change(owner, update)).body, { id: tag.id, ...update, version: 2 });
  assertRefused(await change(owner, update), 'version_conflict');
  await newTag('Import');
  assertRefused(await change(owner, { ...update, name: 'import', version: 2 }), 'already_exists', '/name');
  assertRefused(await owner.post(`${company.at}/tags`, { name: 'x', colour: 'red' }), 'invalid_input');
  const all = await owner.get<List>(`${company.at}/tags`);
  assert.deepEqual(names(all.body), ['Exports', 'Import', 'Urgent']);
});

test('is attached and detached by who may comment, once, and goes from everywhere when it is deleted', async () => {
  const [one, two] = [await newTag('One'), await newTag('Two')];
  const subject = await newContact();
  assert.deepEqual(names((await put(clerk, 'attach', two, subject)).body), ['Two']);
  assert.deepEqual(names((await put(clerk, 'attach', one, subject)).body), ['One', 'Two']);
  assert.deepEqual(names((await put(clerk, 'attach', one, subject)).body), ['One', 'Two']);
  assert.deepEqual(names((await put(clerk, 'detach', two, subject)).body), ['One']);
  assert.deepEqual(names((await put(clerk, 'detach', two, subject)).body), ['One']);
  assert.deepEqual(await tagsOf(subject), ['One']);
  assert.equal((await owner.call({ method: 'DELETE', url: `${company.at}/tags/${one.id}` })).status, 204);
  assert.deepEqual(await tagsOf(subject), []);
  assertRefused(await put(owner, 'attach', one, subject), 'not_found');
  const half = await owner.get(`${company.at}/tags?subjectKind=contact`);
  assertRefused(half, 'invalid_input', 'query/subjectId');
  const audit = await owner.get<{ items: { action: string; after: unknown }[] }>(
    `${company.at}/audit-log?${new URLSearchParams(subject)}`,
  );
  assert.deepEqual(
    audit.body.items.map(({ action }) => action),
    ['tag.detached', 'tag.attached', 'tag.attached', 'contact.created'],
  );
});

test('a subject has at most 50, by the database too', async () => {
  const subject = await newContact();
  const tags = await Promise.all(Array.from({ length: MAX_TAGS + 1 }, (_, n) => newTag(`Many ${n}`)));
  const last = tags.pop();
  assert.ok(last);
  for (const tag of tags) await put(owner, 'attach', tag, subject);
  assertRefused(await put(owner, 'attach', last, subject), 'too_many_tags');
  await assert.rejects(
    api.db.inCompany(company.id, (trx) =>
      sql`INSERT INTO erp.subject_tags (company_id, subject_kind, subject_id, tag_id)
        VALUES (${company.id}, 'contact', ${subject.subjectId}, ${last.id})`.execute(trx),
    ),
    { code: 'CE155' },
  );
  assert.equal((await tagsOf(subject)).length, MAX_TAGS);
});

test('lists show what has a tag', async () => {
  const tag = await newTag('Filter');
  for (const [noun, subjectKind, subjectId] of [
    ['contacts', 'contact', company.contact.id],
    ['invoices', 'invoice', company.invoice.id],
    ['entries', 'entry', company.entry.id],
    ['entries', 'entry', company.draftEntry.id],
  ] as const) {
    await put(owner, 'attach', tag, { subjectKind, subjectId });
    const list = async (tagId: string) =>
      (await owner.get<{ items: { id: string }[] }>(`${company.at}/${noun}?tagId=${tagId}`)).body.items.map(
        ({ id }) => id,
      );
    assert.deepEqual(await list(tag.id), [subjectId]);
    await put(owner, 'detach', tag, { subjectKind, subjectId });
    assert.deepEqual(await list(tag.id), []);
  }
});

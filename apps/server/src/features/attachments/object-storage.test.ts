import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cleanUp } from '../../jobs/clean-up.ts';
import { s3Server } from '../../storage/s3.testing.ts';
import { openS3 } from '../../storage/s3.ts';
import { type TestApi, type TestCompany, type TestUser, testApi } from '../../testing/api.ts';
import { CONTACT } from '../../testing/documents.ts';
import { assertRefused } from '../../testing/entries.ts';
import { sendFile, upload } from '../../testing/uploads.ts';
import { readContent } from './service.ts';

let server: Awaited<ReturnType<typeof s3Server>>;
let objects: ReturnType<typeof openS3>;
let api: TestApi;
let owner: TestUser;
let company: TestCompany;
let subject: { subjectKind: string; subjectId: string };
before(async () => {
  server = await s3Server();
  objects = openS3(server.settings);
  api = await testApi(undefined, { objects });
  owner = await api.signUp();
  company = await owner.createCompany();
  const contact = await owner.post<{ id: string }>(`${company.at}/contacts`, CONTACT);
  subject = { subjectKind: 'contact', subjectId: contact.body.id };
});
after(async () => {
  await api.close();
  await server.close();
});

const path = (id: string) => `/books/erp/files/${company.id}/${id}`;
const read = (id: string) => owner.get<string>(`${company.at}/attachments/${id}/content`);
const recorded = async () => {
  const rows = await api.asOwner<{ id: string }>('SELECT id FROM erp.stored_objects ORDER BY id');
  return rows.map(({ id }) => id);
};
const ageAll = () => api.asOwner(`UPDATE erp.stored_objects SET stored_at = now() - interval '25 hours'`);

test('a file goes to the storage and not into the database, and comes back whole or not at all', async () => {
  const { id } = await upload(owner, company, subject, 'a,b\n1,2\n', { key: 'first' });
  assert.equal(server.objects.get(path(id))?.toString(), 'a,b\n1,2\n');
  assert.deepEqual(await api.asOwner('SELECT FROM erp.attachment_contents'), []);
  assert.equal((await read(id)).body, 'a,b\n1,2\n');
  const again = await upload(owner, company, subject, 'a,b\n1,2\n', { key: 'first' });
  assert.equal(again.id, id);
  assert.equal(server.objects.size, 1, 'a repeat stores nothing');
  assertRefused(await sendFile(owner, company, subject, 'a,b\n1,2\n'), 'already_exists');
  assert.equal(server.objects.size, 1, 'nor does a refusal');

  server.objects.set(path(id), Buffer.from('a,b\n1,3\n'));
  const damaged = await read(id);
  assert.deepEqual(
    [damaged.status, (damaged.body as unknown as { code: string }).code],
    [503, 'attachment_unavailable'],
  );
  server.objects.set(path(id), Buffer.from('a,b\n1,2\n'));
  server.failNext(503, 503, 503);
  assert.equal((await read(id)).status, 503);
  await assert.rejects(readContent(api.db, undefined, company.id, id), /settings do not name/);
  assert.equal((await read(id)).status, 200);
});

test('an upload that comes to nothing leaves at most an object that clean-up removes, and it alone', async () => {
  const kept = await upload(owner, company, subject, 'kept');
  const before = await recorded();
  server.failNext(500, 500, 500);
  const failed = await sendFile<{ code: string }>(owner, company, subject, 'failed', { key: 'failed' });
  assert.deepEqual([failed.status, failed.body.code], [503, 'attachment_unavailable']);
  // Stored, and then the command finds the same file attached by another.
  const both = await Promise.all([1, 2].map(() => sendFile(owner, company, subject, 'twice')));
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409]);
  const removed = await upload(owner, company, subject, 'removed');
  await owner.call({ method: 'DELETE', url: `${company.at}/attachments/${removed.id}` });
  assert.ok(server.objects.has(path(removed.id)));

  await cleanUp(api.db, objects);
  assert.ok(server.objects.has(path(removed.id)), 'a day must pass');
  await ageAll();
  await cleanUp(api.db);
  assert.ok(server.objects.has(path(removed.id)), 'without a storage nothing is done');
  await cleanUp(api.db, objects);
  const attached = await api.asOwner<{ id: string }>('SELECT id FROM erp.attachments ORDER BY id');
  assert.deepEqual(
    await recorded(),
    attached.map(({ id }) => id),
  );
  assert.deepEqual([...server.objects.keys()].sort(), attached.map(({ id }) => path(id)).sort());
  assert.ok(before.every((id) => attached.some((one) => one.id === id)));
  assert.equal((await read(kept.id)).status, 200);
  // The key was not used up by the failure.
  await upload(owner, company, subject, 'failed', { key: 'failed' });
});

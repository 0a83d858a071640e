import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { s3Server } from './s3.testing.ts';
import { openS3 } from './s3.ts';

let server: Awaited<ReturnType<typeof s3Server>>;
before(async () => {
  server = await s3Server();
});
after(() => server.close());

test('an object is put, read and removed under the bucket and the prefix, each request signed', async () => {
  const store = openS3(server.settings);
  const content = randomBytes(300_000);
  await store.put('company/one', content);
  assert.deepEqual([...server.objects.keys()], ['/books/erp/files/company/one']);
  assert.deepEqual(await store.get('company/one', 300_000), content);
  await assert.rejects(store.get('company/one', 299_999), /larger than 299999 bytes/);
  await store.remove('company/one');
  await store.remove('company/one');
  assert.equal(server.objects.size, 0);
  await assert.rejects(store.get('company/one', 10), /answered 404/);
  assert.deepEqual(server.refused, []);
});

test('with another secret nothing is taken', async () => {
  const store = openS3({ ...server.settings, secretAccessKey: 'another' });
  await assert.rejects(store.put('company/two', Buffer.from('x')), /answered 403 to PUT company\/two/);
  assert.equal(server.objects.size, 0);
});

test('what the service calls busy is tried again, and not for ever', async () => {
  const store = openS3(server.settings);
  server.failNext(503, 500);
  await store.put('company/three', Buffer.from('x'));
  server.failNext(503, 503, 503);
  await assert.rejects(store.get('company/three', 10), /answered 503/);
});

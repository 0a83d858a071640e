import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { newId } from '../../db/id.ts';
import { type IdentityApp, identityApp } from '../../testing/identity-app.ts';

let server: IdentityApp;
let owner: Awaited<ReturnType<IdentityApp['signUp']>>;
before(async () => {
  server = await identityApp();
  owner = await server.signUp('Owner');
});
after(() => server.close());

const eternal = { name: 'Shop', expiresAt: null };

function withKey(key: string) {
  const headers = { authorization: `Bearer ${key}`, 'idempotency-key': newId() };
  return async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const response = await server.app.inject({ method, url, headers, payload });
    return { status: response.statusCode, body: response.json() };
  };
}

describe('an API key', () => {
  it('is shown once, acts with its role in its company only, and is noted as used', async () => {
    const { id, url } = await server.company({ [owner.id]: 'owner' });
    const other = await server.company({ [owner.id]: 'owner' });
    const created = await owner.post(`${url}/api-keys`, { ...eternal, role: 'auditor' });
    assert.equal(created.status, 201);
    const { key, prefix } = created.body;
    assert.match(key, /^cerp_[\w-]{43}$/);
    assert.ok(key.startsWith(prefix) && prefix.length < 16);

    const call = withKey(key);
    assert.equal((await call('GET', `${url}/members`)).status, 200);
    assert.equal(
      (await call('POST', `${url}/api-keys`, { ...eternal, role: 'auditor' })).body.code,
      'not_permitted',
    );
    assert.equal((await call('GET', `${other.url}/members`)).status, 404);
    assert.equal((await call('GET', '/v1/me')).body.code, 'not_permitted');
    assert.deepEqual(await server.audited(id), ['api-key.created']);

    const used = await eventually(async () => (await owner.get(`${url}/api-keys`)).body.items[0].lastUsedAt);
    assert.ok(Math.abs(Date.parse(used) - Date.now()) < 60_000);
    await call('GET', `${url}/members`);
    assert.equal((await owner.get(`${url}/api-keys`)).body.items[0].lastUsedAt, used);
  });

  it('is kept as a hash', async () => {
    const { url } = await server.company({ [owner.id]: 'owner' });
    const { body } = await owner.post(`${url}/api-keys`, { ...eternal, role: 'clerk' });
    const { rows } = await server.db.inControl((trx) =>
      sql<{ row: string; hash: string }>`
        SELECT to_jsonb(k)::text AS row, encode(key_hash, 'hex') AS hash FROM control.api_keys k
        WHERE id = ${body.id}`.execute(trx),
    );
    assert.ok(!rows[0]?.row.includes(body.key));
    assert.equal(rows[0]?.hash.length, 64);
    assert.ok(!JSON.stringify((await owner.get(`${url}/api-keys`)).body).includes(body.key));
  });

  it('works no more once revoked, at once, and leaves the list', async () => {
    const { id, url } = await server.company({ [owner.id]: 'owner' });
    const { body } = await owner.post(`${url}/api-keys`, { ...eternal, role: 'clerk' });
    const call = withKey(body.key);
    assert.equal((await call('GET', `${url}/members`)).body.code, 'not_permitted');
    assert.equal((await owner.delete(`${url}/api-keys/${body.id}`)).status, 204);
    assert.equal((await call('GET', `${url}/members`)).body.code, 'invalid_api_key');
    assert.equal((await owner.get(`${url}/api-keys`)).body.items.length, 0);
    assert.equal((await owner.delete(`${url}/api-keys/${body.id}`)).body.code, 'not_found');
    assert.deepEqual(await server.audited(id), ['api-key.created', 'api-key.revoked']);
  });

  it('works no more once expired, also while it is remembered, and cannot be made expired', async () => {
    const { url } = await server.company({ [owner.id]: 'owner' });
    const past = new Date(Date.now() - 1).toISOString();
    const refused = await owner.post(`${url}/api-keys`, { name: 'Old', role: 'clerk', expiresAt: past });
    assert.equal(refused.body.errors[0].path, '/expiresAt');
    const expiresAt = new Date(Date.now() + 1_000).toISOString();
    const { body } = await owner.post(`${url}/api-keys`, { name: 'Short', role: 'auditor', expiresAt });
    const call = withKey(body.key);
    assert.equal((await call('GET', `${url}/members`)).status, 200);
    const ended = await eventually(async () => {
      const answer = await call('GET', `${url}/members`);
      return answer.status === 200 ? null : answer;
    });
    assert.equal(ended.body.code, 'invalid_api_key');
    assert.ok(Date.now() >= Date.parse(expiresAt));
  });

  it('has no role beyond the one who makes or revokes it', async () => {
    const admin = await server.signUp('Admin');
    const { url } = await server.company({ [owner.id]: 'owner', [admin.id]: 'admin' });
    const refused = await admin.post(`${url}/api-keys`, { ...eternal, role: 'owner' });
    assert.equal(refused.body.code, 'not_permitted');
    const { body } = await owner.post(`${url}/api-keys`, { ...eternal, role: 'owner' });
    assert.equal((await admin.delete(`${url}/api-keys/${body.id}`)).body.code, 'not_permitted');
    assert.equal((await withKey(body.key)('GET', `${url}/members`)).status, 200);
  });

  it('is refused when unknown or malformed, and never falls back to the cookie', async () => {
    const { url } = await server.company({ [owner.id]: 'owner' });
    for (const authorization of ['Bearer cerp_unknown', 'Bearer', 'Basic YTpi', 'Bearer xyz', '']) {
      const answer = await owner.get(`${url}/members`, { headers: { authorization } });
      assert.equal(answer.body.code, 'invalid_api_key', authorization);
    }
  });
});

/** What `read` gives once it gives something. */
async function eventually<T>(read: () => Promise<T | null>): Promise<T> {
  const end = Date.now() + 5_000;
  while (Date.now() < end) {
    const value = await read();
    if (value !== null) return value;
  }
  throw new Error('It did not happen in 5 seconds.');
}

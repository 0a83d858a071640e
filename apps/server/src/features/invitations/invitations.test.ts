import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { type IdentityApp, identityApp } from '../../testing/identity-app.ts';

let server: IdentityApp;
let owner: Awaited<ReturnType<IdentityApp['signUp']>>;
before(async () => {
  server = await identityApp();
  owner = await server.signUp('Owner');
});
after(() => server.close());

const accept = (who: { post: typeof owner.post }, token: string) =>
  who.post('/v1/invitations/accept', { token });

describe('an invitation', () => {
  it('makes a member of the user with its address, once, and its token is kept nowhere', async () => {
    const { id, url } = await server.company({ [owner.id]: 'owner' });
    const created = await owner.post(`${url}/invitations`, { email: 'Nina@Example.com', role: 'accountant' });
    assert.equal(created.status, 201);
    const { token, expiresAt, createdAt } = created.body;
    assert.equal(Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / 86_400_000), 7);
    const list = await owner.get(`${url}/invitations`);
    assert.equal(list.body.items[0].email, 'nina@example.com');
    assert.ok(!list.raw.includes(token));
    assert.ok(!(await everythingOf(id)).includes(token));

    const other = await server.signUp('Other');
    assert.equal((await accept(other, token)).body.code, 'invalid_invitation');
    const nina = await server.signUp('Nina');
    assert.deepEqual((await accept(nina, token)).body, { companyId: id, role: 'accountant' });
    assert.equal((await nina.get(`${url}/members`)).status, 200);
    assert.deepEqual((await accept(nina, token)).body, { companyId: id, role: 'accountant' });
    assert.equal((await owner.get(`${url}/invitations`)).body.items.length, 0);
    assert.deepEqual(await server.audited(id), ['invitation.created', 'invitation.accepted']);

    await owner.delete(`${url}/members/${nina.id}`);
    assert.equal((await accept(nina, token)).body.code, 'invalid_invitation');
  });

  it('is refused for a member, and for a role beyond the one who invites', async () => {
    const admin = await server.signUp('Admin');
    const { url } = await server.company({ [owner.id]: 'owner', [admin.id]: 'admin' });
    const member = await owner.post(`${url}/invitations`, { email: admin.email, role: 'clerk' });
    assert.equal(member.body.code, 'already_exists');
    const ownership = await admin.post(`${url}/invitations`, { email: 'friend@example.com', role: 'owner' });
    assert.equal(ownership.body.code, 'not_permitted');
  });

  it('opens nothing after it was withdrawn or has expired', async () => {
    const pia = await server.signUp('Pia');
    const { id, url } = await server.company({ [owner.id]: 'owner' });
    const withdrawn = await owner.post(`${url}/invitations`, { email: pia.email, role: 'clerk' });
    assert.equal((await owner.delete(`${url}/invitations/${withdrawn.body.id}`)).status, 204);
    assert.equal((await owner.delete(`${url}/invitations/${withdrawn.body.id}`)).body.code, 'not_found');
    assert.equal((await accept(pia, withdrawn.body.token)).body.code, 'invalid_invitation');

    const expired = await owner.post(`${url}/invitations`, { email: pia.email, role: 'clerk' });
    await server.db.inControl((trx) =>
      sql`UPDATE control.invitations SET expires_at = now() WHERE id = ${expired.body.id}`.execute(trx),
    );
    assert.equal((await accept(pia, expired.body.token)).body.code, 'invalid_invitation');
    assert.equal((await pia.get(`${url}/members`)).status, 404);
    assert.equal((await accept(pia, 'x'.repeat(40))).body.code, 'invalid_invitation');
    assert.deepEqual(await server.audited(id), [
      'invitation.created',
      'invitation.withdrawn',
      'invitation.created',
    ]);
  });

  it('does not lower a member who joined another way', async () => {
    const rosa = await server.signUp('Rosa');
    const { id, url } = await server.company({ [owner.id]: 'owner' });
    const [first, second] = await Promise.all([
      owner.post(`${url}/invitations`, { email: rosa.email, role: 'admin' }),
      owner.post(`${url}/invitations`, { email: rosa.email, role: 'clerk' }),
    ]);
    await accept(rosa, first.body.token);
    assert.deepEqual((await accept(rosa, second.body.token)).body, { companyId: id, role: 'admin' });
  });

  it('shows its token to the first answer only', async () => {
    const { url } = await server.company({ [owner.id]: 'owner' });
    const once = { headers: { 'idempotency-key': 'invite-once' } };
    const body = { email: 'sven@example.com', role: 'clerk' };
    assert.equal((await owner.post(`${url}/invitations`, body, once)).status, 201);
    assert.equal((await owner.post(`${url}/invitations`, body, once)).body.code, 'idempotency_key_reused');
    assert.equal((await owner.get(`${url}/invitations`)).body.items.length, 1);
  });
});

/** Every row that an invitation writes, as text. */
async function everythingOf(companyId: string): Promise<string> {
  const { rows } = await server.db.inCompany(companyId, (trx) =>
    sql<{ row: string }>`
      SELECT to_jsonb(i)::text AS row FROM control.invitations i
      UNION ALL SELECT to_jsonb(k)::text FROM erp.idempotency_keys k
      UNION ALL SELECT to_jsonb(a)::text FROM erp.audit_log a`.execute(trx),
  );
  assert.equal(rows.length, 3);
  return rows.map(({ row }) => row).join('\n');
}

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { type IdentityApp, identityApp } from '../../testing/identity-app.ts';
import { removeMember } from './service.ts';

let server: IdentityApp;
before(async () => {
  server = await identityApp();
});
after(() => server.close());

let count = 0;
const user = (name: string) => {
  count += 1;
  return server.signUp(name, `${name}-${count}@example.com`);
};

async function team() {
  const owner = await user('owner');
  const admin = await user('admin');
  const clerk = await user('clerk');
  const company = await server.company({ [owner.id]: 'owner', [admin.id]: 'admin', [clerk.id]: 'clerk' });
  return {
    owner,
    admin,
    clerk,
    ...company,
    member: (of: { id: string }) => `${company.url}/members/${of.id}`,
  };
}

describe('members', () => {
  it('are listed by who may, page by page, and shown to each at /v1/me', async () => {
    const { owner, admin, clerk, url } = await team();
    const { body } = await owner.get(`${url}/members`);
    assert.deepEqual(
      body.items.map((item: { userId: string; role: string }) => [item.userId, item.role]),
      [owner, admin, clerk].map(({ id: userId }, i) => [userId, ['owner', 'admin', 'clerk'][i]]),
    );
    assert.equal(body.nextCursor, null);
    const first = await owner.get(`${url}/members?limit=2`);
    assert.equal(first.body.items.length, 2);
    const rest = await owner.get(`${url}/members?limit=2&cursor=${first.body.nextCursor}`);
    assert.deepEqual(rest.body, { items: [body.items[2]], nextCursor: null });
    assert.equal((await owner.get(`${url}/members?cursor=x`)).body.code, 'invalid_input');
    const me = await clerk.get('/v1/me');
    assert.deepEqual(me.body.companies[0].role, 'clerk');
    assert.ok(me.body.companies[0].permissions.includes('invoices:write'));
    assert.ok(!me.body.companies[0].permissions.includes('invoices:post'));
  });

  it('get another role, which counts at once, with an audit record', async () => {
    const { id, owner, clerk, url, member } = await team();
    assert.equal((await clerk.get(`${url}/members`)).status, 403);
    const changed = await owner.patch(member(clerk), { role: 'auditor' });
    assert.equal(changed.status, 200);
    assert.equal(changed.body.role, 'auditor');
    assert.equal((await clerk.get(`${url}/members`)).status, 200);
    await owner.patch(member(clerk), { role: 'auditor' });
    assert.deepEqual(await server.audited(id), ['member.role-changed']);
  });

  it('become or stop being owner by an owner only', async () => {
    const { owner, admin, clerk, member } = await team();
    assert.equal((await admin.patch(member(clerk), { role: 'owner' })).body.code, 'not_permitted');
    assert.equal((await admin.patch(member(owner), { role: 'clerk' })).body.code, 'not_permitted');
    assert.equal((await admin.delete(member(owner))).body.code, 'not_permitted');
    assert.equal((await owner.patch(member(admin), { role: 'owner' })).status, 200);
    assert.equal((await admin.patch(member(owner), { role: 'clerk' })).status, 200);
  });

  it('leave when they like and are removed by an admin; both end the access at once', async () => {
    const { id, admin, clerk, owner, url, member } = await team();
    assert.equal((await clerk.delete(member(admin))).body.code, 'not_permitted');
    assert.equal((await clerk.delete(member(clerk))).status, 204);
    assert.equal((await clerk.get(`${url}/members`)).status, 404);
    assert.equal((await owner.delete(member(admin))).status, 204);
    assert.equal((await admin.get(`${url}/members`)).status, 404);
    assert.equal((await owner.delete(member(admin))).body.code, 'not_found');
    assert.deepEqual(await server.audited(id), ['member.left', 'member.removed']);
  });

  it('keep an owner: the last one neither leaves nor steps down', async () => {
    const { owner, member } = await team();
    assert.equal((await owner.delete(member(owner))).body.code, 'last_owner');
    assert.equal((await owner.patch(member(owner), { role: 'admin' })).body.code, 'last_owner');
  });

  it('keep an owner when two leave at once: the second is judged after the first', async () => {
    const { id, owner, admin, member, url } = await team();
    await owner.patch(member(admin), { role: 'owner' });
    const actor = { kind: 'user', id: owner.id, ip: null } as const;
    const second = await server.db.inCompany(id, async (trx) => {
      await removeMember(trx, { companyId: id, actor, role: 'owner' }, owner.id);
      const answer = admin.delete(member(admin));
      await someoneWaits();
      return { answer };
    });
    assert.equal((await second.answer).body.code, 'last_owner');
    assert.equal((await admin.get(`${url}/members`)).status, 200);
  });

  it('keep an owner by the database too, whoever writes', async () => {
    const { id, owner } = await team();
    const bare = (statement: ReturnType<typeof sql>) => server.db.inControl((trx) => statement.execute(trx));
    const refused = { constraint: 'memberships_keep_an_owner' };
    await assert.rejects(bare(sql`DELETE FROM control.memberships WHERE company_id = ${id}`), refused);
    await assert.rejects(
      bare(
        sql`UPDATE control.memberships SET role = 'clerk' WHERE company_id = ${id} AND user_id = ${owner.id}`,
      ),
      refused,
    );
    await assert.rejects(bare(sql`UPDATE control.memberships SET role = 'king' WHERE company_id = ${id}`), {
      code: '23514',
    });
  });
});

/** Until a transaction of this database waits for another's lock. */
async function someoneWaits(): Promise<void> {
  const end = Date.now() + 5_000;
  while (Date.now() < end) {
    const { rows } = await server.db.pool.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    if (rows.length > 0) return;
  }
  throw new Error('Nobody waited in 5 seconds.');
}

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '../db/id.ts';
import { type TestApi, testApi } from '../testing/api.ts';
import { fullCompany } from '../testing/full-company.ts';
import { cleanUp } from './clean-up.ts';

let api: TestApi;
before(async () => {
  api = await testApi();
});
after(() => api.close());

test('what has done its work goes, what waits or still counts stays', async () => {
  const user = await api.signUp();
  const companies = [await user.createCompany(), await user.createCompany()];
  for (const { id } of companies) {
    for (const relayed of [`now() - interval '8 days'`, `now() - interval '6 days'`, 'NULL']) {
      await api.asOwner(
        `INSERT INTO erp.outbox (company_id, id, job, payload, relayed_at)
         VALUES ($1, $2, 'render-document', '{}', ${relayed})`,
        [id, newId()],
      );
    }
  }
  const [member] = await api.asOwner<{ id: string }>('SELECT id FROM control.users LIMIT 1');
  await api.asOwner(
    `INSERT INTO control.sessions (id, user_id, token, expires_at) VALUES ($1, $2, 'old', now() - interval '1 second')`,
    [newId(), member?.id],
  );
  for (const [name, expired] of [
    ['late', '31 days'],
    ['recent', '29 days'],
  ] as const) {
    await api.asOwner(
      `INSERT INTO control.invitations (id, company_id, email, role, token_hash, expires_at)
       VALUES ($1, $2, $3, 'clerk', sha256(convert_to($3, 'UTF8')), now() - $4::interval)`,
      [newId(), companies[0]?.id, `${name}@example.com`, expired],
    );
  }

  await cleanUp(api.db);

  const left = await api.asOwner<{ old: string; young: string; waiting: string }>(`
    SELECT count(*) FILTER (WHERE relayed_at < now() - interval '7 days') AS old,
      count(*) FILTER (WHERE relayed_at > now() - interval '7 days') AS young,
      count(*) FILTER (WHERE relayed_at IS NULL) AS waiting
    FROM erp.outbox`);
  assert.deepEqual(left, [{ old: '0', young: '2', waiting: '2' }]);
  const invitations = await api.asOwner<{ email: string }>('SELECT email FROM control.invitations');
  assert.deepEqual(invitations, [{ email: 'recent@example.com' }]);
  const sessions = await api.asOwner<{ token: string }>(
    `SELECT token FROM control.sessions WHERE token = 'old'`,
  );
  assert.deepEqual(sessions, []);
  assert.equal((await user.get('/v1/me')).status, 200);
});

test('what attempts of webhooks found out goes after 30 days', async () => {
  const full = await fullCompany(api, await api.signUp());
  await api.asOwner(
    `INSERT INTO erp.webhook_attempts (company_id, webhook_id, event_id, attempt, at, status_code, duration_ms, excerpt)
     SELECT company_id, webhook_id, event_id, n, now() - n * interval '1 day', 200, 1, ''
     FROM erp.webhook_attempts, generate_series(29, 31) n WHERE company_id = $1`,
    [full.id],
  );

  await cleanUp(api.db);

  const attempts = await api.asOwner<{ attempt: number }>(
    'SELECT attempt FROM erp.webhook_attempts ORDER BY attempt',
  );
  assert.deepEqual(
    attempts.map((one) => one.attempt),
    [1, 29],
  );
});

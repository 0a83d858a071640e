import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { getSchema } from 'better-auth/db';
import { sql } from 'kysely';
import { type Client, type IdentityApp, identityApp, ORIGIN, PASSWORD } from '../../testing/identity-app.ts';
import { authOptions } from './auth.ts';

let server: IdentityApp;
before(async () => {
  server = await identityApp({ failures: { max: 5, windowSeconds: 60 } });
});
after(() => server.close());

describe('the tables of the sign-in library', () => {
  it('have the columns that it writes', async () => {
    const expected = getSchema(authOptions({ db: server.db, secret: '', baseURL: ORIGIN }, () => undefined));
    const { rows } = await server.db.inControl((trx) =>
      sql<{ table: string; columns: string[] }>`
        SELECT table_name AS table, array_agg(column_name::text) AS columns FROM information_schema.columns
        WHERE table_schema = 'control' GROUP BY table_name`.execute(trx),
    );
    const found = new Map(rows.map(({ table, columns }) => [table, columns]));
    assert.deepEqual(Object.keys(expected).sort(), [
      'credentials',
      'sessions',
      'two_factors',
      'users',
      'verifications',
    ]);
    for (const [table, { fields }] of Object.entries(expected)) {
      assert.deepEqual(found.get(table)?.toSorted(), ['id', ...Object.keys(fields)].toSorted(), table);
    }
  });
});

describe('signing up, in and out', () => {
  it('makes a user with a UUID version 7, signed in by a cookie that scripts cannot read', async () => {
    const ana = server.client();
    const answer = await ana.post('/v1/auth/sign-up/email', {
      name: 'Ana',
      email: 'Ana@Example.com',
      password: PASSWORD,
    });
    assert.equal(answer.status, 200);
    assert.match(answer.body.user.id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    assert.match(String(answer.headers['set-cookie']), /HttpOnly; SameSite=Lax/i);
    assert.doesNotMatch(String(answer.headers['set-cookie']), /Secure/i);

    const me = await ana.get('/v1/me');
    assert.deepEqual(me.body, {
      user: { id: answer.body.user.id, name: 'Ana', email: 'ana@example.com', twoFactorEnabled: false },
      companies: [],
    });
  });

  it('refuses a taken address, a short password, a wrong type and a zero byte, each at its field', async () => {
    await server.signUp('Bea');
    const taken = await signUp({ email: 'BEA@example.com' });
    assert.equal(taken.body.code, 'already_exists');
    assert.equal(taken.body.errors[0].path, '/email');
    for (const wrong of [
      { password: 'short' },
      { email: 'no' },
      { name: 7 },
      { name: 'a\u0000b' },
      { role: 'owner' },
    ]) {
      const answer = await signUp(wrong);
      assert.equal(answer.body.code, 'invalid_input', JSON.stringify(wrong));
    }
  });

  it('ends the session at once on sign-out, whoever kept the cookie', async () => {
    const cleo = await server.signUp('Cleo');
    const thief = server.client();
    for (const [name, value] of cleo.jar) thief.jar.set(name, value);
    assert.equal((await thief.get('/v1/me')).status, 200);
    assert.equal((await cleo.post('/v1/auth/sign-out')).status, 200);
    assert.equal((await thief.get('/v1/me')).body.code, 'not_signed_in');
    const bare = await server.app.inject({ method: 'POST', url: '/v1/auth/sign-out' });
    assert.equal(bare.statusCode, 200);
  });

  it('refuses a cookie whose signature was not made here', async () => {
    const dan = await server.signUp('Dan');
    assert.equal((await dan.get('/v1/me')).status, 200);
    for (const [name, value] of dan.jar) {
      const [token] = decodeURIComponent(value).split('.');
      dan.jar.set(name, encodeURIComponent(`${token}.${Buffer.alloc(32).toString('base64')}`));
    }
    assert.equal((await dan.get('/v1/me')).status, 401);
  });

  it('lists the sessions and ends another one at once', async () => {
    const eva = await server.signUp('Eva');
    const laptop = server.client();
    await laptop.post('/v1/auth/sign-in/email', { email: eva.email, password: PASSWORD });
    assert.equal((await laptop.get('/v1/me')).status, 200);
    const sessions = (await eva.get('/v1/auth/list-sessions')).body as { token: string; ipAddress: string }[];
    assert.equal(sessions.length, 2);
    assert.equal(sessions[0]?.ipAddress, '127.0.0.1');

    const [name] = laptop.jar.keys();
    const [token] = decodeURIComponent(laptop.jar.get(name ?? '') ?? '').split('.');
    assert.equal((await eva.post('/v1/auth/revoke-session', { token })).status, 200);
    assert.equal((await laptop.get('/v1/me')).status, 401);
    assert.equal((await eva.get('/v1/me')).status, 200);
  });

  it('changes a password for who knows the old one, and ends the other sessions', async () => {
    const fay = await server.signUp('Fay');
    const other = server.client();
    await other.post('/v1/auth/sign-in/email', { email: fay.email, password: PASSWORD });
    const wrong = await fay.post('/v1/auth/change-password', {
      currentPassword: 'no',
      newPassword: `new ${PASSWORD}`,
    });
    assert.equal(wrong.body.code, 'invalid_input');
    const change = { currentPassword: PASSWORD, newPassword: `new ${PASSWORD}`, revokeOtherSessions: true };
    assert.equal((await fay.post('/v1/auth/change-password', change)).status, 200);
    assert.equal((await other.get('/v1/me')).status, 401);
    assert.equal((await fay.get('/v1/me')).status, 200);
  });
});

describe('a page of another site', () => {
  it('may neither sign a user in nor act for one', async () => {
    const gil = await server.signUp('Gil');
    const from = (origin: string) => ({ headers: { origin } });
    for (const origin of ['https://evil.example', 'null', 'http://localhost:3001']) {
      const signIn = await server
        .client()
        .post('/v1/auth/sign-in/email', { email: gil.email, password: PASSWORD }, from(origin));
      assert.equal(signIn.body.code, 'not_permitted', origin);
      assert.equal(
        (await gil.post('/v1/auth/sign-out', {}, from(origin))).body.code,
        'not_permitted',
        origin,
      );
    }
    assert.equal((await gil.get('/v1/me')).status, 200);
    assert.equal((await gil.post('/v1/auth/sign-out', {}, from('http://127.0.0.1:3000'))).status, 200);
  });

  it('gets no form accepted', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await server.app.inject({
      method: 'POST',
      url: '/v1/auth/sign-in/email',
      headers,
      payload: `email=gil@example.com&password=${PASSWORD}`,
    });
    assert.equal(answer.statusCode, 415);
  });
});

describe('the second factor', () => {
  it('is asked for after the password, and a code or a backup code gives it', async () => {
    const hal = await server.signUp('Hal');
    const enabled = await hal.post('/v1/auth/two-factor/enable', { password: PASSWORD });
    assert.equal(enabled.status, 200);
    const secret = new URL(enabled.body.totpURI).searchParams.get('secret') ?? '';
    assert.equal((await hal.post('/v1/auth/two-factor/verify-totp', { code: totp(secret) })).status, 200);
    assert.equal((await hal.get('/v1/me')).body.user.twoFactorEnabled, true);

    const phone = await halfway(hal.email);
    assert.equal((await phone.get('/v1/me')).status, 401);
    const wrong = await phone.post('/v1/auth/two-factor/verify-totp', { code: '000000' });
    assert.equal(wrong.body.code, 'invalid_input');
    assert.equal(wrong.body.errors[0].path, '/code');
    assert.equal((await phone.get('/v1/me')).status, 401);
    assert.equal((await phone.post('/v1/auth/two-factor/verify-totp', { code: totp(secret) })).status, 200);
    assert.equal((await phone.get('/v1/me')).status, 200);

    const [code] = enabled.body.backupCodes;
    const tablet = await halfway(hal.email);
    assert.equal((await tablet.post('/v1/auth/two-factor/verify-backup-code', { code })).status, 200);
    assert.equal((await tablet.get('/v1/me')).status, 200);
    const again = await halfway(hal.email);
    assert.equal(
      (await again.post('/v1/auth/two-factor/verify-backup-code', { code })).body.code,
      'invalid_input',
    );
  });

  async function halfway(email: string): Promise<Client> {
    const browser = server.client();
    const { body } = await browser.post('/v1/auth/sign-in/email', { email, password: PASSWORD });
    assert.equal(body.twoFactorRedirect, true);
    return browser;
  }
});

describe('guessing', () => {
  it('stops after the allowed failures, the right password included, and good sign-ins do not count', async () => {
    const guarded = await identityApp({ failures: { max: 3, windowSeconds: 60 } });
    try {
      const ivy = await guarded.signUp('Ivy');
      const signIn = (password: string) =>
        guarded.client().post('/v1/auth/sign-in/email', { email: ivy.email, password });
      for (let i = 0; i < 5; i += 1) assert.equal((await signIn(PASSWORD)).status, 200);
      const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(signIn));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [401, 401, 401, 429, 429]);
      assert.equal((await signIn(PASSWORD)).body.code, 'too_many_requests');
    } finally {
      await guarded.close();
    }
  });
});

describe('the rest of the library', () => {
  it('is not reachable, and its bodies are bounded', async () => {
    const jo = await server.signUp('Jo');
    for (const path of [
      'delete-user',
      'change-email',
      'request-password-reset',
      'sign-in/social',
      'link-social',
      'ok',
    ]) {
      assert.equal((await jo.post(`/v1/auth/${path}`)).status, 404, path);
    }
    const large = await jo.post('/v1/auth/update-user', { name: 'x'.repeat(70_000) });
    assert.equal(large.status, 413);
  });
});

function signUp(change: object) {
  const body = { name: 'Zoe', email: 'zoe@example.com', password: PASSWORD, ...change };
  return server.client().post('/v1/auth/sign-up/email', body);
}

/** RFC 6238 with the defaults of authenticator apps: SHA-1, 30 seconds, 6 digits. */
function totp(base32: string): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', decodeBase32(base32)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function decodeBase32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
}

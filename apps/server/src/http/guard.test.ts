import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fastify, { type RouteOptions } from 'fastify';
import { newId } from '../db/id.ts';
import { type IdentityApp, identityApp } from '../testing/identity-app.ts';
import { installGuard } from './guard.ts';

const handler = async () => ({});
const nobody = { identify: async () => null, roleIn: async () => null };

function register(route: Partial<RouteOptions>) {
  const app = fastify();
  installGuard(app, { access: nobody, trustedOrigins: [], open: ['/docs*', '/openapi.json', '/*', '/v1*'] });
  app.route({ method: 'GET', url: '/v1/things', handler, ...route });
}

describe('a route', () => {
  it('that declares no permission fails at start, also inside a plugin', async () => {
    assert.throws(() => register({}), /GET \/v1\/things declares no permission/);
    const app = fastify();
    installGuard(app, { access: nobody, trustedOrigins: [] });
    app.register(async (plugin) => {
      plugin.get('/inner', handler);
    });
    await assert.rejects(async () => app.ready(), /GET \/inner declares no permission/);
  });

  it('that asks for a company permission without a company fails, and the other way round', () => {
    assert.throws(() => register({ config: { permission: 'company:read' } }), /:companyId/);
    const url = '/v1/companies/:companyId/things';
    assert.throws(() => register({ url, config: { permission: 'signed-in' } }), /:companyId/);
    assert.throws(() => register({ url, config: { permission: 'public' } }), /:companyId/);
    register({ url, config: { permission: 'company:read' } });
  });

  it('of a plugin may be listed as open, that one only', () => {
    register({ url: '/docs/page' });
    register({ url: '/openapi.json' });
    register({ url: '/*' });
    assert.throws(() => register({ url: '/health' }), /no permission/);
    assert.throws(() => register({ url: '/v1/other' }), /no permission/);
    assert.throws(() => register({ url: '/openapi.json/other' }), /no permission/);
  });
});

describe('a company', () => {
  let server: IdentityApp;
  before(async () => {
    server = await identityApp();
  });
  after(() => server.close());

  it('is not found by who is no member, exactly like one that does not exist', async () => {
    const owner = await server.signUp('Owner');
    const stranger = await server.signUp('Stranger');
    const { url } = await server.company({ [owner.id]: 'owner' });
    assert.equal((await owner.get(`${url}/members`)).status, 200);
    const theirs = await stranger.get(`${url}/members`);
    const none = await stranger.get(`/v1/companies/${newId()}/members`);
    const noId = await stranger.get('/v1/companies/x/members');
    assert.equal(theirs.status, 404);
    const { instance } = theirs.body;
    assert.deepEqual({ ...none.body, instance }, theirs.body);
    assert.deepEqual({ ...noId.body, instance }, theirs.body);
  });

  it('asks who comes before it reads what they send', async () => {
    const payload = `{"email": ${'x'.repeat(100)}`;
    const headers = { 'content-type': 'application/json' };
    const url = `/v1/companies/${newId()}/invitations`;
    const answer = await server.app.inject({ method: 'POST', url, headers, payload });
    assert.equal(answer.statusCode, 401);
  });

  it('refuses what the role does not allow, and writes nothing', async () => {
    const owner = await server.signUp('Olga');
    const clerk = await server.signUp('Clerk');
    const { id, url } = await server.company({ [owner.id]: 'owner', [clerk.id]: 'clerk' });
    const answer = await clerk.post(`${url}/invitations`, { email: 'new@example.com', role: 'clerk' });
    assert.equal(answer.body.code, 'not_permitted');
    assert.equal((await clerk.get(`${url}/members`)).body.code, 'not_permitted');
    assert.deepEqual(await server.audited(id), []);
  });

  it('takes no change from the page of another site', async () => {
    const owner = await server.signUp('Otto');
    const { url } = await server.company({ [owner.id]: 'owner' });
    const foreign = { headers: { origin: 'https://evil.example' } };
    const body = { email: 'new@example.com', role: 'admin' };
    assert.equal((await owner.post(`${url}/invitations`, body, foreign)).body.code, 'not_permitted');
    const crossSite = { headers: { 'sec-fetch-site': 'cross-site' } };
    assert.equal((await owner.post(`${url}/invitations`, body, crossSite)).body.code, 'not_permitted');
    assert.equal((await owner.get(`${url}/invitations`)).body.items.length, 0);
  });
});

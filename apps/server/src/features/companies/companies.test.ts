import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Company, Me } from '@crypto-erp/contract/companies';
import { newId } from '../../db/id.ts';
import { SETTINGS, type TestApi, testApi } from '../../testing/api.ts';

let api: TestApi;
before(async () => {
  api = await testApi();
});
after(() => api.close());

test('who makes a company is its owner, and the chart is there', async () => {
  const user = await api.signUp();
  const company = await user.createCompany({ name: 'Ñandú 株式会社', chartTemplate: 'es-pgc' });
  const me = await user.get<Me>('/v1/me');
  assert.deepEqual(
    me.body.companies.map(({ id, name, role }) => ({ id, name, role })),
    [{ id: company.id, name: 'Ñandú 株式会社', role: 'owner' }],
  );
  assert.equal(company.accounts.find((account) => account.role === 'receivable')?.code.slice(0, 3), '430');
});

test('the same key makes one company, whatever the number of tries', async () => {
  const user = await api.signUp();
  const key = newId();
  const tries = await Promise.all(
    Array.from({ length: 8 }, () => user.post<Company>('/v1/companies', SETTINGS, key)),
  );
  assert.deepEqual(new Set(tries.map((one) => one.status)), new Set([201]));
  assert.equal(new Set(tries.map((one) => one.body.id)).size, 1);
  assert.equal((await user.get<Me>('/v1/me')).body.companies.length, 1);

  for (const change of [{ name: 'Other' }, { timeZone: 'Mars/Olympus' }]) {
    const other = await user.post<{ code: string }>('/v1/companies', { ...SETTINGS, ...change }, key);
    assert.deepEqual([other.status, other.body.code], [409, 'idempotency_key_reused']);
  }
});

test('a repeated key gets the first answer, whatever became of the company since', async () => {
  const user = await api.signUp();
  const key = newId();
  const made = await user.post<Company>('/v1/companies', SETTINGS, key);
  const { baseAsset: _, chartTemplate: __, ...settings } = SETTINGS;
  const changed = await user.call<Company>({
    method: 'PATCH',
    url: `/v1/companies/${made.body.id}`,
    payload: { ...settings, name: 'Renamed', version: 1 },
  });
  assert.equal(changed.body.name, 'Renamed');
  const again = await user.post<Company>('/v1/companies', SETTINGS, key);
  assert.deepEqual([again.status, again.body], [201, made.body]);
  const renamed = await user.post<{ code: string }>('/v1/companies', { ...SETTINGS, name: 'Renamed' }, key);
  assert.equal(renamed.body.code, 'idempotency_key_reused');
});

test('a refused company keeps its key, and one without a key is refused', async () => {
  const user = await api.signUp();
  const key = newId();
  const refused = await user.post<{ code: string }>('/v1/companies', { ...SETTINGS, baseAsset: 'BTC' }, key);
  assert.equal(refused.body.code, 'unknown_asset');
  assert.equal((await user.post('/v1/companies', SETTINGS, key)).status, 201);
  const { statusCode, body } = await api.app.inject({
    method: 'POST',
    url: '/v1/companies',
    headers: { cookie: user.cookie },
    payload: SETTINGS,
  });
  assert.deepEqual([statusCode, JSON.parse(body).code], [400, 'idempotency_key_missing']);
});

test('a time zone is one that the runtime and the database both know, under one name', async () => {
  const user = await api.signUp();
  const { at } = await user.createCompany();
  const { baseAsset: _, chartTemplate: __, ...settings } = SETTINGS;
  const change = (timeZone: string, version: number) =>
    user.call<Company & { errors: { path: string }[] }>({
      method: 'PATCH',
      url: at,
      payload: { ...settings, timeZone, version },
    });
  for (const timeZone of [
    'US/Pacific-New',
    '+14:00',
    '-05:30',
    'EST',
    'europe/madrid',
    'posix/Europe/Madrid',
  ]) {
    const made = await user.post<{ errors: { path: string }[] }>('/v1/companies', { ...SETTINGS, timeZone });
    assert.deepEqual([made.status, made.body.errors[0]?.path], [400, '/timeZone'], timeZone);
    const changed = await change(timeZone, 1);
    assert.deepEqual([changed.status, changed.body.errors[0]?.path], [400, '/timeZone'], timeZone);
  }
  const zones = ['UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'Asia/Calcutta'];
  for (const [i, timeZone] of zones.entries()) {
    assert.equal((await change(timeZone, i + 1)).body.timeZone, timeZone);
    assert.equal((await user.get(`${at}/periods`)).status, 200);
  }
});

test('a base asset that is no currency and a time zone that is none are refused at their fields', async () => {
  const user = await api.signUp();
  for (const [wrong, path] of [
    [{ baseAsset: 'XXQ' }, '/baseAsset'],
    [{ baseAsset: 'BTC' }, '/baseAsset'],
    [{ timeZone: 'Mars/Olympus' }, '/timeZone'],
  ] as const) {
    const refused = await user.post<{ errors: { path: string }[] }>('/v1/companies', {
      ...SETTINGS,
      ...wrong,
    });
    assert.ok(refused.status >= 400 && refused.status < 500, `${refused.status}`);
    assert.equal(refused.body.errors[0]?.path, path);
  }
});

test('settings change with their version only, and the fiscal year stays once entries are numbered by it', async () => {
  const user = await api.signUp();
  const { at, account } = await user.createCompany();
  const { name, country, timeZone, rounding } = SETTINGS;
  const change = (version: number, fiscalYearStartMonth: number) =>
    user.call<Company & { code: string }>({
      method: 'PATCH',
      url: at,
      payload: { name, country, timeZone, rounding, fiscalYearStartMonth, version },
    });
  assert.equal((await change(1, 4)).body.version, 2);
  assert.equal((await change(1, 4)).body.code, 'version_conflict');

  const line = { accountId: account('bank'), asset: 'EUR', quantity: '1', baseAmount: '1' };
  const entry = {
    status: 'posted',
    date: '2026-03-31',
    description: '',
    lines: [line, { ...line, accountId: account('sales'), quantity: '-1', baseAmount: '-1' }],
  };
  const posted = await user.post<{ number: string }>(`${at}/entries`, entry);
  assert.equal(posted.body.number, 'JE-2026-00001');
  assert.equal((await change(2, 7)).body.code, 'in_use');
});

test('another user learns nothing of the company', async () => {
  const { at } = await (await api.signUp()).createCompany();
  const stranger = await api.signUp();
  assert.equal((await stranger.get(at)).status, 404);
  assert.equal((await stranger.get(`${at}/accounts`)).status, 404);
});

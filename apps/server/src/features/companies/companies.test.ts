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

  const other = await user.post<{ code: string }>('/v1/companies', { ...SETTINGS, name: 'Other' }, key);
  assert.equal(other.body.code, 'idempotency_key_reused');
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

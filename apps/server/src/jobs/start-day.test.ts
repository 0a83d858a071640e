import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Recurring } from '@crypto-erp/contract/recurring';
import { createLog } from '../log.ts';
import { AUTH_SECRET, type TestApi, type TestUser, testApi } from '../testing/api.ts';
import { euros } from '../testing/entries.ts';
import { until } from '../testing/until.ts';
import { startWorker } from '../worker.ts';
import { startDay } from './start-day.ts';

let api: TestApi;
let user: TestUser;
before(async () => {
  api = await testApi();
  user = await api.signUp();
});
after(() => api.close());

/** A company in a time zone with one entry that recurs on the first of each month. */
async function companyIn(timeZone: string) {
  const company = await user.createCompany({ timeZone });
  const made = await user.post<Recurring>(`${company.at}/recurring`, {
    name: 'Rent',
    kind: 'entry',
    mode: 'post',
    rule: 'FREQ=MONTHLY;COUNT=12',
    startsOn: '2026-03-01',
    endsOn: null,
    proRata: false,
    content: {
      description: '',
      lines: [euros(company.account('bank'), '-1'), euros(company.account('sales'), '1')],
    },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return { ...company, recurring: made.body };
}

test('each company has its day by its own time zone, and a worker makes what is due in it', async () => {
  const honolulu = await companyIn('Pacific/Honolulu');
  const tokyo = await companyIn('Asia/Tokyo');
  const asked = async () => {
    const rows = await api.asOwner<{ payload: { companyId: string; date: string } }>(
      "SELECT payload FROM erp.outbox WHERE job = 'create-recurring' ORDER BY id",
    );
    return rows.map(({ payload }) => payload);
  };
  await startDay(api.db, new Date('2026-02-28T14:59:59Z'), true);
  assert.deepEqual(await asked(), []);
  await startDay(api.db, new Date('2026-02-28T15:00:00Z'), true);
  assert.deepEqual(await asked(), [{ companyId: tokyo.id, date: '2026-03-01' }]);
  await startDay(api.db, new Date('2026-03-01T10:00:00Z'), true);
  assert.deepEqual(
    (await asked())
      .slice(1)
      .map(({ companyId, date }) => `${date} ${companyId}`)
      .sort(),
    [honolulu, tokyo].map(({ id }) => `2026-03-01 ${id}`).sort(),
  );

  const worker = await startWorker({
    db: api.db,
    databaseUrl: api.appUrl,
    ecbRatesUrl: undefined,
    authSecret: AUTH_SECRET,
    webhookAllowPrivate: false,
    log: createLog('silent'),
  });
  try {
    for (const { at, recurring } of [honolulu, tokyo]) {
      await until(
        async () =>
          (await user.get<Recurring>(`${at}/recurring/${recurring.id}`)).body.nextOn === '2026-04-01',
      );
    }
  } finally {
    await worker.close();
  }
  const [entries] = await api.asOwner<{ count: number }>('SELECT count(*)::int FROM erp.entries');
  assert.equal(entries?.count, 2, 'the second asking for Tokyo made nothing');
});

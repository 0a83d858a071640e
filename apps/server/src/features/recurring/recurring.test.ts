import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Entry } from '@crypto-erp/contract/entries';
import {
  type Occurrence,
  type OccurrencePage,
  type Recurring,
  type RecurringDates,
  type RecurringPage,
  type RecurringRunResult,
  Recurring as RecurringSchema,
} from '@crypto-erp/contract/recurring';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { newId } from '../../db/id.ts';
import { type TestApi, type TestCompany, type TestUser, testApi } from '../../testing/api.ts';
import { assertChecksHold, assertRefused, euros } from '../../testing/entries.ts';
import { createAssetCatalogue } from '../assets/catalogue.ts';
import { createRecurringDue } from './run.ts';

let api: TestApi;
let user: TestUser;
let company: TestCompany;
before(async () => {
  api = await testApi();
  user = await api.signUp();
});
after(() => api.close());
beforeEach(async () => {
  company = await user.createCompany();
});

const input = (change: object = {}) => ({
  name: 'Rent',
  kind: 'entry',
  mode: 'post',
  rule: 'FREQ=MONTHLY;COUNT=12',
  startsOn: '2026-01-31',
  endsOn: null,
  proRata: false,
  content: {
    description: 'Rent of the office',
    lines: [euros(company.account('bank'), '-1000'), euros(company.account('sales'), '1000')],
  },
  ...change,
});
async function create(change: object = {}): Promise<Recurring> {
  const answer = await user.post<Recurring>(`${company.at}/recurring`, input(change));
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}
async function run(date: string): Promise<RecurringRunResult> {
  const answer = await user.post<RecurringRunResult>(`${company.at}/recurring/run`, { date });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}
const read = async (id: string) => (await user.get<Recurring>(`${company.at}/recurring/${id}`)).body;
const occurrences = async (id: string): Promise<Occurrence[]> =>
  (await user.get<Static<typeof OccurrencePage>>(`${company.at}/recurring/${id}/occurrences`)).body.items;
const entry = async (id: string | null) => (await user.get<Entry>(`${company.at}/entries/${id}`)).body;
/** Date, and the amount of the first line, of what was made, in order. */
async function made(id: string): Promise<string[]> {
  const found = (await occurrences(id)).toReversed();
  return Promise.all(
    found.map(async ({ date, createdId, state }) =>
      state === 'failed' ? `${date} failed` : `${date} ${(await entry(createdId)).lines[0]?.baseAmount}`,
    ),
  );
}
const edit = (one: Recurring, change: object) => {
  const { id, state, nextOn, failed, ...fields } = one;
  return user.call<Recurring>({
    method: 'PUT',
    url: `${company.at}/recurring/${one.id}`,
    payload: { ...fields, ...change },
  });
};

describe('setting up', () => {
  test('keeps every field, says the next date, is listed and audited', async () => {
    const one = await create({ rule: 'FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20260430', startsOn: '2026-02-05' });
    assert.ok(Value.Check(RecurringSchema, one), JSON.stringify(one));
    assert.deepEqual(one, {
      ...input({ rule: 'FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20260430', startsOn: '2026-02-05' }),
      id: one.id,
      state: 'active',
      nextOn: '2026-02-28',
      failed: 0,
      version: 1,
    });
    const second = await create({ name: 'Alarm' });
    const page = await user.get<Static<typeof RecurringPage>>(`${company.at}/recurring`);
    assert.deepEqual(page.body.items, [second, one]);
    const changed = await edit(one, { name: 'Lease' });
    assert.deepEqual([changed.status, changed.body.name, changed.body.version], [200, 'Lease', 2]);
    const audit = await user.get<{ items: { action: string; before: unknown; after: unknown }[] }>(
      `${company.at}/audit-log?subjectKind=recurring&subjectId=${one.id}`,
    );
    assert.deepEqual(
      audit.body.items.map(({ action, before, after }) => ({ action, before, after })),
      [
        { action: 'recurring.changed', before: one, after: changed.body },
        { action: 'recurring.created', before: null, after: one },
      ],
    );
  });

  test('refuses a rule without end, one that is none, and content that no date would take', async () => {
    const refuse = async (change: object, code: string, path: string) =>
      assertRefused(await user.post(`${company.at}/recurring`, input(change)), code, path);
    await refuse({ rule: 'FREQ=MONTHLY' }, 'rule_without_end', '/rule');
    await refuse({ rule: 'FREQ=HOURLY;COUNT=3' }, 'invalid_rule', '/rule');
    await refuse({ endsOn: '2026-01-01' }, 'invalid_rule', '/endsOn');
    const lines = (second: object) => ({
      content: {
        description: '',
        lines: [euros(company.account('bank'), '1'), { ...euros(company.account('sales'), '-1'), ...second }],
      },
    });
    await refuse(lines({ accountId: newId() }), 'unknown_account', '/content/lines/1/accountId');
    await refuse(lines({ contactId: newId() }), 'unknown_contact', '/content/lines/1/contactId');
    await refuse(lines({ asset: 'NOPE' }), 'unknown_asset', '/content/lines/1/asset');
    await refuse({ mode: 'draft', ...lines({ asset: 'NOPE' }) }, 'unknown_asset', '/content/lines/1/asset');
    await refuse(lines({ quantity: '-2', baseAmount: '-2' }), 'entry_unbalanced', '/content/lines');
    await create({ mode: 'draft', ...lines({ quantity: '-2', baseAmount: '-2' }) });

    const one = await create();
    assertRefused(await edit(one, { version: 2 }), 'version_conflict', '/version');
    assertRefused(await edit(one, { rule: 'FREQ=DAILY' }), 'rule_without_end', '/rule');
    const other = await user.createCompany();
    for (const method of ['GET', 'PUT'] as const) {
      const url = `${other.at}/recurring/${one.id}`;
      const { id, state, nextOn, failed, ...fields } = one;
      assertRefused(
        await user.call({ method, url, ...(method === 'PUT' && { payload: fields }) }),
        'not_found',
      );
    }
  });

  test('the database refuses a rule without end as well', async () => {
    const one = await create();
    await assert.rejects(
      api.asOwner(`UPDATE erp.recurring SET rule = 'FREQ=DAILY', ends_on = NULL WHERE id = '${one.id}'`),
      /recurring_ends/,
    );
  });

  test('shows the dates before anything is kept', async () => {
    const dates = await user.get<RecurringDates>(
      `${company.at}/recurring/dates?rule=FREQ%3DMONTHLY%3BBYMONTHDAY%3D1&startsOn=2026-01-15&endsOn=2026-12-31&proRata=true&limit=2`,
    );
    assert.deepEqual(dates.body, {
      items: [
        { date: '2026-01-15', from: '2026-01-15', to: '2026-01-31', days: 17, of: 31 },
        { date: '2026-02-01', from: '2026-02-01', to: '2026-02-28', days: 28, of: 28 },
      ],
      count: 12,
    });
    const endless = await user.get(`${company.at}/recurring/dates?rule=FREQ%3DMONTHLY&startsOn=2026-01-15`);
    assertRefused(endless, 'rule_without_end');
  });
});

describe('a run', () => {
  test('posts what is due, the oldest first, each date once', async () => {
    const rent = await create();
    const weekly = await create({ name: 'Weekly', rule: 'FREQ=WEEKLY;COUNT=3', startsOn: '2026-02-20' });
    assert.deepEqual(await run('2026-01-30'), { created: 0, failed: 0, more: false });
    assert.deepEqual(await run('2026-02-28'), { created: 4, failed: 0, more: false });
    assert.deepEqual(await run('2026-02-28'), { created: 0, failed: 0, more: false });
    assert.deepEqual(await made(rent.id), ['2026-01-31 -1000', '2026-02-28 -1000']);
    assert.deepEqual(await made(weekly.id), ['2026-02-20 -1000', '2026-02-27 -1000']);
    assert.equal((await read(rent.id)).nextOn, '2026-03-31');
    const { items } = (await user.get<{ items: Entry[] }>(`${company.at}/entries`)).body;
    assert.deepEqual(
      items.map(({ number, date, status }) => `${number} ${date} ${status}`),
      [
        'JE-2026-00004 2026-02-28 posted',
        'JE-2026-00003 2026-02-27 posted',
        'JE-2026-00002 2026-02-20 posted',
        'JE-2026-00001 2026-01-31 posted',
      ],
    );
    assert.deepEqual(await run('2026-12-31'), { created: 11, failed: 0, more: false });
    const ended = await read(rent.id);
    assert.deepEqual([ended.state, ended.nextOn], ['ended', null]);
    await assertChecksHold(api, company.id);
  });

  test('makes drafts where it is told to', async () => {
    const one = await create({ mode: 'draft' });
    await run('2026-01-31');
    const [first] = await occurrences(one.id);
    assert.deepEqual([first?.state, first?.posted], ['created', false]);
    const draft = await entry(first?.createdId ?? null);
    assert.deepEqual([draft.status, draft.date, draft.number], ['draft', '2026-01-31', null]);
  });

  test('takes the days of a first and a last month that are not whole, to the cent and balanced', async () => {
    const lines = [
      euros(company.account('bank'), '-1000'),
      euros(company.account('sales'), '333.33'),
      euros(company.account('sales'), '333.33'),
      euros(company.account('sales'), '333.34'),
    ];
    const one = await create({
      rule: 'FREQ=MONTHLY;BYMONTHDAY=1',
      startsOn: '2026-01-15',
      endsOn: '2026-03-10',
      proRata: true,
      content: { description: '', lines },
    });
    assert.deepEqual(await run('2026-12-31'), { created: 3, failed: 0, more: false });
    // 1,000.00 × 17/31 and × 10/31.
    assert.deepEqual(await made(one.id), ['2026-01-15 -548.39', '2026-02-01 -1000', '2026-03-01 -322.58']);
    const [last, , first] = await occurrences(one.id);
    assert.deepEqual([first?.days, first?.of, last?.days, last?.of], [17, 31, 10, 31]);
    const posted = await entry(first?.createdId ?? null);
    assert.deepEqual(
      posted.lines.map((line) => line.baseAmount),
      ['-548.39', '182.8', '182.79', '182.8'],
    );
    await assertChecksHold(api, company.id);
  });

  test('keeps what is refused with the reason, goes on, and makes it when somebody asks again', async () => {
    const one = await create({ rule: 'FREQ=MONTHLY;COUNT=3' });
    assert.deepEqual(await run('2026-01-31'), { created: 1, failed: 0, more: false });
    for (const month of ['2026-01', '2026-02']) {
      assert.equal((await user.post(`${company.at}/periods/${month}/close`, {})).status, 200);
    }
    assert.deepEqual(await run('2026-03-31'), { created: 1, failed: 1, more: false });
    assert.deepEqual(await made(one.id), ['2026-01-31 -1000', '2026-02-28 failed', '2026-03-31 -1000']);
    const failed = (await occurrences(one.id))[1];
    assert.equal(failed?.problem?.code, 'period_closed');
    assert.equal((await read(one.id)).failed, 1);

    const retry = (date: string, at = company.at) =>
      user.post<Occurrence>(`${at}/recurring/${one.id}/occurrences/${date}/retry`, {});
    assertRefused(await retry('2026-02-28'), 'period_closed');
    assert.equal((await read(one.id)).failed, 1);
    assertRefused(await retry('2026-01-31'), 'occurrence_not_failed');
    assertRefused(await retry('2026-02-27'), 'not_found');
    assertRefused(await retry('2026-02-28', (await user.createCompany()).at), 'not_found');
    const opened = await user.post(`${company.at}/periods/2026-02/open`, { reason: 'The rent is missing' });
    assert.equal(opened.status, 200, JSON.stringify(opened.body));
    const again = await retry('2026-02-28');
    assert.deepEqual([again.status, again.body.state, again.body.posted], [200, 'created', true]);
    assert.deepEqual((await occurrences(one.id))[1], again.body);
    assertRefused(await retry('2026-02-28'), 'occurrence_not_failed');
    assert.equal((await read(one.id)).failed, 0);
    await assertChecksHold(api, company.id);
  });

  test('makes a hundred at most, and says that there is more', async () => {
    await create({ rule: 'FREQ=DAILY;COUNT=120', startsOn: '2026-01-01' });
    assert.deepEqual(await run('2026-12-31'), { created: 100, failed: 0, more: true });
    assert.deepEqual(await run('2026-12-31'), { created: 20, failed: 0, more: false });
  });

  test('leaves out what is paused, and goes on at the day that resuming names', async () => {
    const one = await create();
    await run('2026-01-31');
    const paused = await user.post<Recurring>(`${company.at}/recurring/${one.id}/pause`, { version: 1 });
    assert.equal(paused.body.state, 'paused');
    assert.deepEqual(await run('2026-04-30'), { created: 0, failed: 0, more: false });
    const resume = (body: object) => user.post<Recurring>(`${company.at}/recurring/${one.id}/resume`, body);
    assertRefused(await resume({ version: 1, from: '2026-04-01' }), 'version_conflict');
    const resumed = await resume({ version: 2, from: '2026-04-01' });
    assert.deepEqual([resumed.body.state, resumed.body.nextOn], ['active', '2026-04-30']);
    assert.deepEqual(await run('2026-04-30'), { created: 1, failed: 0, more: false });
    assert.deepEqual(await made(one.id), ['2026-01-31 -1000', '2026-04-30 -1000']);
    // What was made is not made again, whatever day resuming names.
    await user.post(`${company.at}/recurring/${one.id}/pause`, { version: 3 });
    assert.equal((await resume({ version: 4, from: '2026-01-01' })).body.nextOn, '2026-05-31');
  });

  test('after a change goes on with the new rule and content', async () => {
    const one = await create();
    await run('2026-02-28');
    const changed = await edit(one, {
      rule: 'FREQ=MONTHLY;BYMONTHDAY=10;UNTIL=20260410',
      content: {
        description: 'Dearer',
        lines: [euros(company.account('bank'), '-1100'), euros(company.account('sales'), '1100')],
      },
    });
    assert.deepEqual([changed.status, changed.body.nextOn], [200, '2026-03-10']);
    await run('2026-12-31');
    assert.deepEqual(await made(one.id), [
      '2026-01-31 -1000',
      '2026-02-28 -1000',
      '2026-03-10 -1100',
      '2026-04-10 -1100',
    ]);
  });
});

describe('the job', () => {
  const job = (date: string) =>
    createRecurringDue(api.db, createAssetCatalogue(api.db), { companyId: company.id, date });

  test('run four times at once makes each date once', async () => {
    const one = await create({ rule: 'FREQ=WEEKLY;COUNT=10', startsOn: '2026-01-05' });
    await Promise.all([1, 2, 3, 4].map(() => job('2026-06-30')));
    await job('2026-06-30');
    assert.equal((await made(one.id)).length, 10);
    const [entries] = await api.asOwner<{ count: number }>(
      'SELECT count(*)::int FROM erp.entries WHERE company_id = $1',
      [company.id],
    );
    assert.equal(entries?.count, 10);
    await assertChecksHold(api, company.id);
  });

  test('of a long absence catches up in order, a hundred at a time', async () => {
    const one = await create({ rule: 'FREQ=DAILY;COUNT=130', startsOn: '2026-01-01' });
    await job('2026-12-31');
    assert.equal((await read(one.id)).nextOn, '2026-04-11');
    const asked = await api.asOwner<{ payload: object }>(
      "SELECT payload FROM erp.outbox WHERE company_id = $1 AND job = 'create-recurring'",
      [company.id],
    );
    assert.deepEqual(asked, [{ payload: { companyId: company.id, date: '2026-12-31' } }]);
    await job('2026-12-31');
    assert.equal((await read(one.id)).state, 'ended');
    const rows = await api.asOwner<{ ordered: boolean }>(
      'SELECT bool_and(serial = rank) AS ordered FROM (SELECT serial, rank() OVER (ORDER BY date) FROM erp.entries WHERE company_id = $1) AS e',
      [company.id],
    );
    assert.deepEqual(rows, [{ ordered: true }]);
  });
});

test('the database lets no date be made twice, and nothing that was made be changed', async () => {
  const one = await create();
  await run('2026-01-31');
  const where = `company_id = '${company.id}' AND recurring_id = '${one.id}'`;
  await assert.rejects(
    api.asOwner(
      `INSERT INTO erp.recurring_occurrences SELECT * FROM erp.recurring_occurrences WHERE ${where}`,
    ),
    { code: '23505' },
  );
  await assert.rejects(
    api.asOwner(`UPDATE erp.recurring_occurrences SET created_id = '${newId()}' WHERE ${where}`),
    { code: 'CE001' },
  );
  await assert.rejects(api.asOwner(`DELETE FROM erp.recurring_occurrences WHERE ${where}`), {
    code: 'CE001',
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Period, PeriodChecklist, type PeriodClose, PeriodList } from '@crypto-erp/contract/periods';
import { ROLES, type Role } from '@crypto-erp/contract/roles';
import { todayIn } from '@crypto-erp/ledger/dates';
import { sql } from 'kysely';
import { Value } from 'typebox/value';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import type { App } from '../../http/types.ts';
import { accountsByRole } from '../../testing/accounts-by-role.ts';
import { refused, type TestBooks, testApp, testBooks } from '../../testing/books.ts';
import type { Context } from '../audit-log/context.ts';
import { postItem } from '../entries/post-item.ts';
import { lockBooks, postWithin } from '../entries/service.ts';
import { listPeriods } from './read-model.ts';
import { periodsRoutes } from './routes.ts';
import { checklist, closePeriod, openPeriod } from './service.ts';

let books: TestBooks;
before(async () => {
  books = await testBooks();
});
after(() => books?.close());

/** Runs `work` in the first company. */
function inMine<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
  return books.db.inCompany(books.mine.companyId, work);
}

function periods(context: Context): Promise<Period[]> {
  return books.db.inCompany(
    context.companyId,
    async (trx) => (await listPeriods(trx, context.companyId)).items,
  );
}

/** Posts one euro from the receivable to sales. */
async function post(trx: Trx, { companyId, actor }: Context, date: string): Promise<void> {
  const accounts = await accountsByRole(trx, companyId);
  const line = (account: string | undefined, amount: string) => {
    assert.ok(account);
    return {
      account_id: account,
      asset: 'EUR',
      quantity: amount,
      base_amount: amount,
      description: '',
      contact_id: null,
    };
  };
  const id = newId();
  const entry = {
    id,
    series: 'JE',
    fiscal_year: Number(date.slice(0, 4)),
    date,
    description: 'Test',
    source: 'invoice' as const,
    source_id: null,
    reverses_id: null,
    lines: [line(accounts.get('receivable'), '1'), line(accounts.get('sales'), '-1')],
  };
  await postWithin(
    trx,
    companyId,
    postItem({ actor, command: null, action: 'entry.posted', answer: { id }, entry }),
  );
}

/** The month `count` months before `month`, `YYYY-MM`. */
function monthsBefore(month: string, count: number): string {
  const [year = 0, index = 0] = month.split('-').map(Number);
  const total = year * 12 + index - 1 - count;
  return `${String(Math.floor(total / 12)).padStart(4, '0')}-${String((total % 12) + 1).padStart(2, '0')}`;
}

/** The context of someone with this role. */
function as(role: Role, { companyId }: Context): Context {
  return { companyId, actor: { kind: 'user', id: newId(), ip: null, role } };
}

const thisMonth = () => todayIn('Europe/Madrid', new Date()).slice(0, 7);

describe('the list of months', () => {
  test('starts with the company, then with its first entry, and holds closed months beyond', async () => {
    const now = thisMonth();
    assert.deepEqual(await periods(books.mine), [{ month: now, closed: false, lock: null, closedAt: null }]);

    const first = monthsBefore(now, 30);
    await inMine((trx) => post(trx, books.mine, `${monthsBefore(now, 10)}-28`));
    await inMine((trx) => post(trx, books.mine, `${first}-01`));
    const months = Array.from({ length: 31 }, (_, i) => monthsBefore(now, i));
    assert.deepEqual(
      (await periods(books.mine)).map((period) => period.month),
      months,
    );

    const before = monthsBefore(first, 3);
    const later = monthsBefore(now, -2);
    await inMine(async (trx) => {
      for (const month of [before, first, monthsBefore(now, 10), later])
        await closePeriod(trx, books.mine, month);
    });
    const closed = (await periods(books.mine)).filter((period) => period.closed);
    assert.deepEqual(
      closed.map((period) => period.month),
      [later, monthsBefore(now, 10), first, before],
    );
    assert.ok(closed.every((period) => period.closedAt !== null));
    assert.equal((await periods(books.mine)).length, 33);

    assert.deepEqual(
      (await periods(books.other)).map((period) => period.month),
      [now],
    );
    await books.db.inCompany(books.other.companyId, async (trx) => {
      assert.deepEqual(await listPeriods(trx, books.mine.companyId), { items: [] });
    });
  });

  test('shows fifty years at most, and the current month even when entries are in the future', async () => {
    const now = thisMonth();
    const old = await books.company();
    await books.db.inCompany(old.companyId, (trx) => post(trx, old, '0001-01-01'));
    const months = (await periods(old)).map((period) => period.month);
    assert.deepEqual([months.length, months[0], months[599]], [600, now, monthsBefore(now, 599)]);

    const ahead = await books.company();
    await books.db.inCompany(ahead.companyId, (trx) => post(trx, ahead, `${monthsBefore(now, -3)}-01`));
    assert.deepEqual(
      (await periods(ahead)).map((period) => period.month),
      [now],
    );
  });

  test('starts and ends in the time zone of the company', async () => {
    const east = await books.company({ timeZone: 'Pacific/Kiritimati' });
    const west = await books.company({ timeZone: 'Pacific/Pago_Pago' });
    // An instant that is the next month in the east and still this one in the west.
    for (const { companyId } of [east, west]) {
      await books.db.inCompany(companyId, (trx) =>
        sql`UPDATE erp.companies SET created_at = '2020-01-31T12:00:00Z' WHERE company_id = ${companyId}`.execute(
          trx,
        ),
      );
    }
    assert.equal((await periods(east)).at(-1)?.month, '2020-02');
    assert.equal((await periods(west)).at(-1)?.month, '2020-01');
  });
});

describe('closing and opening', () => {
  test('keeps entries out from its first to its last day until it is opened, and is audited', async () => {
    const company = await books.company();
    const { companyId } = company;
    const run = <T>(work: (trx: Trx) => Promise<T>) => books.db.inCompany(companyId, work);
    const closed = await run((trx) => closePeriod(trx, company, '2024-02'));
    const lock = { month: '2024-02', closed: true, lock: 'hard', closedAt: null };
    assert.deepEqual({ ...closed, closedAt: null }, lock);
    await assert.rejects(
      run((trx) => closePeriod(trx, company, '2024-02')),
      refused('period_closed'),
    );
    for (const date of ['2024-02-01', '2024-02-29']) {
      await assert.rejects(
        run((trx) => post(trx, company, date)),
        refused('period_closed', '/date'),
      );
    }
    for (const date of ['2024-01-31', '2024-03-01']) await run((trx) => post(trx, company, date));

    const opened = await run((trx) =>
      openPeriod(trx, as('owner', company), '2024-02', { reason: 'Late bill' }),
    );
    assert.deepEqual(opened, { month: '2024-02', closed: false, lock: null, closedAt: null });
    await assert.rejects(
      run((trx) => openPeriod(trx, as('owner', company), '2024-02', { reason: 'Again' })),
      refused('period_not_closed'),
    );
    await run((trx) => post(trx, company, '2024-02-29'));
    const { rows } = await run((trx) =>
      sql<{ action: string; before: unknown; after: unknown }>`
        SELECT action, before, after FROM erp.audit_log WHERE subject_kind = 'period' ORDER BY id`.execute(
        trx,
      ),
    );
    assert.deepEqual(rows, [
      { action: 'period.closed', before: opened, after: closed },
      { action: 'period.opened', before: closed, after: { ...opened, reason: 'Late bill' } },
    ]);
    const trail = await run((trx) =>
      sql`SELECT month, closed_at, reason, actor_role FROM erp.period_reopenings`.execute(trx),
    );
    assert.deepEqual(trail.rows, [
      { month: '2024-02-01', closed_at: closed.closedAt, reason: 'Late bill', actor_role: 'owner' },
    ]);
  });

  test('refuses a hard lock while an earlier month with entries has none, and while drafts are dated in it', async () => {
    const company = await books.company();
    const { companyId } = company;
    const run = <T>(work: (trx: Trx) => Promise<T>) => books.db.inCompany(companyId, work);
    const close = (month: string, input?: PeriodClose) =>
      run((trx) => closePeriod(trx, company, month, input));
    await run((trx) => post(trx, company, '2024-01-15'));
    const draft = newId();
    await run((trx) =>
      sql`INSERT INTO erp.entry_drafts (company_id, id, date, description, lines)
        VALUES (${companyId}, ${draft}, '2024-02-29', 'Late', '[]')`.execute(trx),
    );
    await assert.rejects(close('2024-02'), refused('earlier_period_open'));
    await close('2024-01', { lock: 'soft' });
    await assert.rejects(close('2024-02'), refused('earlier_period_open'));
    assert.deepEqual(await run((trx) => checklist(trx, companyId, '2024-02')), {
      month: '2024-02',
      lock: null,
      ready: false,
      draftCount: 1,
      drafts: [{ kind: 'entry', id: draft, date: '2024-02-29', description: 'Late' }],
      earlierOpenMonth: '2024-01',
      notRevalued: [],
    });
    await close('2024-01');
    await assert.rejects(close('2024-02'), refused('drafts_in_period'));
    assert.equal((await close('2024-02', { lock: 'soft' })).lock, 'soft');
    assert.equal((await close('2024-02', { ignoreDrafts: true })).lock, 'hard');
    assert.equal((await run((trx) => checklist(trx, companyId, '2024-03'))).ready, true);
  });

  test('of two closes that come together one is refused', async () => {
    const company = await books.company();
    const close = () => books.db.inCompany(company.companyId, (trx) => closePeriod(trx, company, '2024-07'));
    const results = await Promise.allSettled([close(), close()]);
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const late = results.find((one) => one.status === 'rejected');
    assert.ok(refused('period_closed')(late?.reason), String(late?.reason));
  });

  test('waits for what is being posted, and closes after it', async () => {
    const company = await books.company();
    const { companyId } = company;
    const order: string[] = [];
    let closing: Promise<unknown> = Promise.resolve();
    await books.db.inCompany(companyId, async (trx) => {
      await lockBooks(trx, companyId);
      closing = books.db.inCompany(companyId, async (second) => {
        await closePeriod(second, company, '2024-05');
        order.push('closed');
      });
      await books.untilOneWaits();
      await post(trx, company, '2024-05-15');
      order.push('posted');
    });
    await closing;
    assert.deepEqual(order, ['posted', 'closed']);
  });
});

test('over HTTP: list, close, repeat, open', async () => {
  const company = await books.company();
  const register = (app: App) => periodsRoutes(app, { db: books.db });
  const app = await testApp(company.companyId, 'accountant', register);
  const owner = await testApp(company.companyId, 'owner', register);
  try {
    const closed = await app.call('POST', 'periods/2024-12/close', undefined, 'once');
    assert.deepEqual([closed.status, closed.body.month, closed.body.closed], [200, '2024-12', true]);
    assert.deepEqual(await app.call('POST', 'periods/2024-12/close', undefined, 'once'), closed);
    const again = await app.call('POST', 'periods/2024-12/close');
    assert.deepEqual([again.status, again.body.code], [409, 'period_closed']);
    const list = await app.call('GET', 'periods');
    assert.ok(Value.Check(PeriodList, list.body), JSON.stringify(list.body));
    assert.equal(list.body.items.at(-1)?.closedAt, closed.body.closedAt);
    const checked = await app.call('GET', 'periods/2024-12/checklist');
    assert.ok(Value.Check(PeriodChecklist, checked.body), JSON.stringify(checked.body));
    const opened = await app.call('POST', 'periods/2024-12/open', { reason: 'Not done' });
    assert.deepEqual([opened.status, opened.body.code], [403, 'not_permitted']);
    const again2 = await owner.call('POST', 'periods/2024-12/open', {});
    assert.deepEqual([again2.body.code, again2.body.errors[0].path], ['reason_required', '/reason']);
    const reopened = await owner.call('POST', 'periods/2024-12/open', { reason: 'Not done' });
    assert.deepEqual([reopened.status, reopened.body.lock], [200, null]);
    for (const month of ['2024-13', '2024-00', '2024-1', '0000-01']) {
      const answer = await app.call('POST', `periods/${month}/close`);
      assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_input'], month);
    }
  } finally {
    await app.close();
    await owner.close();
  }
});

describe('a soft lock', () => {
  test('keeps everyone out but owner, admin and accountant; a job as well', async () => {
    const company = await books.company();
    const run = <T>(work: (trx: Trx) => Promise<T>) => books.db.inCompany(company.companyId, work);
    await run((trx) => closePeriod(trx, company, '2024-02', { lock: 'soft' }));
    const may: string[] = [];
    for (const role of ROLES) {
      const posting = run((trx) => post(trx, as(role, company), '2024-02-10'));
      await posting.then(
        () => may.push(role),
        (error) => assert.ok(refused('period_closed', '/date')(error), String(error)),
      );
    }
    assert.deepEqual(may, ['owner', 'admin', 'accountant']);
    await assert.rejects(
      run((trx) => post(trx, company, '2024-02-10')),
      refused('period_closed'),
    );
  });

  test('is made hard, and then keeps the owner out; opening it needs neither owner nor reason', async () => {
    const company = await books.company();
    const run = <T>(work: (trx: Trx) => Promise<T>) => books.db.inCompany(company.companyId, work);
    const accountant = as('accountant', company);
    const soft = await run((trx) => closePeriod(trx, accountant, '2024-02', { lock: 'soft' }));
    assert.deepEqual([soft.closed, soft.lock], [false, 'soft']);
    await assert.rejects(
      run((trx) => closePeriod(trx, accountant, '2024-02', { lock: 'soft' })),
      refused('period_closed'),
    );
    await run((trx) => openPeriod(trx, accountant, '2024-02'));
    await run((trx) => closePeriod(trx, accountant, '2024-02', { lock: 'soft' }));
    await run((trx) => post(trx, accountant, '2024-02-10'));
    const hard = await run((trx) => closePeriod(trx, accountant, '2024-02'));
    assert.ok(String(hard.closedAt) > String(soft.closedAt));
    await assert.rejects(
      run((trx) => post(trx, as('owner', company), '2024-02-10')),
      refused('period_closed'),
    );
    const reason = { reason: 'Late bill' };
    for (const role of ['admin', 'accountant'] as const) {
      await assert.rejects(
        run((trx) => openPeriod(trx, as(role, company), '2024-02', reason)),
        refused('not_permitted'),
      );
    }
    await assert.rejects(
      run((trx) => openPeriod(trx, company, '2024-02', reason)),
      refused('not_permitted'),
    );
  });
});

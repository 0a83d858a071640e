import type { RecurringRunResult, Occurrence as ShownOccurrence } from '@crypto-erp/contract/recurring';
import { sql } from 'kysely';
import type { Database, Trx } from '../../db/database.ts';
import { DomainError, notFound } from '../../errors.ts';
import { problemOf } from '../../http/problems.ts';
import type { JobPayload } from '../../jobs/catalogue.ts';
import { requestJob } from '../../jobs/outbox.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { SYSTEM, writeAudit } from '../audit-log/service.ts';
import { makeOccurrence } from './make.ts';
import { anyDue, findOccurrence } from './read-model.ts';
import { occurrencesOf } from './schedule.ts';
import { requireRecurring } from './service.ts';
import {
  completeOccurrence,
  insertOccurrence,
  lockDue,
  lockRecurring,
  type Outcome,
  setNext,
} from './store.ts';

/** The most occurrences that one command or job makes. */
const MOST_A_RUN = 100;

/**
 * Makes what is due up to `date`, the oldest first, at most 100 occurrences. One that is refused is kept as failed with
 * the reason and does not hold up the rest. Throws what is no refusal; then nothing of the run is kept.
 */
export async function runRecurring(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  date: string,
): Promise<RecurringRunResult> {
  const result = { created: 0, failed: 0 };
  for (let made = 0; made < MOST_A_RUN; made += 1) {
    const outcome = await makeNext(trx, context, assets, date);
    if (outcome === null) break;
    if ('problem' in outcome) result.failed += 1;
    else result.created += 1;
  }
  return { ...result, more: await anyDue(trx, context.companyId, date) };
}

/**
 * The job of a company's day: each occurrence in a transaction of its own, so that a crash loses none and repeats none,
 * and no posting waits for a long one. Asks for itself again while more is due.
 */
export async function createRecurringDue(
  db: Database,
  assets: AssetCatalogue,
  payload: JobPayload<'create-recurring'>,
): Promise<void> {
  const { companyId, date } = payload;
  const context = { companyId, actor: SYSTEM };
  for (let made = 0; made < MOST_A_RUN; made += 1) {
    const outcome = await db.inCompany(companyId, (trx) => makeNext(trx, context, assets, date));
    if (outcome === null) return;
  }
  await db.inCompany(companyId, (trx) => requestJob(trx, companyId, 'create-recurring', payload));
}

/** Makes the oldest occurrence that is due and moves its template on; null when none is. */
async function makeNext(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  date: string,
): Promise<Outcome | null> {
  const { companyId } = context;
  const id = await lockDue(trx, companyId, date);
  if (id === null) return null;
  const recurring = await requireRecurring(trx, companyId, id);
  const all = occurrencesOf(recurring);
  const place = all.findIndex((one) => one.date === recurring.nextOn);
  const occurrence = all[place];
  if (occurrence === undefined) throw new Error(`${recurring.nextOn} is no date of ${recurring.rule}.`);
  const outcome = await orRefused(trx, () => makeOccurrence(trx, context, assets, recurring, occurrence));
  await insertOccurrence(trx, companyId, recurring, occurrence, outcome);
  await setNext(trx, companyId, id, all[place + 1]?.date ?? null);
  return outcome;
}

/** What `work` made; or, when it is refused, why: then nothing that it wrote is left. Throws what is no refusal. */
async function orRefused(trx: Trx, work: () => Promise<Outcome>): Promise<Outcome> {
  await sql`SAVEPOINT occurrence`.execute(trx);
  try {
    const made = await work();
    await sql`RELEASE SAVEPOINT occurrence`.execute(trx);
    return made;
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status >= 500) throw error;
    await sql`ROLLBACK TO SAVEPOINT occurrence`.execute(trx);
    return { problem };
  }
}

/**
 * Makes an occurrence that was refused, with the content as it is now. Throws `not_found`, `occurrence_not_failed`, and
 * what refuses it again.
 */
export async function retryOccurrence(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  id: string,
  date: string,
): Promise<ShownOccurrence> {
  const { companyId } = context;
  await lockRecurring(trx, companyId, id);
  const recurring = await requireRecurring(trx, companyId, id);
  const before = await findOccurrence(trx, companyId, id, date);
  if (before === null) throw notFound('occurrence');
  if (before.state !== 'failed') {
    throw new DomainError(
      'occurrence_not_failed',
      'This was made already: only what was refused is tried again.',
    );
  }
  const made = await makeOccurrence(trx, context, assets, recurring, {
    date,
    period: { from: before.periodFrom, to: before.periodTo },
    covered: { from: before.from, to: before.to },
  });
  await completeOccurrence(trx, companyId, id, date, made);
  const after: ShownOccurrence = { ...before, ...made, state: 'created', problem: null };
  await writeAudit(trx, {
    ...context,
    action: 'recurring.retried',
    subjectKind: 'recurring',
    subjectId: id,
    before: { date, problem: before.problem },
    after: { date, ...made },
  });
  return after;
}

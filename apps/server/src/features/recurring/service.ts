import type {
  Recurring,
  RecurringDates,
  RecurringDatesQuery,
  RecurringEntry,
  RecurringInput,
  RecurringUpdate,
} from '@crypto-erp/contract/recurring';
import { validateEntry } from '@crypto-erp/ledger/entry';
import { LedgerError, LedgerValidationError } from '@crypto-erp/ledger/error';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, notFound, versionConflict } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { companySettings } from '../companies/read-model.ts';
import { composeDocument } from '../documents/compose.ts';
import { namedLines } from '../entries/service.ts';
import { templateOf } from './make.ts';
import { findRecurring, lastOccurrence } from './read-model.ts';
import { daysOf, occurrencesOf, type Schedule } from './schedule.ts';
import { insertRecurring, lockRecurring, setPaused, updateRecurring } from './store.ts';

/**
 * Sets up something that recurs. Throws `invalid_rule`, `rule_without_end`, and what an entry or document of its content
 * would be refused for whatever its date, with paths below `/content`: `unknown_account`, `unknown_contact`, everything
 * of `validateEntry`, or what `composeDocument` throws.
 */
export async function createRecurring(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  input: RecurringInput,
): Promise<Recurring> {
  const [first] = occurrencesOf(input);
  await checkContent(trx, context, assets, input);
  const id = newId();
  await insertRecurring(trx, context.companyId, id, input, first?.date ?? null);
  const after = await requireRecurring(trx, context.companyId, id);
  await audit(trx, context, 'recurring.created', null, after);
  return after;
}

/**
 * Replaces every field but the kind. What was made stays; the new rule counts after the last date of which something
 * came. Throws as {@link createRecurring}, `not_found`, `version_conflict`, and `invalid_input` for another kind.
 */
export async function changeRecurring(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  id: string,
  update: RecurringUpdate,
): Promise<Recurring> {
  await lockRecurring(trx, context.companyId, id);
  const before = await requireRecurring(trx, context.companyId, id);
  if (update.kind !== before.kind) {
    throw fieldError('invalid_input', '/kind', 'The kind stays: end this one and set up another.');
  }
  await checkContent(trx, context, assets, update);
  const nextOn = await nextAfterLast(trx, context.companyId, id, update);
  if (!(await updateRecurring(trx, context.companyId, id, update, nextOn))) throw versionConflict();
  const after = await requireRecurring(trx, context.companyId, id);
  await audit(trx, context, 'recurring.changed', before, after);
  return after;
}

/** Makes nothing more until it is resumed. Throws `not_found`, `version_conflict`. */
export function pauseRecurring(trx: Trx, context: Context, id: string, version: number): Promise<Recurring> {
  return changePause(trx, context, id, { version, paused: true, from: null });
}

/**
 * Takes a paused one up again at its first date on or after `from`; those in between are left out. Throws `not_found`,
 * `version_conflict`.
 */
export function resumeRecurring(
  trx: Trx,
  context: Context,
  id: string,
  { from, version }: { from: string; version: number },
): Promise<Recurring> {
  return changePause(trx, context, id, { version, paused: false, from });
}

async function changePause(
  trx: Trx,
  context: Context,
  id: string,
  { version, paused, from }: { version: number; paused: boolean; from: string | null },
): Promise<Recurring> {
  const { companyId } = context;
  await lockRecurring(trx, companyId, id);
  const before = await requireRecurring(trx, companyId, id);
  const nextOn = from === null ? before.nextOn : await nextAfterLast(trx, companyId, id, before, from);
  if (!(await setPaused(trx, companyId, id, { version, paused, nextOn }))) throw versionConflict();
  const after = await requireRecurring(trx, companyId, id);
  await audit(trx, context, paused ? 'recurring.paused' : 'recurring.resumed', before, after);
  return after;
}

/** What recurs. Throws `not_found`. */
export async function requireRecurring(trx: Trx, companyId: string, id: string): Promise<Recurring> {
  const recurring = await findRecurring(trx, companyId, id);
  if (recurring === null) throw notFound('recurring entry or document');
  return recurring;
}

/** The next dates of a rule that need not be kept yet. Throws `invalid_rule`, `rule_without_end`. */
export function previewDates(query: RecurringDatesQuery): RecurringDates {
  const { rule, startsOn, endsOn = null, proRata = false, from = startsOn, limit = 12 } = query;
  const all = occurrencesOf({ rule, startsOn, endsOn, proRata });
  const items = all
    .filter(({ date }) => date >= from)
    .slice(0, limit)
    .map((one) => ({ date: one.date, ...one.covered, ...daysOf(one) }));
  return { items, count: all.length };
}

/** The first date, on or after `from`, after the last one of which something came. */
async function nextAfterLast(
  trx: Trx,
  companyId: string,
  id: string,
  schedule: Schedule,
  from = '',
): Promise<string | null> {
  const last = (await lastOccurrence(trx, companyId, id)) ?? '';
  const next = occurrencesOf(schedule).find(({ date }) => date > last && date >= from);
  return next?.date ?? null;
}

/** Says at once what every date would be refused for. A draft entry may be out of balance. */
async function checkContent(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  input: RecurringInput | RecurringUpdate,
): Promise<void> {
  const template = templateOf(input);
  if (template === null) {
    throw fieldError('invalid_input', '/content', `This is not the content of a recurring ${input.kind}.`);
  }
  try {
    if (template.nature === null) await checkEntry(trx, context, assets, template.content, input.mode);
    else {
      const content = { ...template.content, issueDate: input.startsOn, dueDate: null };
      await composeDocument(trx, context.companyId, assets, template.nature, content);
    }
  } catch (error) {
    throw belowContent(error);
  }
}

async function checkEntry(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  { lines }: RecurringEntry,
  mode: RecurringInput['mode'],
): Promise<void> {
  await namedLines(trx, context.companyId, lines);
  const { baseAsset } = await companySettings(trx, context.companyId);
  const known = await assets.all();
  if (mode === 'post') validateEntry(lines, { baseAsset, assets: known });
  const unknown = lines.findIndex(({ asset }) => !known.has(asset));
  if (unknown < 0) return;
  throw fieldError(
    'unknown_asset',
    `/lines/${unknown}/asset`,
    'There is no such asset: choose one from the list.',
  );
}

/** The same refusal with its paths where the content stands in the body. */
function belowContent(error: unknown): unknown {
  if (error instanceof DomainError) {
    const fields = error.fields.map((field) => ({ ...field, path: `/content${field.path}` }));
    return new DomainError(error.code, error.message, fields);
  }
  if (error instanceof LedgerValidationError) {
    return new LedgerValidationError(
      error.problems.map((problem) => ({ ...problem, field: `/content${problem.field}` })),
    );
  }
  if (error instanceof LedgerError && error.field !== undefined) {
    return new LedgerError(error.code, error.message, `/content${error.field}`);
  }
  return error;
}

function audit(
  trx: Trx,
  context: Context,
  action: string,
  before: Recurring | null,
  after: Recurring,
): Promise<void> {
  return writeAudit(trx, {
    ...context,
    action,
    subjectKind: 'recurring',
    subjectId: after.id,
    before,
    after,
  });
}

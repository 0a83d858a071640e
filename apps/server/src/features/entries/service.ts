import type {
  Entry,
  EntryInput,
  EntryLineInput,
  EntryReverse,
  EntrySource,
} from '@crypto-erp/contract/entries';
import { fiscalYear } from '@crypto-erp/ledger/dates';
import { formatDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import { reversalOf, type ValidLine, validateEntry } from '@crypto-erp/ledger/entry';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, notFound, versionConflict } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { companySettings } from '../companies/read-model.ts';
import { checkDimensionValues } from '../dimensions/service.ts';
import { type CommandKey, ENTRY_SERIES, type PostItem, type PostLine, postItem } from './post-item.ts';
import { answerOf } from './post-queue.ts';
import { accountNames, findEntry, knownContacts } from './read-model.ts';
import { callPostWithin, type Posted } from './store.ts';

export type EntryContent = Pick<EntryInput, 'date' | 'description' | 'lines'>;

/**
 * Checks an entry that a person wrote and makes it ready for the post queue. Throws every broken rule at once
 * (see `validateEntry`), `unknown_account` first.
 */
export async function prepareEntry(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  content: EntryContent,
  command: CommandKey | null,
  draft?: Entry,
): Promise<PostItem> {
  return itemOf(trx, context, assets, content, { source: 'manual', sourceId: null }, command, draft);
}

/** What makes an entry other than a person: its source, and the id of what it belongs to. */
export interface Maker {
  source: EntrySource;
  sourceId: string | null;
}

/** Posts an entry that the system made, within a transaction that does more. Throws as {@link prepareEntry}. */
export async function postMade(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  content: EntryContent,
  maker: Maker,
): Promise<Entry> {
  const item = await prepareMade(trx, context, assets, content, maker);
  return (await postWithin(trx, context.companyId, item)) as unknown as Entry;
}

/** The item that posts an entry that the system made. Throws as {@link prepareEntry}. */
export function prepareMade(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  content: EntryContent,
  maker: Maker,
): Promise<PostItem> {
  return itemOf(trx, context, assets, content, maker, null);
}

async function itemOf(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  content: EntryContent,
  { source, sourceId }: Maker,
  command: CommandKey | null,
  draft?: Entry,
): Promise<PostItem> {
  const company = await companySettings(trx, context.companyId);
  const lines = await namedLines(trx, context.companyId, content.lines);
  const amounts = validateEntry(content.lines, { baseAsset: company.baseAsset, assets: await assets.all() });
  const baseDecimals = await assets.decimals(company.baseAsset);

  const id = draft?.id ?? newId();
  const total = debitTotal(amounts, baseDecimals);
  const answer: Omit<Entry, 'number' | 'postedAt'> = {
    id,
    status: 'posted',
    source,
    date: content.date,
    description: content.description,
    total,
    lines,
    version: 1,
    sourceId,
    reversesId: null,
    reversedById: null,
  };
  return postItem({
    actor: context.actor,
    command,
    action: 'entry.posted',
    draft,
    answer,
    entry: {
      id,
      series: ENTRY_SERIES,
      fiscal_year: fiscalYear(content.date, company.fiscalYearStartMonth),
      date: content.date,
      description: content.description,
      source,
      source_id: sourceId,
      reverses_id: null,
      lines: content.lines.map(postLine),
    },
  });
}

/** The item that posts a draft as it was at `version`. Throws `not_a_draft`, `version_conflict`, and what the entry breaks. */
export async function prepareDraft(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  id: string,
  version: number,
  command: CommandKey,
): Promise<PostItem> {
  const draft = await requireEntry(trx, context.companyId, id);
  if (draft.status !== 'draft') throw new DomainError('not_a_draft', 'This entry is posted already.');
  if (draft.version !== version) throw versionConflict();
  return prepareEntry(trx, context, assets, draft, command, draft);
}

/** Waits for the books' lock: what the transaction reads from here on stays true until it ends. */
export async function lockBooks(trx: Trx, companyId: string): Promise<void> {
  await sql`SELECT erp.lock_books(${companyId})`.execute(trx);
}

/** Posts `item` within a transaction that does more. Throws what refuses it. */
export async function postWithin(
  trx: Trx,
  companyId: string,
  item: PostItem,
): Promise<Record<string, unknown>> {
  return answerOf((await callPostWithin(trx, companyId, [item]))[0]);
}

/** Posts several items within a transaction that does more: the answer or the refusal of each, in their order. */
export function postTogether(trx: Trx, companyId: string, items: readonly PostItem[]): Promise<Posted[]> {
  return callPostWithin(trx, companyId, items);
}

/**
 * Posts the reversal of an entry: the same lines with the other sign, under a date of its own (the original stays
 * in its period). A document's entry is reversed by its document. Throws `reverse_document_instead`, `not_posted`,
 * `already_reversed`, `date_before_original`, `period_closed`.
 */
export async function reverseEntry(
  trx: Trx,
  context: Context,
  id: string,
  input: EntryReverse,
): Promise<Entry> {
  const original = await requireEntry(trx, context.companyId, id);
  if (original.sourceId !== null) {
    throw new DomainError('reverse_document_instead', 'A document made this entry: reverse the document.');
  }
  return reverseAny(trx, context, original, input, 'entry.reversed', null);
}

/** The reversal of any posted entry, for its document's service. `sourceId` is the document. */
export async function reverseAny(
  trx: Trx,
  context: Context,
  original: Entry,
  input: EntryReverse,
  action: string,
  sourceId: string | null,
): Promise<Entry> {
  if (original.status === 'draft') throw new DomainError('not_posted', 'A draft is not reversed: delete it.');
  const { fiscalYearStartMonth } = await companySettings(trx, context.companyId);
  const id = newId();
  const lines = reversalOf(original.lines);
  const answer = {
    ...original,
    id,
    status: 'posted',
    source: 'reversal',
    date: input.date,
    description: input.description,
    lines,
    sourceId,
    reversesId: original.id,
    reversedById: null,
  };
  const posted = await postWithin(
    trx,
    context.companyId,
    postItem({
      actor: context.actor,
      command: null,
      action,
      answer,
      entry: {
        id,
        series: ENTRY_SERIES,
        fiscal_year: fiscalYear(input.date, fiscalYearStartMonth),
        date: input.date,
        description: input.description,
        source: 'reversal',
        source_id: sourceId,
        reverses_id: original.id,
        lines: lines.map(postLine),
      },
    }),
  );
  return posted as unknown as Entry;
}

/** The entry or draft. Throws `not_found`. */
export async function requireEntry(trx: Trx, companyId: string, id: string): Promise<Entry> {
  const entry = await findEntry(trx, companyId, id);
  if (entry === null) throw notFound('entry');
  return entry;
}

/**
 * The lines with their accounts' codes and names. Throws `unknown_account`, `unknown_contact`, and for dimensions
 * `unknown_dimension`, `dimension_twice`, `dimension_archived`.
 */
export async function namedLines(
  trx: Trx,
  companyId: string,
  lines: EntryLineInput[],
): Promise<Entry['lines']> {
  const names = await accountNames(
    trx,
    companyId,
    lines.map((line) => line.accountId),
  );
  const contacts = await knownContacts(
    trx,
    companyId,
    lines.flatMap((line) => line.contactId ?? []),
  );
  await checkDimensionValues(trx, companyId, lines);
  return lines.map((line, i) => {
    const name = names.get(line.accountId);
    if (name === undefined) {
      throw fieldError(
        'unknown_account',
        `/lines/${i}/accountId`,
        'There is no such account: choose one from the chart.',
      );
    }
    if (line.contactId && !contacts.has(line.contactId)) {
      throw fieldError(
        'unknown_contact',
        `/lines/${i}/contactId`,
        'There is no such contact: choose one or add it.',
      );
    }
    return {
      accountId: line.accountId,
      accountCode: name.accountCode,
      accountName: name.accountName,
      asset: line.asset,
      quantity: trimDecimal(line.quantity),
      baseAmount: trimDecimal(line.baseAmount),
      description: line.description ?? '',
      contactId: line.contactId ?? null,
      dimensionValueIds: [...(line.dimensionValueIds ?? [])].sort(),
    };
  });
}

function postLine(line: EntryLineInput): PostLine {
  return {
    account_id: line.accountId,
    asset: line.asset,
    quantity: line.quantity,
    base_amount: line.baseAmount,
    description: line.description ?? '',
    contact_id: line.contactId ?? null,
    ...(line.dimensionValueIds?.length && { dimension_value_ids: line.dimensionValueIds }),
  };
}

/** Sum of the debits in whole units of the base asset, as text. */
function debitTotal(amounts: readonly ValidLine[], baseDecimals: number): string {
  const sum = amounts.reduce((total, { baseAmount }) => (baseAmount > 0n ? total + baseAmount : total), 0n);
  return trimDecimal(formatDecimal(sum, baseDecimals));
}

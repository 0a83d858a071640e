import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import { SYSTEM, writeAudit } from '../audit-log/service.ts';
import { markVoid } from '../documents/service.ts';
import type { PostItem } from '../entries/post-item.ts';
import { markPaymentReversed } from '../payments/service.ts';
import { insertSettlement, undo } from '../settlements/service.ts';
import type { Row } from './format.ts';
import { replaySteps, type Settlement, type Step } from './replay.ts';
import {
  finishStaging,
  otherNumber,
  restoreVersions,
  reversedDocument,
  stagedBatch,
  stagedDrafts,
  stagedParts,
} from './staging.ts';
import {
  analyzeBooks,
  askForPdfs,
  insertChainHead,
  insertRows,
  moveApproval,
  postBatch,
  setColumns,
  setWriteOffLimit,
} from './store.ts';
import type { ArchivedTable } from './tables.ts';

/** An import under way: where it writes, and the few rows that it still needs. */
export interface Restored {
  trx: Trx;
  companyId: string;
  name: string;
  company: Row;
  /** Rows that were inserted with other values meanwhile, by table. */
  heldBack: Map<ArchivedTable, Row[]>;
  /** Rows that were left. */
  left: number;
}

/** Items a statement of `erp.post()`. */
const POSTED_AT_ONCE = 64;

/** How many entries, with all that belongs to them, and how many drafts are held at once. */
export const ENTRIES_AT_ONCE = 4 * POSTED_AT_ONCE;
const DRAFTS_AT_ONCE = 64;

/** Before every id. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** More than any settlement writes off, until the company's own limit is set again. */
const NO_LIMIT = '1'.padEnd(38, '0');

/** Inserts rows of a plain table. What posting would be refused by is held back for {@link finishRestore}. */
export async function restorePlain(
  restored: Restored,
  table: ArchivedTable,
  archived: readonly Row[],
): Promise<void> {
  const { trx, companyId } = restored;
  const { name, asImported, meanwhile } = table;
  const rows = archived.flatMap((row): Row[] => {
    const changed = asImported ? asImported(row) : row;
    return changed === null ? [] : [changed];
  });
  restored.left += archived.length - rows.length;
  if (meanwhile) restored.heldBack.set(table, [...(restored.heldBack.get(table) ?? []), ...rows]);
  switch (name) {
    case 'companies':
      restored.company = rows[0] ?? {};
      await insertRows(trx, companyId, name, [
        { ...restored.company, name: restored.name, write_off_limit: NO_LIMIT },
      ]);
      return insertChainHead(trx, companyId);
    case 'approvals':
      for (const row of rows) await restoreApproval(trx, companyId, row);
      return;
    default:
      return insertRows(
        trx,
        companyId,
        name,
        rows.map((row) => ({ ...row, ...meanwhile })),
      );
  }
}

/** An approval goes the way that the database lets it go: submitted, decided, void. */
async function restoreApproval(trx: Trx, companyId: string, row: Row): Promise<void> {
  const undecided = {
    status: 'submitted',
    decided_by: null,
    on_behalf_of: null,
    comment: '',
    decided_at: null,
  };
  await insertRows(trx, companyId, 'approvals', [{ ...row, ...undecided }]);
  const decided = row.decided_at !== null && row.status === 'void' ? ['approved', 'void'] : [row.status];
  for (const status of decided) {
    if (status !== 'submitted') await moveApproval(trx, companyId, row, String(status));
  }
}

/**
 * Posts again what was posted, and inserts the drafts among the documents, some at a time. Throws `archive_refused` when
 * something is refused, or gets another number than it had.
 */
export async function restorePosted({ trx, companyId }: Restored): Promise<void> {
  await finishStaging(trx);
  const legacy = await reversedDocument(trx);
  if (legacy !== null) {
    throw new DomainError(
      'archive_refused',
      `${legacy} is void by a reversal of its entry, as no document is any more.`,
    );
  }
  let items: PostItem[] = [];
  const flush = async (): Promise<void> => {
    if (items.length === 0) return;
    const refusal = await postBatch(trx, companyId, items);
    if (refusal !== null) {
      const { entry } = items[refusal.place] as PostItem;
      throw new DomainError('archive_refused', `Entry ${entry.id} of ${entry.date}: ${refusal.message}`);
    }
    items = [];
  };
  let batches = 0;
  for (let batch = await stagedBatch(trx, 0, ENTRIES_AT_ONCE); batch !== null; ) {
    for (const step of replaySteps(batch)) {
      if (step.kind === 'post') {
        items.push(step.item);
        if (items.length === POSTED_AT_ONCE) await flush();
        continue;
      }
      await flush();
      await take(trx, companyId, step);
    }
    await flush();
    batches += 1;
    batch = await stagedBatch(trx, batch.last, ENTRIES_AT_ONCE);
    // After 1, 4, 16, 64 … batches: as often as the books are several times what they were.
    if (batch !== null && Number.isInteger(Math.log2(batches) / 2)) await analyzeBooks(trx);
  }
  await refuseOtherNumbers(trx, companyId);
  await restoreDrafts(trx, companyId);
  await restoreVersions(trx, companyId);
}

async function restoreDrafts(trx: Trx, companyId: string): Promise<void> {
  let after = NO_ID;
  for (;;) {
    const drafts = await stagedDrafts(trx, after, DRAFTS_AT_ONCE);
    const ids = drafts.map(({ id }) => String(id));
    await insertRows(trx, companyId, 'documents', drafts);
    for (const part of ['document_lines', 'document_taxes']) {
      await insertRows(trx, companyId, part, await stagedParts(trx, part, ids));
    }
    after = ids.at(-1) ?? after;
    if (drafts.length < DRAFTS_AT_ONCE) return;
  }
}

async function take(trx: Trx, companyId: string, step: Exclude<Step, { kind: 'post' }>): Promise<void> {
  switch (step.kind) {
    case 'settle':
      return settle(trx, companyId, step.settlement);
    case 'undo': {
      const { id, parts, payment_id, reversed_on, reversal_entry_id } = step.settlement;
      const undone = { id, parts: parts.length };
      await undo(trx, companyId, SYSTEM, undone, String(reversed_on), reversal_entry_id);
      if (payment_id !== null) await markPaymentReversed(trx, companyId, payment_id);
      return;
    }
    case 'void':
      return markVoid(trx, companyId, step.documentId, step.noteId);
  }
}

async function settle(trx: Trx, companyId: string, settlement: Settlement): Promise<void> {
  await insertSettlement(trx, companyId, SYSTEM, settlement);
  await writeAudit(trx, {
    companyId,
    actor: SYSTEM,
    action: 'settlement.imported',
    subjectKind: 'settlement',
    subjectId: settlement.id,
    before: null,
    after: { id: settlement.id },
  });
}

/** Every number follows from the order: one that differs means that the archive lacks an entry or has one too many. */
async function refuseOtherNumbers(trx: Trx, companyId: string): Promise<void> {
  const other = await otherNumber(trx, companyId);
  if (other === null) return;
  throw new DomainError('archive_refused', `${other.had} would get another number: ${other.has ?? 'none'}.`);
}

/** Sets what would have refused the posting, and asks for the PDFs that are missing. */
export async function finishRestore({ trx, companyId, heldBack, company }: Restored): Promise<void> {
  for (const [{ name, meanwhile }, rows] of heldBack) {
    await setColumns(trx, companyId, name, Object.keys(meanwhile ?? {}), rows);
  }
  await setWriteOffLimit(trx, companyId, String(company.write_off_limit ?? '0'));
  await askForPdfs(trx, companyId);
}

import type { EntrySource } from '@crypto-erp/contract/entries';
import { newId } from '../../db/id.ts';
import type { Actor } from '../audit-log/service.ts';
import { takesBack } from '../documents/correction.ts';
import { type Nature, seriesOf } from '../documents/kinds.ts';
import type { PostItem, PostLine } from '../entries/post-item.ts';
import type { Row } from './format.ts';
import type { Batch } from './staging.ts';

type PostedRows = Batch['rows'];

/** One step of the replay: what the services did one after the other, from the rows that are left of it. */
export type Step =
  | { kind: 'post'; item: PostItem }
  | { kind: 'settle'; settlement: Settlement }
  | { kind: 'undo'; settlement: Settlement }
  | { kind: 'void'; documentId: string; noteId: string };

export interface Settlement {
  id: string;
  payment_id: string | null;
  entry_id: string | null;
  reversal_entry_id: string | null;
  reversed_on: string | null;
  created_at: string;
  parts: Row[];
  [field: string]: unknown;
}

interface Entry {
  id: string;
  sequence: unknown;
  [field: string]: unknown;
}

/**
 * The steps that make the entries of a batch again, in the order of the chain: each with its document, payment and
 * settlement, then what it undid, then the settlements without an entry that were made after it; and after each what it
 * voided. A settlement without an entry that was undone is undone at once: when it was undone no row says, and till then
 * it only took room.
 */
export function replaySteps({ rows, placed, documents }: Batch): Step[] {
  const settlements = settlementsOf(rows);
  const byId = new Map(settlements.map((one) => [one.id, one]));
  const byReversal = keyed(settlements, 'reversal_entry_id');
  const itemOf = itemsOf(rows, documents, settlements);

  /** What a settlement voids: a document together with the note that says so, which is worth the same: none posts. */
  const voids = ({ parts }: Settlement): Step[] => {
    const ids = new Set(parts.map(({ document_id }) => document_id));
    return [...ids].flatMap((id): Step[] => {
      const noteId = documents.get(String(id))?.voidedBy;
      return noteId && ids.has(noteId) ? [{ kind: 'void', documentId: String(id), noteId }] : [];
    });
  };
  const after = (entry: Entry): Settlement[] =>
    placed
      .filter(({ sequence }) => sequence === Number(entry.sequence))
      .flatMap(({ id }) => byId.get(id) ?? []);
  return table<Entry>(rows, 'entries').flatMap((entry): Step[] => {
    const undone = byReversal.get(entry.id);
    return [
      { kind: 'post', item: itemOf(entry) },
      ...(undone ? [{ kind: 'undo' as const, settlement: undone }] : []),
      ...after(entry).flatMap((settlement): Step[] => [
        { kind: 'settle', settlement },
        ...(settlement.reversed_on === null ? voids(settlement) : [{ kind: 'undo' as const, settlement }]),
      ]),
    ];
  });
}

function settlementsOf(rows: PostedRows): Settlement[] {
  const parts = grouped(rows, 'settlement_parts', 'settlement_id');
  return table<Settlement>(rows, 'settlements').map((one) => ({
    ...one,
    parts: (parts.get(one.id) ?? []).map((part) => ({ ...part, audit_id: newId() })),
  }));
}

/** What makes the item of `erp.post()` from an entry and what was posted with it. */
function itemsOf(
  rows: PostedRows,
  known: Batch['documents'],
  settlements: readonly Settlement[],
): (entry: Entry) => PostItem {
  const lines = linesOf(rows);
  const documentLines = grouped(rows, 'document_lines', 'document_id');
  const documentTaxes = grouped(rows, 'document_taxes', 'document_id');
  const documentOf = keyed(table<Row>(rows, 'documents'), 'entry_id');
  const paymentOf = keyed(table<Row>(rows, 'payments'), 'entry_id');
  const settlementOf = keyed(settlements, 'entry_id');

  return (entry) => {
    const document = documentOf.get(entry.id);
    const payment = paymentOf.get(entry.id);
    const settlement = settlementOf.get(entry.id);
    const noun = document?.kind ?? (payment ? 'payment' : settlement ? 'settlement' : 'entry');
    const corrected = known.get(String(document?.corrects_id))?.kind as Nature['kind'] | undefined;
    const nature = document as unknown as Nature;
    return {
      key: null,
      hash: null,
      status: 201,
      actor: { kind: entry.actor_kind as Actor['kind'], id: entry.actor_id as string | null, ip: null },
      may_post_in_soft: entry.may_post_in_soft === true,
      action: `${noun}.imported`,
      audit_id: newId(),
      draft_version: null,
      before: null,
      answer: { id: (document ?? payment ?? settlement ?? entry).id },
      outbox: [],
      entry: {
        id: entry.id,
        series: String(entry.series),
        fiscal_year: Number(entry.fiscal_year),
        date: String(entry.date),
        description: String(entry.description),
        source: entry.source as EntrySource,
        source_id: entry.source_id as string | null,
        reverses_id: entry.reverses_id as string | null,
        lines: (lines.get(entry.id) ?? []) as unknown as PostLine[],
      },
      ...(document && {
        document: {
          ...document,
          id: String(document.id),
          series: seriesOf(nature),
          takes_back: corrected !== undefined && takesBack(nature.kind, corrected),
          lines: documentLines.get(String(document.id)) ?? [],
          taxes: documentTaxes.get(String(document.id)) ?? [],
        },
      }),
      ...(payment && { payment: { ...payment, id: String(payment.id), reversal_entry_id: null } }),
      ...(settlement && { settlement }),
    };
  };
}

/** The lines of each entry, with the values of dimensions that they carry. */
function linesOf(rows: PostedRows): Map<string, Row[]> {
  const lines = grouped(rows, 'entry_lines', 'entry_id');
  for (const [entryId, values] of grouped(rows, 'entry_line_dimensions', 'entry_id')) {
    for (const line of lines.get(entryId) ?? []) {
      const mine = values.filter(({ position }) => position === line.position);
      if (mine.length > 0) line.dimension_value_ids = mine.map(({ value_id }) => value_id);
    }
  }
  return lines;
}

function table<T>(rows: PostedRows, name: string): T[] {
  return (rows.get(name) ?? []) as unknown as T[];
}

/** The rows by a column that points to one entry each; those that point to none are left. */
function keyed<T extends Row>(rows: readonly T[], column: string): Map<string, T> {
  return new Map(
    rows.flatMap((row) => (typeof row[column] === 'string' ? [[row[column], row] as const] : [])),
  );
}

/** The rows of a table by a column, each group in the order of its positions. */
function grouped(rows: PostedRows, name: string, column: string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of table<Row>(rows, name)) {
    const key = String(row[column]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  for (const group of groups.values()) group.sort((a, b) => Number(a.position) - Number(b.position));
  return groups;
}

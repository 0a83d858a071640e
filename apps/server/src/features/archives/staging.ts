import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import type { Row } from './format.ts';

/**
 * What was posted, staged in temporary tables of the transaction: an archive has it table after table, and posting takes
 * an entry with all that belongs to it. `parent` is what a row belongs to, and `position` its place there; of an entry its
 * place in the chain.
 */
export async function openStaging(trx: Trx): Promise<void> {
  await sql`
    CREATE TEMPORARY TABLE staged (name text NOT NULL, id uuid, parent uuid, position bigint, row jsonb NOT NULL)
    ON COMMIT DROP`.execute(trx);
}

/** The column that names the parent of a table's rows. */
const PARENTS: Readonly<Record<string, string>> = {
  document_lines: 'document_id',
  document_taxes: 'document_id',
  settlement_parts: 'settlement_id',
};

/** Stages rows of a table. */
export async function stage(trx: Trx, name: string, rows: readonly Row[]): Promise<void> {
  await sql`
    INSERT INTO pg_temp.staged (name, id, parent, position, row)
    SELECT ${name}, (r ->> 'id')::uuid, (r ->> ${PARENTS[name] ?? 'entry_id'})::uuid,
      coalesce(r ->> 'sequence', r ->> 'position')::bigint, r
    FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) AS r`.execute(trx);
}

/**
 * When all is staged: makes it quick to find, and finds out after which entry each settlement without one was made: after
 * every entry that was posted before it, and after those of its items. Equal instants, as an import leaves them, are told
 * apart by the ids, which grow with time.
 */
export async function finishStaging(trx: Trx): Promise<void> {
  await sql`CREATE INDEX ON pg_temp.staged (name, parent)`.execute(trx);
  await sql`CREATE INDEX ON pg_temp.staged (name, id)`.execute(trx);
  await sql`CREATE INDEX ON pg_temp.staged (name, position) WHERE name = 'entries'`.execute(trx);
  await sql`
    CREATE INDEX ON pg_temp.staged ((row ->> 'reversal_entry_id')) WHERE name = 'settlements'`.execute(trx);
  await sql`ANALYZE pg_temp.staged`.execute(trx);
  await sql`
    CREATE TEMPORARY TABLE placed ON COMMIT DROP AS
    WITH timeline AS (
      SELECT (row ->> 'posted_at')::timestamptz AS at, id, position AS sequence, false AS settles
      FROM pg_temp.staged WHERE name = 'entries'
      UNION ALL
      SELECT (row ->> 'created_at')::timestamptz, id, NULL, true
      FROM pg_temp.staged WHERE name = 'settlements' AND parent IS NULL
    ), reached AS (
      SELECT id, at, settles, max(sequence) OVER (ORDER BY at, id ROWS UNBOUNDED PRECEDING) AS sequence FROM timeline
    )
    SELECT r.id, r.at, greatest(r.sequence, (
      SELECT max(e.position) FROM pg_temp.staged p
      JOIN pg_temp.staged i ON i.name IN ('documents', 'payments')
        AND i.id = coalesce(p.row ->> 'document_id', p.row ->> 'payment_id')::uuid
      JOIN pg_temp.staged e ON e.name = 'entries' AND e.id = i.parent
      WHERE p.name = 'settlement_parts' AND p.parent = r.id)) AS sequence
    FROM reached r WHERE r.settles`.execute(trx);
  await sql`CREATE INDEX ON pg_temp.placed (sequence)`.execute(trx);
  await sql`ANALYZE pg_temp.placed`.execute(trx);
}

/** Some entries that follow one another in the chain, and what belongs to them. */
export interface Batch {
  /** The sequence of its last entry. */
  last: number;
  /** The rows by table. */
  rows: ReadonlyMap<string, Row[]>;
  /** Settlements without an entry, in their order, and the sequence of the entry that they were made after. */
  placed: readonly { id: string; sequence: number }[];
  /** Of documents that these refer to, wherever they are. */
  documents: ReadonlyMap<string, { kind: string; voidedBy: string | null }>;
}

/** The `most` entries after a sequence with what belongs to them, or null when there are none. */
export async function stagedBatch(trx: Trx, after: number, most: number): Promise<Batch | null> {
  const entries = await sql<{ id: string; sequence: number; row: Row }>`
    SELECT id, position AS sequence, row FROM pg_temp.staged
    WHERE name = 'entries' AND position > ${after} ORDER BY position LIMIT ${most}`.execute(trx);
  const last = entries.rows.at(-1);
  if (last === undefined) return null;
  const ids = entries.rows.map(({ id }) => id);
  const placed = await sql<{ id: string; sequence: number }>`
    SELECT id, sequence FROM pg_temp.placed WHERE sequence > ${after} AND sequence <= ${last.sequence}
    ORDER BY sequence, at, id`.execute(trx);
  const { rows } = await sql<{ name: string; row: Row }>`
    WITH own AS (
      SELECT name, id, row FROM pg_temp.staged
      WHERE name IN ('entry_lines', 'entry_line_dimensions', 'documents', 'payments', 'settlements')
        AND parent = ANY (${ids}::uuid[])
      UNION
      SELECT name, id, row FROM pg_temp.staged
      WHERE name = 'settlements' AND (row ->> 'reversal_entry_id' = ANY (${ids}::text[])
        OR id = ANY (${placed.rows.map(({ id }) => id)}::uuid[]))
    )
    SELECT name, row FROM own
    UNION ALL
    SELECT s.name, s.row FROM own JOIN pg_temp.staged s ON s.parent = own.id
      AND s.name = ANY (CASE own.name WHEN 'documents' THEN '{document_lines,document_taxes}'::text[]
        WHEN 'settlements' THEN '{settlement_parts}' END)`.execute(trx);
  const byTable = new Map<string, Row[]>([['entries', entries.rows.map(({ row }) => row)]]);
  for (const { name, row } of rows) {
    const own = byTable.get(name);
    if (own) own.push(row);
    else byTable.set(name, [row]);
  }
  return {
    last: last.sequence,
    rows: byTable,
    placed: placed.rows,
    documents: await documentsIn(trx, byTable),
  };
}

async function documentsIn(trx: Trx, rows: ReadonlyMap<string, Row[]>): Promise<Batch['documents']> {
  const ids = [
    ...(rows.get('documents') ?? []).map(({ corrects_id }) => corrects_id),
    ...(rows.get('settlement_parts') ?? []).map(({ document_id }) => document_id),
  ].filter((id) => typeof id === 'string');
  const found = await sql<{ id: string; kind: string; voidedBy: string | null }>`
    SELECT id, row ->> 'kind' AS kind, row ->> 'voided_by_id' AS "voidedBy" FROM pg_temp.staged
    WHERE name = 'documents' AND id = ANY (${ids}::uuid[])`.execute(trx);
  return new Map(found.rows.map(({ id, ...document }) => [id, document]));
}

/** The `most` drafts of documents after an id. */
export async function stagedDrafts(trx: Trx, after: string, most: number): Promise<Row[]> {
  const { rows } = await sql<{ row: Row }>`
    SELECT row FROM pg_temp.staged WHERE name = 'documents' AND row ->> 'status' = 'draft' AND id > ${after}::uuid
    ORDER BY id LIMIT ${most}`.execute(trx);
  return rows.map(({ row }) => row);
}

/** The rows of a table that belong to these parents. */
export async function stagedParts(trx: Trx, name: string, parents: readonly unknown[]): Promise<Row[]> {
  const { rows } = await sql<{ row: Row }>`
    SELECT row FROM pg_temp.staged WHERE name = ${name} AND parent = ANY (${parents}::uuid[])
    ORDER BY parent, position`.execute(trx);
  return rows.map(({ row }) => row);
}

/** The number of a document that is void by a reversal of its entry, or null. */
export async function reversedDocument(trx: Trx): Promise<string | null> {
  const { rows } = await sql<{ number: string }>`
    SELECT row ->> 'number' AS number FROM pg_temp.staged
    WHERE name = 'documents' AND row ->> 'reversal_entry_id' IS NOT NULL LIMIT 1`.execute(trx);
  return rows[0]?.number ?? null;
}

/** The first entry or document that has another number, or place in the chain, than it had; and the one it has, if any. */
export async function otherNumber(
  trx: Trx,
  companyId: string,
): Promise<{ had: string; has: string | null } | null> {
  const { rows } = await sql<{ had: string; has: string | null }>`
    SELECT concat_ws(' ', s.row ->> 'number', s.position) AS had,
      CASE s.name WHEN 'entries' THEN e.number || ' ' || e.sequence ELSE d.number END AS has
    FROM pg_temp.staged s
    LEFT JOIN erp.entries e ON s.name = 'entries' AND e.company_id = ${companyId} AND e.id = s.id
    LEFT JOIN erp.documents d ON s.name = 'documents' AND d.company_id = ${companyId} AND d.id = s.id
    WHERE (s.name = 'entries' AND (s.row ->> 'number', s.position) IS DISTINCT FROM (e.number, e.sequence))
      OR (s.name = 'documents' AND s.row ->> 'status' <> 'draft' AND s.row ->> 'number' IS DISTINCT FROM d.number)
    ORDER BY s.name DESC, s.position LIMIT 1`.execute(trx);
  return rows[0] ?? null;
}

/** Gives documents their versions, which counted every change. */
export async function restoreVersions(trx: Trx, companyId: string): Promise<void> {
  await sql`
    UPDATE erp.documents d SET version = (s.row ->> 'version')::integer
    FROM pg_temp.staged s
    WHERE s.name = 'documents' AND d.company_id = ${companyId} AND d.id = s.id
      AND d.version <> (s.row ->> 'version')::integer`.execute(trx);
}

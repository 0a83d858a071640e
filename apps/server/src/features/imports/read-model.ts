import type { Import, ImportError, ImportQuery, ImportRecord } from '@crypto-erp/contract/imports';
import { sql } from 'kysely';
import { decodeCursor, INTEGER, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

/** As long as the rows that are left take at the speed since the start. */
const REMAINING = sql`
  CASE WHEN i.state IN ('checking', 'running') AND i.rows_done > i.started_rows THEN
    ceil(extract(epoch FROM now() - i.started_at) * greatest(i.rows - i.rows_done, 0) / (i.rows_done - i.started_rows))::int
  END`;

const COLUMNS = sql`
  i.id, i.kind, i.name, i.state, i.bytes, i.rows, i.rows_done AS "rowsDone", i.records,
  i.records_done AS "recordsDone", i.sums, i.error_count AS "errorCount", i.problem, i.created_at AS "createdAt",
  i.started_at AS "startedAt", i.finished_at AS "finishedAt", ${REMAINING} AS "remainingSeconds"`;

/** One page of imports, the newest first. A file that is still on its way is none yet. */
export async function listImports(
  trx: Trx,
  companyId: string,
  query: ImportQuery,
): Promise<{ items: Import[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [UUID]);
  const { rows } = await sql<Import>`
    SELECT ${COLUMNS} FROM erp.imports i
    WHERE i.company_id = ${companyId} AND i.state <> 'receiving'
      ${after ? sql`AND i.id < ${after[0]}::uuid` : sql``}
    ORDER BY i.id DESC LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (row) => [row.id]);
}

/** The import, or null. */
export async function findImport(trx: Trx, companyId: string, id: string): Promise<Import | null> {
  const { rows } = await sql<Import>`
    SELECT ${COLUMNS} FROM erp.imports i
    WHERE i.company_id = ${companyId} AND i.id = ${id} AND i.state <> 'receiving'`.execute(trx);
  return rows[0] ?? null;
}

/** The errors that are kept, in the order of the file. */
export async function listErrors(trx: Trx, companyId: string, id: string): Promise<ImportError[]> {
  const { rows } = await sql<ImportError>`
    SELECT line, column_name AS column, code, message FROM erp.import_errors
    WHERE company_id = ${companyId} AND import_id = ${id} ORDER BY position`.execute(trx);
  return rows;
}

/** One page of what an import made, in the order of the file. */
export async function listRecords(
  trx: Trx,
  companyId: string,
  id: string,
  query: ImportQuery,
): Promise<{ items: ImportRecord[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [INTEGER]);
  const { rows } = await sql<ImportRecord>`
    SELECT line, reference, subject_kind AS "subjectKind", subject_id AS "subjectId" FROM erp.import_records
    WHERE company_id = ${companyId} AND import_id = ${id} AND line > ${after?.[0] ?? 0}::bigint
    ORDER BY line LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (row) => [row.line]);
}

/** Whether a file with these bytes was imported as this kind, in whole or in part. */
export async function wasImported(
  trx: Trx,
  companyId: string,
  kind: string,
  sha256: string,
): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM erp.imports i
    WHERE i.company_id = ${companyId} AND i.kind = ${kind} AND i.sha256 = ${sha256}
      AND i.state IN ('running', 'failed', 'done') LIMIT 1`.execute(trx);
  return rows.length > 0;
}

/** One piece of the file, or null behind its end. */
export async function findChunk(
  trx: Trx,
  companyId: string,
  importId: string,
  position: number,
): Promise<Buffer | null> {
  const { rows } = await sql<{ content: Buffer }>`
    SELECT content FROM erp.import_chunks
    WHERE company_id = ${companyId} AND import_id = ${importId} AND position = ${position}`.execute(trx);
  return rows[0]?.content ?? null;
}

/** The ids of the contacts that each of `names` means, at most two: by external id, else by name unless archived. */
export async function contactIdsOf(
  trx: Trx,
  companyId: string,
  names: readonly string[],
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ name: string; ids: string[] }>`
    SELECT n.name, coalesce(
      (SELECT ARRAY[x.contact_id::text] FROM erp.contact_external_ids x
        WHERE x.company_id = ${companyId} AND x.external_id = n.name),
      ARRAY(SELECT c.id::text FROM erp.contacts c
        WHERE c.company_id = ${companyId} AND c.name = n.name AND NOT c.archived LIMIT 2)) AS ids
    FROM unnest(${[...names]}::text[]) AS n (name)`.execute(trx);
  return new Map(rows.map(({ name, ids }) => [name, ids]));
}

/** Those of `ids` that a contact is known by already. */
export async function knownExternalIds(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    SELECT external_id AS id FROM erp.contact_external_ids
    WHERE company_id = ${companyId} AND external_id = ANY (${[...ids]}::text[])`.execute(trx);
  return new Set(rows.map((row) => row.id));
}

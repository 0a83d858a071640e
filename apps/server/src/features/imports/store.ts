import type { ImportError, ImportKind } from '@crypto-erp/contract/imports';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** The most errors that are kept. */
export const KEPT_ERRORS = 1_000;

/** For how long a job that was asked for, and one that just did a batch, is trusted to be at it. */
const TRUST = { asked: sql`interval '5 minutes'`, working: sql`interval '15 seconds'` };

export async function insertImport(
  trx: Trx,
  companyId: string,
  id: string,
  { kind, name, actor }: { kind: ImportKind; name: string; actor: object },
): Promise<void> {
  await sql`
    INSERT INTO erp.imports (company_id, id, kind, name, actor)
    VALUES (${companyId}, ${id}, ${kind}, ${name}, ${JSON.stringify(actor)}::jsonb)`.execute(trx);
}

export async function insertChunk(
  trx: Trx,
  companyId: string,
  importId: string,
  position: number,
  content: Buffer,
): Promise<void> {
  await sql`
    INSERT INTO erp.import_chunks (company_id, import_id, position, content)
    VALUES (${companyId}, ${importId}, ${position}, ${content})`.execute(trx);
}

/** The file has arrived: the dry run may begin. */
export async function markReceived(
  trx: Trx,
  companyId: string,
  id: string,
  { bytes, sha256, rows }: { bytes: number; sha256: string; rows: number },
): Promise<void> {
  await sql`
    UPDATE erp.imports SET state = 'checking', bytes = ${bytes}, sha256 = ${sha256}, rows = ${rows},
      job_until = now() + ${TRUST.asked}
    WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

/** Takes away a file that was sent in vain; nothing when it became an import. */
export async function deleteUnreceived(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`
    DELETE FROM erp.imports WHERE company_id = ${companyId} AND id = ${id} AND state = 'receiving'`.execute(
    trx,
  );
}

/** Whether the import was checked without error, or failed, and now runs. What is done stays done. */
export async function markRunning(trx: Trx, companyId: string, id: string, actor: object): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.imports SET state = 'running', problem = NULL, finished_at = NULL,
      actor = ${JSON.stringify(actor)}::jsonb, job_until = now() + ${TRUST.asked}, started_at = NULL,
      rows_done = CASE state WHEN 'failed' THEN rows_done ELSE 0 END,
      records_done = CASE state WHEN 'failed' THEN records_done ELSE 0 END
    WHERE company_id = ${companyId} AND id = ${id} AND (state = 'failed' OR (state = 'checked' AND error_count = 0))
    RETURNING id`.execute(trx);
  return rows.length > 0;
}

/** Whether the import had not ended and now is cancelled. Waits for the batch under way. */
export async function markCancelled(trx: Trx, companyId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.imports SET state = 'cancelled', problem = NULL, job_until = NULL, finished_at = now()
    WHERE company_id = ${companyId} AND id = ${id} AND state IN ('checking', 'checked', 'running', 'failed')
    RETURNING id`.execute(trx);
  return rows.length > 0;
}

/** The file is needed no more. */
export async function deleteChunks(trx: Trx, companyId: string, importId: string): Promise<void> {
  await sql`
    DELETE FROM erp.import_chunks WHERE company_id = ${companyId} AND import_id = ${importId}`.execute(trx);
}

/** The imports whose job was lost, now trusted to the next one. */
export async function takeLost(
  trx: Trx,
  companyId: string,
): Promise<{ id: string; state: 'checking' | 'running' }[]> {
  const { rows } = await sql<{ id: string; state: 'checking' | 'running' }>`
    UPDATE erp.imports SET job_until = now() + ${TRUST.asked}
    WHERE company_id = ${companyId} AND job_until <= now() RETURNING id, state`.execute(trx);
  return rows;
}

/** What a job has to know to begin. */
export interface Begun {
  kind: ImportKind;
  /** Who sent the file, or had it run. */
  actor: { kind: 'user' | 'api-key' | 'system'; id: string | null; ip: string | null };
  lastLine: number;
}

/** A job takes the dry run over, from its start; null when the import is not in it. */
export async function beginCheck(trx: Trx, companyId: string, id: string): Promise<Begun | null> {
  const { rows } = await sql<Begun>`
    UPDATE erp.imports SET started_at = coalesce(started_at, now()), rows_done = 0, last_line = 0,
      job_until = now() + ${TRUST.working}
    WHERE company_id = ${companyId} AND id = ${id} AND state = 'checking'
    RETURNING kind, actor, last_line AS "lastLine"`.execute(trx);
  return rows[0] ?? null;
}

/** A job takes the run over where it is; null when the import is not in it. */
export async function beginRun(trx: Trx, companyId: string, id: string): Promise<Begun | null> {
  const { rows } = await sql<Begun>`
    UPDATE erp.imports SET started_rows = CASE WHEN started_at IS NULL THEN rows_done ELSE started_rows END,
      started_at = coalesce(started_at, now()), job_until = now() + ${TRUST.working}
    WHERE company_id = ${companyId} AND id = ${id} AND state = 'running'
    RETURNING kind, actor, last_line AS "lastLine"`.execute(trx);
  return rows[0] ?? null;
}

/** How far a job is. */
export interface Progress {
  lastLine: number;
  rows: number;
  records: number;
}

/**
 * Locks an import for the next batch of the job that did all up to `lastLine`; false when the import went another way or
 * another job is further: this one ends then.
 */
export async function lockForBatch(
  trx: Trx,
  companyId: string,
  id: string,
  state: 'checking' | 'running',
  lastLine: number,
): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM erp.imports
    WHERE company_id = ${companyId} AND id = ${id} AND state = ${state} AND last_line = ${lastLine}
    FOR NO KEY UPDATE`.execute(trx);
  return rows.length > 0;
}

/** Notes a batch that was done since `lockForBatch`. */
export async function advance(trx: Trx, companyId: string, id: string, batch: Progress): Promise<void> {
  await sql`
    UPDATE erp.imports SET last_line = ${batch.lastLine}, rows_done = rows_done + ${batch.rows},
      records_done = CASE state WHEN 'running' THEN records_done + ${batch.records} ELSE 0 END,
      job_until = now() + ${TRUST.working}
    WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

export async function insertRecords(
  trx: Trx,
  companyId: string,
  importId: string,
  records: readonly { line: number; reference: string; subjectKind: string; subjectId: string | undefined }[],
): Promise<void> {
  await sql`
    INSERT INTO erp.import_records (company_id, import_id, line, reference, subject_kind, subject_id)
    SELECT ${companyId}, ${importId}, r.line, r.reference, r."subjectKind", r."subjectId"
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
      AS r (line integer, reference text, "subjectKind" text, "subjectId" uuid)`.execute(trx);
}

/** The end of the dry run. */
export async function markChecked(
  trx: Trx,
  companyId: string,
  id: string,
  found: { rows: number; records: number; sums: object[]; errorCount: number; errors: ImportError[] },
): Promise<void> {
  await sql`
    UPDATE erp.imports SET state = 'checked', rows = ${found.rows}, rows_done = ${found.rows},
      records = ${found.records}, sums = ${JSON.stringify(found.sums)}::jsonb, error_count = ${found.errorCount},
      last_line = 0, job_until = NULL, finished_at = now()
    WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
  await sql`
    INSERT INTO erp.import_errors (company_id, import_id, position, line, column_name, code, message)
    SELECT ${companyId}, ${id}, n.position - 1, e.line, e."column", e.code, e.message
    FROM jsonb_array_elements(${JSON.stringify(found.errors)}::jsonb) WITH ORDINALITY AS n (error, position)
    CROSS JOIN LATERAL jsonb_to_record(n.error) AS e (line integer, "column" text, code text, message text)`.execute(
    trx,
  );
}

/** The end of a run. */
export async function markDone(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`
    UPDATE erp.imports SET state = 'done', job_until = NULL, finished_at = now()
    WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

/** A run stops, to be run on once its problem is mended. */
export async function markFailed(
  trx: Trx,
  companyId: string,
  id: string,
  problem: ImportError,
): Promise<void> {
  await sql`
    UPDATE erp.imports SET state = 'failed', problem = ${JSON.stringify(problem)}::jsonb, job_until = NULL,
      finished_at = now()
    WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

/** A job gives back what it cannot finish: another takes it at once. */
export async function release(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`
    UPDATE erp.imports SET job_until = now()
    WHERE company_id = ${companyId} AND id = ${id} AND job_until IS NOT NULL`.execute(trx);
}

/** Keeps how another system knows contacts. */
export async function insertExternalIds(
  trx: Trx,
  companyId: string,
  pairs: readonly { externalId: string | null; contactId: string | undefined }[],
): Promise<void> {
  await sql`
    INSERT INTO erp.contact_external_ids (company_id, external_id, contact_id)
    SELECT ${companyId}, p."externalId", p."contactId"
    FROM jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) AS p ("externalId" text, "contactId" uuid)`.execute(
    trx,
  );
}

/**
 * Takes away files that never arrived whole, after a day, and cancels imports of these companies that nobody ran within a
 * month after their check or failure.
 */
export async function cleanUpImports(trx: Trx, companyIds: readonly string[]): Promise<void> {
  const ids = [...companyIds];
  await sql`
    DELETE FROM erp.imports
    WHERE company_id = ANY (${ids}::uuid[]) AND state = 'receiving' AND created_at < now() - interval '1 day'`.execute(
    trx,
  );
  await sql`
    UPDATE erp.imports SET state = 'cancelled', problem = NULL, finished_at = now()
    WHERE company_id = ANY (${ids}::uuid[]) AND state IN ('checked', 'failed')
      AND finished_at < now() - interval '30 days'`.execute(trx);
  await sql`
    DELETE FROM erp.import_chunks c USING erp.imports i
    WHERE c.company_id = ANY (${ids}::uuid[]) AND i.company_id = c.company_id AND i.id = c.import_id
      AND i.state IN ('done', 'cancelled')`.execute(trx);
}

import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import type { Manifest, Row } from './format.ts';

/** Writes the company into the directory, and the start of its hash chain once its settings are there. */
export async function insertDirectory(trx: Trx, companyId: string, name: string): Promise<void> {
  await sql`INSERT INTO control.companies (id, name) VALUES (${companyId}, ${name})`.execute(trx);
}

export async function insertChainHead(trx: Trx, companyId: string): Promise<void> {
  await sql`INSERT INTO erp.chain_heads (company_id) VALUES (${companyId})`.execute(trx);
}

/** Adds the assets that are not there. Answers the codes of those that are there and are something else. */
export async function addAssets(trx: Trx, assets: Manifest['assets']): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    WITH wanted AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(assets)}::jsonb)
        AS a (code text, name text, kind text, decimals smallint)
    ), added AS (
      INSERT INTO erp.assets (code, name, kind, decimals) SELECT code, name, kind, decimals FROM wanted
      ON CONFLICT DO NOTHING
    )
    SELECT w.code FROM wanted w JOIN erp.assets a ON a.code = w.code
    WHERE (a.kind, a.decimals) <> (w.kind, w.decimals) ORDER BY w.code`.execute(trx);
  return rows.map(({ code }) => code);
}

/** Inserts rows as they are, in one statement. What a column is that the rows do not name, its default says. */
export async function insertRows(
  trx: Trx,
  companyId: string,
  table: string,
  rows: readonly Row[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const values = sql.join(columns.map((column) => sql`r.${sql.ref(column)}`));
  await sql`
    INSERT INTO ${sql.table(`erp.${table}`)} (company_id, ${names})
    SELECT ${companyId}, ${values}
    FROM jsonb_populate_recordset(NULL::${sql.table(`erp.${table}`)}, ${JSON.stringify(rows)}::jsonb) AS r`.execute(
    trx,
  );
}

/** Takes an approval, which is submitted, on to its status. */
export async function moveApproval(trx: Trx, companyId: string, row: Row, status: string): Promise<void> {
  await sql`
    UPDATE erp.approvals a SET status = ${status}, decided_by = r.decided_by, on_behalf_of = r.on_behalf_of,
      comment = r.comment, decided_at = r.decided_at
    FROM jsonb_populate_record(NULL::erp.approvals, ${JSON.stringify(row)}::jsonb) AS r
    WHERE a.company_id = ${companyId} AND a.id = r.id`.execute(trx);
}

/** Posts a batch. Answers the first refusal, with the number of its item in the batch from 0, or null. */
export async function postBatch(
  trx: Trx,
  companyId: string,
  items: readonly object[],
): Promise<{ place: number; message: string } | null> {
  const { rows } = await sql<{ place: number; message: string }>`
    SELECT place - 1 AS place, refusal ->> 'message' AS message
    FROM erp.post(${companyId}, ${JSON.stringify(items)}::jsonb) WHERE refusal IS NOT NULL
    ORDER BY place LIMIT 1`.execute(trx);
  const [first] = rows;
  return first ? { place: Number(first.place), message: first.message } : null;
}

/** Tells the planner how large the books are by now, what this transaction posted among them. */
export async function analyzeBooks(trx: Trx): Promise<void> {
  await sql`SELECT erp.analyze_books()`.execute(trx);
}

/** Gives columns of rows, which their ids name, the values that the rows have. */
export async function setColumns(
  trx: Trx,
  companyId: string,
  table: string,
  columns: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  const values = columns.map((column) => sql`${sql.ref(column)} = r.${sql.ref(column)}`);
  await sql`
    UPDATE ${sql.table(`erp.${table}`)} t SET ${sql.join(values)}
    FROM jsonb_populate_recordset(NULL::${sql.table(`erp.${table}`)}, ${JSON.stringify(rows)}::jsonb) AS r
    WHERE t.company_id = ${companyId} AND t.id = r.id`.execute(trx);
}

export async function setWriteOffLimit(trx: Trx, companyId: string, limit: string): Promise<void> {
  await sql`UPDATE erp.companies SET write_off_limit = ${limit}::numeric WHERE company_id = ${companyId}`.execute(
    trx,
  );
}

/** Asks for the PDF of each document that the company sends and the archive had none of. */
export async function askForPdfs(trx: Trx, companyId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    SELECT d.id FROM erp.documents d
    WHERE d.company_id = ${companyId} AND d.side = 'sales' AND d.status <> 'draft' AND NOT EXISTS (
      SELECT FROM erp.document_pdfs p WHERE p.company_id = ${companyId} AND p.document_id = d.id)`.execute(
    trx,
  );
  const jobs = rows.map(({ id }) => ({ id: newId(), payload: { companyId, documentId: id } }));
  await sql`
    INSERT INTO erp.outbox (company_id, id, job, payload)
    SELECT ${companyId}, j.id, 'render-document', j.payload
    FROM jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb) AS j (id uuid, payload jsonb)`.execute(trx);
}

import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { rowsInParts } from '../../db/server-cursor.ts';
import type { Manifest } from './format.ts';
import { type ArchivedTable, ROWS_AT_ONCE } from './tables.ts';

/** How many rows each table has for the company. */
export async function countRows(
  trx: Trx,
  companyId: string,
  tables: readonly ArchivedTable[],
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ count: number }>`
      SELECT count(*) FROM ${sql.table(`erp.${name}`)} WHERE company_id = ${companyId}`.execute(trx);
    const count = rows[0]?.count ?? 0;
    if (count > 0) counts[name] = count;
  }
  return counts;
}

/** The assets that the company's rows name. */
export async function usedAssets(trx: Trx, companyId: string): Promise<Manifest['assets']> {
  const { rows } = await sql<Manifest['assets'][number]>`
    SELECT code, name, kind, decimals::int FROM erp.assets WHERE code IN (
      SELECT base_asset FROM erp.companies WHERE company_id = ${companyId}
      UNION SELECT default_asset FROM erp.contacts WHERE company_id = ${companyId}
      UNION SELECT asset FROM erp.documents WHERE company_id = ${companyId}
      UNION SELECT asset FROM erp.payments WHERE company_id = ${companyId}
      UNION SELECT asset FROM erp.entry_lines WHERE company_id = ${companyId}
      UNION SELECT line ->> 'asset' FROM erp.entry_drafts CROSS JOIN jsonb_array_elements(lines) AS line
        WHERE company_id = ${companyId})
    ORDER BY code`.execute(trx);
  return rows.map((row) => ({ ...row, decimals: Number(row.decimals) }));
}

/**
 * The company's rows of a table as lines of an archive, read by a cursor of the server, so that few are held. Numbers that JSON's readers round, and bytes, become texts.
 */
export async function* tableLines(
  trx: Trx,
  companyId: string,
  { name, orderBy, atOnce = ROWS_AT_ONCE }: ArchivedTable,
): AsyncGenerator<string> {
  const texts = await columnsAsText(trx, name);
  const pairs = texts.map((column) => sql`${sql.lit(column)}, t.${sql.ref(column)}::text`);
  const order = sql.join(orderBy.map((column) => sql`t.${sql.ref(column)}`));
  const query = sql<{ line: string }>`
    SELECT jsonb_build_object('table', ${sql.lit(name)}::text,
      'row', to_jsonb(t) - 'company_id' || jsonb_build_object(${sql.join(pairs)}))::text AS line
    FROM ${sql.table(`erp.${name}`)} t WHERE t.company_id = ${sql.lit(companyId)} ORDER BY ${order}`;
  for await (const rows of rowsInParts(trx, query, Math.min(atOnce, ROWS_AT_ONCE)))
    for (const { line } of rows) yield line;
}

async function columnsAsText(trx: Trx, table: string): Promise<string[]> {
  const { rows } = await sql<{ column: string }>`
    SELECT a.attname AS column FROM pg_attribute a
    WHERE a.attrelid = ${`erp.${table}`}::regclass AND a.attnum > 0 AND NOT a.attisdropped
      AND a.atttypid IN ('numeric'::regtype, 'bigint'::regtype, 'bytea'::regtype)
    ORDER BY a.attnum`.execute(trx);
  return rows.map(({ column }) => column);
}

/** The id of the user with an e-mail address, or null. */
export async function findUser(trx: Trx, email: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM control.users WHERE email = ${email.toLowerCase()}`.execute(trx);
  return rows[0]?.id ?? null;
}

import type { Entry, EntryLine, EntryQuery, EntrySummary } from '@crypto-erp/contract/entries';
import { type RawBuilder, sql } from 'kysely';
import { DATE, decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';
import { tagged } from '../../db/tagged.ts';

const REVERSED = sql`EXISTS (
  SELECT FROM erp.entries r WHERE r.company_id = e.company_id AND r.reverses_id = e.id)`;

const POSTED_SUMMARY = sql`
  e.id, e.number, CASE WHEN ${REVERSED} THEN 'reversed' ELSE 'posted' END AS status, e.source, e.date, e.description,
  (SELECT trim_scale(coalesce(sum(l.base_amount), 0))::text FROM erp.entry_lines l
   WHERE l.company_id = e.company_id AND l.entry_id = e.id AND l.base_amount > 0) AS total,
  e.posted_at AS "postedAt"`;

const DRAFT_SUMMARY = sql`
  e.id, NULL::text AS number, 'draft' AS status, 'manual' AS source, e.date, e.description,
  (SELECT trim_scale(coalesce(sum((l ->> 'baseAmount')::numeric), 0))::text FROM jsonb_array_elements(e.lines) l
   WHERE (l ->> 'baseAmount')::numeric > 0) AS total,
  NULL::timestamptz AS "postedAt"`;

/** One page of entries, newest date first, drafts among them. */
export async function listEntries(
  trx: Trx,
  companyId: string,
  query: EntryQuery,
): Promise<{ items: EntrySummary[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [DATE, UUID]);
  const shared = [
    sql`e.company_id = ${companyId}`,
    ...(query.from ? [sql`e.date >= ${query.from}`] : []),
    ...(query.to ? [sql`e.date <= ${query.to}`] : []),
    ...tagged(companyId, 'entry', query.tagId, sql`e.id`),
    ...(after ? [sql`(e.date, e.id) < (${after[0]}::date, ${after[1]}::uuid)`] : []),
  ];
  const parts: RawBuilder<unknown>[] = [];
  if (query.status !== 'draft') parts.push(postedPart(shared, query, limit + 1));
  if (wantsDrafts(query)) {
    parts.push(sql`(SELECT ${DRAFT_SUMMARY} FROM erp.entry_drafts e WHERE ${all(shared)}
      ORDER BY e.date DESC, e.id DESC LIMIT ${limit + 1})`);
  }
  if (parts.length === 0) return { items: [], nextCursor: null };
  const { rows } = await sql<EntrySummary>`
    SELECT * FROM (${sql.join(parts, sql` UNION ALL `)}) AS e ORDER BY date DESC, id DESC LIMIT ${limit + 1}`.execute(
    trx,
  );
  return pageOf(rows, limit, (row) => [row.date, row.id]);
}

function postedPart(shared: RawBuilder<unknown>[], query: EntryQuery, most: number): RawBuilder<unknown> {
  const where = [
    ...shared,
    ...(query.status === 'reversed' ? [REVERSED] : []),
    ...(query.status === 'posted' ? [sql`NOT ${REVERSED}`] : []),
    ...(query.source ? [sql`e.source = ${query.source}`] : []),
    ...(query.number ? [sql`e.number = ${query.number}`] : []),
    ...(query.accountId
      ? [
          sql`EXISTS (SELECT FROM erp.entry_lines l
            WHERE l.company_id = e.company_id AND l.entry_id = e.id AND l.account_id = ${query.accountId})`,
        ]
      : []),
  ];
  return sql`(SELECT ${POSTED_SUMMARY} FROM erp.entries e WHERE ${all(where)} ORDER BY e.date DESC, e.id DESC LIMIT ${most})`;
}

/** A draft has no number, and it is manual; its accounts are not indexed, so a filter on one leaves drafts out. */
function wantsDrafts(query: EntryQuery): boolean {
  return (
    (query.status === undefined || query.status === 'draft') &&
    (query.source === undefined || query.source === 'manual') &&
    query.number === undefined &&
    query.accountId === undefined
  );
}

function all(conditions: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join(conditions, sql` AND `);
}

/**
 * One entry or draft with its lines, or null. The draft is looked for first: when it is gone because it was posted, the
 * second look sees the entry. The other way round, one posted between both looks would seem to be nowhere.
 */
export async function findEntry(trx: Trx, companyId: string, id: string): Promise<Entry | null> {
  return (await findDraft(trx, companyId, id)) ?? (await findPosted(trx, companyId, id));
}

async function findPosted(trx: Trx, companyId: string, id: string): Promise<Entry | null> {
  const { rows } = await sql<Entry>`
    SELECT ${POSTED_SUMMARY}, 1 AS version, e.source_id AS "sourceId", e.reverses_id AS "reversesId",
      (SELECT r.id FROM erp.entries r WHERE r.company_id = e.company_id AND r.reverses_id = e.id) AS "reversedById",
      (SELECT jsonb_agg(jsonb_build_object('accountId', l.account_id, 'accountCode', a.code, 'accountName', a.name,
          'asset', l.asset, 'quantity', trim_scale(l.quantity)::text, 'baseAmount', trim_scale(l.base_amount)::text,
          'description', l.description, 'contactId', l.contact_id, 'dimensionValueIds', coalesce((
            SELECT jsonb_agg(v.value_id ORDER BY v.value_id) FROM erp.entry_line_dimensions v
            WHERE v.company_id = l.company_id AND v.entry_id = l.entry_id AND v.position = l.position), '[]'))
          ORDER BY l.position)
        FROM erp.entry_lines l JOIN erp.accounts a ON a.company_id = l.company_id AND a.id = l.account_id
        WHERE l.company_id = e.company_id AND l.entry_id = e.id) AS lines
    FROM erp.entries e WHERE e.company_id = ${companyId} AND e.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}

async function findDraft(trx: Trx, companyId: string, id: string): Promise<Entry | null> {
  const { rows } = await sql<Entry>`
    SELECT ${DRAFT_SUMMARY}, e.version, NULL AS "sourceId", NULL AS "reversesId", NULL AS "reversedById",
      coalesce((SELECT jsonb_agg(jsonb_build_object('accountId', a.id, 'accountCode', a.code, 'accountName', a.name,
          'asset', l.line ->> 'asset', 'quantity', l.line ->> 'quantity', 'baseAmount', l.line ->> 'baseAmount',
          'description', coalesce(l.line ->> 'description', ''), 'contactId', l.line ->> 'contactId',
          'dimensionValueIds', coalesce((SELECT jsonb_agg(v ORDER BY v) FROM jsonb_array_elements_text(l.line -> 'dimensionValueIds') v), '[]'))
          ORDER BY l.n)
        FROM jsonb_array_elements(e.lines) WITH ORDINALITY AS l (line, n)
        JOIN erp.accounts a ON a.company_id = e.company_id AND a.id = (l.line ->> 'accountId')::uuid), '[]') AS lines
    FROM erp.entry_drafts e WHERE e.company_id = ${companyId} AND e.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}

/** Why each of the items would be refused if it were posted now; null for one that would be posted. Writes nothing. */
export async function refusalsOf(
  trx: Trx,
  companyId: string,
  items: readonly object[],
): Promise<({ code: string; path: string; message: string } | null)[]> {
  if (items.length === 0) return [];
  const { rows } = await sql<{ refusal: { code: string; path: string; message: string } | null }>`
    SELECT refusal FROM erp.refusals_of(${companyId}, ${JSON.stringify(items)}::jsonb) ORDER BY place`.execute(
    trx,
  );
  return rows.map((row) => row.refusal);
}

/** Those of `ids` that are contacts of the company. */
export async function knownContacts(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM erp.contacts WHERE company_id = ${companyId} AND id = ANY (${[...ids]}::uuid[])`.execute(
    trx,
  );
  return new Set(rows.map((row) => row.id));
}

/** Codes and names of those of `ids` that are accounts of the company. */
export async function accountNames(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
): Promise<Map<string, Pick<EntryLine, 'accountCode' | 'accountName'>>> {
  const { rows } = await sql<{ id: string; accountCode: string; accountName: string }>`
    SELECT id, code AS "accountCode", name AS "accountName" FROM erp.accounts
    WHERE company_id = ${companyId} AND id = ANY (${[...ids]}::uuid[])`.execute(trx);
  return new Map(rows.map((row) => [row.id, row]));
}

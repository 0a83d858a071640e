import type { GeneralLedger } from '@crypto-erp/contract/reports';
import { type RawBuilder, sql } from 'kysely';
import { decodeCursor, INTEGER, pageOf } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';
import { notFound } from '../../errors.ts';
import { carries, sumsBefore, sumsWithoutYearEnds } from './balances.ts';
import type { Range } from './range.ts';
import { tagged } from './tagged.ts';

export interface LedgerQuery extends Range {
  /** An account, or a heading for all that stands below it. */
  accountId?: string;
  /** Types of account, joined by commas. */
  types?: string;
  asset?: string;
  dimensionValueId?: string;
  tagId?: string;
  /** `without` leaves out the entries that close years. */
  yearEnds?: 'with' | 'without';
  limit: number;
  cursor?: string;
}

type Item = GeneralLedger['items'][number];
type Row = Item & { baseAsset: string; sequence: number; position: number };

const CODE = /^[A-Za-z0-9._-]{1,20}$/;

/**
 * The lines of the accounts asked for, by code, each account's by date, place in the chain and place in the entry.
 * `balance` is the account's base balance after the line, in `asset` alone and over the lines that carry the dimension's
 * value and are of the tag when these are given, with everything before the range in it. Throws `not_found` for a company without books, `invalid_input` for a cursor that no page gave.
 */
export async function generalLedger(trx: Trx, companyId: string, query: LedgerQuery): Promise<GeneralLedger> {
  const { from, to, limit } = query;
  const { rows } = await sql<Row>`
    WITH account AS (${accounts(companyId, query)}),
    line AS (
      SELECT a.id, a.code, a.name, a.start, a.after_sequence, a.after_position, l.*
      FROM account a CROSS JOIN LATERAL ${lines(companyId, query)} AS l
      ORDER BY a.code COLLATE "C", l.date, l.sequence, l.position LIMIT ${limit + 1}
    ),
    opened AS MATERIALIZED (${openings(companyId, query)})
    SELECT c.base_asset AS "baseAsset", l.entry_id AS "entryId", l.number, l.date, l.description,
      l.id AS "accountId", l.code, l.name, l.asset, trim_scale(l.quantity)::text AS quantity,
      round(l.base_amount, b.decimals)::text AS "baseAmount",
      round(o.opening + sum(l.base_amount) OVER (PARTITION BY l.id ORDER BY l.date, l.sequence, l.position),
        b.decimals)::text AS balance,
      l.sequence, l.position
    FROM erp.companies c
    JOIN erp.assets b ON b.code = c.base_asset
    LEFT JOIN (line l JOIN opened o ON o.id = l.id) ON true
    WHERE c.company_id = ${companyId}
    ORDER BY l.code COLLATE "C", l.date, l.sequence, l.position`.execute(trx);

  const [first] = rows;
  if (first === undefined) throw notFound('company');
  const found = rows.filter((row) => row.entryId !== null);
  const page = pageOf(found, limit, (row) => [row.code, row.sequence, row.position]);
  return {
    from,
    to,
    baseAsset: first.baseAsset,
    items: page.items.map(({ baseAsset: _, sequence: __, position: ___, ...item }) => item),
    nextCursor: page.nextCursor,
  };
}

/** The accounts from the cursor's on, each with the day to start at and, for the cursor's own, the line to pass. */
function accounts(companyId: string, { from, accountId, types, cursor }: LedgerQuery): RawBuilder<unknown> {
  const chosen = sql`
    ${accountId === undefined ? sql`` : sql`AND a.id IN (${subtree(companyId, accountId)})`}
    ${types === undefined ? sql`` : sql`AND a.type = ANY (${types.split(',')}::text[])`}`;
  const after = decodeCursor(cursor, [CODE, INTEGER, INTEGER]);
  if (after === null) {
    return sql`
      SELECT a.id, a.code, a.name, ${from}::date AS start, NULL::bigint AS after_sequence, NULL::bigint AS after_position
      FROM erp.accounts a WHERE a.company_id = ${companyId} ${chosen}`;
  }
  const [code, sequence, position] = after;
  return sql`
    SELECT a.id, a.code, a.name,
      CASE WHEN a.code = ${code} THEN greatest(e.date, ${from}::date) ELSE ${from}::date END AS start,
      CASE WHEN a.code = ${code} THEN e.sequence END AS after_sequence, ${position}::bigint AS after_position
    FROM erp.accounts a
    JOIN erp.entries e ON e.company_id = a.company_id AND e.sequence = ${sequence}::bigint
    WHERE a.company_id = ${companyId} AND a.code COLLATE "C" >= ${code} ${chosen}`;
}

/** The account and everything below it. UNION, so that it ends whatever the tree is. */
function subtree(companyId: string, accountId: string): RawBuilder<unknown> {
  return sql`
    WITH RECURSIVE below (id) AS (
      SELECT ${accountId}::uuid
      UNION
      SELECT child.id FROM erp.accounts child JOIN below ON child.parent_id = below.id
      WHERE child.company_id = ${companyId}
    )
    SELECT id FROM below`;
}

function lines(
  companyId: string,
  { to, asset, dimensionValueId, tagId, yearEnds, limit }: LedgerQuery,
): RawBuilder<unknown> {
  return sql`(
    SELECT l.entry_id, e.number, e.sequence, l.position, l.date, l.asset, l.quantity, l.base_amount,
      coalesce(nullif(l.description, ''), e.description) AS description
    FROM erp.entry_lines l
    JOIN erp.entries e ON e.company_id = l.company_id AND e.id = l.entry_id
    WHERE l.company_id = ${companyId} AND l.account_id = a.id AND l.date BETWEEN a.start AND ${to}::date
      ${asset === undefined ? sql`` : sql`AND l.asset = ${asset}`} AND ${carries(dimensionValueId)}
      AND ${tagged(companyId, tagId)} ${notYearEnds(companyId, yearEnds)}
      AND (a.after_sequence IS NULL OR l.date > a.start
        OR (e.sequence, l.position::bigint) > (a.after_sequence, a.after_position))
    ORDER BY l.date, e.sequence, l.position LIMIT ${limit + 1})`;
}

/** Each account's balance before its first line here: before its start, and of that day what the cursor passed. */
function openings(
  companyId: string,
  { asset, dimensionValueId, tagId, yearEnds }: LedgerQuery,
): RawBuilder<unknown> {
  const value = dimensionValueId === undefined ? undefined : sql`${dimensionValueId}`;
  const before = yearEnds === 'without' ? sumsWithoutYearEnds : sumsBefore;
  // The months' kept sums know no tags: those lines are read one by one.
  const sums =
    tagId === undefined
      ? before(companyId, sql`a.start`, { asset, value })
      : sql`(
        SELECT coalesce(sum(greatest(l.base_amount, 0)), 0) AS debit, coalesce(sum(-least(l.base_amount, 0)), 0) AS credit
        FROM erp.entry_lines l
        WHERE l.company_id = ${companyId} AND l.account_id = a.id AND l.date < a.start
          ${asset === undefined ? sql`` : sql`AND l.asset = ${asset}`} AND ${carries(dimensionValueId)}
          AND ${tagged(companyId, tagId)} ${notYearEnds(companyId, yearEnds)})`;
  return sql`
    SELECT a.id, before.debit - before.credit + coalesce((
      SELECT sum(l.base_amount) FROM erp.entry_lines l
      JOIN erp.entries e ON e.company_id = l.company_id AND e.id = l.entry_id
      WHERE l.company_id = ${companyId} AND l.account_id = a.id AND l.date = a.start
        ${asset === undefined ? sql`` : sql`AND l.asset = ${asset}`} AND ${carries(dimensionValueId)}
      AND ${tagged(companyId, tagId)} ${notYearEnds(companyId, yearEnds)}
        AND (e.sequence, l.position::bigint) <= (a.after_sequence, a.after_position)), 0) AS opening
    FROM (SELECT DISTINCT id, start, after_sequence, after_position FROM line) AS a
    CROSS JOIN LATERAL ${sums} AS before`;
}

/** Whether the line `l` is of no entry that closes a year or reopens it, when those are to be left out. */
function notYearEnds(companyId: string, yearEnds: LedgerQuery['yearEnds']): RawBuilder<unknown> {
  if (yearEnds !== 'without') return sql``;
  return sql`AND NOT EXISTS (
    SELECT FROM erp.year_closes y WHERE y.company_id = ${companyId} AND l.entry_id IN (y.entry_id, y.reopen_entry_id))`;
}

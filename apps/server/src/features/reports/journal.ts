import type { Journal, JournalQuery } from '@crypto-erp/contract/journal';
import { sql } from 'kysely';
import { DATE, decodeCursor, INTEGER, pageOf } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';
import { companySettings } from '../companies/read-model.ts';
import { carries } from './balances.ts';

type Row = Journal['items'][number] & { sequence: number };

/**
 * A page of the entries of a range with their lines, by date and then in the order of posting. What becomes of an entry
 * later, its reversal, is an entry of its own: the page of a closed range stays as it is. Throws `not_found` for a
 * company without books, `invalid_input` for a cursor that no page gave.
 */
export async function journal(
  trx: Trx,
  companyId: string,
  { from, to, dimensionValueId, limit = 100, cursor }: JournalQuery,
): Promise<Journal> {
  const { baseAsset } = await companySettings(trx, companyId);
  const after = decodeCursor(cursor, [DATE, INTEGER]);
  const start = after?.[0] !== undefined && after[0] > from ? after[0] : from;
  const { rows } = await sql<Row>`
    SELECT e.id, e.number, e.date, e.description, e.source, e.reverses_id AS "reversesId", e.sequence, l.total, l.lines
    FROM (
      SELECT * FROM erp.entries e
      WHERE e.company_id = ${companyId} AND e.date BETWEEN ${start} AND ${to}
        ${after === null ? sql`` : sql`AND (e.date, e.sequence) > (${after[0]}::date, ${after[1]}::bigint)`}
        ${
          dimensionValueId === undefined
            ? sql``
            : sql`AND EXISTS (SELECT FROM erp.entry_lines l
                WHERE l.company_id = e.company_id AND l.entry_id = e.id AND ${carries(dimensionValueId)})`
        }
      ORDER BY e.date, e.sequence LIMIT ${limit + 1}
    ) AS e
    CROSS JOIN LATERAL (
      SELECT round(coalesce(sum(l.base_amount) FILTER (WHERE l.base_amount > 0), 0), max(b.decimals))::text AS total,
        jsonb_agg(jsonb_build_object('accountId', l.account_id, 'accountCode', a.code, 'accountName', a.name,
          'asset', l.asset, 'quantity', trim_scale(l.quantity)::text, 'baseAmount', round(l.base_amount, b.decimals)::text,
          'description', l.description, 'contactId', l.contact_id, 'dimensionValueIds', coalesce((
            SELECT jsonb_agg(v.value_id ORDER BY v.value_id) FROM erp.entry_line_dimensions v
            WHERE v.company_id = l.company_id AND v.entry_id = l.entry_id AND v.position = l.position), '[]'))
          ORDER BY l.position) AS lines
      FROM erp.entry_lines l JOIN erp.accounts a ON a.company_id = l.company_id AND a.id = l.account_id
      JOIN erp.assets b ON b.code = ${baseAsset}
      WHERE l.company_id = e.company_id AND l.entry_id = e.id
    ) AS l
    ORDER BY e.date, e.sequence`.execute(trx);
  const page = pageOf(rows, limit, (row) => [row.date, row.sequence]);
  return {
    from,
    to,
    baseAsset,
    items: page.items.map(({ sequence: _, ...entry }) => entry),
    nextCursor: page.nextCursor,
  };
}

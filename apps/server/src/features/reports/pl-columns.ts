import type { ProfitAndLossQuery } from '@crypto-erp/contract/reports';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';
import { type Column, checkColumns, rangeColumns } from './columns.ts';

/**
 * The columns of a profit and loss: those of its comparison, or one for each value of a dimension and a last one for
 * what carries none. Throws `unknown_dimension`, `too_many_columns`, and `invalid_input` for both at once.
 */
export async function plColumns(trx: Trx, companyId: string, query: ProfitAndLossQuery): Promise<Column[]> {
  const { byDimensionId } = query;
  if (byDimensionId === undefined) return rangeColumns(query, query);
  if (query.compare !== undefined || query.dimensionValueId !== undefined) {
    throw fieldError(
      'invalid_input',
      'query/byDimensionId',
      'A report by dimension compares nothing else: leave compare and dimensionValueId out.',
    );
  }
  const { rows } = await sql<{ id: string | null; name: string }>`
    SELECT v.id, v.name FROM erp.dimensions d
    LEFT JOIN erp.dimension_values v ON v.company_id = d.company_id AND v.dimension_id = d.id
    WHERE d.company_id = ${companyId} AND d.id = ${byDimensionId}
    ORDER BY v.code COLLATE "C"`.execute(trx);
  if (rows.length === 0) {
    throw fieldError(
      'unknown_dimension',
      'query/byDimensionId',
      'There is no such dimension: choose one from the list.',
    );
  }
  const { from, to } = query;
  const values = rows.flatMap(({ id, name }) =>
    id === null ? [] : [{ name, from, to, dimensionValueId: id }],
  );
  const rest: Column = { name: 'None', from, to, dimensionValueId: null, rest: true };
  return [...rangeColumns(query, {}), ...checkColumns([...values, rest])];
}

import type { Dimension, DimensionValue } from '@crypto-erp/contract/dimensions';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

const VALUE = sql`jsonb_build_object('id', v.id, 'dimensionId', v.dimension_id, 'code', v.code, 'name', v.name,
  'archived', v.archived, 'version', v.version)`;

const COLUMNS = sql`
  d.id, d.name, d.archived, d.version, coalesce((
    SELECT jsonb_agg(${VALUE} ORDER BY v.code COLLATE "C") FROM erp.dimension_values v
    WHERE v.company_id = d.company_id AND v.dimension_id = d.id), '[]') AS values`;

/** All dimensions with all their values, by name. */
export async function listDimensions(trx: Trx, companyId: string): Promise<Dimension[]> {
  const { rows } = await sql<Dimension>`
    SELECT ${COLUMNS} FROM erp.dimensions d WHERE d.company_id = ${companyId} ORDER BY d.name, d.id`.execute(
    trx,
  );
  return rows;
}

/** The dimension, or null. */
export async function findDimension(trx: Trx, companyId: string, id: string): Promise<Dimension | null> {
  const { rows } = await sql<Dimension>`
    SELECT ${COLUMNS} FROM erp.dimensions d WHERE d.company_id = ${companyId} AND d.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}

/** Those of `ids` that are values of the company's dimensions; `archived` also where their dimension is. */
export async function findDimensionValues(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
): Promise<Map<string, DimensionValue>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<DimensionValue>`
    SELECT v.id, v.dimension_id AS "dimensionId", v.code, v.name, v.archived OR d.archived AS archived, v.version
    FROM erp.dimension_values v
    JOIN erp.dimensions d ON d.company_id = v.company_id AND d.id = v.dimension_id
    WHERE v.company_id = ${companyId} AND v.id = ANY (${[...ids]}::uuid[])`.execute(trx);
  return new Map(rows.map((value) => [value.id, value]));
}

import type {
  DimensionInput,
  DimensionUpdate,
  DimensionValueInput,
  DimensionValueUpdate,
} from '@crypto-erp/contract/dimensions';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export async function insertDimension(
  trx: Trx,
  companyId: string,
  id: string,
  { name }: DimensionInput,
): Promise<void> {
  await sql`INSERT INTO erp.dimensions (company_id, id, name) VALUES (${companyId}, ${id}, ${name})`.execute(
    trx,
  );
}

/** Replaces the dimension as it was at `version`; false when it has another version by now. */
export async function updateDimension(
  trx: Trx,
  companyId: string,
  id: string,
  { name, archived, version }: DimensionUpdate,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.dimensions SET name = ${name}, archived = ${archived}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${version} RETURNING id`.execute(trx);
  return rows.length === 1;
}

export async function insertDimensionValue(
  trx: Trx,
  companyId: string,
  id: string,
  { dimensionId, code, name }: DimensionValueInput,
): Promise<void> {
  await sql`
    INSERT INTO erp.dimension_values (company_id, id, dimension_id, code, name)
    VALUES (${companyId}, ${id}, ${dimensionId}, ${code}, ${name})`.execute(trx);
}

/** Replaces the value as it was at `version`; false when it has another version by now. */
export async function updateDimensionValue(
  trx: Trx,
  companyId: string,
  id: string,
  { code, name, archived, version }: DimensionValueUpdate,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.dimension_values
    SET code = ${code}, name = ${name}, archived = ${archived}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${version} RETURNING id`.execute(trx);
  return rows.length === 1;
}

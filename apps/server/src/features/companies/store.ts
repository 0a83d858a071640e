import type { CompanyInput, CompanyUpdate } from '@crypto-erp/contract/companies';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Writes the company into the directory. Answers false when the id is there already. */
export async function insertDirectory(trx: Trx, id: string, name: string): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO control.companies (id, name) VALUES (${id}, ${name}) ON CONFLICT DO NOTHING RETURNING id`.execute(
    trx,
  );
  return rows.length > 0;
}

/** Writes the company's settings and the start of its hash chain. */
export async function insertCompany(trx: Trx, id: string, input: CompanyInput): Promise<void> {
  await sql`
    INSERT INTO erp.companies (company_id, name, base_asset, country, time_zone, fiscal_year_start_month,
      rounding_mode, rounding_level, chart_template, tax_number, address, write_off_limit)
    VALUES (${id}, ${input.name}, ${input.baseAsset}, ${input.country}, ${input.timeZone},
      ${input.fiscalYearStartMonth}, ${input.rounding.mode}, ${input.rounding.level}, ${input.chartTemplate},
      ${input.taxNumber ?? null}, ${input.address ?? ''}, ${input.writeOffLimit ?? '0'})`.execute(trx);
  await sql`INSERT INTO erp.chain_heads (company_id) VALUES (${id})`.execute(trx);
}

/** Whether PostgreSQL, which decides what today is, knows a time zone by exactly this name. */
export async function knowsTimeZone(trx: Trx, timeZone: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM pg_timezone_names WHERE name = ${timeZone}`.execute(trx);
  return rows.length > 0;
}

/** Answers whether the company had that version and was changed. Details that are left out stay. */
export async function updateCompany(trx: Trx, id: string, update: CompanyUpdate): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.companies SET name = ${update.name}, country = ${update.country}, time_zone = ${update.timeZone},
      fiscal_year_start_month = ${update.fiscalYearStartMonth}, rounding_mode = ${update.rounding.mode},
      rounding_level = ${update.rounding.level},
      tax_number = CASE WHEN ${update.taxNumber !== undefined} THEN ${update.taxNumber ?? null} ELSE tax_number END,
      address = coalesce(${update.address ?? null}, address),
      write_off_limit = coalesce(${update.writeOffLimit ?? null}::numeric, write_off_limit), version = version + 1
    WHERE company_id = ${id} AND version = ${update.version} RETURNING company_id`.execute(trx);
  if (rows.length === 0) return false;
  await sql`UPDATE control.companies SET name = ${update.name} WHERE id = ${id}`.execute(trx);
  return true;
}

import type { Company } from '@crypto-erp/contract/companies';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { notFound } from '../../errors.ts';

/** The company's settings. Throws `not_found`. */
export async function companySettings(trx: Trx, companyId: string): Promise<Company> {
  const { rows } = await sql<Company>`
    SELECT company_id AS id, name, base_asset AS "baseAsset", country, time_zone AS "timeZone",
      fiscal_year_start_month AS "fiscalYearStartMonth",
      jsonb_build_object('mode', rounding_mode, 'level', rounding_level) AS rounding,
      chart_template AS "chartTemplate", tax_number AS "taxNumber", address,
      trim_scale(write_off_limit)::text AS "writeOffLimit", version, created_at AS "createdAt"
    FROM erp.companies WHERE company_id = ${companyId}`.execute(trx);
  if (rows[0] === undefined) throw notFound('company');
  return rows[0];
}

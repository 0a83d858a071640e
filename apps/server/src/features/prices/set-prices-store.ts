import type { PriceSettingsUpdate, SetPriceInput } from '@crypto-erp/contract/prices';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export async function insertSetPrice(
  trx: Trx,
  companyId: string,
  id: string,
  input: SetPriceInput,
  setBy: { kind: string; id: string | null },
): Promise<void> {
  await sql`
    INSERT INTO erp.set_prices (company_id, id, asset, quote, date, price, reason, source, actor_kind, actor_id)
    VALUES (${companyId}, ${id}, ${input.asset}, ${input.quote}, ${input.date}::date, ${input.price}, ${input.reason},
      'manual', ${setBy.kind}, ${setBy.id})`.execute(trx);
}

/** Sets how gaps are filled, if the settings have the version that `update` read (0: none yet). */
export async function upsertPriceSettings(
  trx: Trx,
  companyId: string,
  { gapDays, version }: PriceSettingsUpdate,
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO erp.price_settings AS s (company_id, gap_days)
    SELECT ${companyId}, ${gapDays}::smallint
    WHERE ${version}::int = 0 OR EXISTS (SELECT FROM erp.price_settings WHERE company_id = ${companyId})
    ON CONFLICT (company_id) DO UPDATE SET gap_days = excluded.gap_days, version = s.version + 1
      WHERE s.version = ${version}
    RETURNING version`.execute(trx);
  return rows.length === 1;
}

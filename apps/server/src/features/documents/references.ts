import type { Account } from '@crypto-erp/contract/accounts';
import type { Company } from '@crypto-erp/contract/companies';
import type { DocumentContent } from '@crypto-erp/contract/documents';
import type { TaxKind } from '@crypto-erp/contract/taxes';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import type { AccountState } from '../accounts/usable-account.ts';

export interface TaxReference {
  id: string;
  code: string;
  name: string;
  kind: TaxKind;
  rate: string;
  inclusive: boolean;
  exemptReason: string | null;
  accountId: string | null;
  inputAccountId: string | null;
  archived: boolean;
}

export type AccountReference = AccountState & Pick<Account, 'id'>;

interface ContactReference {
  id: string;
  name: string;
  address: string;
  country: string | null;
  taxNumber: string | null;
  archived: boolean;
  paymentTermsId: string | null;
}

export interface TermsReference {
  id: string;
  name: string;
  archived: boolean;
  days: number;
  fromEndOfMonth: boolean;
}

/** What a document refers to, as far as it exists in the company. */
export interface DocumentReferences {
  company: Pick<
    Company,
    | 'name'
    | 'country'
    | 'address'
    | 'taxNumber'
    | 'baseAsset'
    | 'timeZone'
    | 'fiscalYearStartMonth'
    | 'rounding'
  > & { /** Whether its sales are recorded for the tax agency of Spain. */ verifactu: boolean };
  contact: ContactReference | null;
  terms: TermsReference[];
  taxes: TaxReference[];
  /** Those that the lines and their taxes name, and those with a role. */
  accounts: AccountReference[];
}

type Named = Pick<DocumentContent, 'contactId' | 'paymentTermsId' | 'lines'>;

/** Reads everything that a document refers to in one round trip. Null when there is no such company. */
export async function readReferences(
  trx: Trx,
  companyId: string,
  document: Named,
): Promise<DocumentReferences | null> {
  const taxIds = document.lines.map((line) => line.taxId).filter((id) => id !== null);
  const accountIds = document.lines.map((line) => line.accountId).filter((id) => id !== null);
  const { rows } = await sql<DocumentReferences>`
    SELECT
      jsonb_build_object('name', c.name, 'country', c.country, 'address', c.address, 'taxNumber', c.tax_number, 'baseAsset', c.base_asset, 'timeZone', c.time_zone,
        'fiscalYearStartMonth', c.fiscal_year_start_month,
        'verifactu', EXISTS (SELECT FROM erp.verifactu_settings v WHERE v.company_id = c.company_id AND v.active),
        'rounding', jsonb_build_object('mode', c.rounding_mode, 'level', c.rounding_level)) AS company,
      (SELECT jsonb_build_object('id', k.id, 'name', k.name, 'address', k.address, 'country', k.country,
          'taxNumber', k.tax_number, 'archived', k.archived, 'paymentTermsId', k.payment_terms_id)
        FROM erp.contacts k WHERE k.company_id = c.company_id AND k.id = ${document.contactId}) AS contact,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'archived', t.archived, 'days', t.days,
          'fromEndOfMonth', t.from_end_of_month))
        FROM erp.payment_terms t WHERE t.company_id = c.company_id AND t.id IN (
          SELECT k.payment_terms_id FROM erp.contacts k
          WHERE k.company_id = c.company_id AND k.id = ${document.contactId}
          UNION ALL SELECT ${document.paymentTermsId}::uuid)), '[]') AS terms,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', x.id, 'code', x.code, 'name', x.name, 'kind', x.kind,
          'rate', trim_scale(x.rate)::text, 'inclusive', x.inclusive, 'exemptReason', x.exempt_reason,
          'accountId', x.account_id, 'inputAccountId', x.input_account_id, 'archived', x.archived))
        FROM erp.taxes x WHERE x.company_id = c.company_id AND x.id = ANY (${taxIds}::uuid[])), '[]') AS taxes,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'code', a.code, 'role', a.role, 'type', a.type,
          'postable', a.postable, 'archived', a.archived))
        FROM erp.accounts a WHERE a.company_id = c.company_id
          AND (a.role IS NOT NULL OR a.id = ANY (${accountIds}::uuid[]) OR a.id IN (
            SELECT unnest(ARRAY[x.account_id, x.input_account_id]) FROM erp.taxes x
            WHERE x.company_id = c.company_id AND x.id = ANY (${taxIds}::uuid[])))), '[]') AS accounts
    FROM erp.companies c WHERE c.company_id = ${companyId}`.execute(trx);
  return rows[0] ?? null;
}

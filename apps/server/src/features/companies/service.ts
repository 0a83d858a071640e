import type { Company, CompanyInput, CompanyUpdate } from '@crypto-erp/contract/companies';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { fieldError, versionConflict } from '../../errors.ts';
import { createChart } from '../accounts/service.ts';
import { chartTemplate } from '../accounts/templates/template.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { lockBooks } from '../entries/service.ts';
import { joinCompany } from '../members/service.ts';
import { companySettings } from './read-model.ts';
import { insertCompany, insertDirectory, knowsTimeZone, updateCompany } from './store.ts';

/**
 * Makes a company with its chart of accounts, and its maker the owner; null when the company is there already. Throws
 * `unknown_asset` for a base asset that is no currency, `invalid_input` for a time zone that is none.
 */
export async function createCompany(
  trx: Trx,
  context: Context,
  userId: string,
  assets: AssetCatalogue,
  input: CompanyInput,
): Promise<Company | null> {
  const { companyId } = context;
  if (!(await insertDirectory(trx, companyId, input.name))) return null;
  await checkTimeZone(trx, input.timeZone);
  const base = (await assets.all()).get(input.baseAsset);
  if (base?.kind !== 'fiat') {
    throw fieldError(
      'unknown_asset',
      '/baseAsset',
      'The base asset is a currency by its ISO 4217 code, such as EUR.',
    );
  }
  await joinCompany(trx, { companyId, userId, role: 'owner' });
  await insertCompany(trx, companyId, input);
  await createChart(trx, companyId, chartTemplate(input.chartTemplate));
  const company = await companySettings(trx, companyId);
  await writeAudit(trx, {
    ...context,
    action: 'company.created',
    subjectKind: 'company',
    subjectId: companyId,
    before: null,
    after: company,
  });
  return company;
}

/**
 * Changes the settings. The fiscal year's start stays once an entry is posted, because numbers follow it. Throws
 * `version_conflict`, `invalid_input`, `in_use`.
 */
export async function changeCompany(trx: Trx, context: Context, update: CompanyUpdate): Promise<Company> {
  await checkTimeZone(trx, update.timeZone);
  // Numbers follow the fiscal year: nothing is posted between this check and the change.
  await lockBooks(trx, context.companyId);
  const before = await companySettings(trx, context.companyId);
  if (
    update.fiscalYearStartMonth !== before.fiscalYearStartMonth &&
    (await hasEntries(trx, context.companyId))
  ) {
    throw fieldError(
      'in_use',
      '/fiscalYearStartMonth',
      'Entries are numbered by fiscal year already: its start month stays.',
    );
  }
  if (!(await updateCompany(trx, context.companyId, update))) throw versionConflict();
  const after = await companySettings(trx, context.companyId);
  await writeAudit(trx, {
    ...context,
    action: 'company.changed',
    subjectKind: 'company',
    subjectId: context.companyId,
    before,
    after,
  });
  return after;
}

/** `Europe/Madrid` or `UTC`: other names that `Intl` takes, as `+14:00` and `EST`, PostgreSQL reads in another way. */
const ZONE_NAME = /^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/;

async function checkTimeZone(trx: Trx, timeZone: string): Promise<void> {
  if (ZONE_NAME.test(timeZone) && intlKnows(timeZone) && (await knowsTimeZone(trx, timeZone))) return;
  throw fieldError('invalid_input', '/timeZone', 'This is no IANA time zone, such as Europe/Madrid.');
}

function intlKnows(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

async function hasEntries(trx: Trx, companyId: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM erp.entries WHERE company_id = ${companyId} LIMIT 1`.execute(trx);
  return rows.length > 0;
}

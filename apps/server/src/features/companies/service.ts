import { createHash } from 'node:crypto';
import type { Company, CompanyInput, CompanyUpdate } from '@crypto-erp/contract/companies';
import { sql } from 'kysely';
import type { Database, Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, versionConflict } from '../../errors.ts';
import { createChart } from '../accounts/service.ts';
import { chartTemplate } from '../accounts/templates/template.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { type Actor, writeAudit } from '../audit-log/service.ts';
import { joinCompany } from '../members/service.ts';
import { companySettings } from './read-model.ts';
import { insertCompany, insertDirectory, updateCompany } from './store.ts';

/**
 * Makes a company with its chart of accounts, and its maker the owner. With an idempotency key the company's id
 * follows from the user and the key, so that a repeat finds the company instead of making another.
 * Throws `invalid_input` for a base asset or time zone that cannot be, `idempotency_key_reused`.
 */
export async function createCompany(
  db: Database,
  assets: AssetCatalogue,
  by: { userId: string; actor: Actor; key: string | null },
  input: CompanyInput,
): Promise<Company> {
  checkTimeZone(input.timeZone);
  const base = (await assets.all()).get(input.baseAsset);
  if (base?.kind !== 'fiat') {
    throw fieldError(
      'unknown_asset',
      '/baseAsset',
      'The base asset is a currency by its ISO 4217 code, such as EUR.',
    );
  }
  const id = by.key === null ? newId() : keyedId(by.userId, by.key);
  return db.inCompany(id, async (trx) => {
    if (!(await insertDirectory(trx, id, input.name))) return existing(trx, id, input);
    await joinCompany(trx, { companyId: id, userId: by.userId, role: 'owner' });
    await insertCompany(trx, id, input);
    await createChart(trx, id, chartTemplate(input.chartTemplate));
    const company = await companySettings(trx, id);
    await writeAudit(trx, {
      companyId: id,
      actor: by.actor,
      action: 'company.created',
      subjectKind: 'company',
      subjectId: id,
      before: null,
      after: company,
    });
    return company;
  });
}

/**
 * Changes the settings. The fiscal year's start stays once an entry is posted, because numbers follow it. Throws
 * `version_conflict`, `invalid_input`, `in_use`.
 */
export async function changeCompany(trx: Trx, context: Context, update: CompanyUpdate): Promise<Company> {
  checkTimeZone(update.timeZone);
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

async function existing(trx: Trx, id: string, input: CompanyInput): Promise<Company> {
  const company = await companySettings(trx, id);
  const same = (Object.keys(input) as (keyof CompanyInput)[]).every(
    (field) => JSON.stringify(company[field]) === JSON.stringify(input[field]),
  );
  if (same) return company;
  throw new DomainError(
    'idempotency_key_reused',
    'This Idempotency-Key made another company: take a new key.',
  );
}

/** A UUID (version 8) from a user and a key of theirs. */
function keyedId(userId: string, key: string): string {
  const hex = createHash('sha256').update(`${userId} ${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw fieldError('invalid_input', '/timeZone', 'This is no IANA time zone, such as Europe/Madrid.');
  }
}

async function hasEntries(trx: Trx, companyId: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM erp.entries WHERE company_id = ${companyId} LIMIT 1`.execute(trx);
  return rows.length > 0;
}

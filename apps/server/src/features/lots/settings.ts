import type { LotMethod, LotSettings, LotSettingsUpdate } from '@crypto-erp/contract/lots';
import { fiscalYear } from '@crypto-erp/ledger/dates';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { DomainError, fieldError, versionConflict } from '../../errors.ts';
import { assetExists } from '../assets/read-model.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { findLotSettings, frozenMethods } from './read-model.ts';
import { replaceMethods, upsertSettings } from './store.ts';

/**
 * Replaces how a company keeps its lots. The pool stays once there are lots; the method of an asset stays for a fiscal year
 * in which some of it was disposed of, so that a change begins with the lots that remain. Throws `unknown_asset`,
 * `lot_method_twice`, `lot_pool_fixed`, `lot_method_fixed`, `version_conflict`.
 */
export async function changeLotSettings(
  trx: Trx,
  context: Context,
  update: LotSettingsUpdate,
): Promise<LotSettings> {
  const { companyId } = context;
  await sql`SELECT erp.lock_books(${companyId})`.execute(trx);
  const before = await findLotSettings(trx, companyId);
  await checkMethods(trx, update);
  if (!(await upsertSettings(trx, companyId, update))) throw versionConflict();
  await checkFrozen(trx, companyId, before, update);
  await replaceMethods(trx, companyId, update.methods);
  const after = await findLotSettings(trx, companyId);
  const subject = { subjectKind: 'company', subjectId: companyId };
  await writeAudit(trx, { ...context, action: 'lot-settings.changed', ...subject, before, after });
  return after;
}

async function checkMethods(trx: Trx, { methods }: LotSettingsUpdate): Promise<void> {
  const seen = new Set<string>();
  for (const [i, { asset, fiscalYear }] of methods.entries()) {
    const key = `${asset} ${fiscalYear}`;
    if (seen.has(key)) {
      throw fieldError('lot_method_twice', `/methods/${i}`, 'This asset and year have a method already.');
    }
    seen.add(key);
    if (asset !== null && !(await assetExists(trx, asset))) {
      throw fieldError(
        'unknown_asset',
        `/methods/${i}/asset`,
        'There is no such asset: choose one from the list.',
      );
    }
  }
}

async function checkFrozen(
  trx: Trx,
  companyId: string,
  before: LotSettings,
  after: LotSettingsUpdate,
): Promise<void> {
  for (const { asset, fiscalYear } of await frozenMethods(trx, companyId)) {
    if (methodOf(before.methods, asset, fiscalYear) === methodOf(after.methods, asset, fiscalYear)) continue;
    throw new DomainError(
      'lot_method_fixed',
      `Lots of ${asset} were used in ${fiscalYear} already: let the new method begin with a later year.`,
    );
  }
}

/** The method by which an asset's lots leave in a fiscal year: its own, else that of all assets, else first in, first out. */
export function methodOf(methods: LotSettings['methods'], asset: string, fiscalYear: number): LotMethod {
  const latest = (of: string | null) =>
    methods
      .filter((one) => one.asset === of && one.fiscalYear <= fiscalYear)
      .sort((a, b) => b.fiscalYear - a.fiscalYear)[0];
  return (latest(asset) ?? latest(null))?.method ?? 'fifo';
}

/** The method by which an asset's lots leave on a day, in the fiscal year that begins in `startMonth`. */
export function methodOn(
  methods: LotSettings['methods'],
  asset: string,
  date: string,
  startMonth: number,
): LotMethod {
  return methodOf(methods, asset, fiscalYear(date, startMonth));
}

import type {
  PriceSettings,
  PriceSettingsUpdate,
  SetPrice,
  SetPriceInput,
} from '@crypto-erp/contract/prices';
import { isCalendarDate } from '@crypto-erp/ledger/dates';
import { MAX_DECIMALS, parseDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { fieldError, versionConflict } from '../../errors.ts';
import { assetExists } from '../assets/read-model.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { findSetPrice, priceSettings } from './set-prices-read-model.ts';
import { insertSetPrice, upsertPriceSettings } from './set-prices-store.ts';

/**
 * Sets what an asset was worth on a day: from then on it wins over any other price of that day, and who set it is kept. An
 * entry that was posted with another price stays as it is. Throws `unknown_asset`, `invalid_input`, `amount_not_positive`.
 */
export async function setPrice(trx: Trx, context: Context, input: SetPriceInput): Promise<SetPrice> {
  for (const field of ['asset', 'quote'] as const) {
    if (!(await assetExists(trx, input[field]))) {
      throw fieldError(
        'unknown_asset',
        `/${field}`,
        'There is no such asset: choose one from the list of assets.',
      );
    }
  }
  if (input.asset === input.quote) {
    throw fieldError('invalid_input', '/quote', 'An asset is worth 1 of itself: choose another.');
  }
  if (!isCalendarDate(input.date)) {
    throw fieldError('invalid_input', '/date', 'This day does not exist: choose another date.');
  }
  if (parseDecimal(input.price, MAX_DECIMALS, '/price') === 0n) {
    throw fieldError('amount_not_positive', '/price', 'A price is above zero: ignore what is worth nothing.');
  }
  const id = newId();
  await insertSetPrice(trx, context.companyId, id, input, context.actor);
  const after = await findSetPrice(trx, context.companyId, id);
  const subject = { subjectKind: 'price', subjectId: id };
  await writeAudit(trx, { ...context, action: 'price.set', ...subject, before: null, after });
  return after;
}

/** Says how gaps are filled. Throws `version_conflict`. */
export async function changePriceSettings(
  trx: Trx,
  context: Context,
  update: PriceSettingsUpdate,
): Promise<PriceSettings> {
  const { companyId } = context;
  const before = await priceSettings(trx, companyId);
  if (!(await upsertPriceSettings(trx, companyId, update))) throw versionConflict();
  const after = await priceSettings(trx, companyId);
  const subject = { subjectKind: 'company', subjectId: companyId };
  await writeAudit(trx, { ...context, action: 'price-settings.changed', ...subject, before, after });
  return after;
}

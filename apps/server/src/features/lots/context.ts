import type { LotSettings } from '@crypto-erp/contract/lots';
import { formatDecimal, parseDecimal, type RoundingMode, trimDecimal } from '@crypto-erp/ledger/decimal';
import { LotBook } from '@crypto-erp/ledger/transactions/lot-book';
import type { Place } from '@crypto-erp/ledger/transactions/part';
import { v5 } from 'uuid';
import type { Trx } from '../../db/database.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { companySettings } from '../companies/read-model.ts';
import { COMPANY_POOL, findLotSettings } from './read-model.ts';
import { methodOn } from './settings.ts';

/** How a company's lots are kept, and how its amounts are written. */
export interface LotContext {
  companyId: string;
  settings: LotSettings;
  baseAsset: string;
  rounding: RoundingMode;
  /** Smallest units of an asset as whole units, and back. */
  text(units: bigint, asset: string): string;
  units(text: string, asset: string): bigint;
  poolOf(place: Pick<Place, 'placeId' | 'accountId'>): string;
  /** The method for an asset on a day. */
  method(asset: string, date: string): LotSettings['methods'][number]['method'];
  /** An empty book of lots by these rules, or by another one for a shortfall. */
  book(shortfall?: LotSettings['shortfall']): LotBook;
}

/** @see LotContext */
export async function lotContext(trx: Trx, companyId: string, assets: AssetCatalogue): Promise<LotContext> {
  const settings = await findLotSettings(trx, companyId);
  const { baseAsset, fiscalYearStartMonth, rounding } = await companySettings(trx, companyId);
  const known = await assets.all();
  const decimals = (asset: string): number => {
    const found = known.get(asset);
    if (found === undefined) throw new Error(`The asset ${asset} has lots and is not known.`);
    return found.decimals;
  };
  const methods = new Map<string, LotSettings['methods'][number]['method']>();
  // A loan's lots are apart from the company's: its place is its account.
  const poolOf: LotContext['poolOf'] = ({ placeId, accountId }) =>
    settings.pool === 'wallet' || placeId === accountId ? placeId : COMPANY_POOL;
  return {
    companyId,
    settings,
    baseAsset,
    rounding: rounding.mode,
    text: (units, asset) => formatDecimal(units, decimals(asset)),
    units: (text, asset) => parseDecimal(trimDecimal(text), decimals(asset)),
    poolOf,
    method(asset, date) {
      const key = `${asset} ${date.slice(0, 7)}`;
      const method = methods.get(key) ?? methodOn(settings.methods, asset, date, fiscalYearStartMonth);
      methods.set(key, method);
      return method;
    },
    book: (shortfall = settings.shortfall) => new LotBook({ poolOf, shortfall }),
  };
}

/** The id of the lot that a part of a move makes: the same whenever it is computed. */
export function lotIdOf(transactionId: string, ordinal: number, part: number): string {
  return v5(`${ordinal}.${part}`, transactionId);
}

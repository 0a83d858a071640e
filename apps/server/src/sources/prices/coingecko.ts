import { addDays, daysBetween } from '@crypto-erp/ledger/dates';
import { type Static, type TSchema, Type } from 'typebox';
import { SourceError } from '../source-error.ts';
import { type CoinGeckoSettings, createCoinGeckoClient } from './coingecko-client.ts';
import { COINGECKO_IDS } from './coingecko-ids.ts';
import { JSON_NUMBER, priceOf } from './price-of.ts';
import type { DailyPrice, PricedAsset, PriceProvider } from './provider.ts';

/** The price of a day is there 35 minutes after midnight UTC; what is answered before may be of another day. */
const PUBLISHED_AFTER = 40 * 60_000;
/** How many days back the plans without pay have prices. */
const FREE_DAYS = 365;

const SECOND = 1_000;
const HOUR = 3_600;

const NumberText = Type.String({ pattern: JSON_NUMBER });
const History = Type.Object({
  /** Left out of a day on which the coin was not listed. */
  market_data: Type.Optional(
    Type.Object({
      current_price: Type.Record(Type.String(), Type.Union([NumberText, Type.Null()])),
    }),
  ),
});
/** Pairs of milliseconds since 1970 and a price. */
const Chart = Type.Object({
  prices: Type.Array(Type.Tuple([NumberText, Type.Union([NumberText, Type.Null()])])),
});
const Coin = Type.Object({ id: Type.String({ pattern: '^[^/?#\\s]{1,200}$' }) });
const Platforms = Type.Array(
  Type.Object({ id: Type.String(), chain_identifier: Type.Union([NumberText, Type.Null()]) }),
);
const Currencies = Type.Array(Type.String());

export interface CoinGeckoOptions extends CoinGeckoSettings {
  /** How long one answer may take, in milliseconds. */
  timeout?: number;
  now?: () => Date;
}

/**
 * CoinGecko's daily prices: of one day by the coin's history, of several by its chart. A token is found by its chain's id
 * and its contract, never by its symbol. What is looked up once (currencies, platforms, tokens) is remembered.
 */
export function createCoinGecko(options: CoinGeckoOptions): PriceProvider {
  const { plan, timeout = 20_000, now = () => new Date() } = options;
  const get = createCoinGeckoClient(options, timeout);
  const coinIds = new Map<string, string>();
  let currencies: ReadonlySet<string> | undefined;
  let platforms: ReadonlyMap<string, string> | undefined;

  /** What there always is: a missing one is no answer of CoinGecko's. */
  async function list<T extends TSchema>(path: string, schema: T): Promise<Static<T>> {
    const answer = await get(path, schema);
    if (answer !== null) return answer;
    throw new SourceError(
      'source_answer_unfit',
      `There is no CoinGecko at this address: change COINGECKO_URL.`,
    );
  }

  async function knowsCurrency(code: string): Promise<boolean> {
    currencies ??= new Set(await list('/simple/supported_vs_currencies', Currencies));
    return currencies.has(code);
  }

  async function platformOf(chain: string): Promise<string | undefined> {
    platforms ??= new Map(
      (await list('/asset_platforms', Platforms)).flatMap(({ id, chain_identifier }) =>
        chain_identifier === null ? [] : [[`eip155:${chain_identifier}`, id]],
      ),
    );
    return platforms.get(chain);
  }

  /** Null: CoinGecko has none of its contracts. */
  async function coinOf({ code, contracts }: PricedAsset): Promise<string | null> {
    const known = COINGECKO_IDS.get(code) ?? coinIds.get(code);
    if (known !== undefined) return known;
    for (const { chain, contract } of contracts) {
      const platform = await platformOf(chain);
      if (platform === undefined) continue;
      const coin = await get(`/coins/${platform}/contract/${contract.toLowerCase()}`, Coin);
      if (coin === null) continue;
      coinIds.set(code, coin.id);
      return coin.id;
    }
    return null;
  }

  async function ofDay(coin: string, currency: string, date: string): Promise<DailyPrice[]> {
    const [year, month, day] = date.split('-');
    const answer = await get(
      `/coins/${coin}/history?date=${day}-${month}-${year}&localization=false`,
      History,
    );
    return priced(date, answer?.market_data?.current_price[currency]);
  }

  /** `days` are in a row. */
  async function ofDays(coin: string, currency: string, days: readonly string[]): Promise<DailyPrice[]> {
    const [from = '', to = from] = [days[0], days.at(-1)];
    if (from === to) return ofDay(coin, currency, from);
    const range = `from=${secondsOf(from)}&to=${secondsOf(to) + HOUR}`;
    const answer = await get(
      `/coins/${coin}/market_chart/range?vs_currency=${currency}&${range}&interval=daily&precision=full`,
      Chart,
    );
    const ofInstants = new Map(answer?.prices);
    // The chart ends with a point of this moment, which is of no midnight.
    return days.flatMap((date) => priced(date, ofInstants.get(`${secondsOf(date) * SECOND}`)));
  }

  return {
    source: 'coingecko',
    async dailyPrices(asset, quote, from, to) {
      const newest = dayOf(now().getTime() - PUBLISHED_AFTER);
      const oldest = plan === 'pro' ? from : addDays(newest, 1 - FREE_DAYS);
      const days = daysFrom(from, to).filter((day) => day >= oldest && day <= newest);
      if (days.length === 0) return [];
      const currency = quote.toLowerCase();
      const coin = await coinOf(asset);
      if (coin === null || !(await knowsCurrency(currency))) return [];
      return ofDays(coin, currency, days);
    },
  };
}

function daysFrom(from: string, to: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, i) => addDays(from, i));
}

function priced(date: string, number: string | null | undefined): DailyPrice[] {
  const price = priceOf(number ?? '');
  return price === null ? [] : [{ date, price }];
}

/** 00:00 UTC of a day in seconds since 1970. */
function secondsOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / SECOND;
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

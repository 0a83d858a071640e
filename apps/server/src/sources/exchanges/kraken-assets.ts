/** Kraken's first assets have four letters: X before a coin, Z before a currency. */
const PREFIXED = new Set(
  'XETC XETH XLTC XMLN XREP XXBT XXDG XXLM XXMR XXRP XZEC ZAUD ZCAD ZEUR ZGBP ZJPY ZUSD'.split(' '),
);
const RENAMED: Readonly<Record<string, string>> = { XBT: 'BTC', XDG: 'DOGE', ETH2: 'ETH' };

/** What a pair can end with, of the pairs without prefix and without a stroke. */
const QUOTES =
  'RLUSD PYUSD USDT USDC USDG EURC EURQ USDQ DAI DOT XBT BTC ETH AED AUD CAD CHF EUR GBP JPY USD'.split(' ');

/**
 * The usual symbol of what Kraken calls an asset: `XXBT` is BTC, `ZEUR` EUR. What is staked, bonded, in opt-in rewards or
 * on hold (`DOT.S`, `DOT28.S`, `ETH2.S`, `XBT.M`, `USDC.F`, `SOL.B`, `EUR.HOLD`) stays the same asset in the same account.
 */
export function krakenSymbol(asset: string): string {
  const [name = '', suffix] = asset.split('.');
  const known = ['S', 'M', 'F', 'B', 'P', 'T', 'HOLD'].includes(suffix ?? '');
  if (suffix !== undefined && !known) return asset;
  // The days for which it is bonded.
  const unbonded = suffix === 'S' ? name.replace(/(?<=[A-Z]{2})\d{2}$/, '') : name;
  const bare = PREFIXED.has(unbonded) ? unbonded.slice(1) : unbonded;
  return RENAMED[bare] ?? bare;
}

/** The two assets of a pair, `XXBTZEUR`, `XTZEUR` or `BTC/EUR`. Null: not to be told apart. */
export function krakenPair(pair: string): { base: string; quote: string } | null {
  const [before = '', after] = pair.split('/');
  if (after !== undefined) return both(before, after);
  if (PREFIXED.has(pair.slice(0, 4)) && PREFIXED.has(pair.slice(4)))
    return both(pair.slice(0, 4), pair.slice(4));
  const quote = QUOTES.find((one) => pair.endsWith(one) && pair.length > one.length);
  return quote === undefined ? null : both(pair.slice(0, -quote.length), quote);
}

function both(base: string, quote: string): { base: string; quote: string } | null {
  return base === '' || quote === '' ? null : { base: krakenSymbol(base), quote: krakenSymbol(quote) };
}

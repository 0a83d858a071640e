/** An asset that a price is asked of. */
export interface PricedAsset {
  /** The code of our catalogue. It names what the catalogue brings; a token that was added is known by its contracts. */
  code: string;
  contracts: readonly { chain: string; contract: string }[];
}

/** What one whole unit was worth as a day of UTC began. */
export interface DailyPrice {
  /** `2026-03-01` */
  date: string;
  /** Above zero, with at most 18 decimals. */
  price: string;
}

/** Tells what assets were worth. Changes nothing, so everything may be asked again. */
export interface PriceProvider {
  /** The source that its prices are kept with. */
  readonly source: string;

  /**
   * What the asset was worth in `quote` at 00:00 UTC of the days `from` to `to`, both included, in their order. Days that it
   * knows nothing of are left out, and all of an asset or quote that it does not have. Throws `SourceError`: `source_busy`,
   * `source_unreachable`, `source_answer_unfit`, `source_refused`.
   */
  dailyPrices(asset: PricedAsset, quote: string, from: string, to: string): Promise<DailyPrice[]>;
}

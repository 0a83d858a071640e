import type { ErrorCode } from '@crypto-erp/contract/problem';
import type { TransferKind } from '@crypto-erp/contract/wallets';
import type { Cells } from './cells.ts';
import type { Quantity } from './quantity.ts';

/** One asset that a row moves. Its sign says the direction: above zero into the account. Of zero it is no movement. */
export interface Movement {
  kind: TransferKind;
  symbol: string;
  quantity: Quantity;
  /** What it is in its event; null: its direction and asset. */
  index?: string;
  counterparty?: string | null;
}

/** What a row says. */
export interface RowReading {
  /** Instant in UTC, ISO 8601 with microseconds. */
  at: string;
  /** The exchange's own id of this row, which it gives once. Null: it gives none. */
  id: string | null;
  /** The event that the row is a part of. Null: the row is one, known by what it says. */
  event: string | null;
  movements: Movement[];
  /** What the user is told of the row although nothing is wrong with it. */
  notice?: { code: ErrorCode; column: string | null; message: string };
}

/** A kind of file that an exchange exports. */
export interface ExchangeFormat {
  /** `kraken-ledgers` */
  name: string;
  /** `exchange:kraken` */
  source: string;
  /** The header that makes the file one of these. It may have more columns, in any order. */
  columns: readonly string[];
  /** Throws `RowError` for what is wrong with the row. */
  read(cells: Cells): RowReading;
}

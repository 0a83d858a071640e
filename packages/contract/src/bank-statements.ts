import { type Static, Type } from 'typebox';
import {
  AssetCode,
  CalendarDate,
  Decimal,
  DecimalSum,
  Id,
  Instant,
  Nullable,
  Page,
  PageQuery,
  ShortText,
} from './common.ts';

const closed = { additionalProperties: false };

/**
 * Of a CSV file: the account, and its balances where the file has none. Of a camt.053 file, which says all of it, the
 * account may be named to refuse statements of others.
 */
export const BankStatementUpload = Type.Object(
  {
    bankAccountId: Type.Optional(Id),
    openingBalance: Type.Optional(Decimal),
    closingBalance: Type.Optional(Decimal),
  },
  closed,
);
export type BankStatementUpload = Static<typeof BankStatementUpload>;

export const BankStatement = Type.Object({
  id: Id,
  bankAccountId: Id,
  format: Type.Enum(['camt053', 'csv']),
  /** The bank's; empty where it gives none. */
  number: Type.String(),
  asset: AssetCode,
  from: CalendarDate,
  to: CalendarDate,
  openingBalance: Decimal,
  closingBalance: Decimal,
  /** What is missing between the statements before and this one; zero when nothing is. */
  gap: DecimalSum,
  lineCount: Type.Integer(),
  openLineCount: Type.Integer(),
  state: Type.Enum(['imported', 'reconciled']),
  reconciledAt: Nullable(Instant),
  /** The user or API key that reconciled it. */
  reconciledBy: Nullable(Id),
  createdAt: Instant,
});
export type BankStatement = Static<typeof BankStatement>;
export const BankStatementPage = Page(BankStatement);
export const BankStatementQuery = Type.Object({ ...PageQuery, bankAccountId: Type.Optional(Id) }, closed);
export type BankStatementQuery = Static<typeof BankStatementQuery>;

/** What an upload brought. `knownLines` came with other statements already and were not imported again. */
export const BankImport = Type.Object({
  statements: Type.Array(BankStatement),
  newLines: Type.Integer(),
  knownLines: Type.Integer(),
  /** Statements of the file that were imported before. */
  knownStatements: Type.Integer(),
});
export type BankImport = Static<typeof BankImport>;

export const BankStatementReopen = Type.Object({ reason: ShortText }, closed);
export type BankStatementReopen = Static<typeof BankStatementReopen>;

import { type Static, Type } from 'typebox';
import { AssetCode, DecimalSum, Id, Instant, Nullable, Page, PageQuery, ShortText } from './common.ts';

/** What a file brings. docs/imports.md names the columns of each. */
export const IMPORT_KINDS = [
  'contacts',
  'accounts',
  'opening-balances',
  'entries',
  'invoices',
  'bills',
] as const;
export const ImportKind = Type.Enum(IMPORT_KINDS);
export type ImportKind = Static<typeof ImportKind>;

/** The most bytes that a file may have. */
export const MAX_IMPORT_BYTES = 100 * 1024 * 1024;

/** The body is the file, as `text/csv`. */
export const ImportUploadQuery = Type.Object(
  { kind: ImportKind, name: Type.Optional(ShortText) },
  { additionalProperties: false },
);

export const IMPORT_STATES = ['checking', 'checked', 'running', 'failed', 'done', 'cancelled'] as const;
export const ImportState = Type.Enum(IMPORT_STATES);

/** What is wrong at a place of the file. Line 1 is the header; `column` is as the header calls it, null for the whole row. */
export const ImportError = Type.Object({
  line: Type.Integer(),
  column: Nullable(Type.String()),
  code: Type.String(),
  message: Type.String(),
});
export type ImportError = Static<typeof ImportError>;
/** The first 1,000. */
export const ImportErrorList = Type.Object({ items: Type.Array(ImportError) });

export const Import = Type.Object({
  id: Id,
  kind: ImportKind,
  /** The name of the file, if it was given. */
  name: Type.String(),
  /** A `checked` import without errors may be run, a `failed` one run on. */
  state: ImportState,
  bytes: Type.Integer(),
  /** The rows of the file; while it is checked the lines below its header, which are as many or more. */
  rows: Type.Integer(),
  rowsDone: Type.Integer(),
  /** What the rows come to: contacts, accounts, entries or documents. Known once the file is checked. */
  records: Type.Integer(),
  recordsDone: Type.Integer(),
  /** What the records sum to, by asset: the debits of entries, the totals of documents. */
  sums: Type.Array(Type.Object({ asset: AssetCode, amount: DecimalSum })),
  errorCount: Type.Integer(),
  /** Why a run stopped: mend it and run the import on. */
  problem: Nullable(ImportError),
  createdAt: Instant,
  /** When the check or the run began. */
  startedAt: Nullable(Instant),
  finishedAt: Nullable(Instant),
  /** As long as the rest takes at the speed so far; null when nothing is under way or nothing done yet. */
  remainingSeconds: Nullable(Type.Integer()),
});
export type Import = Static<typeof Import>;
export const ImportPage = Page(Import);
export const ImportQuery = Type.Object(PageQuery, { additionalProperties: false });
export type ImportQuery = Static<typeof ImportQuery>;

/** A record that an import made: where it begins in the file, how the file calls it, and what it became. */
export const ImportRecord = Type.Object({
  line: Type.Integer(),
  reference: Type.String(),
  subjectKind: Type.String(),
  subjectId: Id,
});
export type ImportRecord = Static<typeof ImportRecord>;
export const ImportRecordPage = Page(ImportRecord);

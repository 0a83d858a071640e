import { type Static, Type } from 'typebox';
import { ImportError } from './imports.ts';

/** The body is the file, as `text/csv`. */
export const ExchangeFileQuery = Type.Object(
  {
    /** Whether the file is only read, and told what would come of it. */
    dryRun: Type.Optional(Type.Boolean()),
    /**
     * Whether an amount that is finer than its asset, a euro of four decimals, is rounded half to even. Otherwise its row is
     * refused.
     */
    round: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type ExchangeFileQuery = Static<typeof ExchangeFileQuery>;

export const ExchangeFile = Type.Object({
  /** Which export it is, by its header: docs/exchanges.md. */
  format: Type.String(),
  rows: Type.Integer(),
  /** What the rows come to. */
  transfers: Type.Integer(),
  /** Those of them that the wallet did not have yet: they were added, or in a dry run would be. */
  added: Type.Integer(),
  /** Those that were rounded. */
  rounded: Type.Integer(),
  /** Rows that are refused. A file that has any is not imported. */
  problemCount: Type.Integer(),
  /** The first 1,000. */
  problems: Type.Array(ImportError),
  /** Rows that brought nothing, or something that is not understood. */
  noticeCount: Type.Integer(),
  /** The first 1,000. */
  notices: Type.Array(ImportError),
});
export type ExchangeFile = Static<typeof ExchangeFile>;

import { type Static, Type } from 'typebox';
import { AssetCode, CalendarDate, DecimalSum, Id, Nullable, PageQuery } from './common.ts';
import { DocumentKind, DocumentSide } from './documents.ts';
import { range } from './reports.ts';
import { TaxKind } from './taxes.ts';

/** The whole range, or each of its months or quarters. */
export const TaxSummaryQuery = Type.Object(
  { ...range, by: Type.Optional(Type.Enum(['month', 'quarter'])) },
  { additionalProperties: false },
);
export type TaxSummaryQuery = Static<typeof TaxSummaryQuery>;

/** In the base asset. A credit note subtracts. */
const taxAmounts = {
  /** The taxable amount, without tax. */
  base: DecimalSum,
  /** What the company owes: charged on sales, and self-assessed on purchases under reverse charge. */
  outputTax: DecimalSum,
  /** What the company deducts: paid on purchases, and what it assessed itself. */
  inputTax: DecimalSum,
};

export const TaxSummaryRow = Type.Object({
  side: DocumentSide,
  taxId: Id,
  code: Type.String(),
  name: Type.String(),
  kind: TaxKind,
  rate: Type.String(),
  documents: Type.Integer(),
  ...taxAmounts,
  /** The query string, after `?`, of the tax documents that make the row. */
  drill: Type.String(),
});
export type TaxSummaryRow = Static<typeof TaxSummaryRow>;

export const TaxSummary = Type.Object({
  from: CalendarDate,
  to: CalendarDate,
  baseAsset: AssetCode,
  periods: Type.Array(
    Type.Object({
      from: CalendarDate,
      to: CalendarDate,
      rows: Type.Array(TaxSummaryRow),
      outputTax: DecimalSum,
      inputTax: DecimalSum,
      /** Output less input: what is due, or negative what is reclaimed. */
      due: DecimalSum,
    }),
  ),
});
export type TaxSummary = Static<typeof TaxSummary>;

export const TaxDocumentsQuery = Type.Object(
  { ...range, taxId: Type.Optional(Id), side: Type.Optional(DocumentSide), ...PageQuery },
  { additionalProperties: false },
);
export type TaxDocumentsQuery = Static<typeof TaxDocumentsQuery>;

/** The documents of a range by date, one row for each tax that they have. */
export const TaxDocuments = Type.Object({
  from: CalendarDate,
  to: CalendarDate,
  baseAsset: AssetCode,
  items: Type.Array(
    Type.Object({
      documentId: Id,
      kind: DocumentKind,
      side: DocumentSide,
      number: Type.String(),
      externalNumber: Type.String(),
      date: CalendarDate,
      contactName: Type.String(),
      contactTaxNumber: Nullable(Type.String()),
      taxId: Id,
      code: Type.String(),
      ...taxAmounts,
    }),
  ),
  nextCursor: Nullable(Type.String()),
});
export type TaxDocuments = Static<typeof TaxDocuments>;

import { type Static, Type } from 'typebox';
import {
  AssetCode,
  CalendarDate,
  Decimal,
  Id,
  Instant,
  LongText,
  NonNegativeDecimal,
  Nullable,
  Page,
  PageQuery,
  Percentage,
  ShortText,
  Version,
} from './common.ts';
import { TaxKind } from './taxes.ts';

export const InvoiceLineInput = Type.Object(
  {
    description: ShortText,
    quantity: NonNegativeDecimal,
    /** In the invoice's asset; contains the tax when the tax code is inclusive. */
    unitPrice: NonNegativeDecimal,
    discountPercent: Percentage,
    taxId: Nullable(Id),
    /** An account of type income; the company's sales account when null. */
    accountId: Nullable(Id),
  },
  { additionalProperties: false },
);
export type InvoiceLineInput = Static<typeof InvoiceLineInput>;

const content = {
  contactId: Id,
  issueDate: CalendarDate,
  /** Null: from the payment terms, else the issue date. */
  dueDate: Nullable(CalendarDate),
  paymentTermsId: Nullable(Id),
  asset: AssetCode,
  reference: Type.String({ maxLength: 100, pattern: '^[^\\u0000]*$' }),
  notes: LongText,
  lines: Type.Array(InvoiceLineInput, { minItems: 1, maxItems: 500 }),
};

/** `status: posted` posts at once. */
export const InvoiceInput = Type.Object(
  { ...content, status: Type.Enum(['draft', 'posted']) },
  { additionalProperties: false },
);
export type InvoiceInput = Static<typeof InvoiceInput>;
export const InvoiceDraftUpdate = Type.Object(
  { ...content, version: Version },
  { additionalProperties: false },
);
export type InvoiceDraftUpdate = Static<typeof InvoiceDraftUpdate>;
export const InvoicePost = Type.Object({ version: Version }, { additionalProperties: false });
export const InvoiceReverse = Type.Object(
  { date: CalendarDate, reason: ShortText },
  { additionalProperties: false },
);
export type InvoiceReverse = Static<typeof InvoiceReverse>;

/** Stored states. `overdue` is not one: it follows from the due date. */
export const INVOICE_STATUSES = ['draft', 'posted', 'partly-paid', 'paid', 'reversed'] as const;
export const InvoiceStatus = Type.Enum(INVOICE_STATUSES);
export type InvoiceStatus = Static<typeof InvoiceStatus>;

export const InvoiceLine = Type.Object({
  description: Type.String(),
  quantity: Decimal,
  unitPrice: Decimal,
  discountPercent: Type.String(),
  taxId: Nullable(Id),
  accountId: Id,
  /** Without tax, after the discount. */
  net: Decimal,
  tax: Decimal,
});
export type InvoiceLine = Static<typeof InvoiceLine>;

export const TaxSummaryLine = Type.Object({
  taxId: Id,
  code: Type.String(),
  name: Type.String(),
  kind: TaxKind,
  rate: Type.String(),
  exemptReason: Nullable(Type.String()),
  base: Decimal,
  tax: Decimal,
});
export type TaxSummaryLine = Static<typeof TaxSummaryLine>;

const summary = {
  id: Id,
  number: Nullable(Type.String()),
  status: InvoiceStatus,
  /** Posted or partly paid, and the due date is before today in the company's time zone. */
  overdue: Type.Boolean(),
  contactId: Id,
  /** As printed once the invoice is posted; on a draft the contact's present name. */
  contactName: Type.String(),
  issueDate: CalendarDate,
  dueDate: CalendarDate,
  asset: AssetCode,
  total: Decimal,
  /** What is still to be paid, in the invoice's asset. */
  openAmount: Decimal,
};
export const InvoiceSummary = Type.Object(summary);
export type InvoiceSummary = Static<typeof InvoiceSummary>;

export const Invoice = Type.Object({
  ...summary,
  paymentTermsId: Nullable(Id),
  reference: Type.String(),
  notes: Type.String(),
  lines: Type.Array(InvoiceLine),
  net: Decimal,
  tax: Decimal,
  taxSummary: Type.Array(TaxSummaryLine),
  /** Base asset per invoice asset at the issue date, rounded for reading; null before posting. */
  rate: Nullable(Decimal),
  rateDate: Nullable(CalendarDate),
  baseTotal: Nullable(Decimal),
  entryId: Nullable(Id),
  reversalEntryId: Nullable(Id),
  /** `none` before posting, `pending` until the job has made it. */
  pdf: Type.Enum(['none', 'pending', 'ready']),
  version: Version,
});
export type Invoice = Static<typeof Invoice>;
export const InvoicePage = Page(InvoiceSummary);

/** `status: overdue` is the filter for {@link InvoiceSummary}'s flag. */
export const InvoiceQuery = Type.Object(
  {
    ...PageQuery,
    status: Type.Optional(Type.Enum([...INVOICE_STATUSES, 'overdue'])),
    contactId: Type.Optional(Id),
    from: Type.Optional(CalendarDate),
    to: Type.Optional(CalendarDate),
    number: Type.Optional(Type.String({ maxLength: 40 })),
    minTotal: Type.Optional(NonNegativeDecimal),
    maxTotal: Type.Optional(NonNegativeDecimal),
  },
  { additionalProperties: false },
);
export type InvoiceQuery = Static<typeof InvoiceQuery>;

/** A payment of one invoice, in the invoice's asset, into a bank or cash account. */
export const PaymentInput = Type.Object(
  {
    date: CalendarDate,
    amount: NonNegativeDecimal,
    /** The account of type asset that received it; the company's bank account when null. */
    accountId: Nullable(Id),
    reference: Type.String({ maxLength: 100, pattern: '^[^\\u0000]*$' }),
  },
  { additionalProperties: false },
);
export type PaymentInput = Static<typeof PaymentInput>;
export const Payment = Type.Object({
  id: Id,
  invoiceId: Id,
  invoiceNumber: Type.String(),
  date: CalendarDate,
  asset: AssetCode,
  amount: Decimal,
  baseAmount: Decimal,
  /** Realised exchange gain (positive) or loss (negative) in the base asset. */
  exchangeDifference: Decimal,
  accountId: Id,
  reference: Type.String(),
  entryId: Id,
  reversed: Type.Boolean(),
  postedAt: Instant,
});
export type Payment = Static<typeof Payment>;
export const PaymentPage = Page(Payment);
export const PaymentQuery = Type.Object(
  {
    ...PageQuery,
    invoiceId: Type.Optional(Id),
    from: Type.Optional(CalendarDate),
    to: Type.Optional(CalendarDate),
  },
  { additionalProperties: false },
);
export type PaymentQuery = Static<typeof PaymentQuery>;
export const PaymentReverse = InvoiceReverse;

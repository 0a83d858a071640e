import { type Static, Type } from 'typebox';
import {
  AssetCode,
  CalendarDate,
  Decimal,
  Id,
  LongText,
  NonNegativeDecimal,
  Nullable,
  Page,
  PageQuery,
  Percentage,
  ShortText,
  Version,
} from './common.ts';
import { DimensionValueIds } from './entries.ts';
import { TaxKind } from './taxes.ts';

/** What raises what is owed between company and contact, and the credit note, which lowers it. */
export const DOCUMENT_KINDS = ['invoice', 'bill', 'credit-note', 'debit-note', 'expense-claim'] as const;
export const DocumentKind = Type.Enum(DOCUMENT_KINDS);
export type DocumentKind = Static<typeof DocumentKind>;

/** The nouns of the addresses, and the kind of document that each serves. */
export const DOCUMENT_NOUNS = {
  invoices: 'invoice',
  bills: 'bill',
  'credit-notes': 'credit-note',
  'debit-notes': 'debit-note',
  'expense-claims': 'expense-claim',
} as const satisfies Record<string, DocumentKind>;

/** `sales`: owed by a customer, on the receivable. `purchase`: owed to a supplier or employee, on the payable. */
export const DOCUMENT_SIDES = ['sales', 'purchase'] as const;
export const DocumentSide = Type.Enum(DOCUMENT_SIDES);
export type DocumentSide = Static<typeof DocumentSide>;

export const DocumentLineInput = Type.Object(
  {
    description: ShortText,
    quantity: NonNegativeDecimal,
    /** In the document's asset; contains the tax when the tax code is inclusive. */
    unitPrice: NonNegativeDecimal,
    discountPercent: Percentage,
    taxId: Nullable(Id),
    /** Sales: an account of type income; purchases: of type expense or asset. The company's usual one when null. */
    accountId: Nullable(Id),
    dimensionValueIds: Type.Optional(DimensionValueIds),
  },
  { additionalProperties: false },
);
export type DocumentLineInput = Static<typeof DocumentLineInput>;

const Reference = Type.String({ maxLength: 100, pattern: '^[^\\u0000]*$' });

const content = {
  contactId: Id,
  issueDate: CalendarDate,
  /** Null: from the payment terms, else the issue date. */
  dueDate: Nullable(CalendarDate),
  paymentTermsId: Nullable(Id),
  asset: AssetCode,
  reference: Reference,
  notes: LongText,
  lines: Type.Array(DocumentLineInput, { minItems: 1, maxItems: 500 }),
};
/** The number that the supplier gave: a bill with one is entered only once. */
const received = { ...content, externalNumber: Reference };
const correcting = {
  ...received,
  side: DocumentSide,
  /** The document that the note corrects, of the same contact, side and asset. */
  correctsId: Nullable(Id),
};

/** `posted` posts at once. */
const status = Type.Enum(['draft', 'posted']);
const closed = { additionalProperties: false };

export const InvoiceInput = Type.Object({ ...content, status }, closed);
export type InvoiceInput = Static<typeof InvoiceInput>;
export const InvoiceUpdate = Type.Object({ ...content, version: Version }, closed);
/** A bill, or an expense claim, whose contact is the employee. */
export const BillInput = Type.Object({ ...received, status }, closed);
export type BillInput = Static<typeof BillInput>;
export const BillUpdate = Type.Object({ ...received, version: Version }, closed);
/** A credit or debit note. */
export const NoteInput = Type.Object({ ...correcting, status }, closed);
export type NoteInput = Static<typeof NoteInput>;
export const NoteUpdate = Type.Object({ ...correcting, version: Version }, closed);

/** What a person enters of any document: those that do not have a field leave it out. */
export type DocumentContent = Omit<InvoiceInput, 'status'> &
  Partial<Pick<NoteInput, 'externalNumber' | 'side' | 'correctsId'>>;

export const DocumentPost = Type.Object({ version: Version }, closed);
export const DocumentVoid = Type.Object({ date: CalendarDate, reason: ShortText }, closed);
export type DocumentVoid = Static<typeof DocumentVoid>;
export const DocumentDuplicate = Type.Object({ issueDate: CalendarDate }, closed);
export type DocumentDuplicate = Static<typeof DocumentDuplicate>;

/** Stored states. `overdue` is not one: it follows from the due date. `void`: a note took all of it back. */
export const DOCUMENT_STATUSES = ['draft', 'posted', 'partly-paid', 'paid', 'void'] as const;
export const DocumentStatus = Type.Enum(DOCUMENT_STATUSES);
export type DocumentStatus = Static<typeof DocumentStatus>;

export const DocumentLine = Type.Object({
  description: Type.String(),
  quantity: Decimal,
  unitPrice: Decimal,
  discountPercent: Type.String(),
  taxId: Nullable(Id),
  accountId: Id,
  /** In the order of their ids; what the line posts carries them, its tax does not. */
  dimensionValueIds: DimensionValueIds,
  /** Without tax, after the discount. */
  net: Decimal,
  tax: Decimal,
});
export type DocumentLine = Static<typeof DocumentLine>;

export const TaxSummaryLine = Type.Object({
  taxId: Id,
  code: Type.String(),
  name: Type.String(),
  kind: TaxKind,
  rate: Type.String(),
  exemptReason: Nullable(Type.String()),
  base: Decimal,
  tax: Decimal,
  /** Reverse charge on a purchase: what the company owes and deducts itself, not part of the total. */
  selfAssessed: Decimal,
});
export type TaxSummaryLine = Static<typeof TaxSummaryLine>;

const summary = {
  id: Id,
  kind: DocumentKind,
  side: DocumentSide,
  number: Nullable(Type.String()),
  status: DocumentStatus,
  /** Posted or partly paid, and the due date is before today in the company's time zone. */
  overdue: Type.Boolean(),
  contactId: Id,
  /** As printed once the document is posted; on a draft the contact's present name. */
  contactName: Type.String(),
  externalNumber: Type.String(),
  issueDate: CalendarDate,
  dueDate: CalendarDate,
  asset: AssetCode,
  total: Decimal,
  /** What is still to be paid, or of a credit note to be used, in the document's asset. */
  openAmount: Decimal,
};
export const DocumentSummary = Type.Object(summary);
export type DocumentSummary = Static<typeof DocumentSummary>;

export const Document = Type.Object({
  ...summary,
  correctsId: Nullable(Id),
  /** How much of the total credit notes took back. */
  creditedAmount: Decimal,
  voidedById: Nullable(Id),
  paymentTermsId: Nullable(Id),
  reference: Type.String(),
  notes: Type.String(),
  lines: Type.Array(DocumentLine),
  net: Decimal,
  tax: Decimal,
  taxSummary: Type.Array(TaxSummaryLine),
  /** Base asset per unit of the document's asset at the issue date, rounded for reading; null before posting. */
  rate: Nullable(Decimal),
  rateDate: Nullable(CalendarDate),
  baseTotal: Nullable(Decimal),
  entryId: Nullable(Id),
  /** `none` before posting and of what others wrote, `pending` until the job has made it. */
  pdf: Type.Enum(['none', 'pending', 'ready']),
  version: Version,
});
export type Document = Static<typeof Document>;
export const DocumentPage = Page(DocumentSummary);

/** `status: overdue` is the filter for {@link DocumentSummary}'s flag. */
export const DocumentQuery = Type.Object(
  {
    ...PageQuery,
    status: Type.Optional(Type.Enum([...DOCUMENT_STATUSES, 'overdue'])),
    side: Type.Optional(DocumentSide),
    contactId: Type.Optional(Id),
    from: Type.Optional(CalendarDate),
    to: Type.Optional(CalendarDate),
    number: Type.Optional(Type.String({ maxLength: 40 })),
    externalNumber: Type.Optional(Reference),
    minTotal: Type.Optional(NonNegativeDecimal),
    maxTotal: Type.Optional(NonNegativeDecimal),
    tagId: Type.Optional(Id),
  },
  { additionalProperties: false },
);
export type DocumentQuery = Static<typeof DocumentQuery>;

import { type Static, Type } from 'typebox';
import {
  AssetCode,
  CalendarDate,
  Decimal,
  Id,
  Instant,
  NonNegativeDecimal,
  Nullable,
  Page,
  PageQuery,
  ShortText,
} from './common.ts';
import { DOCUMENT_KINDS, DocumentSide } from './documents.ts';

/** `in`: the company received money; `out`: it paid. */
export const PAYMENT_DIRECTIONS = ['in', 'out'] as const;
export const PaymentDirection = Type.Enum(PAYMENT_DIRECTIONS);
export type PaymentDirection = Static<typeof PaymentDirection>;

const Reference = Type.String({ maxLength: 100, pattern: '^[^\\u0000]*$' });
const closed = { additionalProperties: false };

/** What the bank kept of an incoming payment, or took besides an outgoing one, in the payment's asset. */
export const PaymentFee = Type.Object(
  {
    amount: NonNegativeDecimal,
    /** An account of type expense; the company's account for bank fees when null. */
    accountId: Nullable(Id),
  },
  closed,
);
export type PaymentFee = Static<typeof PaymentFee>;

export const AllocationInput = Type.Object(
  {
    /** The open item: a document, or a payment of which something is left. */
    itemId: Id,
    /** What is cleared of it, in its asset, the write-off included. */
    amount: NonNegativeDecimal,
    /** What the payment gives for it, in the payment's asset: needed when the assets differ. */
    paid: Type.Optional(NonNegativeDecimal),
    /** What of `amount` is written off, at most the company's limit. */
    writeOff: Type.Optional(NonNegativeDecimal),
  },
  closed,
);
export type AllocationInput = Static<typeof AllocationInput>;

/** A payment over any number of documents of one contact. */
export const PaymentInput = Type.Object(
  {
    side: DocumentSide,
    direction: PaymentDirection,
    contactId: Id,
    date: CalendarDate,
    asset: AssetCode,
    /** What the other side paid or got: the bank's fee is part of what came in, and comes on top of what went out. */
    amount: NonNegativeDecimal,
    /** The account of type asset that received or paid it; the company's bank account when null. */
    accountId: Nullable(Id),
    reference: Reference,
    fee: Nullable(PaymentFee),
    /** What becomes of an amount that no document takes: refused, or kept as the contact's credit. */
    rest: Type.Enum(['refuse', 'credit']),
    allocations: Type.Array(AllocationInput, { maxItems: 200 }),
  },
  closed,
);
export type PaymentInput = Static<typeof PaymentInput>;

/** A payment of one document, in the document's asset. */
export const DocumentPaymentInput = Type.Object(
  { date: CalendarDate, amount: NonNegativeDecimal, accountId: Nullable(Id), reference: Reference },
  closed,
);
export type DocumentPaymentInput = Static<typeof DocumentPaymentInput>;

export const PaymentReverse = Type.Object({ date: CalendarDate, reason: ShortText }, closed);
export type PaymentReverse = Static<typeof PaymentReverse>;

const ITEM_KINDS = [...DOCUMENT_KINDS, 'payment'] as const;

export const Allocation = Type.Object({
  itemId: Id,
  kind: Type.Enum(ITEM_KINDS),
  number: Type.String(),
  asset: AssetCode,
  amount: Decimal,
  paid: Decimal,
  writeOff: Decimal,
});
export type Allocation = Static<typeof Allocation>;

export const Payment = Type.Object({
  id: Id,
  /** Its entry's. */
  number: Type.String(),
  side: DocumentSide,
  direction: PaymentDirection,
  contactId: Id,
  contactName: Type.String(),
  date: CalendarDate,
  asset: AssetCode,
  amount: Decimal,
  baseAmount: Decimal,
  fee: Decimal,
  /** Realised exchange gain (positive) or loss (negative) in the base asset. */
  exchangeDifference: Decimal,
  accountId: Id,
  reference: Type.String(),
  allocations: Type.Array(Allocation),
  /** What paid no document, and how much of that is unused. */
  creditAmount: Decimal,
  openCredit: Decimal,
  entryId: Id,
  reversed: Type.Boolean(),
  postedAt: Instant,
});
export type Payment = Static<typeof Payment>;
export const PaymentPage = Page(Payment);
export const PaymentQuery = Type.Object(
  {
    ...PageQuery,
    /** Payments that cleared this document or credit. */
    itemId: Type.Optional(Id),
    contactId: Type.Optional(Id),
    from: Type.Optional(CalendarDate),
    to: Type.Optional(CalendarDate),
  },
  closed,
);
export type PaymentQuery = Static<typeof PaymentQuery>;

/** Something owed between company and contact: a document, or what is left of a payment. */
export const OpenItem = Type.Object({
  id: Id,
  kind: Type.Enum(ITEM_KINDS),
  side: DocumentSide,
  number: Type.String(),
  contactId: Id,
  date: CalendarDate,
  dueDate: CalendarDate,
  asset: AssetCode,
  /** Positive: owed to the company; negative: owed by it. */
  openAmount: Decimal,
  openBase: Decimal,
});
export type OpenItem = Static<typeof OpenItem>;
export const OpenItemList = Type.Object({ items: Type.Array(OpenItem) });
export const OpenItemQuery = Type.Object({ contactId: Id, side: Type.Optional(DocumentSide) }, closed);
export type OpenItemQuery = Static<typeof OpenItemQuery>;

/**
 * Clears open items of one contact and asset against each other: a credit against an invoice, or what the contact owes
 * against what it is owed. What the debits and the credits clear is equal.
 */
export const SettlementInput = Type.Object(
  {
    date: CalendarDate,
    parts: Type.Array(Type.Object({ itemId: Id, amount: NonNegativeDecimal }, closed), {
      minItems: 2,
      maxItems: 200,
    }),
  },
  closed,
);
export type SettlementInput = Static<typeof SettlementInput>;

export const Settlement = Type.Object({
  id: Id,
  /** `payment`: by money; `credit`: on one account; `contra`: receivable against payable. */
  kind: Type.Enum(['payment', 'credit', 'contra']),
  date: CalendarDate,
  paymentId: Nullable(Id),
  exchangeDifference: Decimal,
  /** Null where nothing was posted. */
  entryId: Nullable(Id),
  reversedOn: Nullable(CalendarDate),
  parts: Type.Array(
    Type.Object({
      itemId: Id,
      kind: Type.Enum(ITEM_KINDS),
      number: Type.String(),
      asset: AssetCode,
      amount: Decimal,
      baseAmount: Decimal,
    }),
  ),
});
export type Settlement = Static<typeof Settlement>;
export const SettlementPage = Page(Settlement);
export const SettlementQuery = Type.Object(
  { ...PageQuery, itemId: Type.Optional(Id), contactId: Type.Optional(Id) },
  closed,
);
export type SettlementQuery = Static<typeof SettlementQuery>;
export const SettlementReverse = Type.Object({ date: CalendarDate, reason: ShortText }, closed);

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
  ShortText,
  Version,
} from './common.ts';

export const TRANSACTION_TYPES = [
  'sale',
  'purchase',
  'invoice-payment',
  'bill-payment',
  'swap',
  'own-transfer',
  'fee',
  'staking',
  'mining',
  'airdrop',
  'interest',
  'loan-out',
  'loan-back',
  'gift',
  'loss',
  'payroll',
  'wrap',
  'bridge',
] as const;
export const TransactionType = Type.Enum(TRANSACTION_TYPES);

export const TRANSACTION_STATES = ['open', 'posted', 'ignored'] as const;
export const TransactionState = Type.Enum(TRANSACTION_STATES);

/** Open items that a payment clears, each in its own asset. */
const Allocations = Type.Array(
  Type.Object(
    {
      itemId: Id,
      amount: NonNegativeDecimal,
      /** What of the paid it takes, in the paid asset: needed when the two differ. */
      paid: Type.Optional(NonNegativeDecimal),
    },
    { additionalProperties: false },
  ),
  { maxItems: 100 },
);

/** What leaves of which lot, in place of what the method would take. */
const ChosenLots = Type.Array(
  Type.Object({ lotId: Id, quantity: NonNegativeDecimal }, { additionalProperties: false }),
  { maxItems: 1000 },
);

const choice = {
  type: Nullable(TransactionType),
  /** The other side: the account of the income, the expense, the loan. */
  accountId: Nullable(Id),
  contactId: Nullable(Id),
  allocations: Allocations,
  chosenLots: ChosenLots,
  description: LongText,
};

/** What a person says an open transaction is. What is left out stays. */
export const TransactionUpdate = Type.Object(
  { ...Type.Partial(Type.Object(choice)).properties, version: Version },
  { additionalProperties: false },
);
export type TransactionUpdate = Static<typeof TransactionUpdate>;

export const TransactionTransfer = Type.Object({
  id: Id,
  walletId: Id,
  walletName: Type.String(),
  direction: Type.Enum(['in', 'out']),
  kind: Type.String(),
  asset: AssetCode,
  quantity: Decimal,
  counterparty: Nullable(Type.String()),
  at: Instant,
});
export type TransactionTransfer = Static<typeof TransactionTransfer>;

const summary = {
  id: Id,
  /** A chain or an exchange, and what that calls the event. */
  source: Type.String(),
  reference: Type.String(),
  at: Instant,
  state: TransactionState,
  ...choice,
  ignoredReason: Nullable(Type.String()),
  /** Who said what it is: nobody yet, so that it is guessed; a rule; or a person, whom no rule contradicts. */
  saidBy: Type.Enum(['guess', 'rule', 'person']),
  transfers: Type.Array(TransactionTransfer),
  version: Version,
};
export const TransactionSummary = Type.Object(summary);
export type TransactionSummary = Static<typeof TransactionSummary>;

export const Transaction = Type.Object({
  ...summary,
  /** The day it is posted under: its own, or the first open one. Null until it is posted. */
  date: Nullable(CalendarDate),
  entries: Type.Array(
    Type.Object({
      entryId: Id,
      number: Type.String(),
      date: CalendarDate,
      kind: Type.Enum(['posting', 'payment', 'adjustment', 'reversal']),
      paymentId: Nullable(Id),
    }),
  ),
});
export type Transaction = Static<typeof Transaction>;

export const TransactionPage = Page(TransactionSummary);
export const TransactionQuery = Type.Object(
  {
    ...PageQuery,
    state: Type.Optional(TransactionState),
    type: Type.Optional(TransactionType),
    walletId: Type.Optional(Id),
    asset: Type.Optional(AssetCode),
    tagId: Type.Optional(Id),
  },
  { additionalProperties: false },
);
export type TransactionQuery = Static<typeof TransactionQuery>;

export const TransactionVersion = Type.Object({ version: Version }, { additionalProperties: false });
export const TransactionIgnore = Type.Object(
  { version: Version, reason: ShortText },
  { additionalProperties: false },
);
export const TransactionUndo = Type.Object(
  { version: Version, date: CalendarDate, reason: ShortText },
  { additionalProperties: false },
);
/** The transactions that become part of the one addressed. */
export const TransactionJoin = Type.Object(
  { version: Version, transactionIds: Type.Array(Id, { minItems: 1, maxItems: 20, uniqueItems: true }) },
  { additionalProperties: false },
);
/** The transfers that leave the transaction and become one of their own. */
export const TransactionSplit = Type.Object(
  { version: Version, transferIds: Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }) },
  { additionalProperties: false },
);

/** What posting would do, or why it would not. */
export const TransactionPreview = Type.Object({
  date: CalendarDate,
  lines: Type.Array(Type.Object({ accountId: Id, asset: AssetCode, quantity: Decimal, baseAmount: Decimal })),
  disposals: Type.Array(
    Type.Object({
      asset: AssetCode,
      lotId: Nullable(Id),
      quantity: Decimal,
      cost: Decimal,
      proceeds: Nullable(Decimal),
      acquiredOn: Nullable(CalendarDate),
    }),
  ),
});
export type TransactionPreview = Static<typeof TransactionPreview>;

/** Posts several open transactions in the order of their time, each on its own. */
export const TransactionsPost = Type.Object(
  { ids: Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }) },
  { additionalProperties: false },
);
export const TransactionsPosted = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Id,
      /** Null: it is posted. */
      refusal: Nullable(Type.Object({ code: Type.String(), message: Type.String() })),
    }),
  ),
});
export type TransactionsPosted = Static<typeof TransactionsPosted>;

/** Two transactions that look like the two sides of an own transfer. */
export const TransferMatch = Type.Object({
  outId: Id,
  inId: Id,
  asset: AssetCode,
  sent: Decimal,
  received: Decimal,
  /** Seconds from the one to the other. */
  seconds: Type.Integer(),
  /** Whether no other transaction would fit either of them. */
  certain: Type.Boolean(),
});
export type TransferMatch = Static<typeof TransferMatch>;
export const TransferMatchList = Type.Object({ items: Type.Array(TransferMatch) });

/** How many transactions the confirmed transfers made. */
export const TransactionsGathered = Type.Object({ transactions: Type.Integer(), transfers: Type.Integer() });

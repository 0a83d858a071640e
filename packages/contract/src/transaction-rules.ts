import { type Static, Type } from 'typebox';
import {
  AssetCode,
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
import { actorFields } from './subjects.ts';
import { TransactionType } from './transactions.ts';
import { TransferKind } from './wallets.ts';

const fields = {
  name: ShortText,
  /** The lowest is asked first. */
  priority: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  /** What one of the transfers must be, all of it; null asks for nothing. */
  walletId: Nullable(Id),
  direction: Nullable(Type.Enum(['in', 'out'])),
  kind: Nullable(TransferKind),
  asset: Nullable(AssetCode),
  /** Plain text that the counterparty's name or address holds somewhere, in any case. */
  counterparty: Nullable(ShortText),
  /** The first four bytes of the called contract's input. */
  method: Nullable(Type.String({ pattern: '^0x[0-9a-f]{8}$' })),
  /** Both included. */
  minQuantity: Nullable(NonNegativeDecimal),
  maxQuantity: Nullable(NonNegativeDecimal),
  /** What the transaction then is. */
  type: TransactionType,
  accountId: Nullable(Id),
  contactId: Nullable(Id),
  tagId: Nullable(Id),
  /** Empty leaves the transaction's own. */
  description: LongText,
};

export const TransactionRuleInput = Type.Object(fields, { additionalProperties: false });
export type TransactionRuleInput = Static<typeof TransactionRuleInput>;
export const TransactionRuleUpdate = Type.Object(
  { ...fields, version: Version },
  { additionalProperties: false },
);
export type TransactionRuleUpdate = Static<typeof TransactionRuleUpdate>;
export const TransactionRule = Type.Object({ id: Id, ...fields, version: Version });
export type TransactionRule = Static<typeof TransactionRule>;
export const TransactionRuleList = Type.Object({ items: Type.Array(TransactionRule) });

/** Which rules are asked: these alone, or all. A dry run changes nothing. */
export const RulesApply = Type.Object(
  {
    ruleIds: Nullable(Type.Array(Id, { minItems: 1, maxItems: 1000, uniqueItems: true })),
    dryRun: Type.Boolean(),
  },
  { additionalProperties: false },
);

/** What is said of a transaction. */
export const Said = Type.Object({
  type: Nullable(TransactionType),
  accountId: Nullable(Id),
  contactId: Nullable(Id),
  description: Type.String(),
});
export type Said = Static<typeof Said>;
export const RuleChange = Type.Object({
  transactionId: Id,
  ruleId: Id,
  ruleName: Type.String(),
  before: Said,
  after: Said,
  /** The tag that is attached besides. */
  tagId: Nullable(Id),
});
export type RuleChange = Static<typeof RuleChange>;

export const RulesApplied = Type.Object({
  /** Null where nothing was changed. */
  runId: Nullable(Id),
  items: Type.Array(RuleChange),
  /** Whether there is more to change: apply them again. */
  more: Type.Boolean(),
});
export type RulesApplied = Static<typeof RulesApplied>;

/** One time that rules were applied. */
export const RuleRun = Type.Object({
  id: Id,
  at: Instant,
  ...actorFields,
  transactions: Type.Integer(),
  undoneAt: Nullable(Instant),
});
export type RuleRun = Static<typeof RuleRun>;
export const RuleRunPage = Page(RuleRun);
export const RuleRunQuery = Type.Object(PageQuery, { additionalProperties: false });
export type RuleRunQuery = Static<typeof RuleRunQuery>;

export const RuleRunUndone = Type.Object({
  /** How many are again as they were before. */
  restored: Type.Integer(),
  /** What stays: somebody has posted it, set it aside or changed it since. */
  left: Type.Array(Type.Object({ transactionId: Id, reason: Type.Enum(['posted', 'ignored', 'changed']) })),
});
export type RuleRunUndone = Static<typeof RuleRunUndone>;

import { type Static, Type } from 'typebox';
import {
  CalendarDate,
  DecimalSum,
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

/** What may need an approval. */
export const APPROVAL_KINDS = ['entry', 'bill', 'expense-claim'] as const;
export const ApprovalKind = Type.Enum(APPROVAL_KINDS);
export type ApprovalKind = Static<typeof ApprovalKind>;

/** The roles that may decide at all. */
export const ApproverRole = Type.Enum(['owner', 'admin', 'accountant', 'approver']);

const rule = {
  /** In the base asset: what comes to more needs an approval. */
  threshold: NonNegativeDecimal,
  approverRoles: Type.Array(ApproverRole, { maxItems: 4 }),
  approverIds: Type.Array(Id, { maxItems: 50 }),
};

/** Above `threshold` someone with one of these roles, or one of these users, approves. `version` is null for a new rule. */
export const ApprovalRuleInput = Type.Object(
  { ...rule, version: Nullable(Version) },
  { additionalProperties: false },
);
export type ApprovalRuleInput = Static<typeof ApprovalRuleInput>;
export const ApprovalRule = Type.Object({ kind: ApprovalKind, ...rule, version: Version });
export type ApprovalRule = Static<typeof ApprovalRule>;
export const ApprovalRuleList = Type.Object({ items: Type.Array(ApprovalRule) });
export const ApprovalRuleParams = Type.Object({ companyId: Id, kind: ApprovalKind });

/** Asks for the approval of a draft as it is at `version`. */
export const ApprovalInput = Type.Object(
  { kind: ApprovalKind, subjectId: Id, version: Version },
  { additionalProperties: false },
);
export type ApprovalInput = Static<typeof ApprovalInput>;
export const ApprovalDecision = Type.Object({ comment: LongText }, { additionalProperties: false });
export const ApprovalRejection = Type.Object({ comment: ShortText }, { additionalProperties: false });

/** `void`: the draft was changed or deleted meanwhile. */
export const ApprovalStatus = Type.Enum(['submitted', 'approved', 'rejected', 'void']);
export type ApprovalStatus = Static<typeof ApprovalStatus>;

export const Approval = Type.Object({
  id: Id,
  kind: ApprovalKind,
  subjectId: Id,
  /** The version of the draft that this is about. */
  version: Version,
  /** What the draft came to in the base asset when it was submitted. */
  amount: DecimalSum,
  status: ApprovalStatus,
  submittedAt: Instant,
  /** The user who decided, for themselves or for the one who delegated to them. */
  decidedBy: Nullable(Id),
  onBehalfOf: Nullable(Id),
  decidedAt: Nullable(Instant),
  /** What happened, in order; nothing is ever changed or taken out. */
  trail: Type.Array(
    Type.Object({
      action: ApprovalStatus,
      at: Instant,
      /** Null for what followed from a change of the draft. */
      actorId: Nullable(Id),
      onBehalfOf: Nullable(Id),
      comment: Type.String(),
    }),
  ),
});
export type Approval = Static<typeof Approval>;
export const ApprovalPage = Page(Approval);
export const ApprovalQuery = Type.Object(
  { ...PageQuery, status: Type.Optional(ApprovalStatus), subjectId: Type.Optional(Id) },
  { additionalProperties: false },
);
export type ApprovalQuery = Static<typeof ApprovalQuery>;

/** Lets another member decide in one's place, from one day to another, both included. */
export const DelegationInput = Type.Object(
  { toUserId: Id, from: CalendarDate, to: CalendarDate },
  { additionalProperties: false },
);
export type DelegationInput = Static<typeof DelegationInput>;
export const Delegation = Type.Object({
  id: Id,
  fromUserId: Id,
  toUserId: Id,
  from: CalendarDate,
  to: CalendarDate,
  createdAt: Instant,
  revokedAt: Nullable(Instant),
});
export type Delegation = Static<typeof Delegation>;
export const DelegationList = Type.Object({ items: Type.Array(Delegation) });

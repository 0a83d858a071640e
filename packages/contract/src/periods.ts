import { type Static, Type } from 'typebox';
import { AssetCode, CalendarDate, Id, Instant, LongText, Nullable, ShortText } from './common.ts';
import { EntryLineInput } from './entries.ts';

export const Month = Type.String({ pattern: '^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])$' });

/** `soft`: only who may close months still posts. `hard`: nobody. */
export const PERIOD_LOCKS = ['soft', 'hard'] as const;
export const PeriodLock = Type.Enum(PERIOD_LOCKS);
export type PeriodLock = Static<typeof PeriodLock>;

/** A month of the books. `closed` is a hard lock; `closedAt` when the lock that it has was set. */
export const Period = Type.Object({
  month: Month,
  closed: Type.Boolean(),
  lock: Nullable(PeriodLock),
  closedAt: Nullable(Instant),
});
export type Period = Static<typeof Period>;
export const PeriodList = Type.Object({ items: Type.Array(Period) });
export const PeriodParams = Type.Object({ companyId: Id, month: Month });

/** Without `lock` a hard one. `ignoreDrafts` closes although drafts are dated in the month. */
export const PeriodClose = Nullable(
  Type.Object(
    { lock: Type.Optional(PeriodLock), ignoreDrafts: Type.Optional(Type.Boolean()) },
    { additionalProperties: false },
  ),
);
export type PeriodClose = Static<typeof PeriodClose>;

/** A hard lock is taken away for a reason only. */
export const PeriodOpen = Nullable(
  Type.Object({ reason: Type.Optional(ShortText) }, { additionalProperties: false }),
);
export type PeriodOpen = Static<typeof PeriodOpen>;

/** A draft dated in a month. `kind` is its noun. */
export const PeriodDraft = Type.Object({
  kind: Type.String(),
  id: Id,
  date: CalendarDate,
  description: Type.String(),
});
export type PeriodDraft = Static<typeof PeriodDraft>;

/** What to look at before a month is closed; `ready` when nothing keeps a hard lock away. */
export const PeriodChecklist = Type.Object({
  month: Month,
  lock: Nullable(PeriodLock),
  ready: Type.Boolean(),
  /** How many drafts there are, and the first of them. */
  draftCount: Type.Integer(),
  drafts: Type.Array(PeriodDraft),
  /** The first earlier month with entries that has no hard lock. */
  earlierOpenMonth: Nullable(Month),
  /** Foreign currencies held at the end of the month that no revaluation of that day covers. */
  notRevalued: Type.Array(AssetCode),
});
export type PeriodChecklist = Static<typeof PeriodChecklist>;

/** A fiscal year, named by the calendar year in which it ends. */
export const FiscalYear = Type.Object({
  year: Type.Integer(),
  from: CalendarDate,
  to: CalendarDate,
  closed: Type.Boolean(),
  closedAt: Nullable(Instant),
  /** The entry that brought the result to equity; null when there was none to bring. */
  entryId: Nullable(Id),
});
export type FiscalYear = Static<typeof FiscalYear>;
export const FiscalYearList = Type.Object({ items: Type.Array(FiscalYear) });
export const FiscalYearParams = Type.Object({
  companyId: Id,
  year: Type.String({ pattern: '^(19|2[0-9])[0-9]{2}$' }),
});
export const FiscalYearClose = Nullable(
  Type.Object({ ignoreDrafts: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
);
export const FiscalYearReopen = Type.Object({ reason: ShortText }, { additionalProperties: false });

/**
 * What the accounts held before the first entry. What the lines lack to balance goes to `equityAccountId`, or to the
 * account with the role `opening_balance` when that is null.
 */
export const OpeningBalancesInput = Type.Object(
  {
    date: CalendarDate,
    description: LongText,
    equityAccountId: Nullable(Id),
    lines: Type.Array(EntryLineInput, { minItems: 1, maxItems: 999 }),
  },
  { additionalProperties: false },
);
export type OpeningBalancesInput = Static<typeof OpeningBalancesInput>;

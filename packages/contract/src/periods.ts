import { type Static, Type } from 'typebox';
import { Id, Instant, Nullable } from './common.ts';

export const Month = Type.String({ pattern: '^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])$' });

/** A month of the books. A closed one takes no entry. */
export const Period = Type.Object({ month: Month, closed: Type.Boolean(), closedAt: Nullable(Instant) });
export type Period = Static<typeof Period>;
export const PeriodList = Type.Object({ items: Type.Array(Period) });
export const PeriodParams = Type.Object({ companyId: Id, month: Month });

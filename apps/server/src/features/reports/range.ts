import { fieldError } from '../../errors.ts';

/** From the first to the last day, both included, `YYYY-MM-DD`. */
export interface Range {
  from: string;
  to: string;
}

/** The range again. Throws `invalid_input` when it ends before it starts. */
export function checkRange<T extends Range>(range: T): T {
  if (range.from <= range.to) return range;
  throw fieldError(
    'invalid_input',
    'query/from',
    'The range ends before it starts: choose a first day on or before the last.',
  );
}

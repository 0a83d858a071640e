/**
 * A rule of the books that was broken. `code` is stable and is what a caller acts on; `message` says what to do;
 * `field` is a JSON pointer into the input (`/lines/0/quantity`) where one field is to blame.
 */
export class LedgerError extends Error {
  readonly code: string;
  readonly field: string | undefined;

  constructor(code: string, message: string, field?: string) {
    super(message);
    this.name = 'LedgerError';
    this.code = code;
    this.field = field;
  }
}

/** One broken rule among several. `field` is a JSON pointer into the input. */
export type LedgerProblem = { code: string; field: string; message: string };

/** Every rule an input breaks, in the order they were checked; `code`, `message` and `field` are the first one's. */
export class LedgerValidationError extends LedgerError {
  readonly problems: readonly LedgerProblem[];

  /** @throws RangeError without a problem, which would be an error that says nothing. */
  constructor(problems: readonly LedgerProblem[]) {
    const first = problems[0];
    if (first === undefined) throw new RangeError('A LedgerValidationError needs at least one problem.');
    super(first.code, first.message, first.field);
    this.name = 'LedgerValidationError';
    this.problems = problems;
  }
}

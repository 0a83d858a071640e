/** Why a source did not give what was asked of it. */
export type SourceErrorCode =
  /** No endpoint answered, or all of them failed: worth another try later. */
  | 'source_unreachable'
  /** It asks us to wait; `retryAfter` says how many seconds, where it said so. */
  | 'source_busy'
  /** It answered what its interface does not allow: nothing of that is believed. */
  | 'source_answer_unfit'
  /** The endpoint is of another chain than it was set up for. */
  | 'source_wrong_chain'
  /** It refuses the key. */
  | 'source_refused';

/** A source outside did not do its part. `message` says what to do, and never holds a key or an address with a password. */
export class SourceError extends Error {
  readonly code: SourceErrorCode;
  /** Seconds. */
  readonly retryAfter: number | undefined;

  constructor(
    code: SourceErrorCode,
    message: string,
    options: { retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'SourceError';
    this.code = code;
    this.retryAfter = options.retryAfter;
  }
}

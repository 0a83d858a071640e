import type { ErrorCode, FieldError } from '@crypto-erp/contract/problem';

/**
 * What a service refuses, with a stable code. `message` says what to do; `fields` names the input that is
 * wrong, by JSON pointer into the body. Only `http/` knows the status a code answers with.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[];

  constructor(code: ErrorCode, message: string, fields: FieldError[] = []) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.fields = fields;
  }
}

/** A refusal that concerns one field. */
export function fieldError(code: ErrorCode, path: string, message: string): DomainError {
  return new DomainError(code, message, [{ path, code, message }]);
}

/** The answer for an id that is not there, or is another company's: which of both, nobody learns. */
export function notFound(noun: string): DomainError {
  return new DomainError('not_found', `There is no such ${noun}.`);
}

/** The refusal of an edit that was made on an older version. */
export function versionConflict(): DomainError {
  return fieldError(
    'version_conflict',
    '/version',
    'Somebody changed this meanwhile: read it again and repeat your change.',
  );
}

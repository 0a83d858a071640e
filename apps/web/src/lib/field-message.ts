import type { FieldError } from '@crypto-erp/contract/problem';

const AMOUNTS = new Set(['quantity', 'unitPrice', 'discountPercent', 'baseAmount', 'amount', 'rate']);
const DATES = new Set(['date', 'issueDate', 'dueDate', 'expiresAt']);

/** True when `error` comes from the request's schema, whose messages are for programmers. */
export function isSchemaError({ code }: FieldError): boolean {
  return [
    'type',
    'pattern',
    'format',
    'enum',
    'anyOf',
    'minLength',
    'maxLength',
    'minimum',
    'maximum',
  ].includes(code);
}

/**
 * What a person should do about `error` at the field `name` that holds `value`. The rules of the books come with
 * messages for people, which stay; a schema's keyword is put in words here.
 */
export function fieldMessage(error: FieldError, name: string, value: unknown): string {
  if (!isSchemaError(error)) return error.message;
  if (value === '' || value === null) return 'Fill this in.';
  const limit = /[0-9]+/.exec(error.message)?.[0] ?? '';
  switch (error.code) {
    case 'minLength':
      return `Enter at least ${limit} characters.`;
    case 'maxLength':
      return `Enter at most ${limit} characters.`;
    case 'minimum':
      return `Enter ${limit} or more.`;
    case 'maximum':
      return `Enter ${limit} or less.`;
    default:
      return formatMessage(name);
  }
}

function formatMessage(name: string): string {
  if (name === 'discountPercent' || name === 'rate') return 'Enter a percentage from 0 to 100.';
  if (AMOUNTS.has(name)) return 'Enter a number such as 12.50, with at most 18 decimals.';
  if (DATES.has(name)) return 'Enter a date.';
  if (name === 'email') return 'Enter a complete e-mail address.';
  if (name === 'code') return 'Enter up to 20 letters, digits, dots, dashes or underscores.';
  return 'This has a form that cannot be used here.';
}

import type { FieldError } from '@crypto-erp/contract/problem';
import { fieldMessage, isSchemaError } from './field-message.ts';

/** The form path of a JSON pointer: `/lines/0/quantity` is `lines.0.quantity`; '' for the whole body. */
export function pointerToPath(pointer: string): string {
  if (!pointer.startsWith('/')) return '';
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}

/** True when `values` has something at the form path `path`. */
export function hasPath(values: unknown, path: string): boolean {
  if (path === '') return false;
  let at: unknown = values;
  for (const part of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return false;
    at = (at as Record<string, unknown>)[part];
  }
  return true;
}

export interface SortedErrors {
  /** Message by form path, for errors that belong to a field on the screen. */
  fields: Record<string, string>;
  /** Messages without a field, to be shown above the form. */
  unplaced: string[];
}

/** Splits `errors` into those that have a field in `values` and the rest; two rules on one field are joined. */
export function sortErrors(errors: readonly FieldError[], values: unknown): SortedErrors {
  const fields: Record<string, string> = {};
  const unplaced: string[] = [];
  for (const error of errors) {
    const path = pointerToPath(error.path);
    const value = valueAt(values, path);
    // A list or group has no input of its own.
    if (!hasPath(values, path) || (typeof value === 'object' && value !== null)) {
      unplaced.push(error.message);
      continue;
    }
    const message = fieldMessage(error, path.split('.').at(-1) ?? '', value);
    const before = fields[path];
    // Of a schema's several keywords for one value, the first says enough.
    if (before === undefined) fields[path] = message;
    else if (!isSchemaError(error)) fields[path] = `${before} ${message}`;
  }
  return { fields, unplaced };
}

function valueAt(values: unknown, path: string): unknown {
  return hasPath(values, path)
    ? path.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], values)
    : undefined;
}

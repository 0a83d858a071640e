import type { FieldError } from '@crypto-erp/contract/problem';

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

/** Splits `errors` into those that have a field in `values` and the rest; two on one field are joined. */
export function sortErrors(errors: readonly FieldError[], values: unknown): SortedErrors {
  const fields: Record<string, string> = {};
  const unplaced: string[] = [];
  for (const { path, message } of errors) {
    const at = fieldOf(values, pointerToPath(path));
    if (at === null) unplaced.push(message);
    else fields[at] = fields[at] === undefined ? message : `${fields[at]} ${message}`;
  }
  return { fields, unplaced };
}

/** The path of the input for `path`: a list or group has none of its own, so its errors are unplaced. */
function fieldOf(values: unknown, path: string): string | null {
  if (!hasPath(values, path)) return null;
  const value = path.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], values);
  return typeof value === 'object' && value !== null ? null : path;
}

import { isDeepStrictEqual } from 'node:util';
import type { FieldChange } from '@crypto-erp/contract/timeline';

/**
 * The fields in which two states of a subject differ, by name. Where there is only one state, its texts, numbers and
 * truth values: what it holds besides, such as lines, is to be read where it is. A version is no content.
 */
export function changedFields(before: unknown, after: unknown): FieldChange[] {
  const [from, to] = [fieldsOf(before), fieldsOf(after)];
  if (from === null && to === null) return [];
  const names = [...new Set([...Object.keys(from ?? {}), ...Object.keys(to ?? {})])].sort();
  return names.flatMap((field) => {
    const change = { field, before: from?.[field] ?? null, after: to?.[field] ?? null };
    const plain = typeof (change.before ?? change.after) !== 'object';
    const shown = field !== 'version' && (plain || (from !== null && to !== null));
    return shown && !isDeepStrictEqual(change.before, change.after) ? [change] : [];
  });
}

function fieldsOf(state: unknown): Record<string, unknown> | null {
  return typeof state === 'object' && state !== null && !Array.isArray(state)
    ? (state as Record<string, unknown>)
    : null;
}

import { fieldError } from '../errors.ts';

const PLACEHOLDER = /\{\{ *([A-Za-z]+) *\}\}/g;

/**
 * Checks a text with placeholders such as `{{number}}`. Throws `unknown_placeholder` at `path` for a name that is not
 * `known`, and for braces that are no placeholder: a slip would reach a customer as it stands.
 */
export function checkTemplate(text: string, known: readonly string[], path: string): void {
  const unknown = [...text.matchAll(PLACEHOLDER)].find(([, name = '']) => !known.includes(name))?.[0];
  const rest = /\{\{.{0,20}|.{0,20}\}\}/.exec(text.replace(PLACEHOLDER, ''))?.[0];
  const wrong = unknown ?? rest;
  if (wrong === undefined) return;
  throw fieldError(
    'unknown_placeholder',
    path,
    `"${wrong}" stands for nothing. There are ${known.map((name) => `{{${name}}}`).join(', ')}.`,
  );
}

/** The text with each placeholder replaced by its value, once: what a value holds is never looked at again. */
export function fillTemplate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}

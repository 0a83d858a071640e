/** JSON whose numbers stay the text that they are written as, so that no amount is ever a float. Undefined: it is no JSON. */
export function parseExactly(text: string): unknown {
  const keep = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' ? context?.source : value;
  try {
    return JSON.parse(text, keep as (key: string, value: unknown) => unknown);
  } catch {
    return undefined;
  }
}

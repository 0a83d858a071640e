import { createHash } from 'node:crypto';
import { type ParsedLine, type ParsedStatement, plain, units } from './parsed.ts';

/**
 * What each line is told by, so that it is known again in another file: the bank's own reference with day and amount, or
 * where there is none the day, the amount and every text; and how many equal ones stand before it on that day, so that two
 * that are really two stay two. `lines` are those of whole days.
 */
export function fingerprints(lines: readonly ParsedLine[]): string[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const amount = plain(units(line.amount));
    const texts = [line.text, line.reference, line.endToEndId, line.counterpartyName, line.counterpartyIban];
    const said = line.bankReference === '' ? texts.map(squeezed) : [line.bankReference];
    const key = JSON.stringify([line.date, amount, line.bankReference !== '', ...said]);
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return createHash('sha256').update(`${key}#${before}`).digest('hex');
  });
}

/** SHA-256 of what a statement says, whatever file it stands in. */
export function contentHash(statement: ParsedStatement, ofLines: readonly string[]): Buffer {
  const { from, to, opening, closing } = statement;
  return createHash('sha256')
    .update(JSON.stringify([from, to, opening, closing, ...ofLines]))
    .digest();
}

/** Banks fill texts up with spaces, in one format and not in the other. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

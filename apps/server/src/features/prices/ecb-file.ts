import type { Readable } from 'node:stream';
import {
  EcbFileError,
  type EcbRate,
  isPositiveDecimal,
  isQuotedCurrency,
  isRateDate,
  quoted,
} from './ecb-rate.ts';

/** A line of the real file has about 350 characters. A longer one than this is another file. */
const MAX_LINE = 8192;

/** Rates are handed over in batches of about this many: few round trips, little memory. */
const BATCH = 20_000;

/**
 * Reads the European Central Bank's history of euro reference rates (`eurofxref-hist.csv`): a heading `Date,USD,…`,
 * then a line for each day. Every line of the bank's ends with a comma. `N/A` is no rate and yields nothing.
 *
 * Strict, because a wrong rate becomes a wrong entry: an unknown heading, a day that does not exist or comes twice,
 * a line of another width, a value that is no positive decimal. It reads as the stream flows and holds one batch.
 * @throws EcbFileError `invalid_rate_file`, naming line and column
 */
export async function* parseEcbFile(stream: Readable): AsyncGenerator<EcbRate[]> {
  const days = new Set<string>();
  let headings: string[] | undefined;
  let batch: EcbRate[] = [];

  for await (const [line, text] of numberedLines(stream)) {
    if (headings === undefined) {
      headings = readHeadings(text);
      continue;
    }
    for (const rate of readDay(line, text, headings, days)) batch.push(rate);
    if (batch.length >= BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (days.size === 0)
    throw new EcbFileError(headings ? 2 : 1, 'Date', 'the file has no rates. Download it again.');
  if (batch.length > 0) yield batch;
}

function readHeadings(text: string): string[] {
  const headings = text.split(',');
  if (headings[0] !== 'Date') {
    throw new EcbFileError(
      1,
      '1',
      `the heading must be Date, not ${quoted(headings[0] ?? '')}. Take eurofxref-hist.csv of the ECB.`,
    );
  }
  const currencies = headings.slice(1, headings.at(-1) === '' ? -1 : undefined);
  if (currencies.length === 0) throw new EcbFileError(1, '2', 'a currency is missing after Date.');
  const known = new Set<string>();
  for (const [index, code] of currencies.entries()) {
    const column = String(index + 2);
    if (!isQuotedCurrency(code)) {
      throw new EcbFileError(
        1,
        column,
        `the heading must be a currency code such as USD, not ${quoted(code)}.`,
      );
    }
    if (known.has(code)) throw new EcbFileError(1, column, `the currency ${code} comes twice. Remove one.`);
    known.add(code);
  }
  return headings;
}

function* readDay(line: number, text: string, headings: string[], days: Set<string>): Generator<EcbRate> {
  const cells = text.split(',');
  const date = cells[0] ?? '';
  if (!isRateDate(date)) {
    throw new EcbFileError(line, 'Date', `${quoted(date)} is not a day of the calendar. Write YYYY-MM-DD.`);
  }
  if (days.has(date))
    throw new EcbFileError(line, 'Date', `the day ${date} comes twice. Remove one of its lines.`);
  days.add(date);

  for (const [index, heading] of headings.entries()) {
    const value = cells[index];
    if (index === 0) continue;
    if (value === undefined) {
      throw new EcbFileError(line, heading || 'last', 'the line ends too early. Download the file again.');
    }
    if (heading === '') {
      if (value !== '') throw new EcbFileError(line, 'last', `${quoted(value)} stands below no heading.`);
      continue;
    }
    if (value === 'N/A') continue;
    if (!isPositiveDecimal(value)) {
      throw new EcbFileError(
        line,
        heading,
        `${quoted(value)} is neither a positive decimal such as 1.1684 nor N/A.`,
      );
    }
    yield { asset: heading, date, perEuro: value };
  }
  if (cells.length > headings.length) {
    throw new EcbFileError(
      line,
      String(headings.length + 1),
      'the line has more values than there are headings.',
    );
  }
}

/** The lines of the stream with their numbers, from 1. The line break after the last line may be missing. */
async function* numberedLines(stream: Readable): AsyncGenerator<[line: number, text: string]> {
  let line = 0;
  let rest = '';
  for await (const chunk of stream) {
    // The file is ASCII. Latin 1 maps each byte to one character, so any other byte is seen and refused.
    const lines = (rest + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1'))).split(
      '\n',
    );
    rest = lines.pop() ?? '';
    for (const text of lines) yield [++line, bounded(line, text)];
    bounded(line + 1, rest);
  }
  if (rest !== '') yield [++line, bounded(line, rest)];
}

function bounded(line: number, text: string): string {
  if (text.length > MAX_LINE) {
    throw new EcbFileError(line, 'Date', 'the line is too long. Take eurofxref-hist.csv of the ECB.');
  }
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

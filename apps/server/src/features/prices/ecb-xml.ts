import {
  EcbFileError,
  type EcbRate,
  isPositiveDecimal,
  isQuotedCurrency,
  isRateDate,
  quoted,
} from './ecb-rate.ts';

/** The bank's daily file has about 2 KB, that of 90 days about 100 KB. */
export const MAX_XML_LENGTH = 262_144;

const PROLOGUE = new RegExp(
  [
    /^(?:<\?xml version="1\.0" encoding="UTF-8"\?>)?/,
    /<gesmes:Envelope xmlns:gesmes="http:\/\/www\.gesmes\.org\/xml\/2002-08-01"/,
    / xmlns="http:\/\/www\.ecb\.int\/vocabulary\/2002-08-01\/eurofxref">/,
    /<gesmes:subject>Reference rates<\/gesmes:subject>/,
    /<gesmes:Sender>/,
    /<gesmes:name>European Central Bank<\/gesmes:name>/,
    /<\/gesmes:Sender>/,
    /<Cube>/,
  ]
    .map((part) => part.source)
    .join('\\s*'),
);
const DAY = /\s*<Cube time=(["'])(?<date>[0-9-]{10})\1>/y;
const RATE = /\s*<Cube currency=(["'])(?<asset>[A-Z]{3})\1 rate=(["'])(?<perEuro>[0-9.]{1,40})\3\s?\/>/y;
const END_OF_DAY = /\s*<\/Cube>/y;
const EPILOGUE = /\s*<\/Cube>\s*<\/gesmes:Envelope>\s*$/y;

/**
 * Reads the European Central Bank's rates as XML, of one day (`eurofxref-daily.xml`) or of several
 * (`eurofxref-hist-90d.xml`): exactly the published structure and nothing else. It is no XML parser: a document type,
 * an entity, a comment or another element is refused, so nothing expands.
 * @throws EcbFileError `invalid_rate_file`, naming line and column (the currency where it is known)
 */
export function parseEcbXml(text: string): EcbRate[] {
  if (text.length > MAX_XML_LENGTH)
    throw new EcbFileError(1, '1', 'the file is too long to be the daily or 90-day one of the ECB.');
  const prologue = PROLOGUE.exec(text);
  if (prologue === null) {
    throw new EcbFileError(1, '1', 'this is not an XML file of ECB rates. Check the address it came from.');
  }
  let end = prologue[0].length;
  const fail = (column: string, fault: string) => new EcbFileError(lineAt(text, end), column, fault);
  const take = (sticky: RegExp): Record<string, string> | undefined => {
    sticky.lastIndex = end;
    const match = sticky.exec(text);
    if (match !== null) end += match[0].length;
    return match === null ? undefined : (match.groups ?? {});
  };

  const days = new Map<string, Map<string, EcbRate>>();
  for (let day = take(DAY); day !== undefined; day = take(DAY)) {
    const { date = '' } = day;
    if (!isRateDate(date)) throw fail('time', `${quoted(date)} is not a day of the calendar.`);
    if (days.has(date)) throw fail('time', `the day ${date} comes twice.`);
    const rates = new Map<string, EcbRate>();
    for (let rate = take(RATE); rate !== undefined; rate = take(RATE)) {
      const { asset = '', perEuro = '' } = rate;
      const fault = rateFault(asset, perEuro, rates);
      if (fault !== undefined) throw fail(asset, fault);
      rates.set(asset, { asset, date, perEuro });
    }
    if (rates.size === 0 || take(END_OF_DAY) === undefined)
      throw fail('Cube', 'a rate or the end of the day should stand here.');
    days.set(date, rates);
  }
  if (days.size === 0 || take(EPILOGUE) === undefined)
    throw fail('Cube', 'a day or the end of the list should stand here.');
  return [...days.values()].flatMap((rates) => [...rates.values()]);
}

function rateFault(asset: string, perEuro: string, before: ReadonlyMap<string, EcbRate>): string | undefined {
  if (!isQuotedCurrency(asset)) return 'the euro has no rate against itself.';
  if (before.has(asset)) return 'the currency comes twice.';
  if (!isPositiveDecimal(perEuro)) return `${quoted(perEuro)} is not a positive decimal such as 1.1684.`;
  return undefined;
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

import {
  EcbFileError,
  type EcbRate,
  isPositiveDecimal,
  isQuotedCurrency,
  isRateDate,
  quoted,
} from './ecb-rate.ts';

/** The real feed has about 2 KB. */
export const MAX_DAILY_LENGTH = 65_536;

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
    /<Cube time=(["'])(?<date>[0-9-]{10})\1>/,
  ]
    .map((part) => part.source)
    .join('\\s*'),
);
const RATE = /\s*<Cube currency=(["'])(?<asset>[A-Z]{3})\1 rate=(["'])(?<perEuro>[0-9.]{1,40})\3\s?\/>/y;
const EPILOGUE = /\s*<\/Cube>\s*<\/Cube>\s*<\/gesmes:Envelope>\s*/y;

/**
 * Reads the European Central Bank's daily feed (`eurofxref-daily.xml`): exactly the published structure and nothing
 * else. It is no XML parser: a document type, an entity, a comment or another element is refused, so nothing expands.
 * @throws EcbFileError `invalid_rate_file`, naming line and column (the currency where it is known)
 */
export function parseEcbDailyXml(text: string): EcbRate[] {
  if (text.length > MAX_DAILY_LENGTH)
    throw new EcbFileError(1, '1', 'the daily feed is too long to be the ECB one.');
  const prologue = PROLOGUE.exec(text);
  const date = prologue?.groups?.date;
  if (prologue === null || date === undefined) {
    throw new EcbFileError(1, '1', 'this is not the daily feed of the ECB. Check the address it came from.');
  }
  let end = prologue[0].length;
  if (!isRateDate(date)) {
    throw new EcbFileError(lineAt(text, end), 'time', `${quoted(date)} is not a day of the calendar.`);
  }

  const rates = new Map<string, EcbRate>();
  for (let match = matchAt(RATE, text, end); match !== null; match = matchAt(RATE, text, end)) {
    end += match[0].length;
    const { asset = '', perEuro = '' } = match.groups ?? {};
    const fault = rateFault(asset, perEuro, rates);
    if (fault !== undefined) throw new EcbFileError(lineAt(text, end), asset, fault);
    rates.set(asset, { asset, date, perEuro });
  }
  const epilogue = matchAt(EPILOGUE, text, end);
  if (epilogue === null || end + epilogue[0].length !== text.length || rates.size === 0) {
    throw new EcbFileError(lineAt(text, end), 'Cube', 'a rate or the end of the list should stand here.');
  }
  return [...rates.values()];
}

function rateFault(asset: string, perEuro: string, before: ReadonlyMap<string, EcbRate>): string | undefined {
  if (!isQuotedCurrency(asset)) return 'the euro has no rate against itself.';
  if (before.has(asset)) return 'the currency comes twice.';
  if (!isPositiveDecimal(perEuro)) return `${quoted(perEuro)} is not a positive decimal such as 1.1684.`;
  return undefined;
}

function matchAt(sticky: RegExp, text: string, index: number): RegExpExecArray | null {
  sticky.lastIndex = index;
  return sticky.exec(text);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

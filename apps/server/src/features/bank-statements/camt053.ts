import { isCalendarDate } from '@crypto-erp/ledger/dates';
import { DomainError } from '../../errors.ts';
import { linesOfEntry } from './camt053-entry.ts';
import { dayOf, invalid, signedAmount } from './camt053-values.ts';
import { MAX_LINES, type ParsedLine, type ParsedStatement, plain, sumOf } from './parsed.ts';
import { all, type Element, find, readXml, textAt } from './xml-tree.ts';

/** A statement with the account it is of. */
export interface CamtStatement extends ParsedStatement {
  iban: string | null;
  /** The account's identification where it is no IBAN. */
  account: string | null;
  asset: string;
}

/** Bank-to-customer statements, version 2 and later: what we read has not changed its place since. */
const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:camt[.]053[.]001[.](0[2-9]|[1-9][0-9])$/;

/**
 * Reads the statements of an ISO 20022 camt.053 file. Only booked entries count, and they must lead from the opening to
 * the closing booked balance. Throws what {@link readXml} refuses, `not_camt053`, `statement_empty`,
 * `statement_too_large`, `invalid_statement` with the line, and `balances_do_not_add_up` with the difference.
 */
export function parseCamt053(bytes: Uint8Array): CamtStatement[] {
  const statements: CamtStatement[] = [];
  let lines: ParsedLine[] = [];
  let currencies = new Set<string>();
  let count = 0;
  const root = readXml(bytes, (element, path) => {
    const place = path.join('/');
    if (place === 'Document/BkToCstmrStmt/Stmt/Ntry') {
      const found = linesOfEntry(element);
      count += found.lines.length;
      currencies.add(found.currency);
      if (count > MAX_LINES) {
        throw new DomainError(
          'statement_too_large',
          `The file has more than ${MAX_LINES} lines: send it in parts.`,
        );
      }
      lines.push(...found.lines);
      return true;
    }
    if (place !== 'Document/BkToCstmrStmt/Stmt') return false;
    statements.push(statementOf(element, lines, currencies));
    lines = [];
    currencies = new Set();
    return true;
  });
  if (!NAMESPACE.test(root.namespace) || root.name !== 'Document') {
    throw new DomainError(
      'not_camt053',
      'The file is no camt.053 statement: ask the bank for that one, or for CSV.',
    );
  }
  if (statements.length === 0) throw new DomainError('statement_empty', 'The file holds no statement.');
  return statements;
}

function statementOf(
  element: Element,
  unsorted: readonly ParsedLine[],
  currencies: ReadonlySet<string>,
): CamtStatement {
  const number = textAt(element, 'ElctrncSeqNb') || textAt(element, 'LglSeqNb') || textAt(element, 'Id');
  const opening = balanceOf(element, ['OPBD', 'PRCD']);
  const closing = balanceOf(element, ['CLBD']);
  const asset = textAt(element, 'Acct', 'Ccy') || closing.currency;
  const iban = textAt(element, 'Acct', 'Id', 'IBAN').replaceAll(' ', '').toUpperCase() || null;
  const account = textAt(element, 'Acct', 'Id', 'Othr', 'Id') || null;
  if (iban === null && account === null) throw invalid(element, 'it does not say of which account it is');

  if ([opening.currency, closing.currency, ...currencies].some((currency) => currency !== asset)) {
    throw invalid(element, `it is in ${asset}, and an amount of it is in another currency`);
  }
  const difference = closing.amount - opening.amount - sumOf(unsorted);
  if (difference !== 0n) {
    throw new DomainError(
      'balances_do_not_add_up',
      `Statement ${number.slice(0, 40)}: from the opening balance ${plain(opening.amount)} the booked entries lead to ${plain(closing.amount - difference)}, not to the closing balance ${plain(closing.amount)}: a difference of ${plain(difference)}.`,
    );
  }
  const lines = unsorted
    .filter((line) => sumOf([line]) !== 0n)
    .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const days = [lines[0]?.date, lines.at(-1)?.date].filter((day) => day !== undefined);
  const said = (end: 'FrDtTm' | 'ToDtTm'): string | undefined => {
    const day = textAt(element, 'FrToDt', end).slice(0, 10);
    return isCalendarDate(day) ? day : undefined;
  };
  const to = [said('ToDtTm') ?? closing.date, ...days].sort().at(-1) ?? closing.date;
  const from = [said('FrDtTm') ?? days[0] ?? to, ...days, to].sort()[0] ?? to;
  return {
    number: number.slice(0, 140),
    from,
    to,
    opening: plain(opening.amount),
    closing: plain(closing.amount),
    iban,
    account,
    asset,
    lines,
  };
}

/** The balance of the first of these types that the statement has. */
function balanceOf(element: Element, types: readonly string[]) {
  const balances = all(element, 'Bal');
  const found = types
    .map((type) => balances.find((balance) => textAt(balance, 'Tp', 'CdOrPrtry', 'Cd') === type))
    .find((balance) => balance !== undefined);
  if (found === undefined) throw invalid(element, `it has no balance of type ${types.join(' or ')}`);
  return { ...signedAmount(found), date: dayOf(find(found, 'Dt'), found) };
}

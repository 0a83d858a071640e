import { dayOf, signedAmount } from './camt053-values.ts';
import { MAX_TEXT, type ParsedLine, plain, units } from './parsed.ts';
import { all, type Element, find, textAt } from './xml-tree.ts';

/** What banks write where they have no reference to give. */
const NO_REFERENCE = /^(NOTPROVIDED|NOT PROVIDED|NONREF|NOREF|N\/A|-)$/i;

/**
 * The lines of an entry: none of one that is not booked; one of each transaction of a batch that tells the amounts of all
 * of them, so that each finds its match; else one. Throws `invalid_statement`.
 */
export function linesOfEntry(entry: Element): { currency: string; lines: ParsedLine[] } {
  const { amount, currency } = signedAmount(entry);
  const status = textAt(entry, 'Sts', 'Cd') || textAt(entry, 'Sts');
  if (status !== 'BOOK') return { currency, lines: [] };
  const date = dayOf(find(entry, 'BookgDt') ?? find(entry, 'ValDt'), entry);
  const valueDate = find(entry, 'ValDt') === undefined ? null : dayOf(find(entry, 'ValDt'), entry);
  const reversal = ['true', '1'].includes(textAt(entry, 'RvslInd'));
  const bankReference = referenceIn(textAt(entry, 'AcctSvcrRef'));
  const general = textAt(entry, 'AddtlNtryInf');
  const line = (value: bigint, details: Element | undefined): ParsedLine => {
    const texts = [
      ...all(find(details, 'RmtInf'), 'Ustrd').map(({ text }) => text),
      textAt(details, 'AddtlTxInf'),
      general,
    ];
    return {
      date,
      valueDate,
      amount: plain(value),
      reversal,
      bankReference: referenceIn(textAt(details, 'Refs', 'AcctSvcrRef')) || bankReference,
      endToEndId: referenceIn(textAt(details, 'Refs', 'EndToEndId')).slice(0, 140),
      reference: structuredReference(details).slice(0, 140),
      text: texts
        .filter((text) => text !== '')
        .join(' ')
        .slice(0, MAX_TEXT),
      ...counterparty(details, value > 0n !== reversal),
    };
  };
  const transactions = all(entry, 'NtryDtls').flatMap((details) => all(details, 'TxDtls'));
  const parts = transactions.map((details) => ({
    details,
    amount: amountOf(details, amount > 0n, currency),
  }));
  const told = parts.every((part) => part.amount !== null);
  const sum = parts.reduce((total, part) => total + (part.amount ?? 0n), 0n);
  if (parts.length > 1 && told && sum === amount) {
    return { currency, lines: parts.map((part) => line(part.amount ?? 0n, part.details)) };
  }
  return { currency, lines: [line(amount, parts.length === 1 ? parts[0]?.details : undefined)] };
}

/** The amount of a transaction in the account's currency, or null where it is not told. */
function amountOf(details: Element, credit: boolean, currency: string): bigint | null {
  const amount = find(details, 'Amt') ?? find(details, 'AmtDtls', 'TxAmt', 'Amt');
  if (amount === undefined || amount.attributes.Ccy !== currency) return null;
  if (!/^\d{1,20}([.]\d{1,18})?$/.test(amount.text)) return null;
  const value = units(amount.text.replace(/^0+(?=\d)/, ''));
  const sign = textAt(details, 'CdtDbtInd');
  return (sign === '' ? credit : sign === 'CRDT') ? value : -value;
}

function referenceIn(text: string): string {
  return NO_REFERENCE.test(text) ? '' : text.slice(0, 140);
}

/** The creditor's structured reference (ISO 11649 or national), or the number of the document that is referred to. */
function structuredReference(details: Element | undefined): string {
  const structured = all(find(details, 'RmtInf'), 'Strd');
  const references = structured.map(
    (one) => textAt(one, 'CdtrRefInf', 'Ref') || textAt(one, 'RfrdDocInf', 'Nb'),
  );
  return references.filter((text) => text !== '').join(' ');
}

/** Who paid when money came in, and who was paid when it went out. From version 8 on a name stands one level deeper. */
function counterparty(details: Element | undefined, cameIn: boolean) {
  const role = cameIn ? 'Dbtr' : 'Cdtr';
  const parties = find(details, 'RltdPties');
  const name = textAt(parties, role, 'Nm') || textAt(parties, role, 'Pty', 'Nm');
  const iban =
    textAt(parties, `${role}Acct`, 'Id', 'IBAN') || textAt(parties, `${role}Acct`, 'Id', 'Othr', 'Id');
  return { counterpartyName: name.slice(0, 140), counterpartyIban: iban.replaceAll(' ', '').slice(0, 34) };
}

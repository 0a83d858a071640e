import type { BankLine, BankSuggestion } from '@crypto-erp/contract/bank-lines';
import type { BankPaymentInput } from '@crypto-erp/contract/bank-matches';
import type { BankRule } from '@crypto-erp/contract/bank-rules';
import { smaller } from '@crypto-erp/ledger/decimal';
import { describe } from '../bank-matches/make.ts';
import { plain, units } from '../bank-statements/parsed.ts';
import type { DocumentCandidate, EntryCandidate } from './read-model.ts';
import { reasonOf, textOf } from './rules.ts';
import { namesNumber, similarNames } from './texts.ts';

/** What each sign of a match adds to its score. A number that is named counts most; an amount alone is a guess. */
const POINTS = {
  sameAmount: 40,
  number: 45,
  reference: 30,
  contact: 15,
  paidBefore: 15,
  sameDay: 30,
  rule: 90,
};
const MOST = 99;
/** One sign alone is told only when it is the amount or a number. */
const LEAST = 30;

const NOTHING = { ruleId: null, match: null, payment: null, booking: null };

/** Lines of the books of the line's amount, scored by how near they are and whether the texts name them. */
export function proposeEntries(line: BankLine, candidates: readonly EntryCandidate[]): BankSuggestion[] {
  return candidates.map((candidate) => {
    const { number, date, days, description, contactName, entryId, position } = candidate;
    const when =
      days === 0
        ? 'Same day'
        : `${days} ${days === 1 ? 'day' : 'days'} ${date < line.date ? 'before' : 'after'}`;
    const signs: [number, string][] = [
      [POINTS.sameAmount, 'Same amount'],
      [Math.max(POINTS.sameDay - days, 0), when],
    ];
    const named = [number, ...description.split(' · ')].find((text) => namesNumber(textOf(line), text));
    if (named !== undefined) signs.push([POINTS.number, `${named} is in the text`]);
    if (contactName !== null && isNamed(line, contactName))
      signs.push([POINTS.contact, `${contactName} is named`]);
    return {
      ...NOTHING,
      ...scored(signs),
      kind: 'match',
      title: `${number}: ${description}`.slice(0, 200),
      match: {
        bankAccountId: line.bankAccountId,
        bankLineIds: [line.id],
        entryLines: [{ entryId, position }],
      },
    };
  });
}

/** Payments of open documents: those that the texts name together, when they sum to the line; then each on its own. */
export function proposeDocuments(line: BankLine, candidates: readonly DocumentCandidate[]): BankSuggestion[] {
  const size = sizeOf(line);
  const text = textOf(line);
  const read = candidates.map((document) => ({ document, signs: signsOf(line, text, document, size) }));
  const single = read
    .map(({ document, signs }) => ({ document, ...scored(signs) }))
    .filter(({ score }) => score >= LEAST)
    .map(({ document, ...told }): BankSuggestion => payment(line, [document], told));
  const named = read.filter(({ signs }) => signs.some(([points]) => points === POINTS.number));
  const documents = named.map(({ document }) => document);
  const [first] = documents;
  const together =
    first !== undefined &&
    documents.length > 1 &&
    documents.every(({ contactId, side }) => contactId === first.contactId && side === first.side) &&
    documents.reduce((sum, { open }) => sum + units(open), 0n) === size;
  if (!together) return single;
  const reasons = [
    ...documents.map(({ number }) => `${number} is in the text`),
    'Together they are the amount',
  ];
  return [payment(line, documents, { score: MOST, reasons }), ...single];
}

/**
 * What a rule says of the line: a booking, or a payment of its contact. The payment is of the one open document of that
 * amount, and else on account.
 */
export function proposeRule(
  line: BankLine,
  rule: BankRule,
  documents: readonly DocumentCandidate[],
): BankSuggestion {
  const told = { score: POINTS.rule, reasons: [reasonOf(rule)] };
  const size = sizeOf(line);
  if (rule.contactId !== null) {
    const equal = documents.filter(
      ({ contactId, open }) => contactId === rule.contactId && units(open) === size,
    );
    if (equal.length === 1) return { ...payment(line, equal, told), ruleId: rule.id };
    const onAccount: BankPaymentInput = {
      ...paymentOf(line),
      side: units(line.amount) > 0n ? 'sales' : 'purchase',
      contactId: rule.contactId,
      allocations: [],
    };
    return {
      ...NOTHING,
      ...told,
      kind: 'payment',
      title: 'Payment on account',
      ruleId: rule.id,
      payment: onAccount,
    };
  }
  const booked = { accountId: rule.accountId ?? '', amount: plain(size), contactId: null, description: '' };
  const description = rule.description || describe(line);
  return {
    ...NOTHING,
    ...told,
    kind: 'booking',
    title: description.slice(0, 200) || rule.name,
    ruleId: rule.id,
    booking: { date: null, description: description.slice(0, 4000), lines: [booked] },
  };
}

function signsOf(
  line: BankLine,
  text: string,
  document: DocumentCandidate,
  size: bigint,
): [number, string][] {
  const { number, externalNumber, reference, contactName, paidBefore } = document;
  const open = units(document.open);
  const signs: [number, string][] = [];
  if (open === size) signs.push([POINTS.sameAmount, 'Same amount as is open']);
  const named = [number, externalNumber].find((one) => namesNumber(text, one));
  if (named !== undefined) signs.push([POINTS.number, `${named} is in the text`]);
  else if (namesNumber(text, reference))
    signs.push([POINTS.reference, `Its reference ${reference} is in the text`]);
  if (isNamed(line, contactName)) signs.push([POINTS.contact, `${contactName} is named`]);
  if (paidBefore) signs.push([POINTS.paidBefore, `${contactName} paid or was paid by this account before`]);
  // Who it is says nothing of what for: without the amount or a number it is no suggestion.
  const telling = signs.some(([points]) => points >= LEAST);
  if (!telling) return [];
  if (open > size) signs.push([0, `Pays ${plain(size)} of ${plain(open)}`]);
  if (open < size) signs.push([0, `${plain(size - open)} more than is open: kept as credit`]);
  return signs;
}

function payment(
  line: BankLine,
  documents: readonly DocumentCandidate[],
  told: { score: number; reasons: string[] },
): BankSuggestion {
  const { side, contactId, contactName } = documents[0] as DocumentCandidate;
  const size = sizeOf(line);
  const allocations = documents.map(({ id, open }) => ({
    itemId: id,
    amount: plain(smaller(units(open), size)),
  }));
  return {
    ...NOTHING,
    ...told,
    kind: 'payment',
    title: `${documents.map(({ number }) => number).join(', ')} · ${contactName}`.slice(0, 200),
    payment: { ...paymentOf(line), side, contactId, allocations },
  };
}

function paymentOf({
  reference,
  endToEndId,
}: BankLine): Pick<BankPaymentInput, 'date' | 'reference' | 'fee' | 'rest'> {
  return { date: null, reference: (reference || endToEndId).slice(0, 100), fee: null, rest: 'credit' };
}

function isNamed({ counterpartyName }: BankLine, name: string): boolean {
  return similarNames(counterpartyName, name);
}

function sizeOf({ amount }: BankLine): bigint {
  const value = units(amount);
  return value < 0n ? -value : value;
}

function scored(signs: readonly [points: number, reason: string][]): { score: number; reasons: string[] } {
  const score = signs.reduce((sum, [points]) => sum + points, 0);
  return { score: Math.min(score, MOST), reasons: signs.map(([, reason]) => reason) };
}

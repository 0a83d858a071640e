import type { BankLine } from '@crypto-erp/contract/bank-lines';
import type { BankMatch, BankMatchInput, BankMatchUndo } from '@crypto-erp/contract/bank-matches';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, notFound } from '../../errors.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { lockBankAccount } from '../bank-accounts/service.ts';
import { bankLinesOf, isLocked } from '../bank-lines/read-model.ts';
import { requireOpen } from '../bank-lines/service.ts';
import { plain, sumOf } from '../bank-statements/parsed.ts';
import { requireEntry, reverseEntry } from '../entries/service.ts';
import { reversePayment } from '../payments/service.ts';
import {
  findBankMatch,
  type LedgerLine,
  ledgerLines,
  unmatchedOfEntry,
  unmatchedUntil,
} from './read-model.ts';
import { deleteMatch, insertMatch, type NewMatch } from './store.ts';

/** The match. Throws `not_found`. */
export async function requireBankMatch(trx: Trx, companyId: string, id: string): Promise<BankMatch> {
  const match = await findBankMatch(trx, companyId, id);
  if (match === null) throw notFound('bank match');
  return match;
}

/**
 * Matches bank lines with lines of entries that are in the books already. Throws `unknown_bank_account`,
 * `unknown_bank_line`, `bank_line_not_open`, `unknown_entry_line` for one that is not on the bank account's account in its
 * asset, `entry_line_matched`, and `match_unbalanced` with the difference.
 */
export async function matchLines(trx: Trx, context: Context, input: BankMatchInput): Promise<BankMatch> {
  const { companyId } = context;
  const account = await lockBankAccount(trx, companyId, input.bankAccountId, '/bankAccountId');
  const lines = await openLines(trx, companyId, account.id, [...new Set(input.bankLineIds)]);
  const entryLines = await freeEntryLines(trx, companyId, account.id, input);
  const difference = sumOf(lines) - sumOf(entryLines);
  if (difference !== 0n || lines.length + entryLines.length < 2) {
    throw fieldError(
      'match_unbalanced',
      '/entryLines',
      `The bank's lines come to ${plain(sumOf(lines))}, those of the books to ${plain(sumOf(entryLines))}, a difference of ${plain(difference)}: both must be equal.`,
    );
  }
  return keep(trx, context, {
    bankAccountId: account.id,
    kind: 'entries',
    paymentId: null,
    entryId: null,
    bankLineIds: lines.map(({ id }) => id),
    entryLines,
  });
}

/**
 * Matches a bank line with the entry that was just made of it. Throws `match_unbalanced` when the entry moves another
 * amount on the bank account's account.
 */
export async function matchMade(
  trx: Trx,
  context: Context,
  line: BankLine,
  made: { kind: 'payment' | 'booking'; paymentId: string | null; entryId: string },
): Promise<BankMatch> {
  const entryLines = await unmatchedOfEntry(trx, context.companyId, line.bankAccountId, made.entryId);
  if (sumOf(entryLines) !== sumOf([line])) {
    throw new DomainError(
      'match_unbalanced',
      `This moves ${plain(sumOf(entryLines))} on the bank account, not ${plain(sumOf([line]))}: choose other accounts.`,
    );
  }
  return keep(trx, context, {
    ...made,
    bankAccountId: line.bankAccountId,
    bankLineIds: [line.id],
    entryLines,
  });
}

/**
 * Undoes a match: its lines are open again, and what it made stays in the books, unless it is to be reversed too. Then the
 * lines of both entries on the bank account, which cancel out, are matched with each other. Throws `not_found`,
 * `statement_reconciled`, `nothing_to_reverse`, and what reversing refuses.
 */
export async function undoMatch(
  trx: Trx,
  context: Context,
  id: string,
  { reverse }: BankMatchUndo,
): Promise<void> {
  const { companyId } = context;
  const { bankAccountId } = await requireBankMatch(trx, companyId, id);
  await lockBankAccount(trx, companyId, bankAccountId, '');
  const before = await requireBankMatch(trx, companyId, id);
  if (await isLocked(trx, companyId, before.bankLineIds)) {
    throw new DomainError(
      'statement_reconciled',
      'A statement of these lines is reconciled: reopen it first.',
    );
  }
  await deleteMatch(trx, companyId, id);
  const action = 'bank-match.undone';
  await writeAudit(trx, {
    ...context,
    action,
    subjectKind: 'bank-match',
    subjectId: id,
    before,
    after: null,
  });
  if (reverse === null) return;
  if (before.entryId === null) {
    throw new DomainError('nothing_to_reverse', 'This match made no entry: undo it without reversing.');
  }
  if (before.paymentId !== null) await reversePayment(trx, context, before.paymentId, reverse);
  else await reverseEntry(trx, context, before.entryId, { date: reverse.date, description: reverse.reason });
  await clearReversed(trx, context, bankAccountId, before.entryId);
}

/** Matches the lines of a reversed entry with those of its reversal, which no bank line will ever be. */
async function clearReversed(
  trx: Trx,
  context: Context,
  bankAccountId: string,
  entryId: string,
): Promise<void> {
  const { companyId } = context;
  const { reversedById } = await requireEntry(trx, companyId, entryId);
  if (reversedById === null) throw new Error(`Entry ${entryId} has no reversal.`);
  const entryLines = [
    ...(await unmatchedOfEntry(trx, companyId, bankAccountId, entryId)),
    ...(await unmatchedOfEntry(trx, companyId, bankAccountId, reversedById)),
  ];
  const none = { paymentId: null, entryId: null, bankLineIds: [] };
  await keep(trx, context, { ...none, bankAccountId, kind: 'entries', entryLines });
}

async function openLines(
  trx: Trx,
  companyId: string,
  bankAccountId: string,
  ids: readonly string[],
): Promise<BankLine[]> {
  const lines = await bankLinesOf(trx, companyId, bankAccountId, ids);
  return lines.map((line, i) => {
    if (line === undefined) {
      const message = 'There is no such line of this bank account.';
      throw fieldError('unknown_bank_line', `/bankLineIds/${i}`, message);
    }
    requireOpen(line);
    return line;
  });
}

async function freeEntryLines(
  trx: Trx,
  companyId: string,
  bankAccountId: string,
  { entryLines, everythingUntil }: BankMatchInput,
): Promise<LedgerLine[]> {
  const asked = await ledgerLines(trx, companyId, bankAccountId, entryLines);
  const found = new Map(asked.map((line) => [keyOf(line), line]));
  for (const [i, ref] of entryLines.entries()) {
    const line = found.get(keyOf(ref));
    if (line === undefined) {
      const message = 'There is no such line on the account and in the asset of this bank account.';
      throw fieldError('unknown_entry_line', `/entryLines/${i}`, message);
    }
    if (line.matched) {
      throw fieldError(
        'entry_line_matched',
        `/entryLines/${i}`,
        'This line of the books is matched already.',
      );
    }
  }
  if (everythingUntil !== undefined) {
    for (const line of await unmatchedUntil(trx, companyId, bankAccountId, everythingUntil)) {
      found.set(keyOf(line), line);
    }
  }
  return [...found.values()];
}

function keyOf({ entryId, position }: { entryId: string; position: number }): string {
  return `${entryId}/${position}`;
}

async function keep(trx: Trx, context: Context, match: Omit<NewMatch, 'id'>): Promise<BankMatch> {
  const id = newId();
  await insertMatch(trx, context.companyId, { ...match, id });
  const after = await requireBankMatch(trx, context.companyId, id);
  const action = 'bank-match.made';
  await writeAudit(trx, {
    ...context,
    action,
    subjectKind: 'bank-match',
    subjectId: id,
    before: null,
    after,
  });
  return after;
}

import type {
  BankLine,
  BankRulesApplied,
  BankRulesApply,
  BankSuggestion,
} from '@crypto-erp/contract/bank-lines';
import type { BankRule } from '@crypto-erp/contract/bank-rules';
import { trimDecimal } from '@crypto-erp/ledger/decimal';
import { LedgerError } from '@crypto-erp/ledger/error';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { lockBankAccount } from '../bank-accounts/service.ts';
import { openBankLines } from '../bank-lines/read-model.ts';
import { requireBankLine } from '../bank-lines/service.ts';
import { bookLine, payByLine } from '../bank-matches/make.ts';
import { listBankRules } from '../bank-rules/read-model.ts';
import { proposeDocuments, proposeEntries, proposeRule } from './propose.ts';
import { documentCandidates, entryCandidates, unmatchedBalance } from './read-model.ts';
import { ruleOf, textOf } from './rules.ts';

/** How many open lines one request applies rules to. */
const AT_ONCE = 500;

/** What an open line may be, the likeliest first; nothing of a line that is matched or ignored. Throws `not_found`. */
export async function suggestionsFor(trx: Trx, companyId: string, lineId: string): Promise<BankSuggestion[]> {
  const line = await requireBankLine(trx, companyId, lineId);
  if (line.state !== 'open') return [];
  if (line.kind === 'opening') return [await proposeOpening(trx, companyId, line)];
  const documents = await documentCandidates(trx, companyId, line, textOf(line));
  const rule = ruleOf(line, await listBankRules(trx, companyId));
  const found = [
    ...proposeEntries(line, await entryCandidates(trx, companyId, line)),
    ...proposeDocuments(line, documents),
    ...(rule === undefined ? [] : [proposeRule(line, rule, documents)]),
  ];
  return found.toSorted((a, b) => b.score - a.score).slice(0, 20);
}

/**
 * Asks the rules about the open lines of an account, at most 500 at once, and books what they say when that is asked for.
 * A line whose booking is refused stays open, and the answer says why. Throws `unknown_bank_account`.
 */
export async function applyRules(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  { bankAccountId, ruleIds, book }: BankRulesApply,
): Promise<BankRulesApplied> {
  const { companyId } = context;
  await lockBankAccount(trx, companyId, bankAccountId, '/bankAccountId');
  const rules = (await listBankRules(trx, companyId)).filter(({ id }) => ruleIds?.includes(id) ?? true);
  const lines = await openBankLines(trx, companyId, bankAccountId, AT_ONCE + 1);
  const items: BankRulesApplied['items'] = [];
  for (const line of lines.slice(0, AT_ONCE)) {
    const rule = ruleOf(line, rules);
    if (rule === undefined) continue;
    const told = { lineId: line.id, ruleId: rule.id, matchId: null, code: null, message: null };
    items.push(
      book
        ? { ...told, ...(await bookByRule(trx, context, assets, line, rule)) }
        : { ...told, outcome: 'suggested' },
    );
  }
  return { items, more: lines.length > AT_ONCE };
}

type Outcome = Partial<BankRulesApplied['items'][number]> &
  Pick<BankRulesApplied['items'][number], 'outcome'>;

/** Books one line within a savepoint, so that its refusal leaves the others. */
async function bookByRule(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  line: BankLine,
  rule: BankRule,
): Promise<Outcome> {
  const documents = await documentCandidates(trx, context.companyId, line, textOf(line));
  const { payment, booking } = proposeRule(line, rule, documents);
  await sql`SAVEPOINT bank_rule`.execute(trx);
  try {
    const match =
      payment === null
        ? booking && (await bookLine(trx, context, assets, line.id, booking))
        : await payByLine(trx, context, assets, line.id, payment);
    await sql`RELEASE SAVEPOINT bank_rule`.execute(trx);
    return { outcome: 'booked', matchId: match?.id ?? null };
  } catch (error) {
    if (!(error instanceof DomainError || error instanceof LedgerError)) throw error;
    await sql`ROLLBACK TO SAVEPOINT bank_rule`.execute(trx);
    return { outcome: 'refused', code: error.code, message: error.message };
  }
}

/** What the account held before its first statement is what the books have by then, if they agree. */
async function proposeOpening(trx: Trx, companyId: string, line: BankLine): Promise<BankSuggestion> {
  const books = await unmatchedBalance(trx, companyId, line);
  const [score, reason] =
    books === trimDecimal(line.amount)
      ? [99, `The books have ${books} by ${line.date} as well`]
      : [
          1,
          `The books have ${books} by ${line.date}, which is another amount: choose the lines that are part of it`,
        ];
  return {
    kind: 'match',
    score,
    title: `Everything in the books until ${line.date}`,
    reasons: [reason],
    ruleId: null,
    match: {
      bankAccountId: line.bankAccountId,
      bankLineIds: [line.id],
      entryLines: [],
      everythingUntil: line.date,
    },
    payment: null,
    booking: null,
  };
}

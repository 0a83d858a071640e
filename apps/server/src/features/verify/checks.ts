import type { Kysely } from 'kysely';
import { closedPeriods, entriesBalance, monthBalances, reversalsMirror } from './book-checks.ts';
import { gaplessNumbers, hashChain } from './chain-checks.ts';
import { type Check, type CheckResult, runCheck } from './check.ts';
import { auditRowsPresent, idempotencyAnswersUnique } from './command-checks.ts';
import { invoicesEqualLines, payments, receivableEqualsOpenInvoices } from './document-checks.ts';

export const CHECKS: readonly Check[] = [
  entriesBalance,
  monthBalances,
  hashChain,
  gaplessNumbers,
  closedPeriods,
  reversalsMirror,
  invoicesEqualLines,
  receivableEqualsOpenInvoices,
  payments,
  idempotencyAnswersUnique,
  auditRowsPresent,
];

/**
 * Recomputes every invariant of a company's books from its lines. Reads only, and may run while others post. Takes
 * a transaction whose scope holds the company.
 */
export async function verifyCompany(trx: Kysely<unknown>, companyId: string): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of CHECKS) results.push(await runCheck(trx, check, companyId));
  return results;
}

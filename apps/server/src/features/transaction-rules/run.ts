import type {
  RuleChange,
  RuleRunUndone,
  RulesApplied,
  Said,
  TransactionRule,
} from '@crypto-erp/contract/transaction-rules';
import { parseDecimal } from '@crypto-erp/ledger/decimal';
import { firstRule, type RuleConditions } from '@crypto-erp/ledger/transactions/rule';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, notFound } from '../../errors.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { findTag, tagsOf } from '../tags/read-model.ts';
import { attachTag, detachTag } from '../tags/service.ts';
import { sayOfMany, type UnsaidTransaction, unsaidTransactions } from '../transactions/said.ts';
import { findRun, listRules, type RunChange } from './read-model.ts';
import { insertRun, setRunUndone } from './store.ts';

/** How many transactions one run changes, and how many are read at once. */
const LIMITS = { changes: 500, read: 1000 };

interface Planned extends RuleChange {
  transaction: UnsaidTransaction;
}

/**
 * What the company's rules, or these of them, would say of open transactions that no person has said anything of: the first
 * that fits, where it says something else than what is there. At most {@link LIMITS.changes}.
 */
async function plan(
  trx: Trx,
  companyId: string,
  ruleIds: readonly string[] | null,
): Promise<{ changes: Planned[]; more: boolean }> {
  const all = await listRules(trx, companyId);
  const rules = all.filter(({ id }) => ruleIds === null || ruleIds.includes(id)).map(asked);
  if (rules.length < (ruleIds?.length ?? 0)) throw notFound('rule');
  const changes: Planned[] = [];
  let last: UnsaidTransaction | null = null;
  while (rules.length > 0) {
    const page: UnsaidTransaction[] = await unsaidTransactions(trx, companyId, last, LIMITS.read);
    for (const transaction of page) {
      const change = changeOf(transaction, rules);
      if (change === null) continue;
      if (changes.length === LIMITS.changes) return { changes, more: true };
      changes.push(change);
    }
    last = page.at(-1) ?? null;
    if (page.length < LIMITS.read) break;
  }
  return { changes, more: false };
}

type AskedRule = RuleConditions & { rule: TransactionRule };

function asked(rule: TransactionRule): AskedRule {
  const units = (quantity: string | null) => (quantity === null ? null : parseDecimal(quantity, 18));
  const { walletId, direction, kind, asset, counterparty, method } = rule;
  const [minQuantity, maxQuantity] = [units(rule.minQuantity), units(rule.maxQuantity)];
  return { rule, walletId, direction, kind, asset, counterparty, method, minQuantity, maxQuantity };
}

function changeOf(transaction: UnsaidTransaction, rules: readonly AskedRule[]): Planned | null {
  const { id, type, accountId, contactId, description } = transaction;
  const transfers = transaction.transfers.map((one) => ({
    ...one,
    quantity: parseDecimal(one.quantity, 18),
  }));
  const rule = firstRule(rules, transfers)?.rule;
  if (rule === undefined) return null;
  const before: Said = { type, accountId, contactId, description };
  const after: Said = {
    type: rule.type,
    accountId: rule.accountId,
    contactId: rule.contactId,
    description: rule.description === '' ? description : rule.description,
  };
  const same = (Object.keys(after) as (keyof Said)[]).every((field) => after[field] === before[field]);
  if (same && transaction.saidBy === 'rule') return null;
  return {
    transactionId: id,
    ruleId: rule.id,
    ruleName: rule.name,
    before,
    after,
    tagId: rule.tagId,
    transaction,
  };
}

/** What the rules would change, without changing it. Throws `not_found` for a rule that is not there. */
export async function tryRules(
  trx: Trx,
  companyId: string,
  ruleIds: readonly string[] | null,
): Promise<RulesApplied> {
  const { changes, more } = await plan(trx, companyId, ruleIds);
  return { runId: null, items: changes.map(shown), more };
}

/** Lets the rules say what open transactions are, as one run that can be taken back. Throws as {@link tryRules}. */
export async function applyRules(
  trx: Trx,
  context: Context,
  ruleIds: readonly string[] | null,
): Promise<RulesApplied> {
  const { companyId } = context;
  const { changes, more } = await plan(trx, companyId, ruleIds);
  const said = await sayOfMany(
    trx,
    companyId,
    changes.map(({ after, transaction: { id, version } }) => ({ ...after, id, version, saidBy: 'rule' })),
  );
  const done = changes.filter(({ transactionId }) => said.includes(transactionId));
  if (done.length === 0) return { runId: null, items: [], more };
  const made = [];
  for (const { transactionId, ruleName, before, after, tagId, transaction } of done) {
    const attached = tagId !== null && (await attach(trx, context, tagId, transactionId));
    made.push({
      transactionId,
      ruleName,
      before: { ...before, saidBy: transaction.saidBy },
      tagId: attached ? tagId : null,
      version: transaction.version + 1,
    });
    await audit(trx, context, 'transaction.ruled', transactionId, before, { ...after, rule: ruleName });
  }
  const runId = newId();
  await insertRun(trx, companyId, runId, context.actor, made);
  return { runId, items: done.map(shown), more };
}

const subjectOf = (transactionId: string) => ({
  subjectKind: 'transaction' as const,
  subjectId: transactionId,
});

/** Whether the tag was not attached before. */
async function attach(trx: Trx, context: Context, tagId: string, transactionId: string): Promise<boolean> {
  const subject = subjectOf(transactionId);
  const before = await tagsOf(trx, context.companyId, subject);
  if (before.some(({ id }) => id === tagId)) return false;
  await attachTag(trx, context, tagId, subject);
  return true;
}

/** A tag that was deleted meanwhile is attached nowhere any more. */
async function detach(trx: Trx, context: Context, tagId: string, transactionId: string): Promise<void> {
  if ((await findTag(trx, context.companyId, tagId)) === null) return;
  await detachTag(trx, context, tagId, subjectOf(transactionId));
}

const shown = ({ transaction: _, ...change }: Planned): RuleChange => change;

/**
 * Takes back what a run said, of every transaction that is open and as the run left it; the others are named. Throws
 * `not_found`, `rule_run_undone`.
 */
export async function undoRun(trx: Trx, context: Context, id: string): Promise<RuleRunUndone> {
  const { companyId } = context;
  const run = await findRun(trx, companyId, id);
  if (run === null) throw notFound('run');
  if (run.undone) throw new DomainError('rule_run_undone', 'This run of the rules is taken back already.');
  const free = run.changes.filter((change) => reasonToStay(change) === null);
  await sayOfMany(
    trx,
    companyId,
    free.map(({ transactionId, version, before }) => ({ ...before, id: transactionId, version })),
  );
  for (const { transactionId, tagId, before } of free) {
    if (tagId !== null) await detach(trx, context, tagId, transactionId);
    await audit(trx, context, 'transaction.unruled', transactionId, null, before);
  }
  await setRunUndone(trx, companyId, id);
  return {
    restored: free.length,
    left: run.changes.flatMap((change) => {
      const reason = reasonToStay(change);
      return reason === null ? [] : [{ transactionId: change.transactionId, reason }];
    }),
  };
}

function reasonToStay({ stateNow, version, versionNow }: RunChange) {
  if (stateNow !== 'open') return stateNow;
  return version === versionNow ? null : 'changed';
}

function audit(
  trx: Trx,
  context: Context,
  action: string,
  subjectId: string,
  before: unknown,
  after: unknown,
): Promise<void> {
  return writeAudit(trx, { ...context, action, subjectKind: 'transaction', subjectId, before, after });
}

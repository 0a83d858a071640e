import type {
  Budget,
  BudgetInput,
  BudgetLine,
  BudgetLinesUpdate,
  BudgetUpdate,
} from '@crypto-erp/contract/budgets';
import { fiscalYear } from '@crypto-erp/ledger/dates';
import { parseDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { isUniqueViolation } from '../../db/errors.ts';
import { newId } from '../../db/id.ts';
import { fieldError, notFound, versionConflict } from '../../errors.ts';
import { listAccounts } from '../accounts/read-model.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { companySettings } from '../companies/read-model.ts';
import { findDimensionValues } from '../dimensions/read-model.ts';
import { findBudget } from './read-model.ts';
import { insertBudget, replaceLines, updateBudget } from './store.ts';

/** Adds a budget without lines. Throws `already_exists`. */
export async function createBudget(trx: Trx, context: Context, input: BudgetInput): Promise<Budget> {
  const id = newId();
  await uniqueName(insertBudget(trx, context.companyId, id, input));
  const after = await requireBudget(trx, context.companyId, id);
  await audit(trx, context, 'budget.created', null, after);
  return after;
}

/** Renames, archives or restores a budget. Throws `not_found`, `already_exists`, `version_conflict`. */
export async function changeBudget(
  trx: Trx,
  context: Context,
  id: string,
  update: BudgetUpdate,
): Promise<Budget> {
  const before = await requireBudget(trx, context.companyId, id);
  if (!(await uniqueName(updateBudget(trx, context.companyId, id, update)))) throw versionConflict();
  const after = await requireBudget(trx, context.companyId, id);
  await audit(trx, context, 'budget.changed', before, after);
  return after;
}

/**
 * Replaces all lines of a budget. Throws `not_found`, `version_conflict`, and at `/lines/n/…` `unknown_account`,
 * `account_not_postable`, `account_wrong_type`, `budget_month_outside`, `unknown_dimension`, `budget_line_twice` and
 * what an amount may break.
 */
export async function setBudgetLines(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  id: string,
  { version, lines }: BudgetLinesUpdate,
): Promise<Budget> {
  const { companyId } = context;
  const before = await requireBudget(trx, companyId, id);
  await checkLines(trx, companyId, assets, before, lines);
  const trimmed = lines.map((line) => ({ ...line, amount: trimDecimal(line.amount) }));
  if (!(await replaceLines(trx, companyId, id, version, trimmed))) throw versionConflict();
  const after = await requireBudget(trx, companyId, id);
  await audit(trx, context, 'budget.lines-set', before, after);
  return after;
}

/** The budget. Throws `not_found`. */
export async function requireBudget(trx: Trx, companyId: string, id: string): Promise<Budget> {
  const budget = await findBudget(trx, companyId, id);
  if (budget === null) throw notFound('budget');
  return budget;
}

async function checkLines(
  trx: Trx,
  companyId: string,
  assets: AssetCatalogue,
  budget: Budget,
  lines: readonly BudgetLine[],
): Promise<void> {
  const company = await companySettings(trx, companyId);
  const decimals = await assets.decimals(company.baseAsset);
  const accounts = new Map((await listAccounts(trx, companyId)).map((account) => [account.id, account]));
  const ids = lines.flatMap(({ dimensionValueId }) => dimensionValueId ?? []);
  const values = await findDimensionValues(trx, companyId, ids);
  const seen = new Set<string>();
  for (const [i, { accountId, month, dimensionValueId, amount }] of lines.entries()) {
    const refuse = (code: Parameters<typeof fieldError>[0], field: string, message: string) =>
      fieldError(code, `/lines/${i}/${field}`, message);
    const account = accounts.get(accountId);
    if (account === undefined) {
      throw refuse('unknown_account', 'accountId', 'There is no such account: choose one from the chart.');
    }
    if (!account.postable) {
      const message = `Account ${account.code} is a heading: choose an account below it.`;
      throw refuse('account_not_postable', 'accountId', message);
    }
    if (account.type !== 'income' && account.type !== 'expense') {
      const message = `Account ${account.code} is neither income nor expense: a budget has only these.`;
      throw refuse('account_wrong_type', 'accountId', message);
    }
    if (fiscalYear(`${month}-01`, company.fiscalYearStartMonth) !== budget.fiscalYear) {
      const message = `${month} is not in fiscal year ${budget.fiscalYear}: choose a month of it.`;
      throw refuse('budget_month_outside', 'month', message);
    }
    if (dimensionValueId !== null && !values.has(dimensionValueId)) {
      const message = 'There is no such value of a dimension: choose one from the list.';
      throw refuse('unknown_dimension', 'dimensionValueId', message);
    }
    parseDecimal(trimDecimal(amount), decimals, `/lines/${i}/amount`);
    const key = `${accountId} ${month} ${dimensionValueId}`;
    if (seen.has(key)) {
      const message = `Account ${account.code} has a line in ${month} already: add the amounts up.`;
      throw refuse('budget_line_twice', 'month', message);
    }
    seen.add(key);
  }
}

async function uniqueName<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!isUniqueViolation(error, 'budgets_company_id_fiscal_year_name_key')) throw error;
    throw fieldError(
      'already_exists',
      '/name',
      'Another budget of the year has this name: choose another name.',
    );
  }
}

function audit(
  trx: Trx,
  context: Context,
  action: string,
  before: Budget | null,
  after: Budget,
): Promise<void> {
  return writeAudit(trx, { ...context, action, subjectKind: 'budget', subjectId: after.id, before, after });
}

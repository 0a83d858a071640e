import type { Company } from '@crypto-erp/contract/companies';
import type { Settlement, SettlementInput } from '@crypto-erp/contract/payments';
import { fiscalYear } from '@crypto-erp/ledger/dates';
import { formatDecimal, parseDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { companySettings } from '../companies/read-model.ts';
import { ENTRY_SERIES, type PostLine, postItem } from '../entries/post-item.ts';
import { lockBooks, postWithin, requireEntry, reverseAny } from '../entries/service.ts';
import { type SettlementAccounts, settlementAccounts } from './accounts.ts';
import { type Cleared, clear, partRow, requireOpenItems } from './items.ts';
import type { LockedItem } from './read-model.ts';
import { requireSettlement, settlesVoid } from './read-model.ts';
import { insertSettlement, undo } from './store.ts';

// For the import of an archive, which takes the steps of a service one by one, in the order of the books.
export { insertSettlement, undo };

interface Decimals {
  asset: number;
  base: number;
}

/**
 * Clears open items of one contact and asset against each other. On one control account nothing moves but the exchange
 * difference between their rates (IAS 21.28); between receivable and payable it is a contra entry. Throws `not_found`,
 * `not_posted`, `wrong_contact`, `wrong_asset`, `settlement_unbalanced`, and what {@link clear} refuses,
 * `period_closed`, `missing_account_role`.
 */
export async function createSettlement(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  input: SettlementInput,
): Promise<Settlement> {
  const { companyId } = context;
  const company = await companySettings(trx, companyId);
  const accounts = await settlementAccounts(trx, companyId);
  const ids = input.parts.map(({ itemId }) => itemId);
  const items = await requireOpenItems(trx, companyId, ids, input.date);
  const first = items[0] as LockedItem;
  checkAlike(items, first);
  const decimals = {
    asset: await assets.decimals(first.asset),
    base: await assets.decimals(company.baseAsset),
  };
  const parts = items.map((item, i) => {
    const field = `/parts/${i}/amount`;
    const amount = parseDecimal(input.parts[i]?.amount ?? '', decimals.asset, field);
    return clear(item, { amount, field }, input.date, decimals, company.rounding.mode);
  });
  checkBalanced(parts, decimals);

  const id = newId();
  const contra = items.some(({ side }) => side !== first.side);
  const difference = -signedSum(parts, 'base');
  const settlement = {
    id,
    kind: contra ? 'contra' : 'credit',
    date: input.date,
    payment_id: null,
    exchange_difference: formatDecimal(difference, decimals.base),
    parts: parts.map((part) => partRow(part, decimals)),
  };
  if (!contra && difference === 0n) {
    await insertSettlement(trx, companyId, context.actor, settlement);
    const after = await requireSettlement(trx, companyId, id);
    await audit(trx, context, 'settlement.made', null, after);
    return after;
  }
  const entryId = newId();
  await postWithin(
    trx,
    companyId,
    postItem({
      actor: context.actor,
      command: null,
      action: 'settlement.made',
      answer: { id, kind: settlement.kind, date: input.date, entryId },
      entry: {
        id: entryId,
        series: ENTRY_SERIES,
        fiscal_year: fiscalYear(input.date, company.fiscalYearStartMonth),
        date: input.date,
        description: items
          .map(({ number }) => number)
          .join(' · ')
          .slice(0, 4000),
        source: 'settlement',
        source_id: id,
        reverses_id: null,
        lines: entryLines(parts, accounts, company, decimals),
      },
      settlement,
    }),
  );
  return requireSettlement(trx, companyId, id);
}

/**
 * Undoes a settlement: its items are open again by what it had cleared, and its entry is reversed where there was one.
 * A payment's is undone by reversing the payment. Throws `not_found`, `already_reversed`, `reverse_document_instead`,
 * `settlement_of_void`, `date_before_original`, `period_closed`.
 */
export async function reverseSettlement(
  trx: Trx,
  context: Context,
  id: string,
  input: { date: string; reason: string },
): Promise<Settlement> {
  const { companyId } = context;
  await lockBooks(trx, companyId);
  const before = await requireSettlement(trx, companyId, id);
  if (before.reversedOn !== null) {
    throw new DomainError('already_reversed', 'This settlement is reversed already.');
  }
  if (before.kind === 'payment') {
    throw new DomainError('reverse_document_instead', 'A payment made this settlement: reverse the payment.');
  }
  if (await settlesVoid(trx, companyId, id)) {
    throw new DomainError('settlement_of_void', 'This settlement voids a document: write the document anew.');
  }
  await undoSettlement(trx, context, before, input);
  const after = await requireSettlement(trx, companyId, id);
  await audit(trx, context, 'settlement.reversed', before, after);
  return after;
}

/** Reverses the settlement's entry, marks it and opens its items again. Called under the books' lock. */
export async function undoSettlement(
  trx: Trx,
  context: Context,
  settlement: Settlement,
  { date, reason }: { date: string; reason: string },
): Promise<void> {
  if (date < settlement.date) {
    throw fieldError(
      'date_before_original',
      '/date',
      `A reversal is dated on or after what it reverses, ${settlement.date}.`,
    );
  }
  let reversalId: string | null = null;
  if (settlement.entryId !== null) {
    const original = await requireEntry(trx, context.companyId, settlement.entryId);
    const description = { date, description: reason };
    const source = settlement.paymentId ?? settlement.id;
    const noun = settlement.paymentId === null ? 'settlement' : 'payment';
    const action = `${noun}.reversal-posted`;
    reversalId = (await reverseAny(trx, context, original, description, action, source)).id;
  }
  const undone = { id: settlement.id, parts: settlement.parts.length };
  await undo(trx, context.companyId, context.actor, undone, date, reversalId);
}

function checkAlike(items: readonly LockedItem[], first: LockedItem): void {
  const stranger = items.findIndex(({ contactId }) => contactId !== first.contactId);
  if (stranger >= 0) {
    throw fieldError('wrong_contact', `/parts/${stranger}/itemId`, 'Settle items of one contact at a time.');
  }
  const other = items.findIndex(({ asset }) => asset !== first.asset);
  if (other >= 0) {
    throw fieldError('wrong_asset', `/parts/${other}/itemId`, 'Settle items of one asset at a time.');
  }
}

function checkBalanced(parts: readonly Cleared[], decimals: Decimals): void {
  const sum = signedSum(parts, 'amount');
  if (sum === 0n) return;
  const by = formatDecimal(sum < 0n ? -sum : sum, decimals.asset);
  throw fieldError(
    'settlement_unbalanced',
    '/parts',
    `What is owed to the company and by it differs by ${by}: make both sides equal.`,
  );
}

function signedSum(parts: readonly Cleared[], of: 'amount' | 'base'): bigint {
  return parts.reduce((sum, part) => sum + BigInt(part.item.sign) * part[of], 0n);
}

/**
 * Each control account gives up what is cleared on it, debits and credits apart: their base amounts may differ either
 * way, and a line's quantity and base amount have one sign. What differs is gain or loss.
 */
function entryLines(
  parts: readonly Cleared[],
  accounts: SettlementAccounts,
  company: Company,
  decimals: Decimals,
): PostLine[] {
  const [first] = parts as [Cleared, ...Cleared[]];
  const { contactId, asset } = first.item;
  const cleared = (['sales', 'purchase'] as const).flatMap((side) =>
    [1, -1].map((sign) => {
      const mine = parts.filter(({ item }) => item.side === side && item.sign === sign);
      return {
        role: side === 'sales' ? ('receivable' as const) : ('payable' as const),
        quantity: -signedSum(mine, 'amount'),
        base: -signedSum(mine, 'base'),
      };
    }),
  );
  const difference = -signedSum(parts, 'base');
  const line = (account: string, of: string, quantity: string, base: bigint): PostLine => ({
    account_id: account,
    asset: of,
    quantity,
    base_amount: formatDecimal(base, decimals.base),
    description: '',
    contact_id: contactId,
  });
  const lines = cleared
    .filter(({ quantity, base }) => quantity !== 0n || base !== 0n)
    .map(({ role, quantity, base }) =>
      line(accounts.withRole(role), asset, formatDecimal(quantity, decimals.asset), base),
    );
  if (difference !== 0n) {
    const role = difference > 0n ? 'exchange_gain' : 'exchange_loss';
    const amount = formatDecimal(-difference, decimals.base);
    lines.push(line(accounts.withRole(role), company.baseAsset, amount, -difference));
  }
  return lines;
}

function audit(
  trx: Trx,
  context: Context,
  action: string,
  before: Settlement | null,
  after: Settlement,
): Promise<void> {
  return writeAudit(trx, {
    ...context,
    action,
    subjectKind: 'settlement',
    subjectId: after.id,
    before,
    after,
  });
}

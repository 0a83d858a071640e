import type { AccountRole } from '@crypto-erp/contract/accounts';
import type { Company } from '@crypto-erp/contract/companies';
import type { PaymentInput } from '@crypto-erp/contract/payments';
import { fiscalYear } from '@crypto-erp/ledger/dates';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import { newId } from '../../db/id.ts';
import { usableAccount } from '../accounts/usable-account.ts';
import type { Context } from '../audit-log/context.ts';
import { ENTRY_SERIES, type PostItem, type PostLine, postItem } from '../entries/post-item.ts';
import type { SettlementAccounts } from '../settlements/accounts.ts';
import { partRow } from '../settlements/items.ts';
import type { Allocated, Money } from './allocate.ts';

interface Parts {
  context: Context;
  input: PaymentInput;
  company: Company;
  contact: { name: string };
  accounts: SettlementAccounts;
  decimals: { asset: number; base: number };
  money: Money;
  allocated: Allocated;
}

/**
 * The item that posts a payment with what it clears. Throws `missing_account_role`, and for the accounts asked for what
 * {@link usableAccount} refuses.
 */
export function paymentItem(parts: Parts): PostItem {
  const { context, input, company, contact, decimals, money, allocated } = parts;
  const { clearings, amounts } = allocated;
  const base = (units: bigint): string => formatDecimal(units, decimals.base);
  const quantity = (units: bigint): string => formatDecimal(units, decimals.asset);
  const [id, entryId, settlementId] = [newId(), newId(), newId()];
  const numbers = clearings.map(({ item }) => item.number);
  const accounts = usedAccounts(parts);
  return postItem({
    actor: context.actor,
    command: null,
    action: 'payment.recorded',
    answer: { ...input, id, entryId, exchangeDifference: base(amounts.exchangeDifference) },
    entry: {
      id: entryId,
      series: ENTRY_SERIES,
      fiscal_year: fiscalYear(input.date, company.fiscalYearStartMonth),
      date: input.date,
      description: [...(numbers.length === 0 ? [contact.name] : numbers), input.reference]
        .filter((text) => text !== '')
        .join(' · ')
        .slice(0, 4000),
      source: 'payment',
      source_id: id,
      reverses_id: null,
      lines: entryLines(parts, accounts),
    },
    payment: {
      id,
      side: input.side,
      direction: input.direction,
      contact_id: input.contactId,
      date: input.date,
      asset: input.asset,
      amount: quantity(money.amount),
      base_amount: base(money.base),
      fee_amount: quantity(money.fee),
      fee_base: base(money.feeBase),
      fee_account_id: accounts.fee,
      credit_amount: quantity(amounts.rest),
      credit_base: base(amounts.restBase),
      account_id: accounts.money,
      reference: input.reference,
    },
    settlement: {
      id: settlementId,
      kind: 'payment',
      date: input.date,
      payment_id: id,
      exchange_difference: base(amounts.exchangeDifference),
      parts: clearings.map((one) =>
        partRow(
          one,
          { asset: one.decimals, base: decimals.base },
          { paidAmount: quantity(one.paid), writeOff: formatDecimal(one.writeOff, one.decimals) },
        ),
      ),
    },
  });
}

/** The accounts by id: where the money is, and where the fee goes when there is one. */
function usedAccounts({ input, accounts, money }: Parts): { money: string; fee: string | null } {
  const asked = (
    id: string | null | undefined,
    role: AccountRole,
    type: 'asset' | 'expense',
    path: string,
  ) => (id ? usableAccount(accounts.find(id), path, { types: [type] }).id : accounts.withRole(role));
  return {
    money: asked(input.accountId, 'bank', 'asset', '/accountId'),
    fee: money.fee === 0n ? null : asked(input.fee?.accountId, 'bank_fees', 'expense', '/fee/accountId'),
  };
}

/**
 * For money that comes in: debit where it is, less the fee; debit the fee and what is written off; credit the control
 * account with what is cleared and with the rest. For money that goes out the other way round, the fee on top. The
 * exchange difference makes it balance.
 */
function entryLines(parts: Parts, used: { money: string; fee: string | null }): PostLine[] {
  const { input, company, accounts, decimals, money, allocated } = parts;
  const { clearings, amounts } = allocated;
  const direction = input.direction === 'in' ? 1n : -1n;
  const control = accounts.withRole(input.side === 'sales' ? 'receivable' : 'payable');
  const lines: PostLine[] = [];
  const add = (account: string, asset: string, scale: number, units: bigint, base: bigint): void => {
    if (units === 0n && base === 0n) return;
    lines.push({
      account_id: account,
      asset,
      quantity: formatDecimal(units, scale),
      base_amount: formatDecimal(base, decimals.base),
      description: '',
      contact_id: input.contactId,
    });
  };
  const inPaid = (account: string, units: bigint, base: bigint) =>
    add(account, input.asset, decimals.asset, units, base);

  inPaid(used.money, direction * money.amount - money.fee, direction * money.base - money.feeBase);
  if (used.fee !== null) inPaid(used.fee, money.fee, money.feeBase);
  for (const [i, { item, amount, base, writeOff, decimals: scale }] of clearings.entries()) {
    add(control, item.asset, scale, -direction * amount, -direction * base);
    if (writeOff > 0n) {
      const writeOffBase = direction * (amounts.writeOffs[i] ?? 0n);
      add(accounts.withRole('write_off'), item.asset, scale, direction * writeOff, writeOffBase);
    }
  }
  inPaid(control, -direction * amounts.rest, -direction * amounts.restBase);
  const difference = amounts.exchangeDifference;
  if (difference !== 0n) {
    const account = accounts.withRole(difference > 0n ? 'exchange_gain' : 'exchange_loss');
    add(account, company.baseAsset, decimals.base, -difference, -difference);
  }
  return lines;
}

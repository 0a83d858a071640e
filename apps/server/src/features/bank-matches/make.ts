import type { BankLine } from '@crypto-erp/contract/bank-lines';
import type { BankBookingInput, BankMatch, BankPaymentInput } from '@crypto-erp/contract/bank-matches';
import type { EntryLineInput } from '@crypto-erp/contract/entries';
import { allocate } from '@crypto-erp/ledger/allocation';
import { formatDecimal, parseDecimal } from '@crypto-erp/ledger/decimal';
import { convert } from '@crypto-erp/ledger/rate';
import type { Trx } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';
import { listAccounts } from '../accounts/read-model.ts';
import { usableAccount } from '../accounts/usable-account.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { requireBankAccount } from '../bank-accounts/service.ts';
import { lockOpenBankLine } from '../bank-lines/service.ts';
import { companySettings } from '../companies/read-model.ts';
import { postMade } from '../entries/service.ts';
import { recordPayment } from '../payments/service.ts';
import { priceOf } from '../prices/read-model.ts';
import { matchMade } from './service.ts';

/**
 * Records the payment that a bank line is, and matches both. The line's amount is what moved at the bank: what came in is
 * the payment less the fee, what went out the payment and the fee. Throws `not_found`, `bank_line_not_open`, and what
 * {@link recordPayment} refuses.
 */
export async function payByLine(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  lineId: string,
  input: BankPaymentInput,
): Promise<BankMatch> {
  const line = await lockOpenBankLine(trx, context.companyId, lineId);
  const { accountId, asset } = await requireBankAccount(trx, context.companyId, line.bankAccountId);
  const decimals = await assets.decimals(asset);
  const moved = parseDecimal(line.amount, decimals);
  const fee = parseDecimal(input.fee?.amount ?? '0', decimals, '/fee/amount');
  const payment = await recordPayment(trx, context, assets, {
    ...input,
    date: input.date ?? line.date,
    direction: moved > 0n ? 'in' : 'out',
    asset,
    amount: formatDecimal(positive(moved > 0n ? moved + fee : -moved - fee), decimals),
    accountId,
  });
  return matchMade(trx, context, line, { kind: 'payment', paymentId: payment.id, entryId: payment.entryId });
}

/**
 * Books a bank line to accounts of the chart, at the rate of the day, and matches both. The entry is one that a person
 * wrote: it needs an approval where such entries do. Throws `not_found`, `bank_line_not_open`, `match_unbalanced` when the
 * amounts do not sum to the line's, `rate_missing`, and what the accounts and the entry break.
 */
export async function bookLine(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  lineId: string,
  input: BankBookingInput,
): Promise<BankMatch> {
  const line = await lockOpenBankLine(trx, context.companyId, lineId);
  const { accountId } = await requireBankAccount(trx, context.companyId, line.bankAccountId);
  const date = input.date ?? line.date;
  const lines = await entryLines(trx, context, assets, { line, accountId, date }, input);
  const description = input.description || describe(line);
  const manual = { source: 'manual', sourceId: null } as const;
  const entry = await postMade(trx, context, assets, { date, description, lines }, manual);
  return matchMade(trx, context, line, { kind: 'booking', paymentId: null, entryId: entry.id });
}

/** What a booking is called by when nobody says. */
export function describe({ counterpartyName, text, reference }: BankLine): string {
  return [counterpartyName, text, reference].filter((part) => part !== '').join(' · ');
}

function positive(amount: bigint): bigint {
  if (amount > 0n) return amount;
  throw fieldError('amount_not_positive', '/fee/amount', 'The fee is more than what went out: enter less.');
}

/** The counter lines at their places in the input, then the line on the bank account. */
async function entryLines(
  trx: Trx,
  { companyId }: Context,
  assets: AssetCatalogue,
  { line, accountId, date }: { line: BankLine; accountId: string; date: string },
  input: BankBookingInput,
): Promise<EntryLineInput[]> {
  const chart = new Map((await listAccounts(trx, companyId)).map((account) => [account.id, account]));
  const { baseAsset, rounding } = await companySettings(trx, companyId);
  const decimals = { asset: await assets.decimals(line.asset), base: await assets.decimals(baseAsset) };
  const moved = parseDecimal(line.amount, decimals.asset);
  const amounts = input.lines.map(({ amount, accountId: of }, i) => {
    usableAccount(chart.get(of), `/lines/${i}/accountId`);
    if (of === accountId) {
      throw fieldError(
        'match_unbalanced',
        `/lines/${i}/accountId`,
        'This is the bank account itself: choose another.',
      );
    }
    return parseDecimal(amount, decimals.asset, `/lines/${i}/amount`);
  });
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  const size = moved < 0n ? -moved : moved;
  if (sum !== size) {
    const by = formatDecimal(size - sum, decimals.asset);
    throw fieldError(
      'match_unbalanced',
      '/lines',
      `The amounts miss that of the line by ${by}: they must sum to it.`,
    );
  }
  const { rate } = await priceOf(trx, { asset: line.asset, quote: baseAsset, date, field: '/date' });
  const base = convert(moved, decimals.asset, decimals.base, rate, rounding.mode);
  const shares = allocate(base, amounts);
  const entryLine = (
    account: string,
    quantity: bigint,
    worth: bigint,
    more: object = {},
  ): EntryLineInput => ({
    accountId: account,
    asset: line.asset,
    quantity: formatDecimal(quantity, decimals.asset),
    baseAmount: formatDecimal(worth, decimals.base),
    ...more,
  });
  return [
    ...input.lines.map(({ accountId: of, contactId, description }, i) => {
      const amount = amounts[i] ?? 0n;
      return entryLine(of, moved < 0n ? amount : -amount, -(shares[i] ?? 0n), { contactId, description });
    }),
    entryLine(accountId, moved, base),
  ];
}

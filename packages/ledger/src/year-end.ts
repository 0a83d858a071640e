import { negateDecimal } from './decimal.ts';

/** What an account holds of an asset: whole units as text, debit positive. */
export type Balance = { accountId: string; asset: string; quantity: string; base: string };

export type ClosingLine = { accountId: string; asset: string; quantity: string; baseAmount: string };

/**
 * The lines that bring every balance to zero, in quantity and base amount. Where both have opposite signs, which an account
 * reaches by debits and credits at different rates, they take a line each, because one line has one sign.
 * @throws LedgerError `invalid_amount`
 */
export function closingLines(balances: readonly Balance[]): ClosingLine[] {
  return balances.flatMap(({ accountId, asset, quantity, base }) => {
    const line = { accountId, asset, quantity: negateDecimal(quantity), baseAmount: negateDecimal(base) };
    const opposite = quantity.startsWith('-') !== base.startsWith('-') && !isZero(quantity) && !isZero(base);
    if (!opposite) return isZero(quantity) && isZero(base) ? [] : [line];
    return [
      { ...line, baseAmount: '0' },
      { ...line, quantity: '0' },
    ];
  });
}

function isZero(decimal: string): boolean {
  return /^-?[0.]+$/.test(decimal);
}

import type { Entry, EntryDraftUpdate, EntryLineInput } from '@crypto-erp/contract/entries';
import { isNegative, negate, sum } from '../../lib/money.ts';

/** What the editor holds. Amounts are without sign: the side says debit or credit. */
export interface EntryValues {
  date: string;
  description: string;
  lines: EntryLineValues[];
}

export interface EntryLineValues {
  /** For the screen. */
  key: string;
  accountId: string | null;
  asset: string;
  side: 'debit' | 'credit';
  quantity: string;
  /** Of the base asset; follows the quantity on a line in the base asset. */
  baseAmount: string;
  description: string;
  contactId: string | null;
  /** Kept as they were read. */
  dimensionValueIds: string[];
}

let lastKey = 0;

export function newLine(asset: string, side: EntryLineValues['side']): EntryLineValues {
  lastKey += 1;
  const empty = { accountId: null, quantity: '', baseAmount: '', description: '', contactId: null };
  return { key: `line-${lastKey}`, asset, side, ...empty, dimensionValueIds: [] };
}

export function newEntry(date: string, baseAsset: string): EntryValues {
  return { date, description: '', lines: [newLine(baseAsset, 'debit'), newLine(baseAsset, 'credit')] };
}

/** A draft as the editor's values. */
export function entryValues({ date, description, lines }: Entry): EntryValues {
  return {
    date,
    description,
    lines: lines.map((line) => {
      const credit = isNegative(line.baseAmount) || isNegative(line.quantity);
      const unsigned = (amount: string) => (credit ? negate(amount) : amount);
      return {
        ...newLine(line.asset, credit ? 'credit' : 'debit'),
        accountId: line.accountId,
        quantity: unsigned(line.quantity),
        baseAmount: unsigned(line.baseAmount),
        description: line.description,
        contactId: line.contactId,
        dimensionValueIds: line.dimensionValueIds,
      };
    }),
  };
}

/** The editor's values as a request body, debit positive and credit negative. */
export function entryBody(values: EntryValues, baseAsset: string): Omit<EntryDraftUpdate, 'version'> {
  return {
    date: values.date,
    description: values.description,
    lines: values.lines.map((line): EntryLineInput => {
      const signed = (amount: string) => (line.side === 'credit' && amount !== '' ? negate(amount) : amount);
      return {
        accountId: line.accountId ?? '',
        asset: line.asset,
        quantity: signed(line.quantity),
        baseAmount: signed(baseAmountOf(line, baseAsset)),
        description: line.description,
        contactId: line.contactId,
        dimensionValueIds: line.dimensionValueIds,
      };
    }),
  };
}

export interface EntryBalance {
  debit: string;
  credit: string;
  /** Debit less credit; zero when the entry can be posted. */
  difference: string;
}

/** The sums of both sides in the base asset, of what has been typed so far. */
export function balanceOf(lines: readonly EntryLineValues[], baseAsset: string): EntryBalance {
  const side = (wanted: EntryLineValues['side']) =>
    sum(lines.filter((line) => line.side === wanted).map((line) => baseAmountOf(line, baseAsset)));
  const debit = side('debit');
  const credit = side('credit');
  return { debit, credit, difference: sum([debit, negate(credit)]) };
}

function baseAmountOf({ asset, quantity, baseAmount }: EntryLineValues, baseAsset: string): string {
  return asset === baseAsset ? quantity : baseAmount;
}

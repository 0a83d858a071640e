import { formatDecimal, parseDecimal, type RoundingMode } from '@crypto-erp/ledger/decimal';
import { clearedBase } from '@crypto-erp/ledger/settlement';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, notFound } from '../../errors.ts';
import { draftsAmong, type LockedItem, lockOpenItems } from './read-model.ts';

/** What is asked to be cleared of an item, in smallest units of its asset; `field` is where a refusal points. */
export interface Asked {
  itemId: string;
  amount: bigint;
  field: string;
}

/** What is cleared of an item: smallest units of its asset and of the base asset. */
export interface Cleared {
  item: LockedItem;
  amount: bigint;
  base: bigint;
}

/**
 * Takes the books' lock and finds the open items of `ids`, each named once. Throws `invalid_input` for one named
 * twice, `not_found`, `not_posted`.
 */
export async function requireOpenItems(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
  date: string,
): Promise<LockedItem[]> {
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) {
    throw new DomainError('invalid_input', `Item ${twice} is named twice: put its amounts together.`);
  }
  const items = await lockOpenItems(trx, companyId, ids, date);
  if (items.some((item) => item === undefined)) {
    const missing = ids.filter((_, i) => items[i] === undefined);
    const [draft] = await draftsAmong(trx, companyId, missing);
    if (draft !== undefined) throw new DomainError('not_posted', 'Post the document before it is paid.');
    throw notFound('open item');
  }
  return items.filter((item) => item !== undefined);
}

/**
 * What `asked` clears of an item on `date`. Throws `already_void`, `payment_before_issue`, `amount_not_positive`, and
 * `payment_exceeds_open_amount`, also when an amount that was open meanwhile is settled on that day.
 */
export function clear(
  item: LockedItem,
  asked: Omit<Asked, 'itemId'>,
  date: string,
  decimals: { asset: number; base: number },
  mode: RoundingMode,
): Cleared {
  if (item.status === 'void') throw new DomainError('already_void', `${item.number} is void.`);
  if (date < item.date) {
    throw fieldError(
      'payment_before_issue',
      '/date',
      `${item.number} is dated ${item.date}: settle it then or later.`,
    );
  }
  const total = parseDecimal(item.amount, decimals.asset);
  const base = clearedBase(
    {
      total,
      baseTotal: parseDecimal(item.baseAmount, decimals.base),
      settledBefore: parseDecimal(item.settledAmount, decimals.asset),
      settledBaseBefore: parseDecimal(item.settledBase, decimals.base),
    },
    asked.amount,
    mode,
    asked.field,
  );
  if (parseDecimal(item.mostSettled, decimals.asset) + asked.amount > total) {
    throw fieldError(
      'payment_exceeds_open_amount',
      '/date',
      'On this day or later a payment stood that was reversed since: date this one when its amount was open.',
    );
  }
  return { item, amount: asked.amount, base };
}

/** A part of a settlement as the database takes it. */
export function partRow(
  { item, amount, base }: Cleared,
  decimals: { asset: number; base: number },
  paid: { paidAmount: string; writeOff: string } | null = null,
): Record<string, unknown> {
  return {
    document_id: item.itemKind === 'document' ? item.id : null,
    payment_id: item.itemKind === 'payment' ? item.id : null,
    amount: formatDecimal(amount, decimals.asset),
    base_amount: formatDecimal(base, decimals.base),
    paid_amount: paid?.paidAmount ?? null,
    write_off: paid?.writeOff ?? '0',
    audit_id: newId(),
  };
}

import type { AccountType } from '@crypto-erp/contract/accounts';
import { DOCUMENT_KINDS, type DocumentKind, type DocumentSide } from '@crypto-erp/contract/documents';

/** What kind of document, and on which side of the company. */
export interface Nature {
  kind: DocumentKind;
  side: DocumentSide;
}

/** What follows from the side: the control account, where lines go that name no account, and which they may name. */
export const SIDES = {
  sales: { control: 'receivable', lines: 'sales', lineTypes: ['income'] },
  purchase: { control: 'payable', lines: 'expenses', lineTypes: ['expense', 'asset'] },
} as const satisfies Record<
  DocumentSide,
  { control: string; lines: string; lineTypes: readonly AccountType[] }
>;

const SERIES: Record<DocumentSide, Partial<Record<DocumentKind, string>>> = {
  sales: { invoice: 'INV', 'credit-note': 'CN', 'debit-note': 'DN' },
  purchase: { bill: 'BILL', 'credit-note': 'PCN', 'debit-note': 'PDN', 'expense-claim': 'EXP' },
};

/** Every nature that there is. */
export const NATURES: readonly Nature[] = (['sales', 'purchase'] as const).flatMap((side) =>
  DOCUMENT_KINDS.filter((kind) => SERIES[side][kind] !== undefined).map((kind) => ({ kind, side })),
);

/** The series in which documents of this nature are numbered. */
export function seriesOf({ kind, side }: Nature): string {
  const series = SERIES[side][kind];
  if (series === undefined) throw new TypeError(`There is no ${kind} of the ${side} side.`);
  return series;
}

/** 1: its total is a debit on the control account, owed to the company; -1: a credit. */
export function signOf({ kind, side }: Nature): 1n | -1n {
  return (side === 'sales') === (kind !== 'credit-note') ? 1n : -1n;
}

/** The kind of the note that takes back a document of this kind. */
export function oppositeOf(kind: DocumentKind): 'credit-note' | 'debit-note' {
  return kind === 'credit-note' ? 'debit-note' : 'credit-note';
}

/** Whether the company writes and sends it: others write what it receives. */
export function isPrinted({ side }: Nature): boolean {
  return side === 'sales';
}

/** How a kind is called in a sentence. */
export function nounOf(kind: DocumentKind): string {
  return kind.replace('-', ' ');
}

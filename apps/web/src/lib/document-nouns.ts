import { DOCUMENT_NOUNS, type DocumentKind, type DocumentSide } from '@crypto-erp/contract/documents';
import type { Permission } from '@crypto-erp/contract/roles';

/** A noun of the addresses: `/invoices`, `/bills`. */
export type DocumentNoun = keyof typeof DOCUMENT_NOUNS;

/** How a kind of document is called, and what its screens differ in. */
export interface NounInfo {
  noun: DocumentNoun;
  kind: DocumentKind;
  one: string;
  many: string;
  /** Whose permissions count. */
  needs: 'invoices' | 'bills';
  /** What is said where there is none yet. */
  empty: string;
}

const WORDS: Record<DocumentNoun, Pick<NounInfo, 'one' | 'many' | 'needs' | 'empty'>> = {
  invoices: {
    one: 'invoice',
    many: 'Invoices',
    needs: 'invoices',
    empty: 'Write the first one: it stays a draft until you post it to the books.',
  },
  bills: {
    one: 'bill',
    many: 'Bills',
    needs: 'bills',
    empty: 'Enter what a supplier asks for: it stays a draft until you post it to the books.',
  },
  'credit-notes': {
    one: 'credit note',
    many: 'Credit notes',
    needs: 'invoices',
    empty: 'Open an invoice or a bill and choose “Credit” to take back all or some of it.',
  },
  'debit-notes': {
    one: 'debit note',
    many: 'Debit notes',
    needs: 'invoices',
    empty: 'A debit note adds to what is owed, or takes back a credit note.',
  },
  'expense-claims': {
    one: 'expense claim',
    many: 'Expense claims',
    needs: 'bills',
    empty: 'Enter what an employee paid for the company, with the employee as contact.',
  },
};

/** Whether an address names a kind of document. */
export function isDocumentNoun(noun: string): noun is DocumentNoun {
  return Object.hasOwn(DOCUMENT_NOUNS, noun);
}

export function nounInfo(noun: DocumentNoun): NounInfo {
  return { noun, kind: DOCUMENT_NOUNS[noun], ...WORDS[noun] };
}

/** The noun under which documents of a kind are found. */
export function nounOf(kind: DocumentKind): DocumentNoun {
  return (Object.keys(DOCUMENT_NOUNS) as DocumentNoun[]).find(
    (noun) => DOCUMENT_NOUNS[noun] === kind,
  ) as DocumentNoun;
}

/** The side of a kind that has only one; notes are written for either. */
export function sideOf(kind: DocumentKind): DocumentSide | null {
  if (kind === 'invoice') return 'sales';
  return kind === 'bill' || kind === 'expense-claim' ? 'purchase' : null;
}

export function permissionFor({ needs }: NounInfo, right: 'read' | 'write' | 'post'): Permission {
  return `${needs}:${right}`;
}

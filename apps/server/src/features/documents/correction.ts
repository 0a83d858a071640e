import type { DocumentKind, DocumentStatus } from '@crypto-erp/contract/documents';
import { parseDecimal, powerOfTen } from '@crypto-erp/ledger/decimal';
import type { Remaining } from '@crypto-erp/ledger/document-entry';
import type { Rate } from '@crypto-erp/ledger/rate';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { DomainError, fieldError } from '../../errors.ts';
import type { ComposedDocument } from './compose.ts';
import { type Nature, nounOf } from './kinds.ts';

/** The document that a credit or debit note corrects, and what earlier notes left of it. Amounts as text. */
export interface Original extends Nature {
  id: string;
  status: DocumentStatus;
  number: string;
  contactId: string;
  asset: string;
  issueDate: string;
  rate: string;
  rateDate: string;
  total: string;
  baseTotal: string;
  left: { total: string; base: string };
  parts: { key: string; quantity: string; base: string }[];
}

/** Whether a note takes back what it corrects, as a credit note does; a debit note takes back a credit note. */
export function takesBack(note: DocumentKind, original: DocumentKind): boolean {
  return (note === 'credit-note') !== (original === 'credit-note');
}

/** A part of a document under the same key in the original and in its notes: what one account has for one tax. */
export const partKey = {
  line: (accountId: string, taxId: string | null) => `line ${accountId} ${taxId ?? ''}`,
  tax: (taxId: string) => `tax ${taxId}`,
  selfAssessed: (taxId: string) => `self-assessed ${taxId}`,
};

/** Reads the original, under the books' lock so that no other note comes between. Null when there is none. */
export async function readOriginal(trx: Trx, companyId: string, id: string): Promise<Original | null> {
  const { rows } = await sql<Original>`
    WITH original AS (
      SELECT * FROM erp.documents WHERE company_id = ${companyId} AND id = ${id}
    ),
    counted AS (
      SELECT id, 1 AS factor, total, base_total FROM original
      UNION ALL
      SELECT d.id, -1, d.total, d.base_total FROM erp.documents d JOIN original o ON o.id = d.corrects_id
      WHERE d.company_id = ${companyId} AND d.status <> 'draft'
        AND (d.kind = 'credit-note') <> (o.kind = 'credit-note')
    ),
    part AS (
      SELECT 'line ' || l.account_id || ' ' || coalesce(l.tax_id::text, '') AS key, c.factor * l.net AS quantity,
        c.factor * l.base_net AS base
      FROM counted c JOIN erp.document_lines l ON l.company_id = ${companyId} AND l.document_id = c.id
      UNION ALL
      SELECT x.key, c.factor * x.quantity, c.factor * x.base
      FROM counted c JOIN erp.document_taxes t ON t.company_id = ${companyId} AND t.document_id = c.id
      CROSS JOIN LATERAL (VALUES
        ('tax ' || t.tax_id, t.tax, t.base_tax),
        ('self-assessed ' || t.tax_id, t.self_assessed, t.base_self_assessed)) AS x (key, quantity, base)
    )
    SELECT o.kind, o.side, o.id, o.status, o.number, o.contact_id AS "contactId", o.asset,
      o.issue_date AS "issueDate", trim_scale(o.rate)::text AS rate, o.rate_date AS "rateDate",
      trim_scale(o.total)::text AS total, trim_scale(o.base_total)::text AS "baseTotal",
      (SELECT jsonb_build_object('total', trim_scale(sum(c.factor * c.total))::text,
        'base', trim_scale(sum(c.factor * c.base_total))::text) FROM counted c) AS left,
      coalesce((SELECT jsonb_agg(jsonb_build_object('key', s.key, 'quantity', trim_scale(s.quantity)::text,
          'base', trim_scale(s.base)::text))
        FROM (SELECT key, sum(quantity) AS quantity, sum(base) AS base FROM part GROUP BY key) AS s
        WHERE s.base IS NOT NULL), '[]') AS parts
    FROM original o`.execute(trx);
  return rows[0] ?? null;
}

/**
 * Refuses a note that does not fit its original: `wrong_original`, `not_posted`, `date_before_original`; and one that
 * takes back more than is left, `already_void`, `credit_exceeds_original`.
 */
export function checkOriginal(
  note: ComposedDocument,
  original: Original | null,
): asserts original is Original {
  const path = '/correctsId';
  if (original === null) throw fieldError('wrong_original', path, 'There is no such document to correct.');
  if (original.status === 'draft') {
    throw new DomainError('not_posted', 'A draft is not corrected by a note: change it.');
  }
  const fits =
    original.side === note.side &&
    original.contactId === note.contactId &&
    original.asset === note.asset &&
    original.kind !== note.kind;
  if (!fits) {
    throw fieldError(
      'wrong_original',
      path,
      `A ${nounOf(note.kind)} corrects another kind of document, of the same contact, side and asset.`,
    );
  }
  if (note.issueDate < original.issueDate) {
    throw fieldError(
      'date_before_original',
      '/issueDate',
      `${original.number} is dated ${original.issueDate}: date the ${nounOf(note.kind)} then or later.`,
    );
  }
  if (!takesBack(note.kind, original.kind)) return;
  if (original.status === 'void')
    throw fieldError('already_void', path, `${original.number} is void already.`);
  if (note.totals.total > parseDecimal(original.left.total, note.decimals)) {
    throw fieldError(
      'credit_exceeds_original',
      '/lines',
      `Of ${original.number} only ${original.left.total} ${original.asset} is left to be taken back.`,
    );
  }
}

/** The original's own rate, from its amounts: what is taken back is worth what it was. */
export function rateOf(original: Original, decimals: { asset: number; base: number }): Rate {
  return {
    numerator: parseDecimal(original.baseTotal, decimals.base) * powerOfTen(decimals.asset),
    denominator: parseDecimal(original.total, decimals.asset) * powerOfTen(decimals.base),
  };
}

/** What is left of the original in smallest units. */
export function remainingOf(original: Original, decimals: { asset: number; base: number }): Remaining {
  const amount = (quantity: string, base: string) => ({
    quantity: parseDecimal(quantity, decimals.asset),
    base: parseDecimal(base, decimals.base),
  });
  return {
    total: amount(original.left.total, original.left.base),
    parts: new Map(original.parts.map(({ key, quantity, base }) => [key, amount(quantity, base)])),
  };
}

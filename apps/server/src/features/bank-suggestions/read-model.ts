import type { BankLine } from '@crypto-erp/contract/bank-lines';
import type { DocumentSide } from '@crypto-erp/contract/documents';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** A line of the books that no bank line is yet. */
export interface EntryCandidate {
  entryId: string;
  position: number;
  number: string;
  date: string;
  description: string;
  contactName: string | null;
  /** Days from the bank's date, without sign. */
  days: number;
}

/**
 * Lines of the books of exactly the line's amount, from 90 days before it to 30 after, the nearest first. An entry and its
 * reversal that are both matched with nothing cancel out, and are left out.
 */
export async function entryCandidates(
  trx: Trx,
  companyId: string,
  line: BankLine,
): Promise<EntryCandidate[]> {
  const free = (of: string) => sql`NOT EXISTS (
    SELECT FROM erp.bank_match_entry_lines m WHERE m.company_id = ${sql.ref(`${of}.company_id`)}
      AND m.entry_id = ${sql.ref(`${of}.entry_id`)} AND m.position = ${sql.ref(`${of}.position`)})`;
  const { rows } = await sql<EntryCandidate>`
    SELECT l.entry_id AS "entryId", l.position, e.number, l.date, e.description, k.name AS "contactName",
      abs(l.date - ${line.date}::date) AS days
    FROM erp.bank_accounts b
    JOIN erp.entry_lines l ON l.company_id = b.company_id AND l.account_id = b.account_id AND l.asset = b.asset
      AND l.date BETWEEN ${line.date}::date - 90 AND ${line.date}::date + 30
    JOIN erp.entries e ON e.company_id = l.company_id AND e.id = l.entry_id
    LEFT JOIN erp.contacts k ON k.company_id = l.company_id AND k.id = l.contact_id
    WHERE b.company_id = ${companyId} AND b.id = ${line.bankAccountId} AND l.quantity = ${line.amount}
      AND ${free('l')} AND NOT EXISTS (
        SELECT FROM erp.entries r
        JOIN erp.entry_lines o ON o.company_id = r.company_id AND o.entry_id = r.id AND o.account_id = l.account_id
          AND o.asset = l.asset AND ${free('o')}
        WHERE r.company_id = e.company_id AND (r.reverses_id = e.id OR r.id = e.reverses_id))
    ORDER BY days, l.entry_id LIMIT 10`.execute(trx);
  return rows;
}

/** What the books have on the account, matched with nothing, up to the day of the opening line. */
export async function unmatchedBalance(trx: Trx, companyId: string, line: BankLine): Promise<string> {
  const { rows } = await sql<{ balance: string }>`
    SELECT trim_scale(coalesce(sum(l.quantity), 0))::text AS balance
    FROM erp.bank_accounts b
    JOIN erp.entry_lines l ON l.company_id = b.company_id AND l.account_id = b.account_id AND l.asset = b.asset
    WHERE b.company_id = ${companyId} AND b.id = ${line.bankAccountId} AND l.date <= ${line.date} AND NOT EXISTS (
      SELECT FROM erp.bank_match_entry_lines m
      WHERE m.company_id = l.company_id AND m.entry_id = l.entry_id AND m.position = l.position)`.execute(
    trx,
  );
  return rows[0]?.balance ?? '0';
}

/** A document that money in the line's direction settles. Amounts as text. */
export interface DocumentCandidate {
  id: string;
  kind: string;
  side: DocumentSide;
  number: string;
  externalNumber: string;
  reference: string;
  contactId: string;
  contactName: string;
  dueDate: string;
  open: string;
  /** A line of the same counterparty was matched with a payment of this contact before. */
  paidBefore: boolean;
}

/**
 * Open documents of the line's asset that are of its amount, whose number its texts may hold, or whose contact they may
 * name: what comes closest first. What is really meant is told by the words, which the caller reads.
 */
export async function documentCandidates(
  trx: Trx,
  companyId: string,
  line: BankLine,
  text: string,
): Promise<DocumentCandidate[]> {
  const sign = line.amount.startsWith('-') ? -1 : 1;
  // Both sides without what is not ASCII: a coarse sieve, whatever the database's locale takes for a letter.
  const signs = text.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const held = (column: string) => {
    const stripped = sql`upper(regexp_replace(${sql.ref(column)}, '[^A-Za-z0-9]', '', 'g'))`;
    return sql`(length(${stripped}) >= 4 AND position(${stripped} IN ${signs}) > 0)`;
  };
  const { rows } = await sql<DocumentCandidate>`
    WITH before AS (
      SELECT DISTINCT p.contact_id
      FROM erp.bank_lines o
      JOIN erp.bank_match_lines x ON x.company_id = o.company_id AND x.bank_line_id = o.id
      JOIN erp.bank_matches m ON m.company_id = x.company_id AND m.id = x.match_id
      JOIN erp.payments p ON p.company_id = m.company_id AND p.id = m.payment_id
      WHERE o.company_id = ${companyId} AND o.counterparty_iban <> '' AND o.counterparty_iban = ${line.counterpartyIban}
    )
    SELECT o.id, o.kind, o.side, o.number, coalesce(d.external_number, '') AS "externalNumber", d.reference,
      o.contact_id AS "contactId", k.name AS "contactName", o.due_date AS "dueDate",
      (o.amount - o.settled_amount)::text AS open,
      o.contact_id IN (SELECT b.contact_id FROM before b) AS "paidBefore"
    FROM erp.open_items o
    JOIN erp.documents d ON d.company_id = o.company_id AND d.id = o.id
    JOIN erp.contacts k ON k.company_id = o.company_id AND k.id = o.contact_id
    CROSS JOIN LATERAL (
      SELECT (o.amount - o.settled_amount = abs(${line.amount}::numeric))::int AS equal,
        (${held('o.number')} OR ${held('d.external_number')} OR ${held('d.reference')})::int AS named
    ) AS c
    WHERE o.company_id = ${companyId} AND o.item_kind = 'document' AND o.sign = ${sign} AND o.asset = ${line.asset}
      AND o.settled_amount < o.amount AND o.date <= ${line.date}
      AND (c.equal = 1 OR c.named = 1 OR o.contact_id IN (SELECT b.contact_id FROM before b)
        OR ${held('k.name')})
    ORDER BY c.named DESC, c.equal DESC, o.due_date, o.id LIMIT 50`.execute(trx);
  return rows;
}

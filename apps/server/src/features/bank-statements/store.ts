import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import type { ParsedLine, ParsedStatement } from './parsed.ts';

/** A statement with what it and its lines are told by. */
export interface NewStatement extends ParsedStatement {
  id: string;
  bankAccountId: string;
  format: 'camt053' | 'csv';
  fileHash: Buffer;
  contentHash: Buffer;
  fingerprints: readonly string[];
}

/** Writes a statement, those of its lines that are new, and which lines it tells of. Answers how many are new. */
export async function insertStatement(trx: Trx, companyId: string, statement: NewStatement): Promise<number> {
  const { id, bankAccountId, fingerprints } = statement;
  await sql`
    INSERT INTO erp.bank_statements (company_id, id, bank_account_id, format, number, file_hash, content_hash, from_date,
      to_date, opening_balance, closing_balance)
    VALUES (${companyId}, ${id}, ${bankAccountId}, ${statement.format}, ${statement.number}, ${statement.fileHash},
      ${statement.contentHash}, ${statement.from}, ${statement.to}, ${statement.opening}, ${statement.closing})`.execute(
    trx,
  );
  const lines = statement.lines.map((line, i) => ({
    ...row(line),
    id: newId(),
    fingerprint: fingerprints[i],
  }));
  const inserted = await sql`
    INSERT INTO erp.bank_lines (company_id, id, bank_account_id, kind, date, value_date, amount, reversal, bank_reference,
      end_to_end_id, reference, text, counterparty_name, counterparty_iban, fingerprint)
    SELECT ${companyId}, l.id, ${bankAccountId}, 'booked', l.date, l.value_date, l.amount, l.reversal, l.bank_reference,
      l.end_to_end_id, l.reference, l.text, l.counterparty_name, l.counterparty_iban, l.fingerprint
    FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS l (id uuid, date date, value_date date, amount numeric,
      reversal boolean, bank_reference text, end_to_end_id text, reference text, text text, counterparty_name text,
      counterparty_iban text, fingerprint text)
    ON CONFLICT ON CONSTRAINT bank_lines_once DO NOTHING RETURNING id`.execute(trx);
  await sql`
    INSERT INTO erp.bank_statement_lines (company_id, statement_id, position, bank_line_id)
    SELECT ${companyId}, ${id}, f.position, l.id
    FROM jsonb_array_elements_text(${JSON.stringify(fingerprints)}::jsonb) WITH ORDINALITY AS f (fingerprint, position)
    JOIN erp.bank_lines l ON l.company_id = ${companyId} AND l.bank_account_id = ${bankAccountId}
      AND l.fingerprint = f.fingerprint`.execute(trx);
  return inserted.rows.length;
}

function row(line: ParsedLine) {
  return {
    date: line.date,
    value_date: line.valueDate,
    amount: line.amount,
    reversal: line.reversal,
    bank_reference: line.bankReference,
    end_to_end_id: line.endToEndId,
    reference: line.reference,
    text: line.text,
    counterparty_name: line.counterpartyName,
    counterparty_iban: line.counterpartyIban,
  };
}

/** Deletes a statement and the lines that no other tells of. */
export async function deleteStatement(trx: Trx, companyId: string, id: string): Promise<void> {
  const { rows } = await sql<{ line: string }>`
    DELETE FROM erp.bank_statement_lines WHERE company_id = ${companyId} AND statement_id = ${id}
    RETURNING bank_line_id AS line`.execute(trx);
  await sql`
    DELETE FROM erp.bank_lines l
    WHERE l.company_id = ${companyId} AND l.id = ANY (${rows.map(({ line }) => line)}::uuid[]) AND NOT EXISTS (
      SELECT FROM erp.bank_statement_lines x WHERE x.company_id = l.company_id AND x.bank_line_id = l.id)`.execute(
    trx,
  );
  await sql`DELETE FROM erp.bank_statements WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

/** The line of what the account held before its first statement: replaced by this one, or removed for none. */
export async function replaceOpeningLine(
  trx: Trx,
  companyId: string,
  bankAccountId: string,
  opening: { date: string; amount: string } | null,
): Promise<void> {
  await sql`
    DELETE FROM erp.bank_lines
    WHERE company_id = ${companyId} AND bank_account_id = ${bankAccountId} AND kind = 'opening'`.execute(trx);
  if (opening === null) return;
  await sql`
    INSERT INTO erp.bank_lines (company_id, id, bank_account_id, kind, date, amount, fingerprint)
    VALUES (${companyId}, ${newId()}, ${bankAccountId}, 'opening', ${opening.date}, ${opening.amount}, 'opening')`.execute(
    trx,
  );
}

/** Marks a statement as reconciled by `actor`; as not, for null. */
export async function markReconciled(
  trx: Trx,
  companyId: string,
  id: string,
  actor: { kind: string; id: string | null } | null,
): Promise<void> {
  const at = actor === null ? sql`NULL` : sql`clock_timestamp()`;
  await sql`
    UPDATE erp.bank_statements SET reconciled_at = ${at}, reconciled_by_kind = ${actor?.kind ?? null},
      reconciled_by = ${actor?.id ?? null}
    WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

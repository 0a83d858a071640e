import { type Damage, type Given, rowsOf } from './damage.testing.ts';

/** Damages to bank statements, their lines and what these are matched with. */
export function bankDamages(given: Given): Damage[] {
  const { entry, mine } = rowsOf(given);
  return [
    {
      what: 'a bank statement with another closing balance',
      sql: () =>
        `UPDATE erp.bank_statements SET closing_balance = closing_balance + 1 WHERE ${entry(given.company.bank.imported)}`,
      broken: ['bank equals statement'],
      row: { problem: 'a statement does not add up', difference: '1' },
    },
    {
      what: 'a bank line that is gone',
      sql: () =>
        `DELETE FROM erp.bank_lines WHERE ${mine()} AND id = (SELECT bank_line_id FROM erp.bank_statement_lines WHERE statement_id = '${given.company.bank.imported}' AND position = 1)`,
      broken: ['bank equals statement'],
      row: { problem: 'a statement tells of a line that is gone' },
    },
    {
      what: 'a bank statement that lost its lines',
      sql: () => `DELETE FROM erp.bank_statement_lines WHERE statement_id = '${given.company.bank.imported}'`,
      broken: ['bank equals statement'],
      row: { problem: 'a line is in no statement' },
    },
    {
      what: 'a matched bank line of another amount',
      sql: () =>
        `UPDATE erp.bank_lines SET amount = 9999 WHERE ${mine()} AND id IN (SELECT bank_line_id FROM erp.bank_match_lines)`,
      broken: ['bank equals statement'],
      row: { problem: 'the sides of a match differ', difference: '-1' },
    },
    {
      what: 'a match whose lines are gone',
      sql: () => `DELETE FROM erp.bank_match_lines WHERE match_id = '${given.company.bank.match}'`,
      broken: ['bank equals statement'],
      row: { problem: 'a reconciled statement is not', difference: '10000' },
    },
    {
      what: 'a match with a line of another account',
      sql: () =>
        `UPDATE erp.bank_accounts SET account_id = '${given.company.role('receivable')}' WHERE ${mine()}`,
      broken: ['bank equals statement'],
      row: { problem: 'a match has a part of elsewhere' },
    },
    ...(['bank_match_lines', 'bank_match_entry_lines'] as const).map((table) => ({
      what: `a second match of a line of ${table === 'bank_match_lines' ? 'the bank' : 'the books'}`,
      sql: () =>
        `ALTER TABLE erp.${table} DROP CONSTRAINT ${table}_pkey; INSERT INTO erp.${table} SELECT * FROM erp.${table}`,
      broken: ['bank equals statement'],
      row: { problem: `a line of the ${table === 'bank_match_lines' ? 'bank' : 'books'} is matched twice` },
    })),
    {
      what: 'a statement that is said to be reconciled',
      sql: () =>
        `UPDATE erp.bank_statements SET reconciled_at = now(), reconciled_by_kind = 'user' WHERE ${entry(given.company.bank.imported)}`,
      broken: ['bank equals statement'],
      row: { problem: 'a reconciled statement is not' },
    },
  ];
}

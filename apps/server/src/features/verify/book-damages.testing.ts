import { type Damage, type Given, rowsOf } from './damage.testing.ts';

/** Damages to entries, balances, the chain, numbers, periods and reversals. */
export function bookDamages(given: Given): Damage[] {
  const { entry, ofEntry, mine } = rowsOf(given);
  return [
    {
      what: 'a changed amount',
      sql: () =>
        `UPDATE erp.entry_lines SET quantity = 10000.01, base_amount = 10000.01 WHERE ${ofEntry(given.company.manual)} AND position = 1`,
      broken: ['entries balance', 'month balances', 'hash chain', 'bank equals statement'],
      row: { number: 'JE-2026-00001', difference: '0.01' },
    },
    {
      what: 'a line in the base asset whose two amounts differ',
      sql: () =>
        `UPDATE erp.entry_lines SET quantity = 9999 WHERE ${ofEntry(given.company.manual)} AND position = 1`,
      broken: ['entries balance', 'month balances', 'hash chain', 'bank equals statement'],
      row: { number: 'JE-2026-00001', base_lines_unequal: 1 },
    },
    {
      what: 'a line under another date',
      sql: () =>
        `UPDATE erp.entry_lines SET date = '2026-01-09' WHERE ${ofEntry(given.company.manual)} AND position = 1`,
      broken: ['entries balance'],
      row: { number: 'JE-2026-00001', misdated: true },
    },
    {
      what: 'lines without their entry',
      sql: () => `DELETE FROM erp.entries WHERE ${entry(given.company.manual)}`,
      broken: ['entries balance', 'hash chain', 'gapless numbers'],
    },
    {
      what: 'a changed month balance',
      sql: () =>
        `UPDATE erp.month_balances SET base_debit = base_debit + 1 WHERE ${mine()} AND month = '2026-01-01' AND account_id = '${given.company.role('bank')}' AND asset = 'EUR'`,
      broken: ['month balances'],
      row: { base_debit: '10001', lines_base_debit: '10000' },
    },
    {
      what: 'a missing month balance',
      sql: () =>
        `DELETE FROM erp.month_balances WHERE ${mine()} AND account_id = '${given.company.role('retained_earnings')}'`,
      broken: ['month balances'],
      row: { base_credit: null, lines_base_credit: '10000' },
    },
    {
      what: 'a changed description',
      sql: () =>
        `UPDATE erp.entries SET description = 'Something else' WHERE ${entry(given.company.mistake)}`,
      broken: ['hash chain'],
      row: { number: 'JE-2026-00002', problem: 'its content is not what was posted' },
    },
    {
      what: 'a changed entry with a hash to fit',
      sql: () => `UPDATE erp.entries SET hash = sha256('x') WHERE ${mine()} AND sequence = 2`,
      broken: ['hash chain'],
      row: { sequence: 3, problem: 'does not follow the entry before it' },
    },
    {
      what: 'a moved head of the chain',
      sql: () => `UPDATE erp.chain_heads SET sequence = sequence + 1 WHERE ${mine()}`,
      broken: ['hash chain'],
      row: { problem: 'the head of the chain is not its last entry' },
    },
    {
      what: 'a skipped entry number',
      sql: () =>
        `UPDATE erp.entries SET serial = 99, number = 'JE-2026-00099' WHERE ${mine()} AND serial = (SELECT max(serial) FROM erp.entries WHERE ${mine()})`,
      broken: ['gapless numbers', 'hash chain'],
      row: { serial: 99, number: 'JE-2026-00099' },
    },
    {
      what: 'a series that is ahead of its invoices',
      sql: () => `UPDATE erp.number_series SET last_serial = 9 WHERE ${mine()} AND series = 'INV'`,
      broken: ['gapless numbers'],
      row: { series: 'INV', serial: 9, problem: 'the last serial used is 4' },
    },
    {
      what: 'an invoice number that is not of its serial',
      sql: () => `UPDATE erp.documents SET number = 'INV-2026-77777' WHERE ${entry(given.company.open.id)}`,
      broken: ['gapless numbers', 'verifactu chain'],
      row: { number: 'INV-2026-77777', problem: 'is not the number of its serial' },
    },
    {
      what: 'an entry posted after its month was closed',
      sql: () =>
        `UPDATE erp.closed_periods SET closed_at = '2026-01-01', lock = 'soft' WHERE ${mine()} AND month = '2026-01-01'`,
      broken: ['closed periods'],
      row: { number: 'JE-2026-00001' },
    },
    {
      what: 'a month of a closed year without its lock',
      sql: () => `DELETE FROM erp.closed_periods WHERE ${mine()} AND month = '2025-07-01'`,
      broken: ['year ends'],
      row: { fiscal_year: 2025, problem: '2025-07 has no hard lock' },
    },
    {
      what: 'a closed year whose entry is another',
      sql: () =>
        `UPDATE erp.entry_lines l SET quantity = 2 * quantity, base_amount = 2 * base_amount FROM erp.entries e WHERE l.company_id = '${given.company.companyId}' AND e.company_id = l.company_id AND e.id = l.entry_id AND e.source = 'year-end'`,
      broken: ['year ends', 'month balances', 'hash chain'],
      row: { fiscal_year: 2025, problem: 'still has a result', base_amount: '5' },
    },
    {
      what: 'a revaluation that names another day',
      sql: () => `UPDATE erp.revaluations SET date = '2026-03-31' WHERE ${mine()}`,
      broken: ['revaluations'],
      row: { date: '2026-03-31' },
    },
    {
      what: 'an approval by its author',
      sql: () =>
        `UPDATE erp.approvals SET decided_by = '${given.company.approval.author}', decided_at = now() WHERE ${entry(given.company.approval.id)}`,
      broken: ['approvals'],
      row: { problem: 'decided by an author' },
    },
    {
      what: 'an approval whose trail is cut',
      sql: () => `DELETE FROM erp.approval_events WHERE ${mine()} AND action = 'approved'`,
      broken: ['approvals'],
      row: { problem: 'is approved, and its trail ends in submitted' },
    },
    {
      what: 'a reversal that is not its original turned round',
      sql: () =>
        `UPDATE erp.entry_lines SET quantity = 2 * quantity, base_amount = 2 * base_amount WHERE company_id = '${given.company.companyId}' AND entry_id = (SELECT id FROM erp.entries WHERE ${mine()} AND reverses_id = '${given.company.mistake}')`,
      broken: ['reversals mirror', 'month balances', 'hash chain'],
      row: { original_number: 'JE-2026-00002', problem: 'not the lines of the original' },
    },
  ];
}

import { type Damage, type Given, rowsOf } from './damage.testing.ts';

/** Damages to documents, settlements, what recurs, taxes, dimensions and Verifactu records. */
export function documentDamages(given: Given): Damage[] {
  const { entry, mine } = rowsOf(given);
  return [
    {
      what: 'a reversed payment that does not name its reversal',
      sql: () => `UPDATE erp.payments SET reversal_entry_id = NULL WHERE ${entry(given.company.bounced.id)}`,
      broken: ['reversals mirror', 'settlements'],
      row: { problem: 'not the reversal that its payment names' },
    },
    {
      what: 'an invoice line with another net',
      sql: () =>
        `UPDATE erp.document_lines SET net = net + 1 WHERE ${mine()} AND document_id = '${given.company.open.id}' AND position = 2`,
      broken: ['documents equal lines and tax'],
      row: { number: 'INV-2026-00002', net: '153.33', lines_net: '154.33' },
    },
    {
      what: 'a tax summary with another tax',
      sql: () =>
        `UPDATE erp.document_taxes SET tax = tax + 1 WHERE ${mine()} AND document_id = '${given.company.open.id}'`,
      broken: ['documents equal lines and tax'],
      row: { tax: '31.5', summary_tax: '32.5' },
    },
    {
      what: 'an invoice over more than its entry',
      sql: () => `UPDATE erp.documents SET base_total = base_total + 1 WHERE ${entry(given.company.open.id)}`,
      broken: [
        'documents equal lines and tax',
        'receivable and payable equal open items',
        'aging on any day',
      ],
      row: { base_total: '185.83', base_control: '184.83' },
    },
    {
      what: 'an open invoice that is gone',
      sql: () => `DELETE FROM erp.documents WHERE ${entry(given.company.open.id)}`,
      broken: [
        'receivable and payable equal open items',
        'gapless numbers',
        'settlements',
        'aging on any day',
      ],
      row: { asset: 'EUR', control: '184.83', open_items: '0' },
    },
    {
      what: 'an invoice said to be paid in part that is not',
      sql: () =>
        `UPDATE erp.documents SET settled_amount = 1, settled_base = 1, status = 'partly-paid' WHERE ${entry(given.company.open.id)}`,
      broken: ['settled amounts', 'receivable and payable equal open items'],
      row: { number: 'INV-2026-00002', amount: '1', expected_amount: '0' },
    },
    {
      what: 'a settlement of another amount than its entry',
      sql: () =>
        `UPDATE erp.settlement_parts SET base_amount = base_amount + 1 WHERE ${mine()} AND settlement_id = (SELECT id FROM erp.settlements WHERE payment_id = '${given.company.part.id}')`,
      broken: ['settlements', 'settled amounts', 'aging on any day'],
      row: { side: 'sales', asset: 'USD', cleared: '-100', posted: '-100' },
    },
    {
      what: 'a credit note that its original does not count',
      sql: () => `UPDATE erp.documents SET credited_amount = 0 WHERE ${mine()} AND credited_amount > 0`,
      broken: ['settled amounts'],
      row: { status: 'void', credited: '0' },
    },
    {
      what: 'a payment without its settlement',
      sql: () =>
        `DELETE FROM erp.settlement_parts WHERE ${mine()}; DELETE FROM erp.settlements WHERE ${mine()} AND payment_id = '${given.company.bounced.id}'`,
      broken: ['settlements', 'settled amounts', 'aging on any day'],
      row: { cleared: 'a payment and its settlement differ' },
    },
    {
      what: 'a state that does not follow from the payments',
      sql: () =>
        `ALTER TABLE erp.documents DROP CONSTRAINT documents_settled; UPDATE erp.documents SET status = 'posted' WHERE ${entry(given.company.paid.id)}`,
      broken: ['settled amounts'],
      row: { number: 'INV-2026-00001', status: 'posted' },
    },
    {
      what: 'a date that recurs and is next again although it was made',
      sql: () => `UPDATE erp.recurring SET next_on = '2026-03-31' WHERE ${entry(given.company.recurring.id)}`,
      broken: ['recurring occurrences'],
      row: { date: '2026-03-31', problem: 'would be made again: 2026-03-31 is next' },
    },
    {
      what: 'an entry that recurs and is not there',
      sql: () =>
        `UPDATE erp.recurring_occurrences SET created_id = '${given.company.recurring.id}' WHERE ${mine()}`,
      broken: ['recurring occurrences'],
      row: { date: '2026-03-31', problem: 'is not in the books as it was made' },
    },
    {
      what: 'a settlement on another day',
      sql: () =>
        `UPDATE erp.settlements SET date = date + 1 WHERE ${mine()} AND payment_id = '${given.company.part.id}'`,
      broken: ['aging on any day', 'settlements'],
      row: { date: '2026-02-04', asset: 'USD', control: '0', items: '-100' },
    },
    {
      what: 'a tax that its account does not have',
      sql: () =>
        `UPDATE erp.document_taxes SET base_tax = base_tax + 1 WHERE ${mine()} AND document_id = '${given.company.open.id}'`,
      broken: ['tax accounts equal tax summary', 'documents equal lines and tax'],
      row: { number: 'INV-2026-00002', summary: '-32.5', posted: '-31.5' },
    },
    {
      what: 'a value with the account of another line',
      sql: () =>
        `UPDATE erp.entry_line_dimensions SET account_id = '${given.company.role('sales')}' WHERE ${mine()} AND position = 1`,
      broken: ['dimensions of lines'],
      row: { position: 1 },
    },
    {
      what: 'a value that a line lost',
      sql: () => `DELETE FROM erp.entry_line_dimensions WHERE ${mine()} AND position = 1`,
      broken: ['hash chain'],
      row: { problem: 'its content is not what was posted' },
    },
    {
      what: 'a Verifactu record of another fingerprint',
      sql: () =>
        `ALTER TABLE erp.verifactu_records DROP CONSTRAINT verifactu_records_check; UPDATE erp.verifactu_records SET hashed_text = hashed_text || ' ' WHERE ${mine()} AND sequence = 2`,
      broken: ['verifactu chain'],
      row: { sequence: 2 },
    },
    {
      what: 'a Verifactu record that is gone',
      sql: () => `DELETE FROM erp.verifactu_records WHERE ${mine()} AND sequence = 2`,
      broken: ['verifactu chain'],
      row: { sequence: 3 },
    },
    {
      what: 'a sale that has waited for its Verifactu record for days',
      sql: () =>
        `UPDATE erp.verifactu_settings SET active_since = '2020-01-01' WHERE ${mine()}; DELETE FROM erp.verifactu_records WHERE ${mine()}; UPDATE erp.documents SET posted_at = now() - interval '3 days' WHERE ${entry(given.company.open.id)}`,
      broken: ['audit rows present', 'verifactu chain'],
      row: { number: 'INV-2026-00002' },
    },
  ];
}

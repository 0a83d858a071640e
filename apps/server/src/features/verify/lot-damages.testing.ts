import { type Damage, type Given, rowsOf } from './damage.testing.ts';

/** Damages to transactions, their transfers, moves and lots. */
export function lotDamages(given: Given): Damage[] {
  const { entry, mine } = rowsOf(given);
  return [
    {
      what: 'a posted transaction that says it is open',
      sql: () =>
        `UPDATE erp.transactions SET state = 'open', effective_at = NULL WHERE ${entry(given.company.crypto.moved)}`,
      broken: ['transactions are whole'],
    },
    {
      what: 'a part of proceeds that is larger',
      sql: () =>
        `UPDATE erp.lot_uses SET proceeds = proceeds + 1 WHERE ${mine()} AND transaction_id = '${given.company.crypto.sold}'`,
      broken: ['lots add up'],
    },
    {
      what: 'a lot of which more remains than was not used',
      sql: () => `UPDATE erp.lots SET remaining = remaining + 0.1 WHERE ${mine()}`,
      broken: ['lots add up', 'lots equal ledger', 'lots equal wallets'],
    },
    {
      what: 'an entry that no transaction knows',
      sql: () =>
        `DELETE FROM erp.transaction_entries WHERE ${mine()} AND transaction_id = '${given.company.crypto.sold}'`,
      broken: ['lots equal ledger'],
      row: { asset: 'BTC', lots: '0.7499', ledger: '0.9999' },
    },
    {
      what: 'a transfer of another quantity than was posted',
      sql: () =>
        `UPDATE erp.transfers SET quantity = quantity + 1 WHERE ${entry(given.company.crypto.sentTransfer)}`,
      broken: ['lots equal wallets'],
      row: { asset: 'BTC', lots: '0.7499', wallets: '-0.2501' },
    },
  ];
}

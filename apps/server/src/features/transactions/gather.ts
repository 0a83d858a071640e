import type { TransactionType } from '@crypto-erp/ledger/transactions/types';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { companySettings } from '../companies/read-model.ts';
import { guessType } from './guess.ts';
import { addTransfers, insertTransactions, type NewTransaction, updateTransaction } from './store.ts';

/** How many events one call makes transactions of: the next call takes the rest. */
const EVENTS_AT_ONCE = 500;

interface EventTransfer {
  id: string;
  direction: 'in' | 'out';
  kind: string;
  asset: string;
}

/** What a source calls one event, with its confirmed transfers that are in no transaction yet. */
interface SourceEvent {
  source: string;
  reference: string;
  at: string;
  position: string;
  transfers: EventTransfer[];
  /** The event's open transaction, where another wallet's side of it made one before. */
  open: { id: string; version: number; type: TransactionType | null; transfers: EventTransfer[] } | null;
}

/**
 * Makes transactions of confirmed transfers: one of all that one transaction of a chain, or one event of an exchange, did
 * in our wallets. A side that comes later joins the event's open transaction, and makes one of its own when that was posted.
 * Transfers of an asset that nobody accepted stay out. Answers how many transactions were made or grew, of how many
 * transfers; at most {@link EVENTS_AT_ONCE} events at once.
 */
export async function gatherTransactions(
  trx: Trx,
  companyId: string,
): Promise<{ transactions: number; transfers: number }> {
  const events = await waitingEvents(trx, companyId);
  if (events.length === 0) return { transactions: 0, transfers: 0 };
  const { baseAsset } = await companySettings(trx, companyId);
  const made: NewTransaction[] = [];
  for (const event of events) {
    const ids = event.transfers.map(({ id }) => id);
    if (event.open === null) {
      const { source, reference, at, position, transfers } = event;
      const type = guessType(transfers, baseAsset);
      made.push({ id: newId(), source, reference, at, position, type, transferIds: ids });
      continue;
    }
    const { open } = event;
    await addTransfers(trx, companyId, open.id, ids);
    // What was guessed of one side may be wrong of both; what a person chose is asked again for the same reason.
    const type = guessType([...open.transfers, ...event.transfers], baseAsset);
    await updateTransaction(trx, companyId, open.id, open.version, {
      type,
      accountId: null,
      saidBy: 'guess',
    });
  }
  if (made.length > 0) await insertTransactions(trx, companyId, made);
  return {
    transactions: events.length,
    transfers: events.reduce((sum, one) => sum + one.transfers.length, 0),
  };
}

async function waitingEvents(trx: Trx, companyId: string): Promise<SourceEvent[]> {
  const shape = sql`jsonb_build_object('id', r.id, 'direction', r.direction, 'kind', r.kind, 'asset', r.asset)`;
  const { rows } = await sql<SourceEvent>`
    WITH event AS (
      SELECT r.source, r.transaction AS reference, min(r.at) AS at, min(r.position) AS position,
        jsonb_agg(${shape} ORDER BY r.position, r.id) AS transfers
      FROM erp.transfers r
      WHERE r.company_id = ${companyId} AND r.state = 'confirmed' AND r.asset IS NOT NULL AND NOT EXISTS (
        SELECT FROM erp.transaction_transfers x WHERE x.company_id = r.company_id AND x.transfer_id = r.id)
      GROUP BY r.source, r.transaction
      ORDER BY min(r.at), min(r.position), r.source, r.transaction LIMIT ${EVENTS_AT_ONCE})
    SELECT e.source, e.reference, e.at, e.position, e.transfers, open.found AS open
    FROM event e
    LEFT JOIN LATERAL (
      SELECT jsonb_build_object('id', t.id, 'version', t.version, 'type', t.type, 'transfers', (
        SELECT jsonb_agg(${shape}) FROM erp.transaction_transfers x
        JOIN erp.transfers r ON r.company_id = x.company_id AND r.id = x.transfer_id
        WHERE x.company_id = t.company_id AND x.transaction_id = t.id)) AS found
      FROM erp.transactions t
      WHERE t.company_id = ${companyId} AND t.source = e.source AND t.reference = e.reference AND t.state = 'open'
      ORDER BY t.part LIMIT 1
    ) AS open ON true
    ORDER BY e.at, e.position`.execute(trx);
  return rows;
}

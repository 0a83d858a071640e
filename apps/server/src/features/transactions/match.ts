import type { TransferMatch } from '@crypto-erp/contract/transactions';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** How far apart the two sides may be: an exchange notes a withdrawal long before the chain has it. */
const WITHIN_HOURS = 24;

/** What of the sent may be kept on the way, besides a fee that is a transfer of its own. */
const LOST_AT_MOST_PERCENT = 2;

/** How many pairs a list shows. */
const MOST_MATCHES = 200;

/**
 * Open transactions that look like the two sides of one own transfer: of one asset, from one of our wallets into another,
 * within a day, and at least 98 % of it arrived. A pair is certain when neither side would fit another; nothing is joined
 * by itself.
 */
export async function ownTransferMatches(trx: Trx, companyId: string): Promise<TransferMatch[]> {
  const { rows } = await sql<TransferMatch>`
    WITH single AS (
      SELECT t.id, max(r.wallet_id::text) AS wallet, max(r.direction) AS direction, max(r.asset) AS asset, sum(r.quantity) AS quantity,
        min(r.at) AS at
      FROM erp.transactions t
      JOIN erp.transaction_transfers x ON x.company_id = t.company_id AND x.transaction_id = t.id
      JOIN erp.transfers r ON r.company_id = x.company_id AND r.id = x.transfer_id
      WHERE t.company_id = ${companyId} AND t.state = 'open' AND (r.kind <> 'fee' OR r.direction = 'in')
      GROUP BY t.id HAVING count(DISTINCT (r.wallet_id, r.direction, r.asset)) = 1),
    pair AS (
      SELECT o.id AS out_id, i.id AS in_id, o.asset, o.quantity AS sent, i.quantity AS received,
        extract(epoch FROM i.at - o.at)::int AS seconds
      FROM single o JOIN single i ON i.asset = o.asset AND i.direction = 'in' AND i.wallet <> o.wallet
        AND i.at BETWEEN o.at - ${WITHIN_HOURS} * interval '1 hour' AND o.at + ${WITHIN_HOURS} * interval '1 hour'
        AND i.quantity <= o.quantity AND i.quantity * 100 >= o.quantity * (100 - ${LOST_AT_MOST_PERCENT})
      WHERE o.direction = 'out')
    SELECT out_id AS "outId", in_id AS "inId", asset, trim_scale(sent)::text AS sent,
      trim_scale(received)::text AS received, seconds,
      count(*) OVER (PARTITION BY out_id) = 1 AND count(*) OVER (PARTITION BY in_id) = 1 AS certain
    FROM pair ORDER BY abs(seconds), sent - received, out_id, in_id LIMIT ${MOST_MATCHES}`.execute(trx);
  return rows;
}

import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database, Trx } from '../../db/database.ts';
import { claim, idempotencyKey, inputHash, keep, send } from '../../http/idempotency.ts';

/**
 * Runs the command that makes a company, at most once for its user and `Idempotency-Key`. Keys are kept by company, and
 * there is none yet: so the company's id follows from both, and the key is claimed in the new company. `create` answers
 * null when that company is there already. Throws `idempotency_key_missing`, `idempotency_key_reused`.
 */
export async function createCommand(
  request: FastifyRequest,
  reply: FastifyReply,
  { db, userId }: { db: Database; userId: string },
  create: (trx: Trx, companyId: string) => Promise<object | null>,
): Promise<void> {
  const key = idempotencyKey(request);
  const hash = inputHash(request);
  const companyId = keyedId(userId, key);
  const answer = await db.inCompany(companyId, async (trx) => {
    const company = await create(trx, companyId);
    const stored = await claim(trx, companyId, key, hash);
    if (stored !== null) return stored;
    const fresh = { status: 201, body: company };
    await keep(trx, companyId, key, fresh);
    return fresh;
  });
  await send(reply, answer);
}

/** A UUID (version 8) from a user and a key of theirs. */
function keyedId(userId: string, key: string): string {
  const hex = createHash('sha256').update(`${userId} ${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

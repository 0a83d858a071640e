import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database, Trx } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { idempotencyKey, inputHash, send, storedAnswer } from '../../http/idempotency.ts';
import type { CommandKey, PostItem } from './post-item.ts';
import type { PostQueue } from './post-queue.ts';

/**
 * Runs a command that only posts: `prepare` reads what it needs and checks in words, then the queue posts the item
 * together with what else waits. A repeated key gets its stored answer, before anything is checked again.
 */
export async function postCommand(
  request: FastifyRequest,
  reply: FastifyReply,
  { db, posts }: { db: Database; posts: PostQueue },
  prepare: (trx: Trx, key: CommandKey) => Promise<PostItem>,
): Promise<void> {
  const { companyId } = contextOf(request);
  const key = { key: idempotencyKey(request), hash: inputHash(request) };
  const prepared = await db.inCompany(companyId, async (trx) => {
    const stored = await storedAnswer(trx, companyId, key.key, key.hash);
    return stored ? { stored } : { item: await prepare(trx, key) };
  });
  const answer = prepared.stored ?? {
    status: prepared.item.status,
    body: await posts.post(companyId, prepared.item),
  };
  await send(reply, answer);
}

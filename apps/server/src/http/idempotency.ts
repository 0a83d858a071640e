import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Database, Trx } from '../db/database.ts';
import { DomainError } from '../errors.ts';

export interface Answer {
  status: number;
  body: unknown;
}

interface CommandOptions {
  /** The answer holds a secret that is shown once: a repeat of the key is refused instead of answered. */
  secret?: boolean;
}

/**
 * Runs one command in one transaction, at most once for its `Idempotency-Key`: the key is claimed first, so an
 * equal one that comes meanwhile waits for the commit and then gets the stored answer.
 * Throws `idempotency_key_missing`, and `idempotency_key_reused` when the key came with another input before.
 */
export async function command(
  request: FastifyRequest,
  reply: FastifyReply,
  db: Database,
  work: (trx: Trx) => Promise<Answer>,
  options: CommandOptions = {},
): Promise<void> {
  const { companyId } = request.params as { companyId: string };
  const key = idempotencyKey(request);
  const hash = inputHash(request);

  const answer = await db.inCompany(companyId, async (trx) => {
    const stored = await claim(trx, companyId, key, hash);
    if (stored !== null) return stored;
    const fresh = await work(trx);
    await keep(
      trx,
      companyId,
      key,
      options.secret ? { status: fresh.status, body: null } : fresh,
      options.secret,
    );
    return fresh;
  });
  await send(reply, answer);
}

/** The status kept under a key while its command is at work: "processing" (RFC 2518). Nobody is answered with it. */
const AT_WORK = 102;

/**
 * Runs a command of many steps that cannot be one transaction. Its key is claimed first and for good, so that no other
 * input ever runs under it; a repeat goes on where a crash ended it, because each step has a key of its own. The first
 * to finish keeps the answer, and all get that one. Throws as {@link command}.
 */
export async function resumableCommand(
  request: FastifyRequest,
  reply: FastifyReply,
  db: Database,
  work: (key: string, hash: string) => Promise<Answer>,
): Promise<void> {
  const { companyId } = request.params as { companyId: string };
  const key = idempotencyKey(request);
  const hash = inputHash(request);
  const stored = await db.inCompany(companyId, async (trx) => {
    const before = await claim(trx, companyId, key, hash);
    if (before === null) await keep(trx, companyId, key, { status: AT_WORK, body: {} });
    return before?.status === AT_WORK ? null : before;
  });
  await send(reply, stored ?? (await finish(db, companyId, key, hash, await work(key, hash))));
}

/** Keeps the answer unless another was first, and answers the kept one. */
function finish(db: Database, companyId: string, key: string, hash: string, answer: Answer): Promise<Answer> {
  return db.inCompany(companyId, async (trx) => {
    const { rows } = await sql`
      UPDATE erp.idempotency_keys SET status = ${answer.status}, answer = ${JSON.stringify(answer.body)}::jsonb
      WHERE company_id = ${companyId} AND key = ${key} AND status = ${AT_WORK} RETURNING key`.execute(trx);
    return rows.length > 0 ? answer : ((await storedAnswer(trx, companyId, key, hash)) ?? answer);
  });
}

/** The request's key. Throws `idempotency_key_missing`. */
export function idempotencyKey(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new DomainError(
    'idempotency_key_missing',
    'Send an Idempotency-Key header of 1 to 200 visible ASCII characters, new for each command and the same when it is repeated.',
    [
      {
        path: 'header/idempotency-key',
        code: 'idempotency_key_missing',
        message: 'This header is required.',
      },
    ],
  );
}

/** SHA-256, in hexadecimal, of what was asked: method, address and body; of a file also its type. */
export function inputHash(request: FastifyRequest): string {
  const { body, method, url, headers } = request;
  const hash = createHash('sha256');
  if (Buffer.isBuffer(body)) hash.update(JSON.stringify([method, url, headers['content-type']])).update(body);
  else hash.update(JSON.stringify([method, url, body ?? null]));
  return hash.digest('hex');
}

/** Sends `answer`; a body of null means no content. */
export async function send(reply: FastifyReply, answer: Answer): Promise<void> {
  await reply.status(answer.status).send(answer.body ?? undefined);
}

interface Stored extends Answer {
  hash: string;
  secret: boolean;
}

/** Claims the key; the answer when it is answered already. Throws `idempotency_key_reused`. */
export async function claim(trx: Trx, companyId: string, key: string, hash: string): Promise<Answer | null> {
  const inserted = await sql`
    INSERT INTO erp.idempotency_keys (company_id, key, request_hash) VALUES (${companyId}, ${key}, ${hash})
    ON CONFLICT DO NOTHING RETURNING key`.execute(trx);
  if (inserted.rows.length > 0) return null;
  const stored = await storedAnswer(trx, companyId, key, hash);
  if (stored === null) throw new Error('An idempotency key vanished while it was read.');
  return stored;
}

/** The answer kept under a key, or null. Throws `idempotency_key_reused` when it was for another input. */
export async function storedAnswer(
  trx: Trx,
  companyId: string,
  key: string,
  hash: string,
): Promise<Answer | null> {
  const { rows } = await sql<Stored>`
    SELECT request_hash AS hash, status, answer AS body, secret FROM erp.idempotency_keys
    WHERE company_id = ${companyId} AND key = ${key}`.execute(trx);
  return rows[0] ? replay(rows[0], hash) : null;
}

function replay(stored: Stored, hash: string): Answer {
  if (stored.hash === hash && !stored.secret) return stored;
  throw new DomainError(
    'idempotency_key_reused',
    stored.secret
      ? 'This key was used, and its answer held a secret that is shown only once: take a new key and make a new one.'
      : 'This Idempotency-Key was used with another input: take a new key for a new command.',
  );
}

/** Keeps the answer under a key that this transaction claimed. */
export async function keep(
  trx: Trx,
  companyId: string,
  key: string,
  answer: Answer,
  secret = false,
): Promise<void> {
  await sql`
    UPDATE erp.idempotency_keys
    SET status = ${answer.status}, answer = ${JSON.stringify(answer.body)}::jsonb, secret = ${secret}
    WHERE company_id = ${companyId} AND key = ${key}`.execute(trx);
}

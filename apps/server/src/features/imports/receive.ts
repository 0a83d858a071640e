import { createHash } from 'node:crypto';
import { type ImportKind, MAX_IMPORT_BYTES } from '@crypto-erp/contract/imports';
import type { Database } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import type { Context } from '../audit-log/context.ts';
import { plainActor, type Received } from './service.ts';
import { deleteUnreceived, insertChunk, insertImport } from './store.ts';

/** How many bytes are kept together: what a transfer holds in memory. */
const CHUNK = 256 * 1024;

/**
 * Keeps a file piece by piece as it arrives, each in a transaction of its own, because a slow sender must not hold one. It
 * is no import until `createImport` makes it one; what ends here takes it away again. Throws `body_too_large`, and what the
 * transfer breaks off with.
 */
export async function receive(
  db: Database,
  context: Context,
  { id, kind, name }: { id: string; kind: ImportKind; name: string },
  body: AsyncIterable<Buffer>,
): Promise<Received> {
  const { companyId } = context;
  const hash = createHash('sha256');
  let waiting: Buffer[] = [];
  let size = 0;
  let bytes = 0;
  let position = 0;
  let lines = 0;
  let last: number | undefined;

  async function keep(): Promise<void> {
    const content = Buffer.concat(waiting);
    await db.inCompany(companyId, (trx) => insertChunk(trx, companyId, id, position, content));
    [waiting, size, position] = [[], 0, position + 1];
  }

  await db.inCompany(companyId, (trx) =>
    insertImport(trx, companyId, id, { kind, name, actor: plainActor(context.actor) }),
  );
  try {
    for await (const part of body) {
      bytes += part.length;
      if (bytes > MAX_IMPORT_BYTES) throw tooLarge();
      hash.update(part);
      lines += lineFeeds(part);
      last = part.at(-1) ?? last;
      waiting.push(part);
      size += part.length;
      if (size >= CHUNK) await keep();
    }
    if (size > 0) await keep();
  } catch (error) {
    await discard(db, companyId, id);
    throw error;
  }
  const rows = Math.max(lines + (last === LINE_FEED ? 0 : 1) - 1, 0);
  return { id, bytes, sha256: hash.digest('hex'), rows };
}

/** Takes a received file away unless it became an import. */
export function discard(db: Database, companyId: string, id: string): Promise<void> {
  return db.inCompany(companyId, (trx) => deleteUnreceived(trx, companyId, id));
}

/** The refusal of a file that is larger than any may be. */
export function tooLarge(): DomainError {
  return new DomainError(
    'body_too_large',
    `A file has at most ${MAX_IMPORT_BYTES / 1024 / 1024} MiB: part it.`,
  );
}

const LINE_FEED = 0x0a;

function lineFeeds(part: Buffer): number {
  let count = 0;
  for (let at = part.indexOf(LINE_FEED); at !== -1; at = part.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}

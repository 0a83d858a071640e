import type { ErrorCode } from '@crypto-erp/contract/problem';
import type { Database } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import type { PostItem } from './post-item.ts';
import { callPost, type Posted } from './store.ts';

/** How many items one statement posts, how many statements are under way, how many items may wait. */
const LIMITS = { batch: 64, underWay: 2, waiting: 10_000 };

export interface PostQueue {
  /** The stored answer, after the commit. Throws what refuses the item, a {@link DomainError}. */
  post(companyId: string, item: PostItem): Promise<Record<string, unknown>>;
  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void>;
}

interface Waiting {
  companyId: string;
  item: PostItem;
  resolve(answer: Record<string, unknown>): void;
  reject(error: unknown): void;
}

/**
 * Gathers what waits to be posted on one database and posts up to 64 items of any companies in one statement. An
 * idle queue sends at once, so waiting costs nothing; a busy one gathers while two statements are under way.
 * Measured: see docs/adr/0003-batched-posting.md.
 */
export function createPostQueue(db: Database, afterCommit: () => void = () => undefined): PostQueue {
  const waiting: Waiting[] = [];
  let underWay = 0;
  let idlers: (() => void)[] = [];

  function pump(): void {
    while (underWay < LIMITS.underWay && waiting.length > 0) {
      const batch = takeBatch(waiting, LIMITS.batch);
      underWay += 1;
      void run(batch).finally(() => {
        underWay -= 1;
        pump();
        if (underWay === 0 && waiting.length === 0) {
          for (const resolve of idlers) resolve();
          idlers = [];
        }
      });
    }
  }

  async function run(batch: Waiting[]): Promise<void> {
    try {
      const posted = await callPost(db, batch);
      afterCommit();
      for (const [i, one] of batch.entries()) settle(one, posted[i]);
    } catch (error) {
      // What no rule foresaw in one item must not take the others along: each is tried alone, and only the
      // culprit gets the error. Repeating is safe, because every item's key makes it happen at most once.
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const one of batch) await run([one]);
    }
  }

  return {
    post(companyId, item) {
      if (item.key === null)
        throw new TypeError('Only an item with an idempotency key may be queued: it may be sent twice.');
      if (waiting.length >= LIMITS.waiting) {
        throw new DomainError(
          'not_ready',
          'The server has more to post than it can take: repeat with the same key soon.',
        );
      }
      return new Promise((resolve, reject) => {
        waiting.push({ companyId, item, resolve, reject });
        pump();
      });
    },
    idle: () =>
      underWay === 0 && waiting.length === 0
        ? Promise.resolve()
        : new Promise((resolve) => idlers.push(resolve)),
  };
}

/** The answer or the refusal of one item. Throws {@link DomainError}. */
export function answerOf(posted: Posted | undefined): Record<string, unknown> {
  if (posted?.refusal) {
    const { code, path, message } = posted.refusal;
    throw new DomainError(code as ErrorCode, message, path === '' ? [] : [{ path, code, message }]);
  }
  if (!posted?.answer) throw new Error('A posted item came back without its answer.');
  return posted.answer;
}

function settle(one: Waiting, posted: Posted | undefined): void {
  try {
    one.resolve(answerOf(posted));
  } catch (error) {
    one.reject(error);
  }
}

/**
 * Takes up to `most` items, the oldest first, of which no two claim the same key, draft or reversal: within one
 * statement the second would not see the first, so it waits for the next.
 */
function takeBatch(waiting: Waiting[], most: number): Waiting[] {
  const claimed = new Set<string>();
  const batch: Waiting[] = [];
  for (let i = 0; i < waiting.length && batch.length < most; ) {
    const one = waiting[i] as Waiting;
    const claims = claimsOf(one);
    if (claims.some((claim) => claimed.has(claim))) {
      i += 1;
      continue;
    }
    for (const claim of claims) claimed.add(claim);
    batch.push(one);
    waiting.splice(i, 1);
  }
  return batch;
}

function claimsOf({ companyId, item }: Waiting): string[] {
  const claims = [`${companyId} id ${item.document?.id ?? item.entry.id}`];
  if (item.key !== null) claims.push(`${companyId} key ${item.key}`);
  if (item.entry.reverses_id !== null) claims.push(`${companyId} reverses ${item.entry.reverses_id}`);
  return claims;
}

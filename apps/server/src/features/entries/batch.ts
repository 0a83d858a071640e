import type { Entry, EntryBatchInput, EntryBatchResult } from '@crypto-erp/contract/entries';
import type { Problem } from '@crypto-erp/contract/problem';
import type { Database } from '../../db/database.ts';
import { problemOf } from '../../http/problems.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import type { PostItem } from './post-item.ts';
import type { PostQueue } from './post-queue.ts';
import { prepareEntry } from './service.ts';

/**
 * Posts entries together, in their order; each has its own result and its own key, the batch's with its place. A
 * defect, which is no item's refusal, is thrown: a repeat of the batch then goes on with what is not posted yet.
 */
export async function postBatch(
  { db, posts, assets }: { db: Database; posts: PostQueue; assets: AssetCatalogue },
  context: Context,
  command: { key: string; hash: string },
  items: EntryBatchInput['items'],
): Promise<EntryBatchResult> {
  const prepared = await db.inCompany(context.companyId, async (trx) => {
    const all: ({ item: PostItem } | Refused)[] = [];
    for (const [i, content] of items.entries()) {
      const key = { key: `${command.key}#${i}`, hash: command.hash };
      all.push(
        await orRefused(async () => ({ item: await prepareEntry(trx, context, assets, content, key) })),
      );
    }
    return all;
  });
  const posting = prepared.map((one) =>
    'item' in one
      ? orRefused(async () => ({
          entry: (await posts.post(context.companyId, one.item)) as unknown as Entry,
        }))
      : one,
  );
  return { results: await Promise.all(posting) };
}

interface Refused {
  problem: Problem;
}

async function orRefused<T>(work: () => Promise<T>): Promise<T | Refused> {
  try {
    return await work();
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status >= 500) throw error;
    return { problem };
  }
}

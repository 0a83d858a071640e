import type { Entry, EntryBatchInput, EntryBatchResult } from '@crypto-erp/contract/entries';
import type { Database } from '../../db/database.ts';
import { problemOf } from '../../http/problems.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import type { PostItem } from './post-item.ts';
import type { PostQueue } from './post-queue.ts';
import { prepareEntry } from './service.ts';

type Result = EntryBatchResult['results'][number];

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
    const all: (PostItem | Result)[] = [];
    for (const [i, content] of items.entries()) {
      const key = { key: `${command.key}#${i}`, hash: command.hash };
      all.push(await orRefusal(() => prepareEntry(trx, context, assets, content, key)));
    }
    return all;
  });
  const results = prepared.map((one) =>
    'entry' in one && 'answer' in one
      ? orRefusal(async () => ({ entry: (await posts.post(context.companyId, one)) as unknown as Entry }))
      : (one as Result),
  );
  return { results: await Promise.all(results) };
}

async function orRefusal<T>(work: () => Promise<T>): Promise<T | Result> {
  try {
    return await work();
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status >= 500) throw error;
    return { problem };
  }
}

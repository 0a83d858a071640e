import type { TimelineItem, TimelineQuery } from '@crypto-erp/contract/timeline';
import type { Trx } from '../../db/database.ts';
import { requireSubject } from '../subjects/service.ts';
import { withActorNames } from '../users/read-model.ts';
import { changedFields } from './changes.ts';
import { listTimeline, type TimelineRow } from './read-model.ts';

/**
 * One page of a subject's history, newest first: what was changed and by whom, comments, attachments, and what settled
 * it. Throws `not_found`.
 */
export async function timelineOf(
  trx: Trx,
  companyId: string,
  query: TimelineQuery,
): Promise<{ items: TimelineItem[]; nextCursor: string | null }> {
  await requireSubject(trx, companyId, query);
  const { items, nextCursor } = await listTimeline(trx, companyId, query);
  return { items: (await withActorNames(trx, items)).map(itemOf), nextCursor };
}

function itemOf({ content, ...happened }: TimelineRow & { actorName: string | null }): TimelineItem {
  if (happened.event !== 'change') return { ...happened, ...content } as TimelineItem;
  const { action, before, after } = content;
  return { ...happened, event: 'change', action: String(action), changes: changedFields(before, after) };
}

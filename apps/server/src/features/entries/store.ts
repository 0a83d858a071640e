import type { EntryLineInput } from '@crypto-erp/contract/entries';
import { sql } from 'kysely';
import type { Database, Trx } from '../../db/database.ts';
import type { PostItem } from './post-item.ts';

/** What `erp.post()` answers for one item. */
export interface Posted {
  answer: Record<string, unknown> | null;
  refusal: { code: string; path: string; message: string } | null;
}

/**
 * Posts a batch in one statement and one transaction whose scope is exactly the batch's companies, in the order of
 * their ids so that two batches cannot deadlock. Answers in the order of the batch.
 */
export async function callPost(
  db: Database,
  batch: readonly { companyId: string; item: PostItem }[],
): Promise<Posted[]> {
  const places = new Map<string, number[]>();
  for (const [i, { companyId }] of batch.entries()) {
    places.set(companyId, [...(places.get(companyId) ?? []), i]);
  }
  const companyIds = [...places.keys()].sort();
  const calls = companyIds.map((company) => ({
    company,
    items: (places.get(company) ?? []).map((i) => batch[i]?.item),
  }));

  const rows = await db.inCompany(companyIds, async (trx) => {
    const result = await sql<Posted & { company: string; place: number }>`
      SELECT c.company, p.place, p.answer, p.refusal
      FROM (SELECT (value ->> 'company')::uuid AS company, value -> 'items' AS items
            FROM jsonb_array_elements(${JSON.stringify(calls)}::jsonb) ORDER BY 1) AS c
      CROSS JOIN LATERAL erp.post(c.company, c.items) AS p`.execute(trx);
    return result.rows;
  });

  const posted: Posted[] = [];
  for (const row of rows) {
    const place = places.get(row.company)?.[row.place - 1];
    if (place !== undefined) posted[place] = row;
  }
  return posted;
}

/** Posts items in a transaction that does more, under the lock that it holds or takes. Answers in their order. */
export async function callPostWithin(
  trx: Trx,
  companyId: string,
  items: readonly PostItem[],
): Promise<Posted[]> {
  const { rows } = await sql<Posted>`
    SELECT answer, refusal FROM erp.post(${companyId}, ${JSON.stringify(items)}::jsonb) ORDER BY place`.execute(
    trx,
  );
  return rows;
}

export interface DraftContent {
  date: string;
  description: string;
  lines: EntryLineInput[];
}

export async function insertDraft(
  trx: Trx,
  companyId: string,
  id: string,
  draft: DraftContent,
): Promise<void> {
  await sql`
    INSERT INTO erp.entry_drafts (company_id, id, date, description, lines)
    VALUES (${companyId}, ${id}, ${draft.date}, ${draft.description}, ${JSON.stringify(draft.lines)}::jsonb)`.execute(
    trx,
  );
}

/** Whether the draft had `version` and was changed. */
export async function updateDraft(
  trx: Trx,
  companyId: string,
  id: string,
  version: number,
  draft: DraftContent,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.entry_drafts
    SET date = ${draft.date}, description = ${draft.description}, lines = ${JSON.stringify(draft.lines)}::jsonb,
      version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${version} RETURNING id`.execute(trx);
  return rows.length > 0;
}

/** Whether there was such a draft. */
export async function deleteDraft(trx: Trx, companyId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    DELETE FROM erp.entry_drafts WHERE company_id = ${companyId} AND id = ${id} RETURNING id`.execute(trx);
  return rows.length > 0;
}

import { type Kysely, type RawBuilder, sql } from 'kysely';

/** One invariant of a company's books. */
export interface Check {
  name: string;
  /** A query of the rows that break it: none when it holds. Numerics as text, so that none loses a digit. */
  broken(companyId: string): RawBuilder<unknown>;
}

export interface CheckResult {
  name: string;
  held: boolean;
  /** The first {@link MAX_ROWS} rows that break it. */
  rows: Record<string, unknown>[];
  /** How many there are. */
  count: number;
}

const MAX_ROWS = 20;

/** Runs one check, in one statement: what is posted meanwhile is seen whole or not at all. */
export async function runCheck(db: Kysely<unknown>, check: Check, companyId: string): Promise<CheckResult> {
  const { rows } = await sql<{ row: Record<string, unknown>; count: number }>`
    SELECT to_jsonb(broken) AS row, count(*) OVER () AS count
    FROM (${check.broken(companyId)}) AS broken LIMIT ${MAX_ROWS}`.execute(db);
  return {
    name: check.name,
    held: rows.length === 0,
    rows: rows.map(({ row }) => row),
    count: Number(rows[0]?.count ?? 0),
  };
}

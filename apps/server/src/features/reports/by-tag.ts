import type { TagReport, TagReportRow } from '@crypto-erp/contract/reports';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';
import { FIRST_DATE, unitsOf } from './balances.ts';
import { type Column, reportColumns } from './columns.ts';
import type { Range } from './range.ts';
import { buildSection, type StatementForm, totalRow } from './statement.ts';
import { type AccountFigure, accountFigures, statementAccounts, sumDrills } from './statement-accounts.ts';
import { taggedEntries } from './tagged.ts';

const TYPES = ['income', 'expense'] as const;

interface TagName {
  id: string | null;
  name: string;
}

/**
 * Income, expenses and what is left of them under each tag in each column, in the base asset, by the tags' names; at the
 * end what has no tag. What has two tags counts under both, so that the tags do not sum to the result; what has none and
 * what has any do. With `tagId` that tag alone. Tags are those of today: who attaches one to something of a closed month
 * changes this report of it. Throws `not_found` for a company without books, `unknown_tag`.
 */
export async function tagReport(
  trx: Trx,
  companyId: string,
  { from, to }: Range,
  columns: readonly Column[],
  tagId?: string,
): Promise<TagReport> {
  const { baseAsset, decimals, accounts } = await accountFigures(trx, companyId, TYPES, columns, 'without');
  const tags = await tagNames(trx, companyId, tagId);
  const figures = await tagFigures(trx, companyId, { columns, decimals, tagId });
  const of = (tag: string | null, account: AccountFigure, n: number) =>
    figures.get(`${tag} ${account.id} ${n}`);

  const underTag = ({ id, name }: TagName): TagReportRow[] =>
    tagRows(
      { id, name },
      accounts.map((account) => ({
        ...account,
        nets: columns.map((_, n) => of(id, account, n) ?? 0n),
        moved: columns.map((_, n) => of(id, account, n) !== undefined),
      })),
      columns.map((column) => ({ ...column, ...(id !== null && { tagId: id }) })),
      decimals,
    );
  const withoutTag = (): TagReportRow[] => {
    const left = accounts.map((account) => {
      const nets = account.nets.map((net, n) => net - (of(null, account, n) ?? 0n));
      return { ...account, nets, moved: nets.map((net) => net !== 0n) };
    });
    const restColumns = columns.map((column): Column => ({ ...column, rest: true }));
    return tagRows({ id: null, name: 'Without a tag' }, left, restColumns, decimals);
  };
  return {
    from,
    to,
    baseAsset,
    ...reportColumns(columns),
    rows: [...tags.flatMap(underTag), ...(tagId === undefined ? withoutTag() : [])],
  };
}

/** The rows of one tag: its name, the accounts below their headings, the result. None when nothing moved. */
function tagRows(
  tag: TagName,
  accounts: readonly AccountFigure[],
  columns: readonly Column[],
  decimals: number,
): TagReportRow[] {
  const form = (types: readonly (typeof TYPES)[number][]): StatementForm => ({
    decimals,
    drills: sumDrills(types, columns, 'without'),
  });
  const sections = TYPES.filter((type) =>
    accounts.some((account) => account.type === type && account.moved.includes(true)),
  ).map((type) => {
    const sign = type === 'income' ? -1n : 1n;
    const shown = statementAccounts(
      accounts,
      type,
      columns,
      (net, moved) => (moved ? sign * net : null),
      'without',
    );
    return { sign, ...buildSection(type, shown, form([type])) };
  });
  if (sections.length === 0) return [];
  const results = columns.map((_, n) =>
    sections.reduce((sum, { sign, totals }) => sum - sign * (totals[n] ?? 0n), 0n),
  );
  const result = totalRow(`Result of ${tag.name}`, results, form(TYPES));
  const title = { ...result, kind: 'section' as const, name: tag.name, amount: null, drill: null };
  const inner = sections.flatMap(({ rows }) => rows);
  return [
    { ...title, ...(title.columns && { columns: title.columns.map(() => ({ amount: null, drill: null })) }) },
    ...inner.map((row) => ({
      ...row,
      depth: row.depth + 1,
      kind: row.kind === 'section' ? ('heading' as const) : row.kind,
    })),
    result,
  ].map((row) => ({ ...row, tagId: tag.id }));
}

async function tagNames(trx: Trx, companyId: string, tagId: string | undefined): Promise<TagName[]> {
  const { rows } = await sql<TagName>`
    SELECT id, name FROM erp.tags
    WHERE company_id = ${companyId} AND (${tagId ?? null}::uuid IS NULL OR id = ${tagId ?? null}::uuid)
    ORDER BY name, id`.execute(trx);
  if (tagId !== undefined && rows.length === 0) {
    throw fieldError('unknown_tag', 'query/tagId', 'There is no such tag: choose one from the list.');
  }
  return rows;
}

/**
 * Base debit less credit by tag, account and column (`tag account n`), in smallest units, where anything moved; under the
 * tag `null` of all entries that have one, each counted once. Entries that close years are left out.
 */
async function tagFigures(
  trx: Trx,
  companyId: string,
  { columns, decimals, tagId }: { columns: readonly Column[]; decimals: number; tagId: string | undefined },
): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ tag: string | null; account: string; n: number; net: string }>`
    WITH tagged AS MATERIALIZED (SELECT t.tag_id, t.entry_id FROM ${taggedEntries(companyId, tagId)} AS t)
    SELECT t.tag_id AS tag, a.id AS account, r.n::int - 1 AS n, round(sum(l.base_amount), ${decimals}::int)::text AS net
    FROM (SELECT tag_id, entry_id FROM tagged UNION ALL SELECT DISTINCT NULL::uuid, entry_id FROM tagged) AS t
    JOIN erp.entry_lines l ON l.company_id = ${companyId} AND l.entry_id = t.entry_id
    JOIN erp.accounts a ON a.company_id = l.company_id AND a.id = l.account_id AND a.type IN ('income', 'expense')
    JOIN unnest(${columns.map(({ from }) => from ?? FIRST_DATE)}::date[], ${columns.map(({ to }) => to)}::date[])
      WITH ORDINALITY AS r (first, last, n) ON l.date BETWEEN r.first AND r.last
    WHERE NOT EXISTS (SELECT FROM erp.year_closes y
      WHERE y.company_id = l.company_id AND l.entry_id IN (y.entry_id, y.reopen_entry_id))
    GROUP BY t.tag_id, a.id, r.n`.execute(trx);
  return new Map(rows.map(({ tag, account, n, net }) => [`${tag} ${account} ${n}`, unitsOf(net)]));
}

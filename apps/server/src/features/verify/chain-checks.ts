import { sql } from 'kysely';
import { NATURES, seriesOf } from '../documents/kinds.ts';
import type { Check } from './check.ts';

/** Each entry's hash is that of its content and of the entry before; the head is the last one's. */
export const hashChain: Check = {
  name: 'hash chain',
  broken: (companyId) => sql`
    WITH content AS (
      SELECT l.entry_id, jsonb_agg(erp.line_content(l.account_id, l.asset, l.quantity, l.base_amount, l.description,
        l.contact_id) || erp.dimension_content(ARRAY(SELECT v.value_id FROM erp.entry_line_dimensions v
          WHERE v.company_id = l.company_id AND v.entry_id = l.entry_id AND v.position = l.position)) ORDER BY l.position) AS lines
      FROM erp.entry_lines l WHERE l.company_id = ${companyId} GROUP BY l.entry_id
    ),
    link AS (
      SELECT e.id, e.number, e.sequence, e.previous_hash, e.hash,
        lag(e.sequence, 1, 0::bigint) OVER chain AS sequence_before, lag(e.hash, 1, '\\x'::bytea) OVER chain AS hash_before,
        erp.entry_hash(e.previous_hash, e.company_id, e.id, e.sequence, e.number, e.date, e.description, e.source,
          e.source_id, e.reverses_id, e.actor_kind, e.actor_id, e.posted_at, c.lines) AS computed
      FROM erp.entries e LEFT JOIN content c ON c.entry_id = e.id
      WHERE e.company_id = ${companyId}
      WINDOW chain AS (ORDER BY e.sequence)
    )
    SELECT sequence, id AS entry_id, number, concat_ws(', ',
      CASE WHEN sequence <> sequence_before + 1 THEN 'an entry before it is missing' END,
      CASE WHEN previous_hash <> hash_before THEN 'does not follow the entry before it' END,
      CASE WHEN hash IS DISTINCT FROM computed THEN 'its content is not what was posted' END) AS problem
    FROM link
    WHERE sequence <> sequence_before + 1 OR previous_hash <> hash_before OR hash IS DISTINCT FROM computed
    UNION ALL
    SELECT coalesce(h.sequence, last.sequence), last.id, last.number, 'the head of the chain is not its last entry'
    FROM (SELECT * FROM erp.chain_heads WHERE company_id = ${companyId}) AS h
    FULL JOIN (SELECT * FROM link ORDER BY sequence DESC LIMIT 1) AS last ON true
    WHERE (h.sequence, h.hash) IS DISTINCT FROM (coalesce(last.sequence, 0), coalesce(last.hash, '\\x'::bytea))`,
};

/** The series of each kind of document, as a table. */
const SERIES = sql`(VALUES ${sql.join(
  NATURES.map((one) => sql`(${one.kind}, ${one.side}, ${seriesOf(one)})`),
)}) AS s (kind, side, series)`;

/** Numbers of entries and documents are 1 to n in each series and fiscal year, n being the last one given. */
export const gaplessNumbers: Check = {
  name: 'gapless numbers',
  broken: (companyId) => sql`
    WITH document AS (
      SELECT id, series, fiscal_year, serial, number, date FROM erp.entries WHERE company_id = ${companyId}
      UNION ALL
      SELECT d.id, s.series, d.fiscal_year, d.serial, d.number, d.issue_date
      FROM erp.documents d LEFT JOIN ${SERIES} ON (s.kind, s.side) = (d.kind, d.side)
      WHERE d.company_id = ${companyId} AND d.status <> 'draft'
    ),
    numbered AS (
      SELECT d.*, erp.fiscal_year(d.date, c.fiscal_year_start_month) AS expected_year,
        lag(d.serial, 1, 0::bigint) OVER (PARTITION BY d.series, d.fiscal_year ORDER BY d.serial) AS before
      FROM document d JOIN erp.companies c ON c.company_id = ${companyId}
    )
    SELECT series, fiscal_year, serial, number, id AS document_id, CASE
        WHEN serial IS DISTINCT FROM before + 1 THEN format('follows %s', before)
        WHEN fiscal_year <> expected_year THEN format('is dated in fiscal year %s', expected_year)
        ELSE 'is not the number of its serial' END AS problem
    FROM numbered
    WHERE serial IS DISTINCT FROM before + 1 OR fiscal_year <> expected_year
      OR number IS DISTINCT FROM erp.document_number(series, fiscal_year, serial)
    UNION ALL
    SELECT series, fiscal_year, s.last_serial, NULL, NULL, format('the last serial used is %s', coalesce(d.last, 0))
    FROM (SELECT * FROM erp.number_series WHERE company_id = ${companyId}) AS s
    FULL JOIN (SELECT series, fiscal_year, max(serial) AS last FROM document GROUP BY 1, 2) AS d
      USING (series, fiscal_year)
    WHERE coalesce(s.last_serial, 0) <> coalesce(d.last, 0)`,
};

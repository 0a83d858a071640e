import type {
  TaxDocuments,
  TaxDocumentsQuery,
  TaxSummary,
  TaxSummaryRow,
} from '@crypto-erp/contract/tax-summary';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import { type RawBuilder, sql } from 'kysely';
import { DATE, decodeCursor, INTEGER, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';
import { notFound } from '../../errors.ts';
import { companySettings } from '../companies/read-model.ts';
import { unitsOf } from './balances.ts';
import type { Range } from './range.ts';

/**
 * The taxes of documents in the base asset, one row `t` a document and tax: taxable amount, output and input tax. A
 * credit note subtracts. Of a purchase under reverse charge the company owes the tax and deducts it (VAT Directive
 * 2006/112/EC, articles 168 and 194 to 199). A document that was reversed as a whole counts on its date, and back on
 * that of its reversal.
 */
export function taxRows(companyId: string): RawBuilder<unknown> {
  return sql`(
    SELECT d.id AS document_id, d.kind, d.side, d.number, d.external_number, m.date, d.contact_name,
      d.contact_tax_number, x.tax_id, x.code, x.name, x.kind AS tax_kind, x.rate, x.position,
      m.sign * x.base_base AS base,
      m.sign * CASE d.side WHEN 'sales' THEN x.base_tax ELSE x.base_self_assessed END AS output_tax,
      m.sign * CASE d.side WHEN 'sales' THEN 0 ELSE x.base_tax + x.base_self_assessed END AS input_tax
    FROM erp.documents d
    JOIN erp.document_taxes x ON x.company_id = d.company_id AND x.document_id = d.id
    LEFT JOIN erp.entries r ON r.company_id = d.company_id AND r.id = d.reversal_entry_id
    CROSS JOIN LATERAL (
      SELECT d.issue_date AS date, CASE d.kind WHEN 'credit-note' THEN -1 ELSE 1 END AS sign
      UNION ALL
      SELECT r.date, CASE d.kind WHEN 'credit-note' THEN 1 ELSE -1 END WHERE r.id IS NOT NULL
    ) AS m
    WHERE d.company_id = ${companyId} AND d.status <> 'draft')`;
}

type Row = Omit<TaxSummaryRow, 'drill'> & { n: number; decimals: number };

/**
 * What each tax code came to in each of `periods`, sales and purchases apart, by code. Throws `not_found` for a company
 * without books.
 */
export async function taxSummary(
  trx: Trx,
  companyId: string,
  { from, to }: Range,
  periods: readonly Range[],
): Promise<TaxSummary> {
  const { rows } = await sql<Row & { baseAsset: string }>`
    SELECT c.base_asset AS "baseAsset", b.decimals, t.*
    FROM erp.companies c
    JOIN erp.assets b ON b.code = c.base_asset
    LEFT JOIN LATERAL (
      SELECT r.n::int, t.side, t.tax_id AS "taxId", t.code, max(t.name) AS name, t.tax_kind AS kind,
        trim_scale(t.rate)::text AS rate, count(DISTINCT t.document_id) AS documents,
        round(sum(t.base), b.decimals)::text AS base, round(sum(t.output_tax), b.decimals)::text AS "outputTax",
        round(sum(t.input_tax), b.decimals)::text AS "inputTax"
      FROM unnest(${periods.map((one) => one.from)}::date[], ${periods.map((one) => one.to)}::date[])
        WITH ORDINALITY AS r (first, last, n)
      JOIN ${taxRows(companyId)} AS t ON t.date BETWEEN r.first AND r.last
      GROUP BY r.n, t.side, t.tax_id, t.code, t.tax_kind, t.rate
    ) AS t ON true
    WHERE c.company_id = ${companyId}
    ORDER BY t.n, t.side DESC, t.code COLLATE "C", t.rate, t."taxId"`.execute(trx);

  const [first] = rows;
  if (first === undefined) throw notFound('company');
  const { baseAsset, decimals } = first;
  return {
    from,
    to,
    baseAsset,
    periods: periods.map((period, i) => {
      const own = rows.filter(({ n }) => n === i + 1);
      const sum = (field: 'outputTax' | 'inputTax') =>
        own.reduce((total, row) => total + unitsOf(row[field]), 0n);
      const [output, input] = [sum('outputTax'), sum('inputTax')];
      return {
        from: period.from,
        to: period.to,
        rows: own.map(({ n: _, decimals: __, baseAsset: ___, ...row }) => ({
          ...row,
          drill: new URLSearchParams({
            from: period.from,
            to: period.to,
            taxId: row.taxId,
            side: row.side,
          }).toString(),
        })),
        outputTax: formatDecimal(output, decimals),
        inputTax: formatDecimal(input, decimals),
        due: formatDecimal(output - input, decimals),
      };
    }),
  };
}

type Item = TaxDocuments['items'][number] & { position: number };

/** A page of the documents behind a tax summary, by date. Throws `not_found`, and `invalid_input` for a wrong cursor. */
export async function taxDocuments(
  trx: Trx,
  companyId: string,
  { from, to, taxId, side, limit = 100, cursor }: TaxDocumentsQuery,
): Promise<TaxDocuments> {
  const { baseAsset } = await companySettings(trx, companyId);
  const after = decodeCursor(cursor, [DATE, UUID, INTEGER]);
  const conditions = [
    sql`t.date BETWEEN ${from} AND ${to}`,
    ...(taxId === undefined ? [] : [sql`t.tax_id = ${taxId}`]),
    ...(side === undefined ? [] : [sql`t.side = ${side}`]),
    ...(after === null
      ? []
      : [
          sql`(t.date, t.document_id, t.position) > (${after[0]}::date, ${after[1]}::uuid, ${after[2]}::bigint)`,
        ]),
  ];
  const { rows } = await sql<Item>`
    SELECT t.document_id AS "documentId", t.kind, t.side, t.number, t.external_number AS "externalNumber", t.date,
      t.contact_name AS "contactName", t.contact_tax_number AS "contactTaxNumber", t.tax_id AS "taxId", t.code,
      round(t.base, b.decimals)::text AS base, round(t.output_tax, b.decimals)::text AS "outputTax",
      round(t.input_tax, b.decimals)::text AS "inputTax", t.position
    FROM ${taxRows(companyId)} AS t CROSS JOIN (SELECT decimals FROM erp.assets WHERE code = ${baseAsset}) AS b
    WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY t.date, t.document_id, t.position LIMIT ${limit + 1}`.execute(trx);
  const page = pageOf(rows, limit, (row) => [row.date, row.documentId, row.position]);
  return {
    from,
    to,
    baseAsset,
    items: page.items.map(({ position: _, ...item }) => item),
    nextCursor: page.nextCursor,
  };
}

-- Gives every item its numbers, in the order of the items: the entry's, and the document's where there is one.
-- Answers the items with `serial`, `number`, `document_serial`, `document_number`, and number and
-- instant (UTC, as erp.post() sets it) in their answer.
CREATE OR REPLACE FUNCTION erp.number_items(company uuid, items jsonb) RETURNS jsonb
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
WITH item AS (
  SELECT i.item, i.place, i.item -> 'entry' ->> 'series' AS series, i.item -> 'document' ->> 'series' AS document_series,
    (i.item -> 'entry' ->> 'fiscal_year')::int AS year
  FROM jsonb_array_elements(items) WITH ORDINALITY AS i (item, place)
),
wanted AS (
  SELECT w.series, item.year, count(*) AS wanted
  FROM item CROSS JOIN LATERAL (VALUES (item.series), (item.document_series)) AS w (series)
  WHERE w.series IS NOT NULL
  GROUP BY w.series, item.year
),
given AS MATERIALIZED (
  SELECT w.series, w.year, erp.next_serials(company, w.series, w.year, w.wanted) AS before FROM wanted w
),
numbered AS (
  SELECT item.*,
    e.before + row_number() OVER (PARTITION BY item.series, item.year ORDER BY item.place) AS serial,
    v.before + row_number() OVER (PARTITION BY item.document_series, item.year ORDER BY item.place) AS document_serial
  FROM item
  JOIN given e ON e.series = item.series AND e.year = item.year
  LEFT JOIN given v ON v.series = item.document_series AND v.year = item.year
)
SELECT jsonb_agg(
  n.item || jsonb_build_object(
    'serial', n.serial,
    'number', erp.document_number(n.series, n.year, n.serial),
    'document_serial', n.document_serial,
    'document_number', erp.document_number(n.document_series, n.year, n.document_serial),
    'answer', (n.item -> 'answer') || jsonb_build_object(
      'number', CASE WHEN n.document_series IS NULL THEN erp.document_number(n.series, n.year, n.serial)
        ELSE erp.document_number(n.document_series, n.year, n.document_serial) END,
      'postedAt', to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
  ORDER BY n.place)
FROM numbered n
$$;

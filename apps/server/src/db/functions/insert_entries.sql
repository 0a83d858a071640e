-- Writes numbered and chained items into the books: entries, lines, their dimensions, month balances. The triggers on both tables
-- check balance and period once more, whoever calls. A draft that is posted ends here. A line may have
-- `dimension_value_ids`, an array of ids.
CREATE OR REPLACE FUNCTION erp.insert_entries(company uuid, items jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO erp.entries (company_id, id, sequence, series, fiscal_year, serial, number, date, description, source,
    source_id, reverses_id, actor_kind, actor_id, may_post_in_soft, previous_hash, hash)
  SELECT company, e.id, i.sequence, e.series, e.fiscal_year, i.serial, i.number, e.date, e.description, e.source,
    e.source_id, e.reverses_id, i.actor ->> 'kind', (i.actor ->> 'id')::uuid, coalesce(i.may_post_in_soft, false),
    decode(i.previous_hash, 'hex'), decode(i.entry_hash, 'hex')
  FROM jsonb_to_recordset(items) AS i (sequence bigint, serial bigint, number text, actor jsonb, may_post_in_soft boolean,
    previous_hash text, entry_hash text, entry jsonb)
  CROSS JOIN LATERAL jsonb_to_record(i.entry) AS e (id uuid, series text, fiscal_year int, date date, description text,
    source text, source_id uuid, reverses_id uuid);

  INSERT INTO erp.entry_lines (company_id, entry_id, position, date, account_id, asset, quantity, base_amount,
    description, contact_id)
  SELECT company, (i.item -> 'entry' ->> 'id')::uuid, n.position, (i.item -> 'entry' ->> 'date')::date, l.account_id,
    l.asset, l.quantity, l.base_amount, l.description, l.contact_id
  FROM jsonb_array_elements(items) AS i (item)
  CROSS JOIN LATERAL jsonb_array_elements(i.item -> 'entry' -> 'lines') WITH ORDINALITY AS n (line, position)
  CROSS JOIN LATERAL jsonb_to_record(n.line) AS l (account_id uuid, asset text, quantity numeric, base_amount numeric,
    description text, contact_id uuid);

  -- A value that is not there has no dimension, which no row may lack.
  INSERT INTO erp.entry_line_dimensions (company_id, entry_id, position, dimension_id, value_id, account_id, date)
  SELECT company, (i.item -> 'entry' ->> 'id')::uuid, n.position, v.dimension_id, w.value_id::uuid,
    (n.line ->> 'account_id')::uuid, (i.item -> 'entry' ->> 'date')::date
  FROM jsonb_array_elements(items) AS i (item)
  CROSS JOIN LATERAL jsonb_array_elements(i.item -> 'entry' -> 'lines') WITH ORDINALITY AS n (line, position)
  CROSS JOIN LATERAL jsonb_array_elements_text(n.line -> 'dimension_value_ids') AS w (value_id)
  LEFT JOIN LATERAL (
    SELECT d.dimension_id FROM erp.dimension_values d WHERE d.company_id = company AND d.id = w.value_id::uuid LIMIT 1
  ) AS v ON true;

  INSERT INTO erp.month_balances AS m (company_id, account_id, asset, month, quantity, base_debit, base_credit)
  SELECT company, l.account_id, l.asset, date_trunc('month', (i.item -> 'entry' ->> 'date')::date)::date,
    sum(l.quantity), sum(greatest(l.base_amount, 0)), sum(-least(l.base_amount, 0))
  FROM jsonb_array_elements(items) AS i (item)
  CROSS JOIN LATERAL jsonb_to_recordset(i.item -> 'entry' -> 'lines') AS l (account_id uuid, asset text, quantity numeric,
    base_amount numeric)
  GROUP BY 2, 3, 4
  ON CONFLICT (company_id, account_id, asset, month) DO UPDATE SET
    quantity = m.quantity + excluded.quantity,
    base_debit = m.base_debit + excluded.base_debit,
    base_credit = m.base_credit + excluded.base_credit;

  DELETE FROM erp.entry_drafts d
  WHERE d.company_id = company
    AND d.id = ANY (ARRAY(SELECT (i.item -> 'entry' ->> 'id')::uuid FROM jsonb_array_elements(items) AS i (item)));
END $$;

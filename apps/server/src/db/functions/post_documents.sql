-- Writes the documents of erp.post()'s items as posted: the draft, where there was one, is replaced whole. What a
-- note takes back is added up on the document that it corrects; that document's constraint refuses too much.
-- document: {id, kind, side, series, contact_id, corrects_id, takes_back, external_number, issue_date, due_date, payment_terms_id,
-- asset, reference, notes, net, tax, total, base_total, rate, rate_date, created_at, company_name, company_country,
-- company_address, company_tax_number, contact_name, contact_address, contact_country, contact_tax_number, lines
-- [{description, quantity, unit_price, discount_percent, tax_id, account_id, dimension_value_ids, net, tax, base_net}], taxes [{tax_id, code,
-- name, kind, rate, exempt_reason, base, tax, self_assessed, base_base, base_tax, base_self_assessed}]}.
CREATE OR REPLACE FUNCTION erp.post_documents(company uuid, items jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM erp.documents d
  WHERE d.company_id = company AND d.status = 'draft'
    AND d.id = ANY (ARRAY(SELECT (i.item -> 'document' ->> 'id')::uuid FROM jsonb_array_elements(items) AS i (item)));

  INSERT INTO erp.documents (company_id, id, kind, side, status, number, fiscal_year, serial, contact_id, corrects_id,
    external_number, issue_date, due_date, payment_terms_id, asset, reference, notes, net, tax, total, base_total, rate,
    rate_date, company_name, company_country, company_address, company_tax_number, contact_name, contact_address,
    contact_country, contact_tax_number, entry_id, version, created_at, posted_at)
  SELECT company, d.id, d.kind, d.side, 'posted', i.item ->> 'document_number', (i.item -> 'entry' ->> 'fiscal_year')::int,
    (i.item ->> 'document_serial')::bigint, d.contact_id, d.corrects_id, d.external_number, d.issue_date, d.due_date,
    d.payment_terms_id, d.asset, d.reference, d.notes, d.net, d.tax, d.total, d.base_total, d.rate, d.rate_date,
    d.company_name, d.company_country, d.company_address, d.company_tax_number, d.contact_name, d.contact_address,
    d.contact_country, d.contact_tax_number, (i.item -> 'entry' ->> 'id')::uuid,
    coalesce((i.item ->> 'draft_version')::int + 1, 1), coalesce(d.created_at, now()), now()
  FROM jsonb_array_elements(items) AS i (item)
  CROSS JOIN LATERAL jsonb_to_record(i.item -> 'document') AS d (id uuid, kind text, side text, contact_id uuid,
    corrects_id uuid, external_number text, issue_date date, due_date date, payment_terms_id uuid, asset text,
    reference text, notes text, net numeric, tax numeric, total numeric, base_total numeric, rate numeric, rate_date date,
    created_at timestamptz, company_name text, company_country text, company_address text, company_tax_number text,
    contact_name text, contact_address text, contact_country text, contact_tax_number text)
  WHERE i.item ? 'document';

  INSERT INTO erp.document_lines (company_id, document_id, position, description, quantity, unit_price,
    discount_percent, tax_id, account_id, dimension_value_ids, net, tax, base_net)
  SELECT company, (i.item -> 'document' ->> 'id')::uuid, n.position, l.description, l.quantity, l.unit_price,
    l.discount_percent, l.tax_id, l.account_id, coalesce(l.dimension_value_ids, '{}'), l.net, l.tax, l.base_net
  FROM jsonb_array_elements(items) AS i (item)
  CROSS JOIN LATERAL jsonb_array_elements(i.item -> 'document' -> 'lines') WITH ORDINALITY AS n (line, position)
  CROSS JOIN LATERAL jsonb_to_record(n.line) AS l (description text, quantity numeric, unit_price numeric,
    discount_percent numeric, tax_id uuid, account_id uuid, dimension_value_ids uuid[], net numeric, tax numeric,
    base_net numeric);

  INSERT INTO erp.document_taxes (company_id, document_id, tax_id, position, code, name, kind, rate, exempt_reason, base,
    tax, self_assessed, base_base, base_tax, base_self_assessed)
  SELECT company, (i.item -> 'document' ->> 'id')::uuid, t.tax_id, n.position, t.code, t.name, t.kind, t.rate,
    t.exempt_reason, t.base, t.tax, t.self_assessed, t.base_base, t.base_tax, t.base_self_assessed
  FROM jsonb_array_elements(items) AS i (item)
  CROSS JOIN LATERAL jsonb_array_elements(i.item -> 'document' -> 'taxes') WITH ORDINALITY AS n (line, position)
  CROSS JOIN LATERAL jsonb_to_record(n.line) AS t (tax_id uuid, code text, name text, kind text, rate numeric,
    exempt_reason text, base numeric, tax numeric, self_assessed numeric, base_base numeric, base_tax numeric,
    base_self_assessed numeric);

  UPDATE erp.documents d SET credited_amount = d.credited_amount + c.total, version = d.version + 1
  FROM (
    SELECT (i.item -> 'document' ->> 'corrects_id')::uuid AS id, sum((i.item -> 'document' ->> 'total')::numeric) AS total
    FROM jsonb_array_elements(items) AS i (item)
    WHERE (i.item -> 'document' ->> 'takes_back')::boolean
    GROUP BY 1
  ) AS c
  WHERE d.company_id = company AND d.id = c.id;
END $$;

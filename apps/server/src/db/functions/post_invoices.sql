-- Writes the invoices of erp.post()'s items as posted: the draft, where there was one, is replaced whole.
-- invoice: {id, series, contact_id, issue_date, due_date, payment_terms_id, asset, reference, notes, net, tax, total,
-- base_total, rate, rate_date, created_at, seller_name, seller_country, customer_name, customer_address,
-- customer_country, customer_tax_number, lines [{description, quantity, unit_price, discount_percent, tax_id,
-- account_id, net, tax}], taxes [{tax_id, code, name, kind, rate, exempt_reason, base, tax}]}.
CREATE OR REPLACE FUNCTION erp.post_invoices(company uuid, items jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM erp.invoices v
  WHERE v.company_id = company AND v.status = 'draft'
    AND v.id = ANY (ARRAY(SELECT (i.item -> 'invoice' ->> 'id')::uuid FROM jsonb_array_elements(items) AS i (item)));

  INSERT INTO erp.invoices (company_id, id, status, number, fiscal_year, serial, contact_id, issue_date, due_date,
    payment_terms_id, asset, reference, notes, net, tax, total, base_total, rate, rate_date, seller_name, seller_country,
    customer_name, customer_address, customer_country, customer_tax_number, entry_id, version, created_at, posted_at)
  SELECT company, v.id, 'posted', i.item ->> 'invoice_number', (i.item -> 'entry' ->> 'fiscal_year')::int,
    (i.item ->> 'invoice_serial')::bigint, v.contact_id, v.issue_date, v.due_date, v.payment_terms_id, v.asset,
    v.reference, v.notes, v.net, v.tax, v.total, v.base_total, v.rate, v.rate_date, v.seller_name, v.seller_country,
    v.customer_name, v.customer_address, v.customer_country, v.customer_tax_number, (i.item -> 'entry' ->> 'id')::uuid,
    coalesce((i.item ->> 'draft_version')::int + 1, 1), coalesce(v.created_at, now()), now()
  FROM jsonb_array_elements(items) AS i (item)
  CROSS JOIN LATERAL jsonb_to_record(i.item -> 'invoice') AS v (id uuid, contact_id uuid, issue_date date, due_date date,
    payment_terms_id uuid, asset text, reference text, notes text, net numeric, tax numeric, total numeric,
    base_total numeric, rate numeric, rate_date date, created_at timestamptz, seller_name text, seller_country text,
    customer_name text, customer_address text, customer_country text, customer_tax_number text)
  WHERE i.item ? 'invoice';

  INSERT INTO erp.invoice_lines (company_id, invoice_id, position, description, quantity, unit_price, discount_percent,
    tax_id, account_id, net, tax)
  SELECT company, (i.item -> 'invoice' ->> 'id')::uuid, n.position, l.description, l.quantity, l.unit_price,
    l.discount_percent, l.tax_id, l.account_id, l.net, l.tax
  FROM jsonb_array_elements(items) AS i (item)
  CROSS JOIN LATERAL jsonb_array_elements(i.item -> 'invoice' -> 'lines') WITH ORDINALITY AS n (line, position)
  CROSS JOIN LATERAL jsonb_to_record(n.line) AS l (description text, quantity numeric, unit_price numeric,
    discount_percent numeric, tax_id uuid, account_id uuid, net numeric, tax numeric);

  INSERT INTO erp.invoice_taxes (company_id, invoice_id, tax_id, position, code, name, kind, rate, exempt_reason, base, tax)
  SELECT company, (i.item -> 'invoice' ->> 'id')::uuid, t.tax_id, n.position, t.code, t.name, t.kind, t.rate,
    t.exempt_reason, t.base, t.tax
  FROM jsonb_array_elements(items) AS i (item)
  CROSS JOIN LATERAL jsonb_array_elements(i.item -> 'invoice' -> 'taxes') WITH ORDINALITY AS n (line, position)
  CROSS JOIN LATERAL jsonb_to_record(n.line) AS t (tax_id uuid, code text, name text, kind text, rate numeric,
    exempt_reason text, base numeric, tax numeric);
END $$;

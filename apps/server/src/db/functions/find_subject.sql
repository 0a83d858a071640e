-- The one place that knows where subjects are. A kind and an id, in a company, give one row or none: what a person needs
-- to recognise it, and whether it is posted, so that what is attached to it stays.
CREATE OR REPLACE FUNCTION erp.find_subject(company uuid, kind text, subject uuid)
RETURNS TABLE (number text, title text, detail text, date date, asset text, amount numeric, status text, posted boolean)
LANGUAGE sql STABLE AS $$
  SELECT e.number, e.description, '', e.date, NULL::text, NULL::numeric, 'posted', true
  FROM erp.entries e WHERE kind = 'entry' AND e.company_id = company AND e.id = subject
  UNION ALL
  SELECT NULL, d.description, '', d.date, NULL, NULL, 'draft', false
  FROM erp.entry_drafts d WHERE kind = 'entry' AND d.company_id = company AND d.id = subject
  UNION ALL
  SELECT d.number, coalesce(d.contact_name, c.name), coalesce(nullif(d.external_number, ''), d.reference), d.issue_date,
    d.asset, d.total, d.status, d.status <> 'draft'
  FROM erp.documents d JOIN erp.contacts c ON c.company_id = d.company_id AND c.id = d.contact_id
  WHERE d.kind = find_subject.kind AND d.company_id = company AND d.id = subject
  UNION ALL
  SELECT e.number, c.name, p.reference, p.date, p.asset, p.amount,
    CASE WHEN p.reversal_entry_id IS NULL THEN 'posted' ELSE 'reversed' END, true
  FROM erp.payments p
  JOIN erp.contacts c ON c.company_id = p.company_id AND c.id = p.contact_id
  JOIN erp.entries e ON e.company_id = p.company_id AND e.id = p.entry_id
  WHERE kind = 'payment' AND p.company_id = company AND p.id = subject
  UNION ALL
  SELECT NULL, c.name, coalesce(c.email, ''), NULL, NULL, NULL, CASE WHEN c.archived THEN 'archived' ELSE 'active' END, false
  FROM erp.contacts c WHERE kind = 'contact' AND c.company_id = company AND c.id = subject
  UNION ALL
  SELECT NULL, coalesce(nullif(t.description, ''), t.type, ''), t.reference, (t.at AT TIME ZONE c.time_zone)::date, NULL, NULL,
    t.state, t.state = 'posted'
  FROM erp.transactions t JOIN erp.companies c ON c.company_id = t.company_id
  WHERE kind = 'transaction' AND t.company_id = company AND t.id = subject
$$;
GRANT EXECUTE ON FUNCTION erp.find_subject TO crypto_erp_app;

-- Holds a draft, if there is one of this id, as it is: it is neither deleted nor posted until the transaction ends.
CREATE OR REPLACE FUNCTION erp.lock_draft(company uuid, subject uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM erp.entry_drafts d WHERE d.company_id = company AND d.id = subject FOR KEY SHARE;
  PERFORM FROM erp.documents d WHERE d.company_id = company AND d.id = subject AND d.status = 'draft' FOR KEY SHARE;
END $$;

-- What settled a document, or used what was left of a payment, and how much of it, each settlement once. Who did it is
-- told by its entry, or by the audit log where it posted none.
CREATE OR REPLACE FUNCTION erp.settlements_of(company uuid, item uuid)
RETURNS TABLE (id uuid, at timestamptz, kind text, payment_id uuid, date date, asset text, amount numeric,
  reversed boolean, actor_kind text, actor_id uuid)
LANGUAGE sql STABLE AS $$
  SELECT s.id, s.created_at, s.kind, s.payment_id, s.date, coalesce(d.asset, p.asset), part.amount,
    s.reversed_on IS NOT NULL, coalesce(e.actor_kind, a.actor_kind, 'system'), coalesce(e.actor_id, a.actor_id)
  FROM (
    SELECT t.settlement_id, sum(t.amount) AS amount FROM erp.settlement_parts t
    WHERE t.company_id = company AND (t.document_id = item OR t.payment_id = item) GROUP BY t.settlement_id
  ) AS part
  JOIN erp.settlements s ON s.company_id = company AND s.id = part.settlement_id
  LEFT JOIN erp.documents d ON d.company_id = company AND d.id = item
  LEFT JOIN erp.payments p ON p.company_id = company AND p.id = item
  LEFT JOIN erp.entries e ON e.company_id = company AND e.id = s.entry_id
  LEFT JOIN LATERAL (
    SELECT l.actor_kind, l.actor_id FROM erp.audit_log l
    WHERE l.company_id = company AND l.subject_kind = 'settlement' AND l.subject_id = s.id ORDER BY l.id LIMIT 1
  ) AS a ON e.id IS NULL
$$;
GRANT EXECUTE ON FUNCTION erp.settlements_of TO crypto_erp_app;

-- What of each row is found by which words: its number first, then the contact's name, then texts, then amounts.
-- One function for each table, all of one shape; the triggers, the first filling and the tests read these alone.

CREATE OR REPLACE FUNCTION erp.searchable(c erp.contacts)
RETURNS TABLE (part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE AS $$
  SELECT c.id, 'subject', 'contact', c.id, v
  FROM erp.search_vector(c.company_id, NULL, c.name, concat_ws(' ', c.email, c.tax_number), c.address) AS v
$$;

CREATE OR REPLACE FUNCTION erp.searchable(d erp.documents)
RETURNS TABLE (part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE AS $$
  SELECT d.id, 'subject', d.kind, d.id, v
  FROM erp.search_vector(d.company_id, concat_ws(' ', d.number, d.external_number),
    coalesce(d.contact_name, (SELECT c.name FROM erp.contacts c WHERE c.company_id = d.company_id AND c.id = d.contact_id)),
    concat_ws(' ', d.reference, d.notes), d.total::text) AS v
$$;

CREATE OR REPLACE FUNCTION erp.searchable(p erp.payments)
RETURNS TABLE (part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE AS $$
  SELECT p.id, 'subject', 'payment', p.id, v
  FROM erp.contacts c JOIN erp.entries e ON e.company_id = c.company_id AND e.id = p.entry_id
  CROSS JOIN LATERAL erp.search_vector(p.company_id, e.number, c.name, p.reference, p.amount::text) AS v
  WHERE c.company_id = p.company_id AND c.id = p.contact_id
$$;

-- The entry that a document made is found as the document.
CREATE OR REPLACE FUNCTION erp.searchable(e erp.entries)
RETURNS TABLE (part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE AS $$
  SELECT e.id, 'subject', 'entry', e.id, v
  FROM (
    SELECT string_agg(nullif(l.description, ''), ' ' ORDER BY l.position) AS texts, sum(greatest(l.base_amount, 0)) AS total,
      string_agg(abs(l.quantity)::text, ' ' ORDER BY l.position) AS quantities
    FROM erp.entry_lines l WHERE l.company_id = e.company_id AND l.entry_id = e.id
  ) AS lines
  CROSS JOIN LATERAL erp.search_vector(e.company_id, e.number, NULL, concat_ws(' ', e.description, lines.texts),
    concat_ws(' ', lines.total, lines.quantities)) AS v
  WHERE e.source_id IS NULL
$$;

CREATE OR REPLACE FUNCTION erp.searchable(d erp.entry_drafts)
RETURNS TABLE (part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE AS $$
  SELECT d.id, 'subject', 'entry', d.id, v
  FROM (
    SELECT string_agg(nullif(line ->> 'description', ''), ' ' ORDER BY n) AS texts,
      sum(greatest((line ->> 'baseAmount')::numeric, 0)) AS total,
      string_agg(abs((line ->> 'quantity')::numeric)::text, ' ' ORDER BY n) AS quantities
    FROM jsonb_array_elements(d.lines) WITH ORDINALITY AS l (line, n)
  ) AS lines
  CROSS JOIN LATERAL erp.search_vector(d.company_id, NULL, NULL, concat_ws(' ', d.description, lines.texts),
    concat_ws(' ', lines.total, lines.quantities)) AS v
$$;

CREATE OR REPLACE FUNCTION erp.searchable(t erp.transactions)
RETURNS TABLE (part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE AS $$
  SELECT t.id, 'subject', 'transaction', t.id, v
  FROM (
    SELECT string_agg(DISTINCT r.counterparty, ' ') AS counterparties, string_agg(DISTINCT r.asset, ' ') AS assets,
      string_agg(r.quantity::text, ' ' ORDER BY r.id) AS quantities
    FROM erp.transaction_transfers x JOIN erp.transfers r ON r.company_id = x.company_id AND r.id = x.transfer_id
    WHERE x.company_id = t.company_id AND x.transaction_id = t.id
  ) AS moved
  CROSS JOIN LATERAL erp.search_vector(t.company_id, t.reference,
    (SELECT c.name FROM erp.contacts c WHERE c.company_id = t.company_id AND c.id = t.contact_id),
    concat_ws(' ', t.description, moved.counterparties, moved.assets), moved.quantities) AS v
$$;

CREATE OR REPLACE FUNCTION erp.searchable(c erp.comments)
RETURNS TABLE (part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE AS $$
  SELECT c.id, 'comment', c.subject_kind, c.subject_id, v FROM erp.search_vector(c.company_id, NULL, NULL, c.text, NULL) AS v
$$;

-- A tag is written once, however much it is attached to: erp.search() follows it to its subjects.
CREATE OR REPLACE FUNCTION erp.searchable(t erp.tags)
RETURNS TABLE (part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE AS $$
  SELECT t.id, 'tag', 'tag', t.id, v FROM erp.search_vector(t.company_id, NULL, t.name, NULL, NULL) AS v
$$;

-- Everything of these companies, as it must stand in erp.search_texts.
CREATE OR REPLACE FUNCTION erp.searchable_of(companies uuid[])
RETURNS TABLE (company_id uuid, part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector)
LANGUAGE sql STABLE AS $$
  SELECT r.company_id, s.* FROM erp.contacts r, erp.searchable(r) s WHERE r.company_id = ANY (companies)
  UNION ALL SELECT r.company_id, s.* FROM erp.documents r, erp.searchable(r) s WHERE r.company_id = ANY (companies)
  UNION ALL SELECT r.company_id, s.* FROM erp.payments r, erp.searchable(r) s WHERE r.company_id = ANY (companies)
  UNION ALL SELECT r.company_id, s.* FROM erp.entries r, erp.searchable(r) s WHERE r.company_id = ANY (companies)
  UNION ALL SELECT r.company_id, s.* FROM erp.entry_drafts r, erp.searchable(r) s WHERE r.company_id = ANY (companies)
  UNION ALL SELECT r.company_id, s.* FROM erp.transactions r, erp.searchable(r) s WHERE r.company_id = ANY (companies)
  UNION ALL SELECT r.company_id, s.* FROM erp.comments r, erp.searchable(r) s WHERE r.company_id = ANY (companies)
  UNION ALL SELECT r.company_id, s.* FROM erp.tags r, erp.searchable(r) s WHERE r.company_id = ANY (companies)
$$;

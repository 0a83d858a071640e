-- The company's subjects of these kinds that have every word of `content`, or for each one that starts with it, in their
-- own text, a comment or a tag: those with exactly these words first, then by where they stand, then the newest. Reads at
-- most 5,000 matches of each sort before it orders them. Runs as the owner: matching words is not leakproof, so under
-- row-level security it would read every subject. It checks the scope itself.
CREATE OR REPLACE FUNCTION erp.search(company uuid, content text, kinds text[], most integer)
RETURNS TABLE (subject_kind text, subject_id uuid, part text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  exact tsquery := erp.search_query(company, content, true);
  started tsquery := erp.search_query(company, content, false);
  -- Where each word stands counts, not how far it is from the others.
  any_word tsquery := replace(started::text, ' & ', ' | ')::tsquery;
BEGIN
  IF NOT company = ANY (erp.scope()) THEN
    RAISE EXCEPTION 'Company % is not in the scope of this transaction.', company USING ERRCODE = 'CE004';
  END IF;
  RETURN QUERY
    WITH found AS MATERIALIZED (
      (SELECT t.*, 1 AS place FROM erp.search_texts t WHERE t.company_id = company AND t.words @@ exact LIMIT 5000)
      UNION ALL
      (SELECT t.*, 2 FROM erp.search_texts t WHERE t.company_id = company AND t.words @@ started AND NOT t.words @@ exact
       LIMIT 5000)
    ), hits AS (
      SELECT f.subject_kind, f.subject_id, f.part, f.place, ts_rank(f.words, any_word) AS rank FROM found f WHERE f.part <> 'tag'
      UNION ALL
      (SELECT s.subject_kind, s.subject_id, 'tag', f.place, ts_rank(f.words, any_word)
       FROM found f JOIN erp.subject_tags s ON s.company_id = company AND s.tag_id = f.part_id WHERE f.part = 'tag'
       LIMIT 5000)
    ), best AS (
      SELECT DISTINCT ON (h.subject_kind, h.subject_id) h.* FROM hits h WHERE h.subject_kind = ANY (kinds)
      ORDER BY h.subject_kind, h.subject_id, h.place, h.rank DESC
    )
    SELECT b.subject_kind, b.subject_id, b.part FROM best b ORDER BY b.place, b.rank DESC, b.subject_id DESC LIMIT most;
END $$;
GRANT EXECUTE ON FUNCTION erp.search TO crypto_erp_app;

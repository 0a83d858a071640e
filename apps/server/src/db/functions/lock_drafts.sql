-- Locks the drafts that erp.post()'s items post, so that nobody edits or deletes one between the check of its version
-- and its posting. Called under erp.lock_books(), in a statement of its own: what waited here is then read as it is.
CREATE OR REPLACE FUNCTION erp.lock_drafts(company uuid, items jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  ids uuid[] := ARRAY(
    SELECT coalesce(i.item -> 'document' ->> 'id', i.item -> 'entry' ->> 'id')::uuid
    FROM jsonb_array_elements(items) AS i (item) WHERE i.item ->> 'draft_version' IS NOT NULL);
BEGIN
  IF ids = '{}' THEN RETURN; END IF;
  PERFORM FROM erp.entry_drafts d WHERE d.company_id = company AND d.id = ANY (ids) ORDER BY d.id FOR UPDATE;
  PERFORM FROM erp.documents d WHERE d.company_id = company AND d.id = ANY (ids) ORDER BY d.id FOR UPDATE;
END $$;

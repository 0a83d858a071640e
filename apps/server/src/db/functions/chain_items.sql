-- Links the items to the company's hash chain, one after the other, and moves the chain's head. Answers the items
-- with `sequence`, `previous_hash` and `entry_hash` (hexadecimal). Called under erp.lock_books().
CREATE OR REPLACE FUNCTION erp.chain_items(company uuid, items jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  head erp.chain_heads;
  item jsonb;
  link bytea;
  linked jsonb := '[]';
BEGIN
  SELECT * INTO STRICT head FROM erp.chain_heads h WHERE h.company_id = company;
  FOR item IN
    SELECT i.item || jsonb_build_object('content', (
        SELECT jsonb_agg(erp.line_content((l.line ->> 'account_id')::uuid, l.line ->> 'asset',
          (l.line ->> 'quantity')::numeric, (l.line ->> 'base_amount')::numeric, l.line ->> 'description',
          (l.line ->> 'contact_id')::uuid)
          || erp.dimension_content(ARRAY(SELECT v::uuid FROM jsonb_array_elements_text(l.line -> 'dimension_value_ids') v))
          ORDER BY l.n)
        FROM jsonb_array_elements(i.item -> 'entry' -> 'lines') WITH ORDINALITY AS l (line, n)))
    FROM jsonb_array_elements(items) WITH ORDINALITY AS i (item, place)
    ORDER BY i.place
  LOOP
    head.sequence := head.sequence + 1;
    link := erp.entry_hash(head.hash, company, (item -> 'entry' ->> 'id')::uuid, head.sequence, item ->> 'number',
      (item -> 'entry' ->> 'date')::date, item -> 'entry' ->> 'description', item -> 'entry' ->> 'source',
      (item -> 'entry' ->> 'source_id')::uuid, (item -> 'entry' ->> 'reverses_id')::uuid,
      item -> 'actor' ->> 'kind', (item -> 'actor' ->> 'id')::uuid, now(), item -> 'content');
    linked := linked || (item - 'content' || jsonb_build_object('sequence', head.sequence,
      'previous_hash', encode(head.hash, 'hex'), 'entry_hash', encode(link, 'hex')));
    head.hash := link;
  END LOOP;
  UPDATE erp.chain_heads h SET sequence = head.sequence, hash = head.hash WHERE h.company_id = company;
  RETURN linked;
END $$;

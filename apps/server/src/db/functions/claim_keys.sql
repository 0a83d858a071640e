-- Claims the idempotency keys of erp.post()'s items and answers those that are ours now. A key that another
-- transaction claimed is waited for; when it was committed, the item is a repeat. In the order of the keys, and before
-- the books' lock, as every other command does: so none waits for the other in a circle.
CREATE OR REPLACE FUNCTION erp.claim_keys(company uuid, items jsonb) RETURNS text[]
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
  WITH claimed AS (
    INSERT INTO erp.idempotency_keys (company_id, key, request_hash)
    SELECT company, i.item ->> 'key', i.item ->> 'hash'
    FROM jsonb_array_elements(items) AS i (item)
    WHERE i.item ->> 'key' IS NOT NULL
    ORDER BY i.item ->> 'key'
    ON CONFLICT DO NOTHING
    RETURNING key
  )
  SELECT coalesce(array_agg(key), '{}') FROM claimed
$$;

-- The companies whose outbox waits for the relay, at most `most`. Runs as the owner, and tells ids only.
CREATE OR REPLACE FUNCTION erp.companies_with_work(most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT o.company_id FROM erp.outbox o WHERE o.relayed_at IS NULL LIMIT most
$$;

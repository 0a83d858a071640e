-- The companies whose outbox waits for the relay with one of `jobs`, at most `most`: the one that waits longest first,
-- so that each has its turn however many there are. Runs as the owner, and tells ids only.
CREATE OR REPLACE FUNCTION erp.companies_with_work(most integer, jobs text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT o.company_id FROM erp.outbox o
  WHERE o.relayed_at IS NULL AND o.job = ANY (jobs)
  GROUP BY o.company_id ORDER BY min(o.created_at), o.company_id LIMIT most
$$;

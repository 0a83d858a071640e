-- The companies, at most `most`, that have events without a sequence or a webhook to wake. In random order, so that
-- each has its turn however many there are. Runs as the owner, and tells ids only.
CREATE OR REPLACE FUNCTION erp.companies_with_events(most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.id FROM (
    SELECT e.company_id AS id FROM erp.events e WHERE e.sequence IS NULL
    UNION
    SELECT w.company_id FROM erp.webhooks w
    WHERE w.wake_at <= now() AND (w.job_until IS NULL OR w.job_until <= now())
  ) AS c
  ORDER BY random() LIMIT most
$$;
GRANT EXECUTE ON FUNCTION erp.companies_with_events TO crypto_erp_app;

-- The companies, at most `most`, that have an import whose job was lost. In random order, so that each has its turn
-- however many there are. Runs as the owner, and tells ids only.
CREATE OR REPLACE FUNCTION erp.companies_with_imports(most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.id FROM (SELECT DISTINCT i.company_id AS id FROM erp.imports i WHERE i.job_until <= now()) AS c
  ORDER BY random() LIMIT most
$$;
GRANT EXECUTE ON FUNCTION erp.companies_with_imports TO crypto_erp_app;

-- The company's contacts whose name or e-mail address contains `search`, in any case. Every character of `search`
-- stands for itself. A pattern that may start anywhere is tried on each of the company's contacts: no plain index
-- serves it, and pg_trgm is an extension that an owner without a superuser's rights may not be able to make.
CREATE OR REPLACE FUNCTION erp.contacts_matching(company uuid, search text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  pattern text := '%' || regexp_replace(search, '([\\%_])', '\\\1', 'g') || '%';
BEGIN
  IF NOT company = ANY (erp.scope()) THEN
    RAISE EXCEPTION 'Company % is not in the scope of this transaction.', company USING ERRCODE = 'CE004';
  END IF;
  RETURN QUERY
    SELECT c.id FROM erp.contacts c
    WHERE c.company_id = company AND (c.name ILIKE pattern OR c.email ILIKE pattern);
END $$;
GRANT EXECUTE ON FUNCTION erp.contacts_matching TO crypto_erp_app;

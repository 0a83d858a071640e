-- The company's invoices whose total lies between both bounds (null: no bound). Comparing numerics is not leakproof,
-- so under row-level security it would read every invoice; as the owner it uses the index. It checks the scope itself.
CREATE OR REPLACE FUNCTION erp.invoices_with_total(company uuid, at_least numeric, at_most numeric) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.id FROM erp.invoices i
  WHERE company = ANY (erp.scope()) AND i.company_id = company
    AND (at_least IS NULL OR i.total >= at_least) AND (at_most IS NULL OR i.total <= at_most)
$$;
GRANT EXECUTE ON FUNCTION erp.invoices_with_total TO crypto_erp_app;

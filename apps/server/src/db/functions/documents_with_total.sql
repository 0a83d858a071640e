-- The company's documents whose total lies between both bounds (null: no bound). Comparing numerics is not leakproof,
-- so under row-level security it would read every document; as the owner, whom the policy owner_finds_totals lets read
-- them, it uses the index. It checks the scope itself. The bounds are one range of the index whatever they are, so a
-- plan that is kept for all callers uses it too. A range that holds most documents still costs their number: nothing
-- here knows which page of them is asked for.
CREATE OR REPLACE FUNCTION erp.documents_with_total(company uuid, at_least numeric, at_most numeric) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.id FROM erp.documents d
  WHERE company = ANY (erp.scope()) AND d.company_id = company
    AND d.total BETWEEN coalesce(at_least, '-Infinity') AND coalesce(at_most, 'Infinity')
$$;
GRANT EXECUTE ON FUNCTION erp.documents_with_total TO crypto_erp_app;

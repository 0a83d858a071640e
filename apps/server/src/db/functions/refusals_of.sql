-- Says for each of erp.post()'s items why it would be refused now, null when it would be posted. Writes nothing and takes
-- no lock, so another posting may change the answer. Runs as the owner, whose helpers nobody else may call.
CREATE OR REPLACE FUNCTION erp.refusals_of(company uuid, items jsonb) RETURNS TABLE (place integer, refusal jsonb)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
  IF NOT company = ANY (erp.scope()) THEN
    RAISE EXCEPTION 'Company % is not in the scope of this transaction.', company USING ERRCODE = 'CE004';
  END IF;
  RETURN QUERY SELECT r.place, r.refusal FROM erp.post_refusals(company, items, '{}') r ORDER BY r.place;
END $$;
GRANT EXECUTE ON FUNCTION erp.refusals_of TO crypto_erp_app;

-- Takes the books' lock and then reads an invoice's account so far: two payments at once do not both find it open. One
-- round trip, and a statement of its own after the lock, which sees what was committed while it waited.
CREATE OR REPLACE FUNCTION erp.lock_invoice(company uuid, invoice uuid) RETURNS SETOF erp.invoices
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM erp.lock_books(company);
  RETURN QUERY SELECT * FROM erp.invoices v WHERE v.company_id = company AND v.id = invoice;
END $$;
GRANT EXECUTE ON FUNCTION erp.lock_invoice TO crypto_erp_app;

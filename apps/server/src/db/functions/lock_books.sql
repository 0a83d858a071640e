-- Takes the lock under which a company's books change: posting, closing, reversing. Held until the transaction
-- ends. Runs as the owner, because the application may not update the chain itself.
CREATE OR REPLACE FUNCTION erp.lock_books(company uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT company = ANY (erp.scope()) THEN
    RAISE EXCEPTION 'Company % is not in the scope of this transaction.', company USING ERRCODE = 'CE004';
  END IF;
  PERFORM FROM erp.chain_heads h WHERE h.company_id = company FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'Company % has no books.', company USING ERRCODE = 'CE004';
  END IF;
END $$;

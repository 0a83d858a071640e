-- Takes the lock under which a company's events get their sequence and its webhooks change, and answers the last
-- sequence given. Held until the transaction ends; taken before any lock on a webhook.
CREATE OR REPLACE FUNCTION erp.lock_events(company uuid) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  head bigint;
BEGIN
  IF NOT company = ANY (erp.scope()) THEN
    RAISE EXCEPTION 'Company % is not in the scope of this transaction.', company USING ERRCODE = 'CE004';
  END IF;
  SELECT h.sequence INTO head FROM erp.event_heads h WHERE h.company_id = company FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO erp.event_heads (company_id) VALUES (company) ON CONFLICT DO NOTHING;
    SELECT h.sequence INTO STRICT head FROM erp.event_heads h WHERE h.company_id = company FOR UPDATE;
  END IF;
  RETURN head;
END $$;
GRANT EXECUTE ON FUNCTION erp.lock_events TO crypto_erp_app;

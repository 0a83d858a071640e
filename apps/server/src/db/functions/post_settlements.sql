-- Writes the payments of erp.post()'s items, and the settlements that come with an entry.
-- payment: {id, side, direction, contact_id, date, asset, amount, base_amount, fee_amount, fee_base, fee_account_id,
-- credit_amount, credit_base, account_id, reference}; settlement: see erp.write_settlement().
CREATE OR REPLACE FUNCTION erp.post_settlements(company uuid, items jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  item jsonb;
  payment erp.payments;
BEGIN
  FOR item IN SELECT i.item FROM jsonb_array_elements(items) AS i (item) WHERE i.item ? 'payment' OR i.item ? 'settlement'
  LOOP
    IF item ? 'payment' THEN
      payment := jsonb_populate_record(NULL::erp.payments, item -> 'payment');
      payment.company_id := company;
      payment.entry_id := (item -> 'entry' ->> 'id')::uuid;
      payment.created_at := now();
      payment.settled_amount := 0;
      payment.settled_base := 0;
      INSERT INTO erp.payments SELECT payment.*;
    END IF;
    IF item ? 'settlement' THEN
      PERFORM erp.write_settlement(company, item -> 'actor', item -> 'settlement', (item -> 'entry' ->> 'id')::uuid);
    END IF;
  END LOOP;
END $$;

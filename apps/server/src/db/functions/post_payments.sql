-- Writes the payments of erp.post()'s items and what they settle of their invoices, whose state follows.
-- payment: {id, invoice_id, date, asset, amount, base_amount, cleared_base, exchange_difference, account_id, reference,
-- audit_id}. What was paid before is added up here, under the books' lock; the invoice's constraints refuse too much.
CREATE OR REPLACE FUNCTION erp.post_payments(company uuid, items jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  item jsonb;
  payment erp.payments;
  before erp.invoices;
  after erp.invoices;
BEGIN
  FOR item IN SELECT i.item FROM jsonb_array_elements(items) AS i (item) WHERE i.item ? 'payment' LOOP
    payment := jsonb_populate_record(NULL::erp.payments, item -> 'payment');
    payment.company_id := company;
    payment.entry_id := (item -> 'entry' ->> 'id')::uuid;
    payment.created_at := now();
    INSERT INTO erp.payments SELECT payment.*;

    SELECT * INTO STRICT before FROM erp.invoices v WHERE v.company_id = company AND v.id = payment.invoice_id;
    UPDATE erp.invoices v SET
      paid_amount = v.paid_amount + payment.amount,
      cleared_base = v.cleared_base + payment.cleared_base,
      status = CASE WHEN v.paid_amount + payment.amount = v.total THEN 'paid' ELSE 'partly-paid' END,
      version = v.version + 1
    WHERE v.company_id = company AND v.id = payment.invoice_id
    RETURNING * INTO after;

    INSERT INTO erp.audit_log (company_id, id, actor_kind, actor_id, ip, action, subject_kind, subject_id, before, after)
    SELECT company, (item -> 'payment' ->> 'audit_id')::uuid, item -> 'actor' ->> 'kind', (item -> 'actor' ->> 'id')::uuid,
      item -> 'actor' ->> 'ip', 'invoice.settled', 'invoice', payment.invoice_id,
      jsonb_build_object('status', before.status, 'paidAmount', before.paid_amount::text, 'version', before.version),
      jsonb_build_object('status', after.status, 'paidAmount', after.paid_amount::text, 'version', after.version);
  END LOOP;
END $$;

-- Marks a settlement as reversed and opens its items again by what it had cleared, each with its audit record, whose ids
-- are `audit_ids` by the places of the parts. Called under erp.lock_books(); runs as the caller, who may change all of it.
CREATE OR REPLACE FUNCTION erp.undo_settlement(company uuid, settlement uuid, reversed date, reversal uuid, actor jsonb,
  audit_ids uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  part erp.settlement_parts;
  before jsonb;
  after jsonb;
  noun text;
BEGIN
  UPDATE erp.settlements s SET reversed_on = reversed, reversal_entry_id = reversal
  WHERE s.company_id = company AND s.id = settlement;
  FOR part IN
    SELECT * FROM erp.settlement_parts p WHERE p.company_id = company AND p.settlement_id = settlement ORDER BY p.position
  LOOP
    IF part.document_id IS NOT NULL THEN
      SELECT erp.settlement_state(d), d.kind INTO STRICT before, noun
      FROM erp.documents d WHERE d.company_id = company AND d.id = part.document_id;
      UPDATE erp.documents d SET
        settled_amount = d.settled_amount - part.amount,
        settled_base = d.settled_base - part.base_amount,
        status = CASE WHEN d.settled_amount = part.amount THEN 'posted' ELSE 'partly-paid' END,
        version = d.version + 1
      WHERE d.company_id = company AND d.id = part.document_id
      RETURNING erp.settlement_state(d) INTO after;
    ELSE
      noun := 'payment';
      SELECT jsonb_build_object('settledAmount', p.settled_amount::text) INTO STRICT before
      FROM erp.payments p WHERE p.company_id = company AND p.id = part.payment_id;
      UPDATE erp.payments p SET
        settled_amount = p.settled_amount - part.amount,
        settled_base = p.settled_base - part.base_amount
      WHERE p.company_id = company AND p.id = part.payment_id
      RETURNING jsonb_build_object('settledAmount', p.settled_amount::text) INTO after;
    END IF;
    INSERT INTO erp.audit_log (company_id, id, actor_kind, actor_id, ip, action, subject_kind, subject_id, before, after)
    VALUES (company, audit_ids[part.position], actor ->> 'kind', (actor ->> 'id')::uuid, actor ->> 'ip', noun || '.reopened',
      noun, coalesce(part.document_id, part.payment_id), before, after);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION erp.undo_settlement, erp.settlement_state TO crypto_erp_app;

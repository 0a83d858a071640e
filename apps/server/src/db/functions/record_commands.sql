-- Keeps, for erp.post()'s items, the answer under its key, the audit record and the jobs asked for. A job that
-- concerns the item finds its ids in the payload that the application wrote.
CREATE OR REPLACE FUNCTION erp.record_commands(company uuid, items jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- The list of keys says again what the join says, so that the rows are found by the index whatever the planner knows.
  UPDATE erp.idempotency_keys k SET status = (i.item ->> 'status')::smallint, answer = i.item -> 'answer'
  FROM jsonb_array_elements(items) AS i (item)
  WHERE k.company_id = company AND k.key = i.item ->> 'key'
    AND k.key = ANY (ARRAY(SELECT e ->> 'key' FROM jsonb_array_elements(items) e));

  INSERT INTO erp.audit_log (company_id, id, actor_kind, actor_id, ip, action, subject_kind, subject_id, before, after)
  SELECT company, i.audit_id, i.actor ->> 'kind', (i.actor ->> 'id')::uuid, i.actor ->> 'ip', i.action,
    coalesce(i.document ->> 'kind', CASE WHEN i.payment IS NOT NULL THEN 'payment'
      WHEN i.settlement IS NOT NULL THEN 'settlement' ELSE 'entry' END),
    coalesce(i.document ->> 'id', i.payment ->> 'id', i.settlement ->> 'id', i.entry ->> 'id')::uuid, i.before, i.answer
  FROM jsonb_to_recordset(items) AS i (audit_id uuid, actor jsonb, action text, entry jsonb, document jsonb,
    payment jsonb, settlement jsonb, before jsonb, answer jsonb);

  INSERT INTO erp.outbox (company_id, id, job, payload)
  SELECT company, o.id, o.job, o.payload
  FROM jsonb_array_elements(items) AS i (item)
  CROSS JOIN LATERAL jsonb_to_recordset(i.item -> 'outbox') AS o (id uuid, job text, payload jsonb);
END $$;

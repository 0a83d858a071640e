-- Gives at most `most` committed events of a company the next sequences, and one delivery to every webhook that is
-- subscribed to them. Answers how many. Under the events' lock until the commit: a reader who has seen a sequence has
-- seen or can see all before it, and none appears behind it later. Runs as the owner: nobody else may give one.
CREATE OR REPLACE FUNCTION erp.sequence_events(company uuid, most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  head bigint := erp.lock_events(company);
  numbered integer;
BEGIN
  UPDATE erp.events e SET sequence = head + w.place
  FROM (
    SELECT n.id, row_number() OVER (ORDER BY n.position) AS place
    FROM (
      SELECT u.id, u.position FROM erp.events u WHERE u.company_id = company AND u.sequence IS NULL
      ORDER BY u.position LIMIT most
    ) AS n
  ) AS w
  WHERE e.company_id = company AND e.id = w.id;
  GET DIAGNOSTICS numbered = ROW_COUNT;
  IF numbered = 0 THEN
    RETURN 0;
  END IF;
  UPDATE erp.event_heads h SET sequence = head + numbered WHERE h.company_id = company;

  WITH made AS (
    INSERT INTO erp.webhook_deliveries (company_id, webhook_id, event_id, sequence, subject)
    SELECT company, s.webhook_id, e.id, e.sequence, concat_ws(':', a.subject_kind, a.subject_id)
    FROM erp.webhook_subscriptions s
    JOIN erp.events e ON e.company_id = company AND e.sequence > head
    JOIN erp.audit_log a ON a.company_id = company AND a.id = e.id
    WHERE s.company_id = company AND s.until_sequence IS NULL
      AND (s.event_types IS NULL OR a.action = ANY (s.event_types))
    RETURNING webhook_id
  )
  UPDATE erp.webhooks w SET wake_at = least(w.wake_at, now())
  WHERE w.company_id = company AND w.id IN (SELECT m.webhook_id FROM made m);
  RETURN numbered;
END $$;
GRANT EXECUTE ON FUNCTION erp.sequence_events TO crypto_erp_app;

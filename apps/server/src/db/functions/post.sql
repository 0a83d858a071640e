-- Posts entries, and the documents, payments and settlements they come from, for one company: set-based, one round
-- trip, one lock.
--
-- Each item: key, hash, status, actor {kind, id, ip}, may_post_in_soft, action, audit_id, draft_version, before, answer, outbox [{id, job,
-- payload}], entry {id, series, fiscal_year, date, description, source, source_id, reverses_id, lines [{account_id,
-- asset, quantity, base_amount, description, contact_id}]}, for a document: document (see erp.post_documents), for a
-- payment: payment, and for what clears open items: settlement (see erp.post_settlements).
-- Amounts are texts. Answers one row an item: `answer` is what was stored for its key, `refusal` why it was not
-- posted. A refused item leaves the others standing and takes no number.
-- Runs as the owner: the application itself may not insert into the books.
CREATE OR REPLACE FUNCTION erp.post(company uuid, items jsonb)
RETURNS TABLE (place integer, replayed boolean, answer jsonb, refusal jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  claimed text[];
  verdicts jsonb;
  accepted jsonb;
BEGIN
  claimed := erp.claim_keys(company, items);
  PERFORM erp.lock_books(company);
  PERFORM erp.lock_drafts(company, items);
  SELECT jsonb_agg(to_jsonb(v) ORDER BY v.place) INTO verdicts FROM erp.post_refusals(company, items, claimed) v;
  accepted := erp.number_items(company, (
    SELECT jsonb_agg(items -> ((v ->> 'place')::int - 1) || jsonb_build_object('place', v -> 'place') ORDER BY (v ->> 'place')::int)
    FROM jsonb_array_elements(verdicts) v
    WHERE v -> 'replay' = 'null' AND v -> 'refusal' = 'null'));

  IF accepted IS NOT NULL THEN
    accepted := erp.chain_items(company, accepted);
    PERFORM erp.insert_entries(company, accepted);
    PERFORM erp.post_documents(company, accepted);
    PERFORM erp.post_settlements(company, accepted);
    PERFORM erp.record_commands(company, accepted);
  END IF;
  -- A refused command leaves no trace: its key may be used again.
  DELETE FROM erp.idempotency_keys k WHERE k.company_id = company AND k.key = ANY (claimed) AND k.answer IS NULL;

  RETURN QUERY
    SELECT (v ->> 'place')::int, v -> 'replay' <> 'null', coalesce(a.item -> 'answer', nullif(v -> 'replay', 'null')),
      nullif(v -> 'refusal', 'null')
    FROM jsonb_array_elements(verdicts) v
    LEFT JOIN jsonb_array_elements(accepted) AS a (item) ON a.item -> 'place' = v -> 'place'
    ORDER BY 1;
END $$;

-- Takes the books' lock and then reads open items: two settlements at once do not both find one open. One round trip,
-- and a statement of its own after the lock, which sees what was committed while it waited. `most_settled` is the most
-- that is settled of the item on any day from `since` on.
CREATE OR REPLACE FUNCTION erp.lock_open_items(company uuid, items uuid[], since date)
RETURNS TABLE (item_kind text, id uuid, kind text, side text, status text, number text, contact_id uuid, date date,
  asset text, sign integer, amount numeric, settled_amount numeric, base_amount numeric, settled_base numeric,
  most_settled numeric)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM erp.lock_books(company);
  RETURN QUERY
    SELECT o.item_kind, o.id, o.kind, o.side, o.status, o.number, o.contact_id, o.date, o.asset, o.sign, o.amount,
      o.settled_amount, o.base_amount, o.settled_base, erp.most_settled(company, o.id, since)
    FROM erp.open_items o WHERE o.company_id = company AND o.id = ANY (items);
END $$;
GRANT EXECUTE ON FUNCTION erp.lock_open_items TO crypto_erp_app;

-- Writes a settlement and what follows: each item's settled amounts and state, and its audit record. The items'
-- constraints refuse too much.
-- settlement: {id, kind, date, payment_id, exchange_difference, parts [{document_id, payment_id, amount, base_amount,
-- paid_amount, write_off, audit_id}]}.
CREATE OR REPLACE FUNCTION erp.write_settlement(company uuid, actor jsonb, settlement jsonb, entry uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  part record;
  before jsonb;
  after jsonb;
  noun text;
BEGIN
  PERFORM erp.check_write_offs(company, settlement);
  INSERT INTO erp.settlements (company_id, id, kind, date, payment_id, exchange_difference, entry_id)
  VALUES (company, (settlement ->> 'id')::uuid, settlement ->> 'kind', (settlement ->> 'date')::date,
    (settlement ->> 'payment_id')::uuid, (settlement ->> 'exchange_difference')::numeric, entry);
  FOR part IN
    SELECT p.*, n.position FROM jsonb_array_elements(settlement -> 'parts') WITH ORDINALITY AS n (part, position)
    CROSS JOIN LATERAL jsonb_to_record(n.part) AS p (document_id uuid, payment_id uuid, amount numeric,
      base_amount numeric, paid_amount numeric, write_off numeric, audit_id uuid)
    ORDER BY n.position
  LOOP
    INSERT INTO erp.settlement_parts (company_id, settlement_id, position, document_id, payment_id, amount, base_amount,
      paid_amount, write_off)
    VALUES (company, (settlement ->> 'id')::uuid, part.position, part.document_id, part.payment_id, part.amount,
      part.base_amount, part.paid_amount, coalesce(part.write_off, 0));
    IF part.document_id IS NOT NULL THEN
      SELECT erp.settlement_state(d), d.kind INTO STRICT before, noun
      FROM erp.documents d WHERE d.company_id = company AND d.id = part.document_id;
      UPDATE erp.documents d SET
        settled_amount = d.settled_amount + part.amount,
        settled_base = d.settled_base + part.base_amount,
        status = CASE WHEN d.settled_amount + part.amount = d.total THEN 'paid' ELSE 'partly-paid' END,
        version = d.version + 1
      WHERE d.company_id = company AND d.id = part.document_id
      RETURNING erp.settlement_state(d) INTO after;
    ELSE
      noun := 'payment';
      SELECT jsonb_build_object('settledAmount', p.settled_amount::text) INTO STRICT before
      FROM erp.payments p WHERE p.company_id = company AND p.id = part.payment_id;
      UPDATE erp.payments p SET
        settled_amount = p.settled_amount + part.amount,
        settled_base = p.settled_base + part.base_amount
      WHERE p.company_id = company AND p.id = part.payment_id
      RETURNING jsonb_build_object('settledAmount', p.settled_amount::text) INTO after;
    END IF;
    INSERT INTO erp.audit_log (company_id, id, actor_kind, actor_id, ip, action, subject_kind, subject_id, before, after)
    VALUES (company, part.audit_id, actor ->> 'kind', (actor ->> 'id')::uuid, actor ->> 'ip', noun || '.settled', noun,
      coalesce(part.document_id, part.payment_id), before, after);
  END LOOP;
END $$;

-- Refuses a settlement that writes off more than the company's limit. Each part's share of the base amount was rounded
-- before it was compared in words, so each may be off by half a unit here.
CREATE OR REPLACE FUNCTION erp.check_write_offs(company uuid, settlement jsonb) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  limits record;
  written_off numeric;
  parts integer;
BEGIN
  SELECT coalesce(sum(p.base_amount * p.write_off / p.amount), 0), count(*) INTO written_off, parts
  FROM jsonb_to_recordset(settlement -> 'parts') AS p (amount numeric, base_amount numeric, write_off numeric)
  WHERE p.write_off > 0;
  SELECT c.write_off_limit AS most, 10::numeric ^ -a.decimals AS unit INTO STRICT limits
  FROM erp.companies c JOIN erp.assets a ON a.code = c.base_asset WHERE c.company_id = company;
  IF written_off > limits.most + parts * limits.unit THEN
    RAISE EXCEPTION 'Settlement % writes off %: the limit is %.', settlement ->> 'id', written_off, limits.most
      USING ERRCODE = 'CE005';
  END IF;
END $$;

-- How far a document is settled, as its audit records say it.
CREATE OR REPLACE FUNCTION erp.settlement_state(document erp.documents) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN jsonb_build_object('status', (document).status, 'settledAmount', (document).settled_amount::text,
  'version', (document).version);

-- A settlement that posts nothing: what is cleared on both sides is the same in every asset, so the books stay as they
-- are. Runs as the owner, because the application may not write settlements itself; checks the scope by the lock.
CREATE OR REPLACE FUNCTION erp.settle_without_entry(company uuid, actor jsonb, settlement jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM erp.lock_books(company);
  IF settlement ->> 'kind' <> 'credit' OR (settlement ->> 'exchange_difference')::numeric <> 0 THEN
    RAISE EXCEPTION 'Settlement % has something to post.', settlement ->> 'id' USING ERRCODE = 'CE002';
  END IF;
  PERFORM erp.write_settlement(company, actor, settlement, NULL);
END $$;
GRANT EXECUTE ON FUNCTION erp.settle_without_entry TO crypto_erp_app;

-- The books' rules, refused by the database whoever writes: the pure validators say the same in words first.

CREATE FUNCTION erp.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'What is posted stays as it is: % on %.% is refused. Reverse it instead.',
    TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'CE001';
END $$;

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON erp.entries
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON erp.entry_lines
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON erp.audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON erp.invoice_pdfs
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

-- Every entry that a statement gives lines balances to zero, has two lines or more, and is posted by this very
-- transaction: a line cannot join an entry that others have read. The look-up is lateral with LIMIT 1 so that it stays
-- one index probe a line, whatever the planner knows of the table.
CREATE FUNCTION erp.check_new_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong record;
BEGIN
  SELECT l.entry_id, sum(l.base_amount) AS difference, count(*) AS lines, bool_or(e.posted_at <> now()) AS late,
    bool_or(e.date <> l.date) AS misdated
  INTO wrong
  FROM new_lines l
  CROSS JOIN LATERAL (
    SELECT e.posted_at, e.date FROM erp.entries e WHERE e.company_id = l.company_id AND e.id = l.entry_id LIMIT 1
  ) AS e
  GROUP BY l.company_id, l.entry_id
  HAVING sum(l.base_amount) <> 0 OR count(*) < 2 OR bool_or(e.posted_at <> now()) OR bool_or(e.date <> l.date)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'Entry % is refused: it is out of balance by %, has % lines, late: %, misdated: %.',
      wrong.entry_id, wrong.difference, wrong.lines, wrong.late, wrong.misdated USING ERRCODE = 'CE002';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER balanced AFTER INSERT ON erp.entry_lines
  REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION erp.check_new_lines();

CREATE FUNCTION erp.check_new_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong record;
BEGIN
  SELECT e.id, e.date INTO wrong
  FROM new_entries e
  WHERE EXISTS (
    SELECT FROM erp.closed_periods p
    WHERE p.company_id = e.company_id AND p.month = date_trunc('month', e.date)::date)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'Entry % is dated % in a closed period.', wrong.id, wrong.date USING ERRCODE = 'CE003';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER open_period AFTER INSERT ON erp.entries
  REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION erp.check_new_entries();

-- A posted invoice keeps what the customer was sent: only its state moves on.
CREATE FUNCTION erp.check_invoice_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'draft' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE'
    AND NEW.status <> 'draft'
    AND to_jsonb(NEW) - '{status,paid_amount,cleared_base,reversal_entry_id,version}'::text[]
      = to_jsonb(OLD) - '{status,paid_amount,cleared_base,reversal_entry_id,version}'::text[]
    AND (OLD.reversal_entry_id IS NULL OR NEW.reversal_entry_id = OLD.reversal_entry_id)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Invoice % is posted and stays as it is. Reverse it instead.', OLD.number USING ERRCODE = 'CE001';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON erp.invoices
  FOR EACH ROW EXECUTE FUNCTION erp.check_invoice_change();
CREATE TRIGGER untruncatable BEFORE TRUNCATE ON erp.invoices
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

-- Lines and taxes of an invoice change only while it is a draft, or in the transaction that posts it.
CREATE FUNCTION erp.check_invoice_part_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  part record := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  IF EXISTS (
    SELECT FROM erp.invoices i
    WHERE i.company_id = part.company_id AND i.id = part.invoice_id AND i.posted_at IS NOT NULL
      AND (TG_OP <> 'INSERT' OR i.posted_at <> now()))
  THEN
    RAISE EXCEPTION 'Invoice % is posted and stays as it is. Reverse it instead.', part.invoice_id
      USING ERRCODE = 'CE001';
  END IF;
  RETURN part;
END $$;
CREATE TRIGGER immutable BEFORE INSERT OR UPDATE OR DELETE ON erp.invoice_lines
  FOR EACH ROW EXECUTE FUNCTION erp.check_invoice_part_change();
CREATE TRIGGER untruncatable BEFORE TRUNCATE ON erp.invoice_lines
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();
CREATE TRIGGER immutable BEFORE INSERT OR UPDATE OR DELETE ON erp.invoice_taxes
  FOR EACH ROW EXECUTE FUNCTION erp.check_invoice_part_change();
CREATE TRIGGER untruncatable BEFORE TRUNCATE ON erp.invoice_taxes
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

-- A payment's facts stay; it can only be marked as reversed, once.
CREATE FUNCTION erp.check_payment_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.reversal_entry_id IS NULL AND to_jsonb(NEW) - 'reversal_entry_id' = to_jsonb(OLD) - 'reversal_entry_id' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Payment % is posted and stays as it is. Reverse it instead.', OLD.id USING ERRCODE = 'CE001';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE ON erp.payments
  FOR EACH ROW EXECUTE FUNCTION erp.check_payment_change();
CREATE TRIGGER undeletable BEFORE DELETE OR TRUNCATE ON erp.payments
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

-- A company's base asset and an account's type would change the meaning of what is posted.
CREATE FUNCTION erp.keep_meaning() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_TABLE_NAME = 'companies' AND to_jsonb(NEW) -> 'base_asset' <> to_jsonb(OLD) -> 'base_asset')
    OR (TG_TABLE_NAME = 'accounts' AND to_jsonb(NEW) -> 'type' <> to_jsonb(OLD) -> 'type')
  THEN
    RAISE EXCEPTION 'The base asset of a company and the type of an account stay as they were.'
      USING ERRCODE = 'CE001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER meaning BEFORE UPDATE ON erp.companies FOR EACH ROW EXECUTE FUNCTION erp.keep_meaning();
CREATE TRIGGER meaning BEFORE UPDATE ON erp.accounts FOR EACH ROW EXECUTE FUNCTION erp.keep_meaning();

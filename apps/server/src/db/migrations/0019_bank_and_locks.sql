-- A hard lock goes away by an owner's word alone, and a statement is reconciled by reconciling it: whoever writes.

-- Who opened a month that was closed for good, and why. One row for each lock that was taken away, told by when it was set.
CREATE TABLE erp.period_reopenings (
  company_id uuid NOT NULL REFERENCES erp.companies,
  month date NOT NULL,
  closed_at timestamptz NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  actor_kind text NOT NULL,
  actor_id uuid,
  -- As the guard knew it then.
  actor_role text NOT NULL CHECK (actor_role = 'owner'),
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, month, closed_at)
);
SELECT erp.protect('erp.period_reopenings');
GRANT SELECT, INSERT ON erp.period_reopenings TO crypto_erp_app;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON erp.period_reopenings
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

-- It is written while the lock stands, and the lock is gone when the transaction ends: none is kept for later.
CREATE FUNCTION erp.check_reopening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM erp.closed_periods p
    WHERE p.company_id = NEW.company_id AND p.month = NEW.month AND p.closed_at = NEW.closed_at AND p.lock = 'hard')
    = (TG_WHEN = 'BEFORE')
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The reopening of % takes no hard lock away.', NEW.month USING ERRCODE = 'CE025';
END $$;
CREATE TRIGGER of_lock BEFORE INSERT ON erp.period_reopenings
  FOR EACH ROW EXECUTE FUNCTION erp.check_reopening();
CREATE CONSTRAINT TRIGGER opens AFTER INSERT ON erp.period_reopenings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_reopening();

-- Looked at when the transaction ends, because closing a year sets the lock of its last month anew.
CREATE FUNCTION erp.check_unlocking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM erp.closed_periods p
    WHERE p.company_id = OLD.company_id AND p.month = OLD.month AND p.lock = 'hard')
    OR EXISTS (
      SELECT FROM erp.period_reopenings r
      WHERE r.company_id = OLD.company_id AND r.month = OLD.month AND r.closed_at = OLD.closed_at)
  THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% is closed for good: only an owner opens it again, with a reason.', OLD.month USING ERRCODE = 'CE025';
END $$;
CREATE CONSTRAINT TRIGGER opened_by_owner AFTER UPDATE OR DELETE ON erp.closed_periods
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.lock = 'hard') EXECUTE FUNCTION erp.check_unlocking();
CREATE TRIGGER untruncatable BEFORE TRUNCATE ON erp.closed_periods
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

-- A statement comes in as imported. What erp.check_bank_statement_change() demands is demanded of every reconciled one.
CREATE FUNCTION erp.check_new_bank_statement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.reconciled_at IS NULL THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'Bank statement % is imported before it is reconciled.', NEW.id USING ERRCODE = 'CE134';
END $$;
CREATE TRIGGER imported_first BEFORE INSERT ON erp.bank_statements
  FOR EACH ROW EXECUTE FUNCTION erp.check_new_bank_statement();

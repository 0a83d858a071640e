-- What the bank says of its accounts, and what of the books it is: accounts, statements, their lines, matches, rules.

-- An account at a bank, and the account of the chart that mirrors it. Statements and postings of it go one by one: its
-- row is their lock.
CREATE TABLE erp.bank_accounts (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  name text NOT NULL,
  account_id uuid NOT NULL,
  asset text NOT NULL REFERENCES erp.assets,
  iban text CHECK (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$'),
  -- The bank's own number where there is no IBAN.
  number text,
  -- How to read a CSV file of this bank.
  csv_mapping jsonb,
  archived boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, id),
  CONSTRAINT bank_accounts_ledger UNIQUE (company_id, account_id, asset),
  CONSTRAINT bank_accounts_iban UNIQUE (company_id, iban, asset),
  CONSTRAINT bank_accounts_number UNIQUE (company_id, number, asset),
  FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts (company_id, id)
);
SELECT erp.protect('erp.bank_accounts');
GRANT SELECT, INSERT, UPDATE ON erp.bank_accounts TO crypto_erp_app;

CREATE TABLE erp.bank_statements (
  company_id uuid NOT NULL,
  id uuid NOT NULL,
  bank_account_id uuid NOT NULL,
  format text NOT NULL CHECK (format IN ('camt053', 'csv')),
  number text NOT NULL,
  -- SHA-256 of the file, and of what the statement says: another file may say it again.
  file_hash bytea NOT NULL,
  content_hash bytea NOT NULL,
  from_date date NOT NULL,
  to_date date NOT NULL,
  opening_balance numeric NOT NULL,
  closing_balance numeric NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  reconciled_at timestamptz,
  reconciled_by_kind text,
  reconciled_by uuid,
  PRIMARY KEY (company_id, id),
  CONSTRAINT bank_statements_once UNIQUE (company_id, bank_account_id, content_hash),
  FOREIGN KEY (company_id, bank_account_id) REFERENCES erp.bank_accounts (company_id, id),
  CHECK (from_date <= to_date),
  CHECK ((reconciled_at IS NULL) = (reconciled_by_kind IS NULL))
);
CREATE INDEX bank_statements_newest ON erp.bank_statements (company_id, bank_account_id, to_date DESC, id DESC);
SELECT erp.protect('erp.bank_statements');
GRANT SELECT, INSERT, DELETE, UPDATE (reconciled_at, reconciled_by_kind, reconciled_by) ON erp.bank_statements
  TO crypto_erp_app;

-- One movement, once, however many statements tell of it. `opening`: what the account held before its first statement,
-- matched like any other with what the books had by then.
CREATE TABLE erp.bank_lines (
  company_id uuid NOT NULL,
  id uuid NOT NULL,
  bank_account_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('booked', 'opening')),
  date date NOT NULL,
  value_date date,
  -- Credit positive, debit negative, as the account's holder sees it.
  amount numeric NOT NULL CHECK (amount <> 0 AND abs(amount) < 1e38 AND scale(amount) <= 18),
  reversal boolean NOT NULL DEFAULT false,
  bank_reference text NOT NULL DEFAULT '',
  end_to_end_id text NOT NULL DEFAULT '',
  reference text NOT NULL DEFAULT '',
  text text NOT NULL DEFAULT '',
  counterparty_name text NOT NULL DEFAULT '',
  counterparty_iban text NOT NULL DEFAULT '',
  fingerprint text NOT NULL,
  ignored_reason text CHECK (ignored_reason <> ''),
  PRIMARY KEY (company_id, id),
  CONSTRAINT bank_lines_once UNIQUE (company_id, bank_account_id, fingerprint),
  FOREIGN KEY (company_id, bank_account_id) REFERENCES erp.bank_accounts (company_id, id)
);
CREATE INDEX bank_lines_newest ON erp.bank_lines (company_id, bank_account_id, date DESC, id DESC);
CREATE UNIQUE INDEX bank_lines_one_opening ON erp.bank_lines (company_id, bank_account_id) WHERE kind = 'opening';
SELECT erp.protect('erp.bank_lines');
GRANT SELECT, INSERT, DELETE, UPDATE (ignored_reason) ON erp.bank_lines TO crypto_erp_app;

CREATE TABLE erp.bank_statement_lines (
  company_id uuid NOT NULL,
  statement_id uuid NOT NULL,
  position integer NOT NULL CHECK (position > 0),
  bank_line_id uuid NOT NULL,
  PRIMARY KEY (company_id, statement_id, position),
  UNIQUE (company_id, statement_id, bank_line_id),
  FOREIGN KEY (company_id, statement_id) REFERENCES erp.bank_statements (company_id, id),
  FOREIGN KEY (company_id, bank_line_id) REFERENCES erp.bank_lines (company_id, id)
);
CREATE INDEX bank_statement_lines_of_line ON erp.bank_statement_lines (company_id, bank_line_id);
SELECT erp.protect('erp.bank_statement_lines');
GRANT SELECT, INSERT, DELETE ON erp.bank_statement_lines TO crypto_erp_app;

CREATE TABLE erp.bank_rules (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  name text NOT NULL,
  -- The lowest is asked first.
  priority integer NOT NULL,
  -- Every account's lines when null.
  bank_account_id uuid,
  direction text CHECK (direction IN ('in', 'out')),
  contains text NOT NULL,
  min_amount numeric CHECK (min_amount >= 0),
  max_amount numeric CHECK (max_amount >= min_amount),
  account_id uuid,
  contact_id uuid,
  description text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, id),
  FOREIGN KEY (company_id, bank_account_id) REFERENCES erp.bank_accounts (company_id, id),
  FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts (company_id, id),
  FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts (company_id, id),
  CHECK (num_nonnulls(account_id, contact_id) = 1),
  CHECK (contains <> '' OR num_nonnulls(min_amount, max_amount) > 0)
);
CREATE INDEX bank_rules_by_priority ON erp.bank_rules (company_id, priority, id);
SELECT erp.protect('erp.bank_rules');
GRANT SELECT, INSERT, UPDATE, DELETE ON erp.bank_rules TO crypto_erp_app;

-- Bank lines and lines of entries that are the same money. One without a bank line clears entries that cancel out.
CREATE TABLE erp.bank_matches (
  company_id uuid NOT NULL,
  id uuid NOT NULL,
  bank_account_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('entries', 'payment', 'booking')),
  -- What the match itself made.
  payment_id uuid,
  entry_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  FOREIGN KEY (company_id, bank_account_id) REFERENCES erp.bank_accounts (company_id, id),
  FOREIGN KEY (company_id, payment_id) REFERENCES erp.payments (company_id, id),
  FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries (company_id, id),
  CHECK ((kind = 'payment') = (payment_id IS NOT NULL)),
  CHECK ((kind <> 'entries') = (entry_id IS NOT NULL))
);
SELECT erp.protect('erp.bank_matches');
GRANT SELECT, INSERT, DELETE ON erp.bank_matches TO crypto_erp_app;

CREATE TABLE erp.bank_match_lines (
  company_id uuid NOT NULL,
  match_id uuid NOT NULL,
  bank_line_id uuid NOT NULL,
  PRIMARY KEY (company_id, bank_line_id),
  FOREIGN KEY (company_id, match_id) REFERENCES erp.bank_matches (company_id, id),
  FOREIGN KEY (company_id, bank_line_id) REFERENCES erp.bank_lines (company_id, id)
);
CREATE INDEX bank_match_lines_of_match ON erp.bank_match_lines (company_id, match_id);
SELECT erp.protect('erp.bank_match_lines');
GRANT SELECT, INSERT, DELETE ON erp.bank_match_lines TO crypto_erp_app;

CREATE TABLE erp.bank_match_entry_lines (
  company_id uuid NOT NULL,
  match_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  position smallint NOT NULL,
  PRIMARY KEY (company_id, entry_id, position),
  FOREIGN KEY (company_id, match_id) REFERENCES erp.bank_matches (company_id, id),
  FOREIGN KEY (company_id, entry_id, position) REFERENCES erp.entry_lines (company_id, entry_id, position)
);
CREATE INDEX bank_match_entry_lines_of_match ON erp.bank_match_entry_lines (company_id, match_id);
SELECT erp.protect('erp.bank_match_entry_lines');
GRANT SELECT, INSERT, DELETE ON erp.bank_match_entry_lines TO crypto_erp_app;

-- A statement's lines lead from its opening to its closing balance. Looked at when the transaction ends.
CREATE FUNCTION erp.check_bank_statement_sum() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  row_of jsonb := to_jsonb(coalesce(NEW, OLD));
  company uuid := row_of ->> 'company_id';
  statement uuid := coalesce(row_of ->> 'statement_id', row_of ->> 'id');
  wrong record;
BEGIN
  SELECT s.closing_balance - s.opening_balance - coalesce(sum(l.amount), 0) AS difference INTO wrong
  FROM erp.bank_statements s
  LEFT JOIN erp.bank_statement_lines x ON x.company_id = s.company_id AND x.statement_id = s.id
  LEFT JOIN erp.bank_lines l ON l.company_id = x.company_id AND l.id = x.bank_line_id
    AND l.bank_account_id = s.bank_account_id AND l.kind = 'booked'
  WHERE s.company_id = company AND s.id = statement
  GROUP BY s.closing_balance, s.opening_balance;
  IF wrong.difference <> 0 THEN
    RAISE EXCEPTION 'The lines of bank statement % miss its closing balance by %.', statement, wrong.difference
      USING ERRCODE = 'CE131';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT ON erp.bank_statements
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_bank_statement_sum();
CREATE CONSTRAINT TRIGGER adds_up AFTER DELETE ON erp.bank_statement_lines
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_bank_statement_sum();

-- Lines join a statement in the transaction that imports it, and leave one that is not reconciled.
CREATE FUNCTION erp.check_bank_statement_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  part record := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  IF EXISTS (
    SELECT FROM erp.bank_statements s
    WHERE s.company_id = part.company_id AND s.id = part.statement_id
      AND (s.reconciled_at IS NOT NULL OR (TG_OP = 'INSERT' AND s.created_at <> now())))
  THEN
    RAISE EXCEPTION 'Bank statement % stays as it was imported.', part.statement_id USING ERRCODE = 'CE133';
  END IF;
  RETURN part;
END $$;
CREATE TRIGGER stays BEFORE INSERT OR DELETE ON erp.bank_statement_lines
  FOR EACH ROW EXECUTE FUNCTION erp.check_bank_statement_line();

-- A statement is reconciled only when it is, as the bank's last word on the account so far, and deleted only when not.
CREATE FUNCTION erp.check_bank_statement_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  found record;
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.reconciled_at IS NULL THEN RETURN OLD; END IF;
  ELSIF OLD.reconciled_at IS NULL AND NEW.reconciled_at IS NOT NULL THEN
    SELECT r.* INTO found FROM erp.bank_reconciliation(NEW.company_id, NEW.id) AS r;
    IF NOT found.earlier_open AND found.open_lines = 0 AND found.gap = 0 AND found.difference = 0 THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'Bank statement % is not reconciled: %.', NEW.id, to_jsonb(found) USING ERRCODE = 'CE134';
  ELSIF NEW.reconciled_at IS NULL AND NOT EXISTS (
    SELECT FROM erp.bank_statements s
    WHERE s.company_id = OLD.company_id AND s.bank_account_id = OLD.bank_account_id AND s.reconciled_at > OLD.reconciled_at)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Bank statement % is reconciled and stays as it is.', OLD.id USING ERRCODE = 'CE133';
END $$;
CREATE TRIGGER life BEFORE UPDATE OR DELETE ON erp.bank_statements
  FOR EACH ROW EXECUTE FUNCTION erp.check_bank_statement_change();

-- The bank's line stays; whether it is ignored may change until its statement is reconciled, unless it is matched.
CREATE FUNCTION erp.check_bank_line_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF erp.bank_line_locked(OLD.company_id, OLD.id) OR EXISTS (
    SELECT FROM erp.bank_match_lines m WHERE m.company_id = OLD.company_id AND m.bank_line_id = OLD.id)
    OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'ignored_reason' <> to_jsonb(OLD) - 'ignored_reason')
  THEN
    RAISE EXCEPTION 'Bank line % is matched or reconciled and stays as it is.', OLD.id USING ERRCODE = 'CE133';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON erp.bank_lines
  FOR EACH ROW EXECUTE FUNCTION erp.check_bank_line_change();

-- Both sides of a match are equal, of the bank account and of its account in the books, and no line of it is ignored.
-- Looked at when the transaction ends.
CREATE FUNCTION erp.check_bank_match() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  row_of jsonb := to_jsonb(coalesce(NEW, OLD));
  company uuid := row_of ->> 'company_id';
  of_match uuid := coalesce(row_of ->> 'match_id', row_of ->> 'id');
  wrong record;
BEGIN
  SELECT m.* INTO wrong FROM erp.bank_match_sides(company, of_match) AS m WHERE m.difference <> 0 OR m.stray;
  IF FOUND THEN
    RAISE EXCEPTION 'The two sides of bank match % differ: %.', of_match, to_jsonb(wrong) USING ERRCODE = 'CE132';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON erp.bank_matches
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_bank_match();

-- Parts join a match in the transaction that makes it. They leave it together, before their statement is reconciled.
CREATE FUNCTION erp.check_bank_match_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  part record := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (
      SELECT FROM erp.bank_matches m
      WHERE m.company_id = part.company_id AND m.id = part.match_id AND m.created_at = now())
    THEN
      RETURN NEW;
    END IF;
  ELSIF NOT EXISTS (
    SELECT FROM erp.bank_match_lines l
    WHERE l.company_id = part.company_id AND l.match_id = part.match_id
      AND erp.bank_line_locked(l.company_id, l.bank_line_id))
  THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'Bank match % stays as it is.', part.match_id USING ERRCODE = 'CE133';
END $$;
CREATE TRIGGER stays BEFORE INSERT OR DELETE ON erp.bank_match_lines
  FOR EACH ROW EXECUTE FUNCTION erp.check_bank_match_part();
CREATE TRIGGER stays BEFORE INSERT OR DELETE ON erp.bank_match_entry_lines
  FOR EACH ROW EXECUTE FUNCTION erp.check_bank_match_part();

-- A part that left has left with its match.
CREATE FUNCTION erp.check_bank_match_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM erp.bank_matches m WHERE m.company_id = OLD.company_id AND m.id = OLD.match_id) THEN
    RAISE EXCEPTION 'Bank match % is undone as a whole.', OLD.match_id USING ERRCODE = 'CE133';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER whole AFTER DELETE ON erp.bank_match_lines
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_bank_match_gone();
CREATE CONSTRAINT TRIGGER whole AFTER DELETE ON erp.bank_match_entry_lines
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_bank_match_gone();

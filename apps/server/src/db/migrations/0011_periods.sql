-- Locks of months in two strengths, year ends, revaluations, approvals, and account roles that move.

-- soft: only who may close months still posts. hard: nobody.
ALTER TABLE erp.closed_periods ADD COLUMN lock text NOT NULL DEFAULT 'hard' CHECK (lock IN ('soft', 'hard'));
GRANT UPDATE (lock, closed_at) ON erp.closed_periods TO crypto_erp_app;

-- Whether who posted the entry may post into a soft-locked month, as the guard knew their role then.
ALTER TABLE erp.entries ADD COLUMN may_post_in_soft boolean NOT NULL DEFAULT false;
CREATE INDEX entries_opening ON erp.entries (company_id) WHERE source = 'opening-balance';

-- A fiscal year whose result was brought to equity. Reopening marks the row and keeps it.
CREATE TABLE erp.year_closes (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  fiscal_year integer NOT NULL,
  first_month date NOT NULL CHECK (extract(day FROM first_month) = 1),
  last_day date NOT NULL,
  -- Null when no income or expense account had a balance.
  entry_id uuid,
  closed_at timestamptz NOT NULL DEFAULT now(),
  reopened_at timestamptz,
  reopen_reason text,
  reopen_entry_id uuid,
  PRIMARY KEY (company_id, id),
  FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries (company_id, id),
  FOREIGN KEY (company_id, reopen_entry_id) REFERENCES erp.entries (company_id, id),
  CHECK ((reopened_at IS NULL) = (reopen_reason IS NULL)),
  CHECK (reopen_entry_id IS NULL OR (reopened_at IS NOT NULL AND entry_id IS NOT NULL)),
  CHECK (reopened_at IS NULL OR (reopen_entry_id IS NULL) = (entry_id IS NULL))
);
CREATE UNIQUE INDEX year_closes_once ON erp.year_closes (company_id, fiscal_year) WHERE reopened_at IS NULL;
SELECT erp.protect('erp.year_closes');
GRANT SELECT, INSERT, UPDATE (reopened_at, reopen_reason, reopen_entry_id) ON erp.year_closes TO crypto_erp_app;

CREATE FUNCTION erp.check_year_close_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.reopened_at IS NULL AND NEW.reopened_at IS NOT NULL
    AND to_jsonb(NEW) - '{reopened_at,reopen_reason,reopen_entry_id}'::text[]
      = to_jsonb(OLD) - '{reopened_at,reopen_reason,reopen_entry_id}'::text[]
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The close of fiscal year % stays as it is. Reopen the year instead.', OLD.fiscal_year
    USING ERRCODE = 'CE001';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE ON erp.year_closes
  FOR EACH ROW EXECUTE FUNCTION erp.check_year_close_change();
CREATE TRIGGER undeletable BEFORE DELETE OR TRUNCATE ON erp.year_closes
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

-- Every month of a closed year has a hard lock. Looked at when the transaction ends, because closing and reopening a
-- year take more than one step.
CREATE FUNCTION erp.check_year_is_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_company uuid := coalesce(NEW.company_id, OLD.company_id);
  wrong record;
BEGIN
  SELECT y.fiscal_year, m::date AS month INTO wrong
  FROM erp.year_closes y
  CROSS JOIN generate_series(y.first_month::timestamp, y.last_day::timestamp, interval '1 month') AS m
  WHERE y.company_id = of_company AND y.reopened_at IS NULL
    AND NOT EXISTS (
      SELECT FROM erp.closed_periods p WHERE p.company_id = of_company AND p.month = m::date AND p.lock = 'hard')
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'Fiscal year % is closed, and % has no hard lock.', wrong.fiscal_year, wrong.month
      USING ERRCODE = 'CE003';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER locked AFTER INSERT ON erp.year_closes
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_year_is_locked();
CREATE CONSTRAINT TRIGGER locked AFTER UPDATE OR DELETE ON erp.closed_periods
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_year_is_locked();

-- One run of a revaluation: its entry at the end of a month and the reversal on the day after.
CREATE TABLE erp.revaluations (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  date date NOT NULL CHECK (extract(day FROM date + 1) = 1),
  entry_id uuid NOT NULL,
  reversal_entry_id uuid NOT NULL,
  gain numeric NOT NULL CHECK (gain >= 0),
  loss numeric NOT NULL CHECK (loss >= 0),
  lines jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, entry_id),
  FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries (company_id, id),
  FOREIGN KEY (company_id, reversal_entry_id) REFERENCES erp.entries (company_id, id),
  CHECK (gain > 0 OR loss > 0)
);
CREATE INDEX revaluations_by_date ON erp.revaluations (company_id, date DESC, id DESC);
SELECT erp.protect('erp.revaluations');
GRANT SELECT, INSERT ON erp.revaluations TO crypto_erp_app;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON erp.revaluations
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

-- What the system posts to on its own may be another account only as long as nothing tells them apart.
CREATE FUNCTION erp.check_role_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.role IS NOT NULL AND (OLD.role IS NOT NULL OR NEW.archived OR NOT NEW.postable) THEN
    RAISE EXCEPTION 'Account % cannot take the role %.', OLD.code, NEW.role USING ERRCODE = 'CE021';
  END IF;
  IF (OLD.role IN ('receivable', 'payable', 'retained_earnings') OR NEW.role IN ('receivable', 'payable'))
    AND EXISTS (SELECT FROM erp.entry_lines l WHERE l.company_id = OLD.company_id AND l.account_id = OLD.id)
  THEN
    RAISE EXCEPTION 'Account % has lines: its role stays.', OLD.code USING ERRCODE = 'CE021';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER role_stays BEFORE UPDATE ON erp.accounts
  FOR EACH ROW WHEN (OLD.role IS DISTINCT FROM NEW.role) EXECUTE FUNCTION erp.check_role_change();

-- From which amount on a company wants a second person, and who that may be.
CREATE TABLE erp.approval_rules (
  company_id uuid NOT NULL REFERENCES erp.companies,
  kind text NOT NULL CHECK (kind IN ('entry', 'bill', 'expense-claim')),
  threshold numeric NOT NULL CHECK (threshold >= 0 AND threshold < 1e38 AND scale(threshold) <= 18),
  approver_roles text[] NOT NULL,
  approver_ids uuid[] NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, kind),
  CHECK (cardinality(approver_roles) + cardinality(approver_ids) > 0)
);
SELECT erp.protect('erp.approval_rules');
GRANT SELECT, INSERT, UPDATE, DELETE ON erp.approval_rules TO crypto_erp_app;

-- What was asked about one version of a draft, and what was decided.
CREATE TABLE erp.approvals (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('entry', 'bill', 'expense-claim')),
  -- The draft; what is posted from it keeps the id.
  subject_id uuid NOT NULL,
  subject_version integer NOT NULL,
  amount numeric NOT NULL,
  status text NOT NULL CHECK (status IN ('submitted', 'approved', 'rejected', 'void')),
  submitted_by uuid,
  submitted_at timestamptz NOT NULL DEFAULT now(),
  decided_by uuid,
  on_behalf_of uuid,
  comment text NOT NULL DEFAULT '',
  decided_at timestamptz,
  PRIMARY KEY (company_id, id),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
  CHECK (status = 'void' OR (status = 'submitted') = (decided_by IS NULL))
);
CREATE UNIQUE INDEX approvals_standing ON erp.approvals (company_id, subject_id)
  WHERE status IN ('submitted', 'approved');
CREATE INDEX approvals_by_status ON erp.approvals (company_id, status, id DESC);
SELECT erp.protect('erp.approvals');
GRANT SELECT, INSERT, UPDATE (status, decided_by, on_behalf_of, comment, decided_at) ON erp.approvals TO crypto_erp_app;

CREATE TABLE erp.approval_events (
  company_id uuid NOT NULL,
  approval_id uuid NOT NULL,
  position bigint GENERATED BY DEFAULT AS IDENTITY,
  action text NOT NULL,
  actor_id uuid,
  on_behalf_of uuid,
  comment text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, approval_id, position),
  FOREIGN KEY (company_id, approval_id) REFERENCES erp.approvals (company_id, id)
);
SELECT erp.protect('erp.approval_events');
GRANT SELECT, INSERT ON erp.approval_events TO crypto_erp_app;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON erp.approval_events
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

-- An approval is asked for first, decided once, by nobody who wrote the draft, and void for good.
CREATE FUNCTION erp.check_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status = 'submitted' THEN RETURN NEW; END IF;
  ELSIF (OLD.status, NEW.status) IN (('submitted', 'approved'), ('submitted', 'rejected'), ('submitted', 'void'),
      ('approved', 'void'))
    AND (NEW.company_id, NEW.id, NEW.kind, NEW.subject_id, NEW.subject_version, NEW.amount)
      = (OLD.company_id, OLD.id, OLD.kind, OLD.subject_id, OLD.subject_version, OLD.amount)
  THEN
    IF NEW.status IN ('approved', 'rejected') AND EXISTS (
      SELECT FROM erp.audit_log a
      WHERE a.company_id = NEW.company_id AND a.subject_kind = NEW.kind AND a.subject_id = NEW.subject_id
        AND a.actor_id IN (NEW.decided_by, NEW.on_behalf_of))
    THEN
      RAISE EXCEPTION 'Approval % is decided by somebody who wrote what it is about.', NEW.id USING ERRCODE = 'CE022';
    END IF;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Approval % cannot become %.', NEW.id, NEW.status USING ERRCODE = 'CE001';
END $$;
CREATE TRIGGER life BEFORE INSERT OR UPDATE ON erp.approvals FOR EACH ROW EXECUTE FUNCTION erp.check_approval();
CREATE TRIGGER undeletable BEFORE DELETE OR TRUNCATE ON erp.approvals
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

CREATE FUNCTION erp.note_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO erp.approval_events (company_id, approval_id, action, actor_id, on_behalf_of, comment)
  SELECT NEW.company_id, NEW.id, NEW.status, e.actor_id, e.on_behalf_of, e.comment
  FROM (VALUES
    ('submitted', NEW.submitted_by, NULL::uuid, ''),
    ('approved', NEW.decided_by, NEW.on_behalf_of, NEW.comment),
    ('rejected', NEW.decided_by, NEW.on_behalf_of, NEW.comment),
    ('void', NULL, NULL, '')) AS e (status, actor_id, on_behalf_of, comment)
  WHERE e.status = NEW.status;
  RETURN NULL;
END $$;
CREATE TRIGGER trail AFTER INSERT OR UPDATE ON erp.approvals FOR EACH ROW EXECUTE FUNCTION erp.note_approval();

-- A draft that changes is another one: what was asked or decided about it is void. One that is deleted is asked about no
-- more; posting deletes the draft too, and keeps its approval.
CREATE FUNCTION erp.void_approvals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE erp.approvals a SET status = 'void'
  WHERE a.company_id = OLD.company_id AND a.subject_id = OLD.id
    AND (a.status = 'submitted' OR (a.status = 'approved' AND TG_OP = 'UPDATE'));
  RETURN NULL;
END $$;
CREATE TRIGGER void_approvals_on_change AFTER UPDATE OR DELETE ON erp.entry_drafts
  FOR EACH ROW EXECUTE FUNCTION erp.void_approvals();

CREATE TRIGGER void_approvals_on_change AFTER UPDATE OR DELETE ON erp.documents
  FOR EACH ROW WHEN (OLD.status = 'draft') EXECUTE FUNCTION erp.void_approvals();

CREATE TABLE erp.approval_delegations (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  from_user_id uuid NOT NULL,
  to_user_id uuid NOT NULL,
  from_date date NOT NULL,
  to_date date NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  PRIMARY KEY (company_id, id),
  CHECK (from_user_id <> to_user_id),
  CHECK (from_date <= to_date)
);
CREATE INDEX approval_delegations_to ON erp.approval_delegations (company_id, to_user_id);
SELECT erp.protect('erp.approval_delegations');
GRANT SELECT, INSERT, UPDATE (revoked_at) ON erp.approval_delegations TO crypto_erp_app;

-- Mails and what became of them, recurring entries and documents, reminders.

-- A mail as it was written. The address and the subject are one line each, so that no header can hide in them.
CREATE TABLE erp.mails (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  sender_name text NOT NULL CHECK (sender_name !~ '[\u0001-\u001f\u007f]'),
  to_address text NOT NULL CHECK (
    to_address ~ '^[^\u0001-\u0020\u007f<>,;:"()@]+@[^\u0001-\u0020\u007f<>,;:"()@]+$' AND char_length(to_address) <= 254),
  subject text NOT NULL CHECK (subject !~ '[\u0001-\u001f\u007f]' AND char_length(subject) BETWEEN 1 AND 200),
  text text NOT NULL,
  html text NOT NULL,
  -- What the files are made of when the mail is sent.
  attachments jsonb NOT NULL CHECK (jsonb_typeof(attachments) = 'array'),
  about_kind text NOT NULL CHECK (about_kind IN ('document', 'contact')),
  about_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed')),
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- One for all tries, so that a mail that arrived twice is known as the same.
  message_id text NOT NULL CHECK (message_id ~ '^<[0-9a-f-]+@[A-Za-z0-9.-]+>$'),
  problem text,
  created_at timestamptz NOT NULL DEFAULT now(),
  queued_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, message_id),
  CONSTRAINT mails_state CHECK (
    (state = 'sent') = (sent_at IS NOT NULL) AND (state <> 'failed' OR problem IS NOT NULL))
);
CREATE INDEX mails_by_state ON erp.mails (company_id, state, id DESC);
CREATE INDEX mails_by_subject ON erp.mails (company_id, about_id, id DESC);

-- What a mail says stays, and one that is sent stays sent.
CREATE FUNCTION erp.check_mail_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'sent'
    AND to_jsonb(NEW) - '{state,attempts,problem,queued_at,sent_at}'::text[]
      = to_jsonb(OLD) - '{state,attempts,problem,queued_at,sent_at}'::text[]
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Mail % stays as it was written: write another.', OLD.id USING ERRCODE = 'CE001';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE ON erp.mails FOR EACH ROW EXECUTE FUNCTION erp.check_mail_change();
CREATE TRIGGER undeletable BEFORE DELETE OR TRUNCATE ON erp.mails
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

SELECT erp.protect('erp.mails');
GRANT SELECT, INSERT, UPDATE ON erp.mails TO crypto_erp_app;

-- Something that is made again and again. It ends by its rule (RFC 5545) or by a date.
CREATE TABLE erp.recurring (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('entry', 'invoice', 'bill')),
  mode text NOT NULL CHECK (mode IN ('draft', 'post')),
  rule text NOT NULL CHECK (rule ~ '(^|;)FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;|$)'),
  starts_on date NOT NULL,
  ends_on date CHECK (ends_on >= starts_on),
  pro_rata boolean NOT NULL,
  -- As the contract has it, without its date.
  content jsonb NOT NULL CHECK (jsonb_typeof(content) = 'object'),
  paused boolean NOT NULL DEFAULT false,
  -- The next date that is to be made; null when there is none any more.
  next_on date CHECK (next_on >= starts_on),
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, id),
  CONSTRAINT recurring_ends CHECK (ends_on IS NOT NULL OR rule ~ '(^|;)(COUNT|UNTIL)=')
);
CREATE INDEX recurring_by_name ON erp.recurring (company_id, name, id);
CREATE INDEX recurring_due ON erp.recurring (company_id, next_on, id) WHERE NOT paused;

-- What came of each date, of which there is one at most.
CREATE TABLE erp.recurring_occurrences (
  company_id uuid NOT NULL,
  recurring_id uuid NOT NULL,
  date date NOT NULL,
  -- The time the date stands for, and what of it counts.
  period_from date NOT NULL,
  period_to date NOT NULL,
  covered_from date NOT NULL,
  covered_to date NOT NULL,
  state text NOT NULL CHECK (state IN ('created', 'failed')),
  kind text NOT NULL,
  created_id uuid,
  posted boolean NOT NULL DEFAULT false,
  problem jsonb,
  PRIMARY KEY (company_id, recurring_id, date),
  UNIQUE (company_id, created_id),
  FOREIGN KEY (company_id, recurring_id) REFERENCES erp.recurring (company_id, id),
  CHECK (period_from <= covered_from AND covered_from <= covered_to AND covered_to <= period_to),
  CONSTRAINT recurring_occurrences_state CHECK (
    CASE state
      WHEN 'created' THEN created_id IS NOT NULL AND problem IS NULL
      ELSE created_id IS NULL AND problem IS NOT NULL AND NOT posted
    END)
);
CREATE INDEX recurring_occurrences_failed ON erp.recurring_occurrences (company_id, recurring_id) WHERE state = 'failed';

-- What was made of a date stays; one that was refused may be made later.
CREATE FUNCTION erp.check_occurrence_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'failed'
    AND to_jsonb(NEW) - '{state,created_id,posted,problem}'::text[]
      = to_jsonb(OLD) - '{state,created_id,posted,problem}'::text[]
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'What was made for % stays as it is.', OLD.date USING ERRCODE = 'CE001';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE ON erp.recurring_occurrences
  FOR EACH ROW EXECUTE FUNCTION erp.check_occurrence_change();
CREATE TRIGGER undeletable BEFORE DELETE OR TRUNCATE ON erp.recurring_occurrences
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

SELECT erp.protect('erp.recurring');
SELECT erp.protect('erp.recurring_occurrences');
GRANT SELECT, INSERT, UPDATE ON erp.recurring, erp.recurring_occurrences TO crypto_erp_app;

-- The steps of reminding: a mail so many days after the due date, before it when negative.
CREATE TABLE erp.reminder_steps (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  days integer NOT NULL CHECK (days BETWEEN -365 AND 365),
  subject text NOT NULL,
  text text NOT NULL,
  active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX reminder_steps_one_a_day ON erp.reminder_steps (company_id, days) WHERE active;

-- Who is never reminded.
CREATE TABLE erp.reminder_opt_outs (
  company_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  PRIMARY KEY (company_id, contact_id),
  FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts (company_id, id)
);

-- What was sent: each step once a document.
CREATE TABLE erp.reminders (
  company_id uuid NOT NULL,
  document_id uuid NOT NULL,
  step_id uuid NOT NULL,
  -- The step's days when it was sent.
  days integer NOT NULL,
  contact_id uuid NOT NULL,
  mail_id uuid NOT NULL,
  date date NOT NULL,
  PRIMARY KEY (company_id, document_id, step_id),
  UNIQUE (company_id, mail_id),
  FOREIGN KEY (company_id, document_id) REFERENCES erp.documents (company_id, id),
  FOREIGN KEY (company_id, step_id) REFERENCES erp.reminder_steps (company_id, id),
  FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts (company_id, id),
  FOREIGN KEY (company_id, mail_id) REFERENCES erp.mails (company_id, id)
);
CREATE INDEX reminders_newest ON erp.reminders (company_id, date DESC, mail_id DESC);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON erp.reminders
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

-- The days whose reminders are sent, by the company's own calendar.
CREATE TABLE erp.reminder_runs (
  company_id uuid NOT NULL REFERENCES erp.companies,
  date date NOT NULL,
  PRIMARY KEY (company_id, date)
);

SELECT erp.protect('erp.reminder_steps');
SELECT erp.protect('erp.reminder_opt_outs');
SELECT erp.protect('erp.reminders');
SELECT erp.protect('erp.reminder_runs');
GRANT SELECT, INSERT, UPDATE ON erp.reminder_steps TO crypto_erp_app;
GRANT SELECT, INSERT, DELETE ON erp.reminder_opt_outs TO crypto_erp_app;
GRANT SELECT, INSERT ON erp.reminders, erp.reminder_runs TO crypto_erp_app;

-- Files that bring contacts, accounts, entries and documents from elsewhere.

CREATE TABLE erp.imports (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('contacts', 'accounts', 'opening-balances', 'entries', 'invoices', 'bills')),
  name text NOT NULL CHECK (length(name) <= 200),
  -- receiving: the file is on its way. checking: the dry run. checked: to be run, unless it has errors. failed: what is
  -- done stays, and it may be run on. done and cancelled are the end.
  state text NOT NULL DEFAULT 'receiving'
    CHECK (state IN ('receiving', 'checking', 'checked', 'running', 'failed', 'done', 'cancelled')),
  -- Who sent the file, and then who had it run: for the audit log.
  actor jsonb NOT NULL,
  bytes bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0),
  sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  -- The lines of the file below its header until the dry run has counted its rows.
  rows integer NOT NULL DEFAULT 0 CHECK (rows >= 0),
  -- What the rows come to: contacts, accounts, entries, documents.
  records integer NOT NULL DEFAULT 0 CHECK (records >= 0),
  -- What they sum to, [{asset, amount}].
  sums jsonb NOT NULL DEFAULT '[]',
  error_count integer NOT NULL DEFAULT 0 CHECK (error_count >= 0),
  -- How far the dry run or the run is. `last_line` is the last line of the file that is done: a run goes on behind it.
  rows_done integer NOT NULL DEFAULT 0 CHECK (rows_done >= 0),
  records_done integer NOT NULL DEFAULT 0 CHECK (records_done >= 0),
  last_line integer NOT NULL DEFAULT 0 CHECK (last_line >= 0),
  -- When the dry run or the run began, or went on after it had failed, and how many rows were done then.
  started_at timestamptz,
  started_rows integer NOT NULL DEFAULT 0,
  finished_at timestamptz,
  -- Why it failed: {line, column, code, message}.
  problem jsonb,
  -- Until when a job is trusted to be at it; past: it was lost, and another is asked for.
  job_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  CHECK (state = 'receiving' OR sha256 IS NOT NULL),
  CHECK ((state IN ('checking', 'running')) = (job_until IS NOT NULL)),
  CHECK ((state = 'failed') = (problem IS NOT NULL)),
  -- A file with an error is never run.
  CHECK (state NOT IN ('running', 'failed', 'done') OR error_count = 0),
  CHECK (state <> 'done' OR (rows_done = rows AND records_done = records))
);
CREATE INDEX imports_at_work ON erp.imports (company_id, job_until) WHERE job_until IS NOT NULL;
SELECT erp.protect('erp.imports');
GRANT SELECT, INSERT, DELETE ON erp.imports TO crypto_erp_app;
GRANT UPDATE (state, actor, bytes, sha256, rows, records, sums, error_count, rows_done, records_done, last_line,
  started_at, started_rows, finished_at, problem, job_until) ON erp.imports TO crypto_erp_app;

-- An import goes its way, and what has been run is never done twice or forgotten.
CREATE FUNCTION erp.check_import_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state = 'receiving' THEN RETURN OLD; END IF;
  ELSIF NEW.state = OLD.state AND OLD.state NOT IN ('done', 'cancelled')
    AND (OLD.state <> 'running' OR NEW.last_line >= OLD.last_line)
  THEN
    RETURN NEW;
  ELSIF (OLD.state, NEW.state) IN (('receiving', 'checking'), ('checking', 'checked'), ('checked', 'running'),
    ('running', 'failed'), ('failed', 'running'), ('running', 'done'), ('checking', 'cancelled'),
    ('checked', 'cancelled'), ('running', 'cancelled'), ('failed', 'cancelled'))
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Import % is %.', OLD.id, OLD.state USING ERRCODE = 'CE001';
END $$;
CREATE TRIGGER way BEFORE UPDATE OR DELETE ON erp.imports FOR EACH ROW EXECUTE FUNCTION erp.check_import_change();

-- The file, in pieces, until the import has ended.
CREATE TABLE erp.import_chunks (
  company_id uuid NOT NULL,
  import_id uuid NOT NULL,
  position integer NOT NULL CHECK (position >= 0),
  content bytea NOT NULL,
  PRIMARY KEY (company_id, import_id, position),
  FOREIGN KEY (company_id, import_id) REFERENCES erp.imports ON DELETE CASCADE
);
SELECT erp.protect('erp.import_chunks');
GRANT SELECT, INSERT, DELETE ON erp.import_chunks TO crypto_erp_app;

-- The first errors that the dry run found, in the order of the file.
CREATE TABLE erp.import_errors (
  company_id uuid NOT NULL,
  import_id uuid NOT NULL,
  position integer NOT NULL CHECK (position BETWEEN 0 AND 999),
  -- Of the file, the header being line 1.
  line integer NOT NULL CHECK (line >= 1),
  -- As the header calls it; null: the whole row.
  column_name text,
  code text NOT NULL,
  message text NOT NULL,
  PRIMARY KEY (company_id, import_id, position),
  FOREIGN KEY (company_id, import_id) REFERENCES erp.imports
);
SELECT erp.protect('erp.import_errors');
GRANT SELECT, INSERT ON erp.import_errors TO crypto_erp_app;

-- What an import made: one row for each record of the file, written with it. The key lets no line make two.
CREATE TABLE erp.import_records (
  company_id uuid NOT NULL,
  import_id uuid NOT NULL,
  -- Where the record begins.
  line integer NOT NULL CHECK (line >= 1),
  -- How the file calls it: the number of a document, the code of an account.
  reference text NOT NULL,
  subject_kind text NOT NULL CHECK (subject_kind IN ('contact', 'account', 'entry', 'invoice', 'bill')),
  subject_id uuid NOT NULL,
  PRIMARY KEY (company_id, import_id, line),
  UNIQUE (company_id, subject_id),
  FOREIGN KEY (company_id, import_id) REFERENCES erp.imports
);
SELECT erp.protect('erp.import_records');
GRANT SELECT, INSERT ON erp.import_records TO crypto_erp_app;

-- How another system knows a contact, so that later files can name it whatever it is called.
CREATE TABLE erp.contact_external_ids (
  company_id uuid NOT NULL,
  external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 100),
  contact_id uuid NOT NULL,
  PRIMARY KEY (company_id, external_id),
  FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts (company_id, id)
);
CREATE INDEX contact_external_ids_by_contact ON erp.contact_external_ids (company_id, contact_id);
SELECT erp.protect('erp.contact_external_ids');
GRANT SELECT, INSERT ON erp.contact_external_ids TO crypto_erp_app;

-- E-invoices that came in, and the Verifactu records of companies in Spain.

-- The file that a draft was made from, as it came. The same file is taken once.
CREATE TABLE erp.e_invoice_files (
  company_id uuid NOT NULL,
  document_id uuid NOT NULL,
  sha256 bytea NOT NULL CHECK (sha256 = sha256(content)),
  content bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, document_id),
  CONSTRAINT e_invoice_files_once UNIQUE (company_id, sha256),
  -- A draft that is deleted takes its file with it, which may then come again.
  FOREIGN KEY (company_id, document_id) REFERENCES erp.documents (company_id, id) ON DELETE CASCADE
);
SELECT erp.protect('erp.e_invoice_files');
GRANT SELECT, INSERT ON erp.e_invoice_files TO crypto_erp_app;

CREATE TABLE erp.verifactu_settings (
  company_id uuid PRIMARY KEY REFERENCES erp.companies,
  active boolean NOT NULL,
  -- Documents posted from then on are recorded.
  active_since timestamptz NOT NULL DEFAULT now(),
  nif text NOT NULL CHECK (nif ~ '^[0-9A-Z][0-9]{7}[0-9A-Z]$'),
  -- Which system of the tax agency knows the records: the QR code on invoices leads there.
  environment text NOT NULL CHECK (environment IN ('production', 'test')),
  -- Who answers for the software ("declaración responsable").
  producer_name text NOT NULL CHECK (producer_name <> ''),
  producer_nif text NOT NULL CHECK (producer_nif ~ '^[0-9A-Z][0-9]{7}[0-9A-Z]$'),
  -- Not before then: the tax agency says with each answer how long to wait.
  next_send_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1
);
SELECT erp.protect('erp.verifactu_settings');
GRANT SELECT, INSERT, UPDATE ON erp.verifactu_settings TO crypto_erp_app;

-- One chain for each company, registrations and cancellations together (Orden HAC/1177/2024, article 7).
CREATE TABLE erp.verifactu_records (
  company_id uuid NOT NULL,
  sequence bigint NOT NULL CHECK (sequence > 0),
  document_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('registration', 'cancellation')),
  nif text NOT NULL,
  number text NOT NULL,
  issue_date date NOT NULL,
  -- What is hashed, and the record as it is sent.
  hashed_text text NOT NULL,
  hash text NOT NULL CHECK (hash = upper(encode(sha256(convert_to(hashed_text, 'UTF8')), 'hex'))),
  xml text NOT NULL CHECK (strpos(xml, '<sf:Huella>' || hash || '</sf:Huella>') > 0),
  previous_sequence bigint,
  previous_hash text,
  generated_at timestamptz NOT NULL DEFAULT now(),
  status text NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending', 'accepted', 'accepted-with-errors', 'rejected')),
  answered_at timestamptz,
  -- The agency's receipt for the submission ("CSV"), and why it found fault.
  receipt text,
  error_code text,
  error_message text,
  PRIMARY KEY (company_id, sequence),
  UNIQUE (company_id, sequence, hash),
  UNIQUE (company_id, document_id, kind),
  FOREIGN KEY (company_id, document_id) REFERENCES erp.documents (company_id, id),
  FOREIGN KEY (company_id, previous_sequence, previous_hash)
    REFERENCES erp.verifactu_records (company_id, sequence, hash),
  CONSTRAINT verifactu_records_gapless CHECK (previous_sequence IS NOT DISTINCT FROM nullif(sequence - 1, 0)),
  CONSTRAINT verifactu_records_chained CHECK (
    (previous_hash IS NULL) = (previous_sequence IS NULL)
    AND strpos(hashed_text, '&Huella=' || coalesce(previous_hash, '') || '&FechaHoraHusoGenRegistro=') > 0),
  CONSTRAINT verifactu_records_answered CHECK ((status = 'pending') = (answered_at IS NULL))
);
CREATE INDEX verifactu_records_pending ON erp.verifactu_records (company_id, sequence) WHERE status = 'pending';
SELECT erp.protect('erp.verifactu_records');
GRANT SELECT, INSERT, UPDATE ON erp.verifactu_records TO crypto_erp_app;

-- A record stays as it is: only the agency's answer is added.
CREATE FUNCTION erp.check_verifactu_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  answer CONSTANT text[] := '{status,answered_at,receipt,error_code,error_message}';
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status = 'pending' AND to_jsonb(NEW) - answer = to_jsonb(OLD) - answer THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Verifactu record % of this company stays as it is.', OLD.sequence USING ERRCODE = 'CE001';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON erp.verifactu_records
  FOR EACH ROW EXECUTE FUNCTION erp.check_verifactu_change();

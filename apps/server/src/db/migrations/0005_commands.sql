-- What goes with every command: its key and answer, its audit record, the jobs it asks for.

CREATE TABLE erp.idempotency_keys (
  company_id uuid NOT NULL REFERENCES erp.companies,
  key text NOT NULL,
  request_hash text NOT NULL,
  status smallint,
  answer jsonb,
  -- The answer was a secret shown once, so it is not kept.
  secret boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, key)
);

CREATE TABLE erp.audit_log (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'api-key', 'system')),
  actor_id uuid,
  ip text,
  action text NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid,
  before jsonb,
  after jsonb,
  PRIMARY KEY (company_id, id)
);
CREATE INDEX audit_log_by_subject ON erp.audit_log (company_id, subject_kind, subject_id);

CREATE TABLE erp.outbox (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  job text NOT NULL,
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- When the relay handed it to the queue.
  relayed_at timestamptz,
  PRIMARY KEY (company_id, id)
);
CREATE INDEX outbox_waiting ON erp.outbox (company_id, id) WHERE relayed_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON erp.idempotency_keys TO crypto_erp_app;
GRANT SELECT, INSERT ON erp.audit_log TO crypto_erp_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON erp.outbox TO crypto_erp_app;

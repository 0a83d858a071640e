-- Rules that say what open transactions are, and what each run of them changed, so that it can be taken back.

-- The first four bytes of the called contract's input, where a chain reported them.
ALTER TABLE erp.transfers ADD COLUMN IF NOT EXISTS method text CHECK (method ~ '^0x[0-9a-f]{8}$');

-- Who said what a transaction is: rules change what is guessed, and never what a person said.
ALTER TABLE erp.transactions ADD COLUMN said_by text NOT NULL DEFAULT 'guess'
  CHECK (said_by IN ('guess', 'rule', 'person'));

CREATE TABLE erp.transaction_rules (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  name text NOT NULL,
  -- The lowest is asked first.
  priority integer NOT NULL CHECK (priority BETWEEN 0 AND 1000000),
  -- What a transfer must be, all of it; NULL asks for nothing.
  wallet_id uuid,
  direction text CHECK (direction IN ('in', 'out')),
  kind text CHECK (kind IN ('transfer', 'fee', 'trade', 'deposit', 'withdrawal', 'staking', 'mining', 'interest', 'airdrop',
    'other')),
  asset text REFERENCES erp.assets,
  counterparty text CHECK (counterparty <> ''),
  method text CHECK (method ~ '^0x[0-9a-f]{8}$'),
  min_quantity numeric CHECK (min_quantity >= 0 AND min_quantity < 1e38 AND scale(min_quantity) <= 18),
  max_quantity numeric CHECK (max_quantity >= min_quantity AND max_quantity < 1e38 AND scale(max_quantity) <= 18),
  -- What its transaction then is.
  type text NOT NULL CHECK (type IN ('sale', 'purchase', 'invoice-payment', 'bill-payment', 'swap', 'own-transfer', 'fee',
    'staking', 'mining', 'airdrop', 'interest', 'loan-out', 'loan-back', 'gift', 'loss', 'payroll', 'wrap', 'bridge')),
  account_id uuid,
  contact_id uuid,
  tag_id uuid,
  description text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, id),
  FOREIGN KEY (company_id, wallet_id) REFERENCES erp.wallets (company_id, id),
  FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts (company_id, id),
  FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts (company_id, id),
  FOREIGN KEY (company_id, tag_id) REFERENCES erp.tags (company_id, id) ON DELETE SET NULL (tag_id),
  CONSTRAINT transaction_rules_ask CHECK (
    num_nonnulls(wallet_id, direction, kind, asset, counterparty, method, min_quantity, max_quantity) > 0)
);
CREATE INDEX transaction_rules_in_order ON erp.transaction_rules (company_id, priority, id);
SELECT erp.protect('erp.transaction_rules');
GRANT SELECT, INSERT, UPDATE, DELETE ON erp.transaction_rules TO crypto_erp_app;

CREATE TABLE erp.transaction_rule_runs (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  actor_kind text NOT NULL,
  actor_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  undone_at timestamptz,
  PRIMARY KEY (company_id, id)
);
SELECT erp.protect('erp.transaction_rule_runs');
GRANT SELECT, INSERT, UPDATE (undone_at) ON erp.transaction_rule_runs TO crypto_erp_app;

CREATE TABLE erp.transaction_rule_changes (
  company_id uuid NOT NULL,
  run_id uuid NOT NULL,
  transaction_id uuid NOT NULL,
  -- As it was called then: the rule may be another by now, or gone.
  rule_name text NOT NULL,
  before jsonb NOT NULL CHECK (jsonb_typeof(before) = 'object'),
  -- The tag that the run attached.
  tag_id uuid,
  -- The transaction's after the change: another says that somebody changed it since.
  version integer NOT NULL,
  PRIMARY KEY (company_id, run_id, transaction_id),
  FOREIGN KEY (company_id, run_id) REFERENCES erp.transaction_rule_runs (company_id, id),
  FOREIGN KEY (company_id, transaction_id) REFERENCES erp.transactions (company_id, id) ON DELETE CASCADE
);
CREATE INDEX transaction_rule_changes_of ON erp.transaction_rule_changes (company_id, transaction_id);
SELECT erp.protect('erp.transaction_rule_changes');
GRANT SELECT, INSERT ON erp.transaction_rule_changes TO crypto_erp_app;
CREATE TRIGGER immutable BEFORE UPDATE OR TRUNCATE ON erp.transaction_rule_changes
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

-- A run is taken back once.
CREATE FUNCTION erp.check_rule_run_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'Run % of the rules is taken back already.', OLD.id USING ERRCODE = 'CE221';
END $$;
CREATE TRIGGER undone_once BEFORE UPDATE ON erp.transaction_rule_runs
  FOR EACH ROW EXECUTE FUNCTION erp.check_rule_run_change();

-- The database as the migrations and functions make it, read from its catalogue, for readers and reviewers.
-- Written by `npm run schema`; a test compares it. Do not edit, do not run.

TABLE control.api_keys
  -- no row security
  id uuid NOT NULL
  company_id uuid NOT NULL
  name text NOT NULL
  role control.role NOT NULL
  key_hash bytea NOT NULL
  prefix text NOT NULL
  expires_at timestamp with time zone
  last_used_at timestamp with time zone
  revoked_at timestamp with time zone
  created_by uuid
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT api_keys_pkey PRIMARY KEY (id)
  CONSTRAINT api_keys_key_hash_key UNIQUE (key_hash)
  CONSTRAINT api_keys_company_id_fkey FOREIGN KEY (company_id) REFERENCES control.companies(id)
  CONSTRAINT api_keys_created_by_fkey FOREIGN KEY (created_by) REFERENCES control.users(id)
  CONSTRAINT api_keys_key_hash_check CHECK ((octet_length(key_hash) = 32))
  CONSTRAINT api_keys_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200)))
  CREATE INDEX api_keys_of_company ON control.api_keys USING btree (company_id, id)
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE control.companies
  -- no row security
  id uuid NOT NULL
  name text NOT NULL
  shard integer NOT NULL DEFAULT 0
  region text NOT NULL DEFAULT 'default'::text
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT companies_pkey PRIMARY KEY (id)
  CONSTRAINT companies_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200)))
  CONSTRAINT companies_shard_check CHECK ((shard >= 0))
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE control.credentials
  -- no row security
  id uuid NOT NULL
  user_id uuid NOT NULL
  account_id text NOT NULL
  provider_id text NOT NULL
  access_token text
  refresh_token text
  id_token text
  access_token_expires_at timestamp with time zone
  refresh_token_expires_at timestamp with time zone
  scope text
  password text
  created_at timestamp with time zone NOT NULL DEFAULT now()
  updated_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT credentials_pkey PRIMARY KEY (id)
  CONSTRAINT credentials_provider_id_account_id_key UNIQUE (provider_id, account_id)
  CONSTRAINT credentials_user_id_fkey FOREIGN KEY (user_id) REFERENCES control.users(id) ON DELETE CASCADE
  CREATE INDEX credentials_of_user ON control.credentials USING btree (user_id)
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE control.invitations
  -- no row security
  id uuid NOT NULL
  company_id uuid NOT NULL
  email text NOT NULL
  role control.role NOT NULL
  token_hash bytea NOT NULL
  invited_by uuid
  created_at timestamp with time zone NOT NULL DEFAULT now()
  expires_at timestamp with time zone NOT NULL
  accepted_at timestamp with time zone
  accepted_by uuid
  CONSTRAINT invitations_pkey PRIMARY KEY (id)
  CONSTRAINT invitations_token_hash_key UNIQUE (token_hash)
  CONSTRAINT invitations_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES control.users(id)
  CONSTRAINT invitations_company_id_fkey FOREIGN KEY (company_id) REFERENCES control.companies(id)
  CONSTRAINT invitations_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES control.users(id)
  CONSTRAINT invitations_check CHECK (((accepted_at IS NULL) = (accepted_by IS NULL)))
  CONSTRAINT invitations_email_check CHECK (((email = lower(email)) AND (char_length(email) <= 254)))
  CONSTRAINT invitations_token_hash_check CHECK ((octet_length(token_hash) = 32))
  CREATE INDEX invitations_waiting ON control.invitations USING btree (company_id, id) WHERE (accepted_at IS NULL)
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE control.memberships
  -- no row security
  company_id uuid NOT NULL
  user_id uuid NOT NULL
  role control.role NOT NULL
  joined_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT memberships_pkey PRIMARY KEY (company_id, user_id)
  CONSTRAINT memberships_company_id_fkey FOREIGN KEY (company_id) REFERENCES control.companies(id)
  CONSTRAINT memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES control.users(id)
  CREATE INDEX memberships_of_user ON control.memberships USING btree (user_id)
  CREATE TRIGGER memberships_keep_an_owner AFTER DELETE OR UPDATE ON control.memberships FOR EACH ROW WHEN (((old.role)::text = 'owner'::text)) EXECUTE FUNCTION control.refuse_ownerless_company()
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE control.sessions
  -- no row security
  id uuid NOT NULL
  user_id uuid NOT NULL
  token text NOT NULL
  expires_at timestamp with time zone NOT NULL
  ip_address text
  user_agent text
  created_at timestamp with time zone NOT NULL DEFAULT now()
  updated_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT sessions_pkey PRIMARY KEY (id)
  CONSTRAINT sessions_token_key UNIQUE (token)
  CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES control.users(id) ON DELETE CASCADE
  CREATE INDEX sessions_of_user ON control.sessions USING btree (user_id)
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE control.two_factors
  -- no row security
  id uuid NOT NULL
  user_id uuid NOT NULL
  secret text NOT NULL
  backup_codes text NOT NULL
  verified boolean NOT NULL DEFAULT true
  failed_verification_count integer NOT NULL DEFAULT 0
  locked_until timestamp with time zone
  CONSTRAINT two_factors_pkey PRIMARY KEY (id)
  CONSTRAINT two_factors_user_id_key UNIQUE (user_id)
  CONSTRAINT two_factors_user_id_fkey FOREIGN KEY (user_id) REFERENCES control.users(id) ON DELETE CASCADE
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE control.users
  -- no row security
  id uuid NOT NULL
  name text NOT NULL
  email text NOT NULL
  email_verified boolean NOT NULL DEFAULT false
  image text
  two_factor_enabled boolean NOT NULL DEFAULT false
  created_at timestamp with time zone NOT NULL DEFAULT now()
  updated_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT users_pkey PRIMARY KEY (id)
  CONSTRAINT users_email_key UNIQUE (email)
  CONSTRAINT users_email_check CHECK (((email = lower(email)) AND (char_length(email) <= 254)))
  CONSTRAINT users_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200)))
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE control.verifications
  -- no row security
  id uuid NOT NULL
  identifier text NOT NULL
  value text NOT NULL
  expires_at timestamp with time zone NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  updated_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT verifications_pkey PRIMARY KEY (id)
  CREATE INDEX verifications_by_identifier ON control.verifications USING btree (identifier)
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.accounts
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  code text NOT NULL
  name text NOT NULL
  type text NOT NULL
  role text
  parent_id uuid
  postable boolean NOT NULL
  archived boolean NOT NULL DEFAULT false
  version integer NOT NULL DEFAULT 1
  cash_flow text
  CONSTRAINT accounts_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT accounts_company_id_code_key UNIQUE (company_id, code)
  CONSTRAINT accounts_company_id_role_key UNIQUE (company_id, role)
  CONSTRAINT accounts_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT accounts_company_id_parent_id_fkey FOREIGN KEY (company_id, parent_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT accounts_cash_flow_check CHECK ((cash_flow = ANY (ARRAY['cash'::text, 'operating'::text, 'investing'::text, 'financing'::text])))
  CONSTRAINT accounts_check CHECK ((parent_id <> id))
  CONSTRAINT accounts_check1 CHECK (((cash_flow IS DISTINCT FROM 'cash'::text) OR (type = 'asset'::text)))
  CONSTRAINT accounts_type_check CHECK ((type = ANY (ARRAY['asset'::text, 'liability'::text, 'equity'::text, 'income'::text, 'expense'::text])))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER meaning BEFORE UPDATE ON erp.accounts FOR EACH ROW EXECUTE FUNCTION erp.keep_meaning()
  CREATE TRIGGER role_stays BEFORE UPDATE ON erp.accounts FOR EACH ROW WHEN ((old.role IS DISTINCT FROM new.role)) EXECUTE FUNCTION erp.check_role_change()
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.approval_delegations
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  from_user_id uuid NOT NULL
  to_user_id uuid NOT NULL
  from_date date NOT NULL
  to_date date NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  revoked_at timestamp with time zone
  CONSTRAINT approval_delegations_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT approval_delegations_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT approval_delegations_check CHECK ((from_user_id <> to_user_id))
  CONSTRAINT approval_delegations_check1 CHECK ((from_date <= to_date))
  CREATE INDEX approval_delegations_to ON erp.approval_delegations USING btree (company_id, to_user_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.approval_events
  -- row security, forced
  company_id uuid NOT NULL
  approval_id uuid NOT NULL
  "position" bigint NOT NULL
  action text NOT NULL
  actor_id uuid
  on_behalf_of uuid
  comment text NOT NULL
  at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT approval_events_pkey PRIMARY KEY (company_id, approval_id, "position")
  CONSTRAINT approval_events_company_id_approval_id_fkey FOREIGN KEY (company_id, approval_id) REFERENCES erp.approvals(company_id, id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON erp.approval_events FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.approval_rules
  -- row security, forced
  company_id uuid NOT NULL
  kind text NOT NULL
  threshold numeric NOT NULL
  approver_roles text[] NOT NULL
  approver_ids uuid[] NOT NULL
  version integer NOT NULL DEFAULT 1
  CONSTRAINT approval_rules_pkey PRIMARY KEY (company_id, kind)
  CONSTRAINT approval_rules_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT approval_rules_check CHECK (((cardinality(approver_roles) + cardinality(approver_ids)) > 0))
  CONSTRAINT approval_rules_kind_check CHECK ((kind = ANY (ARRAY['entry'::text, 'bill'::text, 'expense-claim'::text])))
  CONSTRAINT approval_rules_threshold_check CHECK (((threshold >= (0)::numeric) AND (threshold < '100000000000000000000000000000000000000'::numeric) AND (scale(threshold) <= 18)))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.approvals
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  kind text NOT NULL
  subject_id uuid NOT NULL
  subject_version integer NOT NULL
  amount numeric NOT NULL
  status text NOT NULL
  submitted_by uuid
  submitted_at timestamp with time zone NOT NULL DEFAULT now()
  decided_by uuid
  on_behalf_of uuid
  comment text NOT NULL DEFAULT ''::text
  decided_at timestamp with time zone
  CONSTRAINT approvals_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT approvals_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT approvals_check CHECK (((decided_by IS NULL) = (decided_at IS NULL)))
  CONSTRAINT approvals_check1 CHECK (((status = 'void'::text) OR ((status = 'submitted'::text) = (decided_by IS NULL))))
  CONSTRAINT approvals_kind_check CHECK ((kind = ANY (ARRAY['entry'::text, 'bill'::text, 'expense-claim'::text])))
  CONSTRAINT approvals_status_check CHECK ((status = ANY (ARRAY['submitted'::text, 'approved'::text, 'rejected'::text, 'void'::text])))
  CREATE INDEX approvals_by_status ON erp.approvals USING btree (company_id, status, id DESC)
  CREATE UNIQUE INDEX approvals_standing ON erp.approvals USING btree (company_id, subject_id) WHERE (status = ANY (ARRAY['submitted'::text, 'approved'::text]))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER life BEFORE INSERT OR UPDATE ON erp.approvals FOR EACH ROW EXECUTE FUNCTION erp.check_approval()
  CREATE TRIGGER trail AFTER INSERT OR UPDATE ON erp.approvals FOR EACH ROW EXECUTE FUNCTION erp.note_approval()
  CREATE TRIGGER undeletable BEFORE DELETE OR TRUNCATE ON erp.approvals FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.assets
  -- no row security
  code text NOT NULL
  name text NOT NULL
  kind text NOT NULL
  decimals smallint NOT NULL
  CONSTRAINT assets_pkey PRIMARY KEY (code)
  CONSTRAINT assets_code_check CHECK ((code ~ '^[A-Z0-9][A-Z0-9._-]{1,31}$'::text))
  CONSTRAINT assets_decimals_check CHECK (((decimals >= 0) AND (decimals <= 18)))
  CONSTRAINT assets_kind_check CHECK ((kind = ANY (ARRAY['fiat'::text, 'crypto'::text])))
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.attachment_contents
  -- row security, forced
  company_id uuid NOT NULL
  attachment_id uuid NOT NULL
  content bytea NOT NULL
  CONSTRAINT attachment_contents_pkey PRIMARY KEY (company_id, attachment_id)
  CONSTRAINT attachment_contents_company_id_attachment_id_fkey FOREIGN KEY (company_id, attachment_id) REFERENCES erp.attachments(company_id, id) ON DELETE CASCADE
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE UPDATE OR TRUNCATE ON erp.attachment_contents FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  CREATE TRIGGER same_bytes BEFORE INSERT ON erp.attachment_contents FOR EACH ROW EXECUTE FUNCTION erp.check_attachment_content()
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.attachments
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  subject_kind text NOT NULL
  subject_id uuid NOT NULL
  file_name text NOT NULL
  type text NOT NULL
  size integer NOT NULL
  sha256 bytea NOT NULL
  storage text NOT NULL
  actor_kind text NOT NULL
  actor_id uuid
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT attachments_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT attachments_company_id_subject_kind_subject_id_sha256_key UNIQUE (company_id, subject_kind, subject_id, sha256)
  CONSTRAINT attachments_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT attachments_file_name_check CHECK ((((length(file_name) >= 1) AND (length(file_name) <= 200)) AND (file_name !~ '[/\\[:cntrl:]]'::text)))
  CONSTRAINT attachments_sha256_check CHECK ((octet_length(sha256) = 32))
  CONSTRAINT attachments_size_check CHECK (((size >= 1) AND (size <= 10485760)))
  CONSTRAINT attachments_storage_check CHECK ((storage = ANY (ARRAY['database'::text, 's3'::text])))
  CONSTRAINT attachments_type_check CHECK ((type = ANY (ARRAY['application/pdf'::text, 'image/png'::text, 'image/jpeg'::text, 'image/webp'::text, 'image/gif'::text, 'application/xml'::text, 'text/csv'::text, 'text/plain'::text, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'::text, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'::text, 'application/vnd.oasis.opendocument.spreadsheet'::text])))
  CREATE INDEX attachments_newest ON erp.attachments USING btree (company_id, subject_kind, subject_id, id DESC)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER evidence BEFORE DELETE ON erp.attachments FOR EACH ROW EXECUTE FUNCTION erp.keep_evidence()
  CREATE TRIGGER immutable BEFORE UPDATE OR TRUNCATE ON erp.attachments FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  CREATE TRIGGER of_subject BEFORE INSERT ON erp.attachments FOR EACH ROW EXECUTE FUNCTION erp.check_subject()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.audit_log
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  at timestamp with time zone NOT NULL DEFAULT now()
  actor_kind text NOT NULL
  actor_id uuid
  ip text
  action text NOT NULL
  subject_kind text NOT NULL
  subject_id uuid
  before jsonb
  after jsonb
  CONSTRAINT audit_log_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT audit_log_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT audit_log_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'api-key'::text, 'system'::text])))
  CREATE INDEX audit_log_by_subject ON erp.audit_log USING btree (company_id, subject_kind, subject_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER events AFTER INSERT ON erp.audit_log REFERENCING NEW TABLE AS new_records FOR EACH STATEMENT EXECUTE FUNCTION erp.note_events()
  CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON erp.audit_log FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.bank_accounts
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  name text NOT NULL
  account_id uuid NOT NULL
  asset text NOT NULL
  iban text
  number text
  csv_mapping jsonb
  archived boolean NOT NULL DEFAULT false
  version integer NOT NULL DEFAULT 1
  CONSTRAINT bank_accounts_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT bank_accounts_iban UNIQUE (company_id, iban, asset)
  CONSTRAINT bank_accounts_ledger UNIQUE (company_id, account_id, asset)
  CONSTRAINT bank_accounts_number UNIQUE (company_id, number, asset)
  CONSTRAINT bank_accounts_asset_fkey FOREIGN KEY (asset) REFERENCES erp.assets(code)
  CONSTRAINT bank_accounts_company_id_account_id_fkey FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT bank_accounts_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT bank_accounts_iban_check CHECK ((iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$'::text))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.bank_lines
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  bank_account_id uuid NOT NULL
  kind text NOT NULL
  date date NOT NULL
  value_date date
  amount numeric NOT NULL
  reversal boolean NOT NULL DEFAULT false
  bank_reference text NOT NULL DEFAULT ''::text
  end_to_end_id text NOT NULL DEFAULT ''::text
  reference text NOT NULL DEFAULT ''::text
  text text NOT NULL DEFAULT ''::text
  counterparty_name text NOT NULL DEFAULT ''::text
  counterparty_iban text NOT NULL DEFAULT ''::text
  fingerprint text NOT NULL
  ignored_reason text
  CONSTRAINT bank_lines_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT bank_lines_once UNIQUE (company_id, bank_account_id, fingerprint)
  CONSTRAINT bank_lines_company_id_bank_account_id_fkey FOREIGN KEY (company_id, bank_account_id) REFERENCES erp.bank_accounts(company_id, id)
  CONSTRAINT bank_lines_amount_check CHECK (((amount <> (0)::numeric) AND (abs(amount) < '100000000000000000000000000000000000000'::numeric) AND (scale(amount) <= 18)))
  CONSTRAINT bank_lines_ignored_reason_check CHECK ((ignored_reason <> ''::text))
  CONSTRAINT bank_lines_kind_check CHECK ((kind = ANY (ARRAY['booked'::text, 'opening'::text])))
  CREATE INDEX bank_lines_newest ON erp.bank_lines USING btree (company_id, bank_account_id, date DESC, id DESC)
  CREATE UNIQUE INDEX bank_lines_one_opening ON erp.bank_lines USING btree (company_id, bank_account_id) WHERE (kind = 'opening'::text)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER stays BEFORE DELETE OR UPDATE ON erp.bank_lines FOR EACH ROW EXECUTE FUNCTION erp.check_bank_line_change()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.bank_match_entry_lines
  -- row security, forced
  company_id uuid NOT NULL
  match_id uuid NOT NULL
  entry_id uuid NOT NULL
  "position" smallint NOT NULL
  CONSTRAINT bank_match_entry_lines_pkey PRIMARY KEY (company_id, entry_id, "position")
  CONSTRAINT bank_match_entry_lines_company_id_entry_id_position_fkey FOREIGN KEY (company_id, entry_id, "position") REFERENCES erp.entry_lines(company_id, entry_id, "position")
  CONSTRAINT bank_match_entry_lines_company_id_match_id_fkey FOREIGN KEY (company_id, match_id) REFERENCES erp.bank_matches(company_id, id)
  CREATE INDEX bank_match_entry_lines_of_match ON erp.bank_match_entry_lines USING btree (company_id, match_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER stays BEFORE INSERT OR DELETE ON erp.bank_match_entry_lines FOR EACH ROW EXECUTE FUNCTION erp.check_bank_match_part()
  CREATE CONSTRAINT TRIGGER whole AFTER DELETE ON erp.bank_match_entry_lines DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_bank_match_gone()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.bank_match_lines
  -- row security, forced
  company_id uuid NOT NULL
  match_id uuid NOT NULL
  bank_line_id uuid NOT NULL
  CONSTRAINT bank_match_lines_pkey PRIMARY KEY (company_id, bank_line_id)
  CONSTRAINT bank_match_lines_company_id_bank_line_id_fkey FOREIGN KEY (company_id, bank_line_id) REFERENCES erp.bank_lines(company_id, id)
  CONSTRAINT bank_match_lines_company_id_match_id_fkey FOREIGN KEY (company_id, match_id) REFERENCES erp.bank_matches(company_id, id)
  CREATE INDEX bank_match_lines_of_match ON erp.bank_match_lines USING btree (company_id, match_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER stays BEFORE INSERT OR DELETE ON erp.bank_match_lines FOR EACH ROW EXECUTE FUNCTION erp.check_bank_match_part()
  CREATE CONSTRAINT TRIGGER whole AFTER DELETE ON erp.bank_match_lines DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_bank_match_gone()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.bank_matches
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  bank_account_id uuid NOT NULL
  kind text NOT NULL
  payment_id uuid
  entry_id uuid
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT bank_matches_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT bank_matches_company_id_bank_account_id_fkey FOREIGN KEY (company_id, bank_account_id) REFERENCES erp.bank_accounts(company_id, id)
  CONSTRAINT bank_matches_company_id_entry_id_fkey FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries(company_id, id)
  CONSTRAINT bank_matches_company_id_payment_id_fkey FOREIGN KEY (company_id, payment_id) REFERENCES erp.payments(company_id, id)
  CONSTRAINT bank_matches_check CHECK (((kind = 'payment'::text) = (payment_id IS NOT NULL)))
  CONSTRAINT bank_matches_check1 CHECK (((kind <> 'entries'::text) = (entry_id IS NOT NULL)))
  CONSTRAINT bank_matches_kind_check CHECK ((kind = ANY (ARRAY['entries'::text, 'payment'::text, 'booking'::text])))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON erp.bank_matches DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_bank_match()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.bank_rules
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  name text NOT NULL
  priority integer NOT NULL
  bank_account_id uuid
  direction text
  contains text NOT NULL
  min_amount numeric
  max_amount numeric
  account_id uuid
  contact_id uuid
  description text NOT NULL
  version integer NOT NULL DEFAULT 1
  CONSTRAINT bank_rules_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT bank_rules_company_id_account_id_fkey FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT bank_rules_company_id_bank_account_id_fkey FOREIGN KEY (company_id, bank_account_id) REFERENCES erp.bank_accounts(company_id, id)
  CONSTRAINT bank_rules_company_id_contact_id_fkey FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts(company_id, id)
  CONSTRAINT bank_rules_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT bank_rules_check CHECK ((max_amount >= min_amount))
  CONSTRAINT bank_rules_check1 CHECK ((num_nonnulls(account_id, contact_id) = 1))
  CONSTRAINT bank_rules_check2 CHECK (((contains <> ''::text) OR (num_nonnulls(min_amount, max_amount) > 0)))
  CONSTRAINT bank_rules_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text])))
  CONSTRAINT bank_rules_min_amount_check CHECK ((min_amount >= (0)::numeric))
  CREATE INDEX bank_rules_by_priority ON erp.bank_rules USING btree (company_id, priority, id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.bank_statement_lines
  -- row security, forced
  company_id uuid NOT NULL
  statement_id uuid NOT NULL
  "position" integer NOT NULL
  bank_line_id uuid NOT NULL
  CONSTRAINT bank_statement_lines_pkey PRIMARY KEY (company_id, statement_id, "position")
  CONSTRAINT bank_statement_lines_company_id_statement_id_bank_line_id_key UNIQUE (company_id, statement_id, bank_line_id)
  CONSTRAINT bank_statement_lines_company_id_bank_line_id_fkey FOREIGN KEY (company_id, bank_line_id) REFERENCES erp.bank_lines(company_id, id)
  CONSTRAINT bank_statement_lines_company_id_statement_id_fkey FOREIGN KEY (company_id, statement_id) REFERENCES erp.bank_statements(company_id, id)
  CONSTRAINT bank_statement_lines_position_check CHECK (("position" > 0))
  CREATE INDEX bank_statement_lines_of_line ON erp.bank_statement_lines USING btree (company_id, bank_line_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE CONSTRAINT TRIGGER adds_up AFTER DELETE ON erp.bank_statement_lines DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_bank_statement_sum()
  CREATE TRIGGER stays BEFORE INSERT OR DELETE ON erp.bank_statement_lines FOR EACH ROW EXECUTE FUNCTION erp.check_bank_statement_line()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.bank_statements
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  bank_account_id uuid NOT NULL
  format text NOT NULL
  number text NOT NULL
  file_hash bytea NOT NULL
  content_hash bytea NOT NULL
  from_date date NOT NULL
  to_date date NOT NULL
  opening_balance numeric NOT NULL
  closing_balance numeric NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  reconciled_at timestamp with time zone
  reconciled_by_kind text
  reconciled_by uuid
  CONSTRAINT bank_statements_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT bank_statements_once UNIQUE (company_id, bank_account_id, content_hash)
  CONSTRAINT bank_statements_company_id_bank_account_id_fkey FOREIGN KEY (company_id, bank_account_id) REFERENCES erp.bank_accounts(company_id, id)
  CONSTRAINT bank_statements_check CHECK ((from_date <= to_date))
  CONSTRAINT bank_statements_check1 CHECK (((reconciled_at IS NULL) = (reconciled_by_kind IS NULL)))
  CONSTRAINT bank_statements_format_check CHECK ((format = ANY (ARRAY['camt053'::text, 'csv'::text])))
  CREATE INDEX bank_statements_newest ON erp.bank_statements USING btree (company_id, bank_account_id, to_date DESC, id DESC)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT ON erp.bank_statements DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_bank_statement_sum()
  CREATE TRIGGER imported_first BEFORE INSERT ON erp.bank_statements FOR EACH ROW EXECUTE FUNCTION erp.check_new_bank_statement()
  CREATE TRIGGER life BEFORE DELETE OR UPDATE ON erp.bank_statements FOR EACH ROW EXECUTE FUNCTION erp.check_bank_statement_change()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.budget_lines
  -- row security, forced
  company_id uuid NOT NULL
  budget_id uuid NOT NULL
  "position" integer NOT NULL
  account_id uuid NOT NULL
  month date NOT NULL
  dimension_value_id uuid
  amount numeric NOT NULL
  CONSTRAINT budget_lines_pkey PRIMARY KEY (company_id, budget_id, "position")
  CONSTRAINT budget_lines_company_id_budget_id_account_id_month_dimensio_key UNIQUE NULLS NOT DISTINCT (company_id, budget_id, account_id, month, dimension_value_id)
  CONSTRAINT budget_lines_company_id_account_id_fkey FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT budget_lines_company_id_budget_id_fkey FOREIGN KEY (company_id, budget_id) REFERENCES erp.budgets(company_id, id)
  CONSTRAINT budget_lines_company_id_dimension_value_id_fkey FOREIGN KEY (company_id, dimension_value_id) REFERENCES erp.dimension_values(company_id, id)
  CONSTRAINT budget_lines_amount_check CHECK (((abs(amount) < '100000000000000000000000000000000000000'::numeric) AND (scale(amount) <= 18)))
  CONSTRAINT budget_lines_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER fitting AFTER INSERT ON erp.budget_lines REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION erp.check_new_budget_lines()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.budgets
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  name text NOT NULL
  fiscal_year integer NOT NULL
  archived boolean NOT NULL DEFAULT false
  version integer NOT NULL DEFAULT 1
  CONSTRAINT budgets_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT budgets_company_id_fiscal_year_name_key UNIQUE (company_id, fiscal_year, name)
  CONSTRAINT budgets_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT budgets_fiscal_year_check CHECK (((fiscal_year >= 1900) AND (fiscal_year <= 2999)))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.chain_heads
  -- row security, forced
  company_id uuid NOT NULL
  sequence bigint NOT NULL DEFAULT 0
  hash bytea NOT NULL DEFAULT '\x'::bytea
  CONSTRAINT chain_heads_pkey PRIMARY KEY (company_id)
  CONSTRAINT chain_heads_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.closed_periods
  -- row security, forced
  company_id uuid NOT NULL
  month date NOT NULL
  closed_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  lock text NOT NULL DEFAULT 'hard'::text
  CONSTRAINT closed_periods_pkey PRIMARY KEY (company_id, month)
  CONSTRAINT closed_periods_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT closed_periods_lock_check CHECK ((lock = ANY (ARRAY['soft'::text, 'hard'::text])))
  CONSTRAINT closed_periods_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE CONSTRAINT TRIGGER locked AFTER DELETE OR UPDATE ON erp.closed_periods DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_year_is_locked()
  CREATE CONSTRAINT TRIGGER opened_by_owner AFTER DELETE OR UPDATE ON erp.closed_periods DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((old.lock = 'hard'::text)) EXECUTE FUNCTION erp.check_unlocking()
  CREATE TRIGGER untruncatable BEFORE TRUNCATE ON erp.closed_periods FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.comment_mentions
  -- row security, forced
  company_id uuid NOT NULL
  comment_id uuid NOT NULL
  user_id uuid NOT NULL
  read_at timestamp with time zone
  CONSTRAINT comment_mentions_pkey PRIMARY KEY (company_id, comment_id, user_id)
  CONSTRAINT comment_mentions_company_id_comment_id_fkey FOREIGN KEY (company_id, comment_id) REFERENCES erp.comments(company_id, id) ON DELETE CASCADE
  CREATE INDEX comment_mentions_unread ON erp.comment_mentions USING btree (company_id, user_id, comment_id DESC) WHERE (read_at IS NULL)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.comments
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  subject_kind text NOT NULL
  subject_id uuid NOT NULL
  text text NOT NULL
  actor_kind text NOT NULL
  actor_id uuid
  created_at timestamp with time zone NOT NULL DEFAULT now()
  edited_at timestamp with time zone
  version integer NOT NULL DEFAULT 1
  CONSTRAINT comments_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT comments_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT comments_text_check CHECK (((length(text) >= 1) AND (length(text) <= 4000)))
  CREATE INDEX comments_newest ON erp.comments USING btree (company_id, subject_kind, subject_id, id DESC)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER of_subject BEFORE INSERT ON erp.comments FOR EACH ROW EXECUTE FUNCTION erp.check_subject()
  CREATE TRIGGER searched AFTER INSERT OR UPDATE OF text ON erp.comments FOR EACH ROW EXECUTE FUNCTION erp.keep_words()
  CREATE TRIGGER unsearched AFTER DELETE ON erp.comments FOR EACH ROW EXECUTE FUNCTION erp.drop_words()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.companies
  -- row security, forced
  company_id uuid NOT NULL
  name text NOT NULL
  base_asset text NOT NULL
  country text NOT NULL
  time_zone text NOT NULL
  fiscal_year_start_month smallint NOT NULL
  rounding_mode text NOT NULL
  rounding_level text NOT NULL
  chart_template text NOT NULL
  version integer NOT NULL DEFAULT 1
  created_at timestamp with time zone NOT NULL DEFAULT now()
  tax_number text
  address text NOT NULL DEFAULT ''::text
  write_off_limit numeric NOT NULL DEFAULT 0
  CONSTRAINT companies_pkey PRIMARY KEY (company_id)
  CONSTRAINT companies_base_asset_fkey FOREIGN KEY (base_asset) REFERENCES erp.assets(code)
  CONSTRAINT companies_chart_template_check CHECK ((chart_template = ANY (ARRAY['ifrs'::text, 'us-gaap'::text, 'es-pgc'::text])))
  CONSTRAINT companies_country_check CHECK ((country ~ '^[A-Z]{2}$'::text))
  CONSTRAINT companies_fiscal_year_start_month_check CHECK (((fiscal_year_start_month >= 1) AND (fiscal_year_start_month <= 12)))
  CONSTRAINT companies_rounding_level_check CHECK ((rounding_level = ANY (ARRAY['line'::text, 'document'::text])))
  CONSTRAINT companies_rounding_mode_check CHECK ((rounding_mode = ANY (ARRAY['half-even'::text, 'half-up'::text])))
  CONSTRAINT companies_write_off_limit_check CHECK (((write_off_limit >= (0)::numeric) AND (write_off_limit < '100000000000000000000000000000000000000'::numeric)))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER meaning BEFORE UPDATE ON erp.companies FOR EACH ROW EXECUTE FUNCTION erp.keep_meaning()
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.contact_external_ids
  -- row security, forced
  company_id uuid NOT NULL
  external_id text NOT NULL
  contact_id uuid NOT NULL
  CONSTRAINT contact_external_ids_pkey PRIMARY KEY (company_id, external_id)
  CONSTRAINT contact_external_ids_company_id_contact_id_fkey FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts(company_id, id)
  CONSTRAINT contact_external_ids_external_id_check CHECK (((length(external_id) >= 1) AND (length(external_id) <= 100)))
  CREATE INDEX contact_external_ids_by_contact ON erp.contact_external_ids USING btree (company_id, contact_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.contacts
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  name text NOT NULL
  email text
  tax_number text
  address text NOT NULL
  country text
  default_asset text
  payment_terms_id uuid
  archived boolean NOT NULL DEFAULT false
  version integer NOT NULL DEFAULT 1
  CONSTRAINT contacts_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT contacts_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT contacts_company_id_payment_terms_id_fkey FOREIGN KEY (company_id, payment_terms_id) REFERENCES erp.payment_terms(company_id, id)
  CONSTRAINT contacts_default_asset_fkey FOREIGN KEY (default_asset) REFERENCES erp.assets(code)
  CONSTRAINT contacts_country_check CHECK ((country ~ '^[A-Z]{2}$'::text))
  CREATE INDEX contacts_by_name ON erp.contacts USING btree (company_id, name, id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER searched AFTER INSERT OR UPDATE OF name, email, tax_number, address ON erp.contacts FOR EACH ROW EXECUTE FUNCTION erp.keep_words()
  CREATE TRIGGER searched_elsewhere AFTER UPDATE OF name ON erp.contacts FOR EACH ROW WHEN ((new.name <> old.name)) EXECUTE FUNCTION erp.keep_words_of_contact()
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.dimension_values
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  dimension_id uuid NOT NULL
  code text NOT NULL
  name text NOT NULL
  archived boolean NOT NULL DEFAULT false
  version integer NOT NULL DEFAULT 1
  CONSTRAINT dimension_values_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT dimension_values_company_id_dimension_id_code_key UNIQUE (company_id, dimension_id, code)
  CONSTRAINT dimension_values_company_id_dimension_id_id_key UNIQUE (company_id, dimension_id, id)
  CONSTRAINT dimension_values_company_id_dimension_id_fkey FOREIGN KEY (company_id, dimension_id) REFERENCES erp.dimensions(company_id, id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.dimensions
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  name text NOT NULL
  archived boolean NOT NULL DEFAULT false
  version integer NOT NULL DEFAULT 1
  CONSTRAINT dimensions_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT dimensions_company_id_name_key UNIQUE (company_id, name)
  CONSTRAINT dimensions_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.document_lines
  -- row security, forced
  company_id uuid NOT NULL
  document_id uuid NOT NULL
  "position" smallint NOT NULL
  description text NOT NULL
  quantity numeric NOT NULL
  unit_price numeric NOT NULL
  discount_percent numeric NOT NULL
  tax_id uuid
  account_id uuid NOT NULL
  net numeric NOT NULL
  tax numeric NOT NULL
  base_net numeric
  dimension_value_ids uuid[] NOT NULL DEFAULT '{}'::uuid[]
  CONSTRAINT invoice_lines_pkey PRIMARY KEY (company_id, document_id, "position")
  CONSTRAINT invoice_lines_company_id_account_id_fkey FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT invoice_lines_company_id_invoice_id_fkey FOREIGN KEY (company_id, document_id) REFERENCES erp.documents(company_id, id) ON DELETE CASCADE
  CONSTRAINT invoice_lines_company_id_tax_id_fkey FOREIGN KEY (company_id, tax_id) REFERENCES erp.taxes(company_id, id)
  CONSTRAINT document_lines_dimension_value_ids_check CHECK ((cardinality(dimension_value_ids) <= 10))
  CONSTRAINT invoice_lines_discount_percent_check CHECK (((discount_percent >= (0)::numeric) AND (discount_percent <= (100)::numeric)))
  CONSTRAINT invoice_lines_quantity_check CHECK ((quantity >= (0)::numeric))
  CONSTRAINT invoice_lines_unit_price_check CHECK ((unit_price >= (0)::numeric))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE INSERT OR DELETE OR UPDATE ON erp.document_lines FOR EACH ROW EXECUTE FUNCTION erp.check_document_part_change()
  CREATE TRIGGER untruncatable BEFORE TRUNCATE ON erp.document_lines FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.document_pdfs
  -- row security, forced
  company_id uuid NOT NULL
  document_id uuid NOT NULL
  content bytea NOT NULL
  sha256 bytea NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT invoice_pdfs_pkey PRIMARY KEY (company_id, document_id)
  CONSTRAINT invoice_pdfs_company_id_invoice_id_fkey FOREIGN KEY (company_id, document_id) REFERENCES erp.documents(company_id, id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON erp.document_pdfs FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.document_taxes
  -- row security, forced
  company_id uuid NOT NULL
  document_id uuid NOT NULL
  tax_id uuid NOT NULL
  "position" smallint NOT NULL
  code text NOT NULL
  name text NOT NULL
  kind text NOT NULL
  rate numeric NOT NULL
  exempt_reason text
  base numeric NOT NULL
  tax numeric NOT NULL
  base_base numeric
  base_tax numeric
  self_assessed numeric NOT NULL DEFAULT 0
  base_self_assessed numeric NOT NULL DEFAULT 0
  CONSTRAINT invoice_taxes_pkey PRIMARY KEY (company_id, document_id, tax_id)
  CONSTRAINT invoice_taxes_company_id_invoice_id_fkey FOREIGN KEY (company_id, document_id) REFERENCES erp.documents(company_id, id) ON DELETE CASCADE
  CONSTRAINT invoice_taxes_company_id_tax_id_fkey FOREIGN KEY (company_id, tax_id) REFERENCES erp.taxes(company_id, id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE INSERT OR DELETE OR UPDATE ON erp.document_taxes FOR EACH ROW EXECUTE FUNCTION erp.check_document_part_change()
  CREATE TRIGGER untruncatable BEFORE TRUNCATE ON erp.document_taxes FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.documents
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  status text NOT NULL
  number text
  fiscal_year integer
  serial bigint
  contact_id uuid NOT NULL
  issue_date date NOT NULL
  due_date date NOT NULL
  payment_terms_id uuid
  asset text NOT NULL
  reference text NOT NULL
  notes text NOT NULL
  net numeric NOT NULL
  tax numeric NOT NULL
  total numeric NOT NULL
  settled_amount numeric NOT NULL DEFAULT 0
  base_total numeric
  settled_base numeric NOT NULL DEFAULT 0
  rate numeric
  rate_date date
  company_name text
  company_country text
  contact_name text
  contact_address text
  contact_country text
  contact_tax_number text
  entry_id uuid
  reversal_entry_id uuid
  version integer NOT NULL DEFAULT 1
  created_at timestamp with time zone NOT NULL DEFAULT now()
  posted_at timestamp with time zone
  kind text NOT NULL
  side text NOT NULL
  corrects_id uuid
  external_number text NOT NULL DEFAULT ''::text
  credited_amount numeric NOT NULL DEFAULT 0
  voided_by_id uuid
  company_address text
  company_tax_number text
  CONSTRAINT invoices_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT documents_serial UNIQUE (company_id, kind, side, fiscal_year, serial)
  CONSTRAINT invoices_company_id_entry_id_key UNIQUE (company_id, entry_id)
  CONSTRAINT invoices_company_id_number_key UNIQUE (company_id, number)
  CONSTRAINT documents_company_id_corrects_id_fkey FOREIGN KEY (company_id, corrects_id) REFERENCES erp.documents(company_id, id)
  CONSTRAINT documents_company_id_voided_by_id_fkey FOREIGN KEY (company_id, voided_by_id) REFERENCES erp.documents(company_id, id)
  CONSTRAINT invoices_asset_fkey FOREIGN KEY (asset) REFERENCES erp.assets(code)
  CONSTRAINT invoices_company_id_contact_id_fkey FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts(company_id, id)
  CONSTRAINT invoices_company_id_entry_id_fkey FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries(company_id, id)
  CONSTRAINT invoices_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT invoices_company_id_payment_terms_id_fkey FOREIGN KEY (company_id, payment_terms_id) REFERENCES erp.payment_terms(company_id, id)
  CONSTRAINT invoices_company_id_reversal_entry_id_fkey FOREIGN KEY (company_id, reversal_entry_id) REFERENCES erp.entries(company_id, id)
  CONSTRAINT documents_corrects CHECK (((corrects_id IS NULL) OR ((kind = ANY (ARRAY['credit-note'::text, 'debit-note'::text])) AND (corrects_id <> id))))
  CONSTRAINT documents_credited CHECK (((credited_amount >= (0)::numeric) AND (credited_amount <= total)))
  CONSTRAINT documents_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'bill'::text, 'credit-note'::text, 'debit-note'::text, 'expense-claim'::text])))
  CONSTRAINT documents_parties CHECK (
CASE status
    WHEN 'draft'::text THEN (num_nonnulls(company_name, company_country, company_address, company_tax_number, contact_name, contact_address, contact_country, contact_tax_number) = 0)
    ELSE (num_nulls(company_name, company_country, company_address, contact_name, contact_address) = 0)
END)
  CONSTRAINT documents_settled CHECK (
CASE status
    WHEN 'partly-paid'::text THEN ((settled_amount > (0)::numeric) AND (settled_amount < total))
    WHEN 'paid'::text THEN ((settled_amount = total) AND (settled_base = base_total))
    WHEN 'void'::text THEN ((voided_by_id IS NULL) OR ((settled_amount = total) AND (settled_base = base_total)))
    ELSE ((settled_amount = (0)::numeric) AND (settled_base = (0)::numeric))
END)
  CONSTRAINT documents_side CHECK (
CASE kind
    WHEN 'invoice'::text THEN (side = 'sales'::text)
    WHEN 'bill'::text THEN (side = 'purchase'::text)
    WHEN 'expense-claim'::text THEN (side = 'purchase'::text)
    ELSE true
END)
  CONSTRAINT documents_side_check CHECK ((side = ANY (ARRAY['sales'::text, 'purchase'::text])))
  CONSTRAINT documents_state CHECK (
CASE status
    WHEN 'draft'::text THEN ((number IS NULL) AND (entry_id IS NULL) AND (posted_at IS NULL) AND (credited_amount = (0)::numeric))
    ELSE ((number IS NOT NULL) AND (entry_id IS NOT NULL) AND (posted_at IS NOT NULL) AND (base_total IS NOT NULL))
END)
  CONSTRAINT documents_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'posted'::text, 'partly-paid'::text, 'paid'::text, 'void'::text])))
  CONSTRAINT documents_void CHECK (((status = 'void'::text) = ((voided_by_id IS NOT NULL) OR (reversal_entry_id IS NOT NULL))))
  CONSTRAINT invoices_check CHECK ((due_date >= issue_date))
  CONSTRAINT invoices_check1 CHECK (((total = (net + tax)) AND (total >= (0)::numeric)))
  CONSTRAINT invoices_check2 CHECK (((settled_amount >= (0)::numeric) AND (settled_amount <= total)))
  CREATE INDEX documents_by_contact ON erp.documents USING btree (company_id, contact_id, issue_date DESC, id DESC)
  CREATE INDEX documents_by_status ON erp.documents USING btree (company_id, kind, status, issue_date DESC, id DESC)
  CREATE INDEX documents_by_total ON erp.documents USING btree (company_id, total)
  CREATE INDEX documents_correcting ON erp.documents USING btree (company_id, corrects_id) WHERE (corrects_id IS NOT NULL)
  CREATE INDEX documents_newest ON erp.documents USING btree (company_id, kind, issue_date DESC, id DESC)
  CREATE UNIQUE INDEX documents_external_number ON erp.documents USING btree (company_id, contact_id, external_number) WHERE ((kind = 'bill'::text) AND (external_number <> ''::text) AND (status <> ALL (ARRAY['draft'::text, 'void'::text])))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  POLICY owner_finds_totals PERMISSIVE FOR SELECT TO the owner USING true
  CREATE CONSTRAINT TRIGGER forgotten AFTER DELETE ON erp.documents DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.forget_subject()
  CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON erp.documents FOR EACH ROW EXECUTE FUNCTION erp.check_document_change()
  CREATE TRIGGER searched AFTER INSERT OR UPDATE OF contact_id, external_number, reference, notes, total ON erp.documents FOR EACH ROW EXECUTE FUNCTION erp.keep_words()
  CREATE TRIGGER untruncatable BEFORE TRUNCATE ON erp.documents FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  CREATE TRIGGER void_approvals_on_change AFTER DELETE OR UPDATE ON erp.documents FOR EACH ROW WHEN ((old.status = 'draft'::text)) EXECUTE FUNCTION erp.void_approvals()
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.e_invoice_files
  -- row security, forced
  company_id uuid NOT NULL
  document_id uuid NOT NULL
  sha256 bytea NOT NULL
  content bytea NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT e_invoice_files_pkey PRIMARY KEY (company_id, document_id)
  CONSTRAINT e_invoice_files_once UNIQUE (company_id, sha256)
  CONSTRAINT e_invoice_files_company_id_document_id_fkey FOREIGN KEY (company_id, document_id) REFERENCES erp.documents(company_id, id) ON DELETE CASCADE
  CONSTRAINT e_invoice_files_check CHECK ((sha256 = sha256(content)))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.entries
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  sequence bigint NOT NULL
  series text NOT NULL
  fiscal_year integer NOT NULL
  serial bigint NOT NULL
  number text NOT NULL
  date date NOT NULL
  description text NOT NULL
  source text NOT NULL
  source_id uuid
  reverses_id uuid
  actor_kind text NOT NULL
  actor_id uuid
  previous_hash bytea NOT NULL
  hash bytea NOT NULL
  posted_at timestamp with time zone NOT NULL DEFAULT now()
  may_post_in_soft boolean NOT NULL DEFAULT false
  CONSTRAINT entries_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT entries_company_id_reverses_id_key UNIQUE (company_id, reverses_id)
  CONSTRAINT entries_company_id_sequence_key UNIQUE (company_id, sequence)
  CONSTRAINT entries_company_id_series_fiscal_year_serial_key UNIQUE (company_id, series, fiscal_year, serial)
  CONSTRAINT entries_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT entries_company_id_reverses_id_fkey FOREIGN KEY (company_id, reverses_id) REFERENCES erp.entries(company_id, id)
  CONSTRAINT entries_source_check CHECK ((source = ANY (ARRAY['manual'::text, 'reversal'::text, 'invoice'::text, 'bill'::text, 'credit-note'::text, 'debit-note'::text, 'expense-claim'::text, 'payment'::text, 'settlement'::text, 'revaluation'::text, 'opening-balance'::text, 'year-end'::text, 'transaction'::text])))
  CREATE INDEX entries_by_date ON erp.entries USING btree (company_id, date DESC, id DESC)
  CREATE INDEX entries_by_source ON erp.entries USING btree (company_id, source_id)
  CREATE INDEX entries_opening ON erp.entries USING btree (company_id) WHERE (source = 'opening-balance'::text)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON erp.entries FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  CREATE TRIGGER open_period AFTER INSERT ON erp.entries REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION erp.check_new_entries()
  CREATE CONSTRAINT TRIGGER searched AFTER INSERT ON erp.entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.source_id IS NULL)) EXECUTE FUNCTION erp.keep_words()
  GRANT SELECT TO crypto_erp_app

TABLE erp.entry_drafts
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  date date NOT NULL
  description text NOT NULL
  lines jsonb NOT NULL
  version integer NOT NULL DEFAULT 1
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT entry_drafts_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT entry_drafts_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE CONSTRAINT TRIGGER forgotten AFTER DELETE ON erp.entry_drafts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.forget_subject()
  CREATE TRIGGER searched AFTER INSERT OR UPDATE ON erp.entry_drafts FOR EACH ROW EXECUTE FUNCTION erp.keep_words()
  CREATE TRIGGER void_approvals_on_change AFTER DELETE OR UPDATE ON erp.entry_drafts FOR EACH ROW EXECUTE FUNCTION erp.void_approvals()
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.entry_line_dimensions
  -- row security, forced
  company_id uuid NOT NULL
  entry_id uuid NOT NULL
  "position" smallint NOT NULL
  dimension_id uuid NOT NULL
  value_id uuid NOT NULL
  account_id uuid NOT NULL
  date date NOT NULL
  CONSTRAINT entry_line_dimensions_pkey PRIMARY KEY (company_id, entry_id, "position", dimension_id)
  CONSTRAINT entry_line_dimensions_company_id_dimension_id_value_id_fkey FOREIGN KEY (company_id, dimension_id, value_id) REFERENCES erp.dimension_values(company_id, dimension_id, id)
  CONSTRAINT entry_line_dimensions_company_id_entry_id_position_fkey FOREIGN KEY (company_id, entry_id, "position") REFERENCES erp.entry_lines(company_id, entry_id, "position")
  CREATE INDEX entry_line_dimensions_by_value ON erp.entry_line_dimensions USING btree (company_id, value_id, account_id, date)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER fitting AFTER INSERT ON erp.entry_line_dimensions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION erp.check_new_line_dimensions()
  CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON erp.entry_line_dimensions FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT SELECT TO crypto_erp_app

TABLE erp.entry_lines
  -- row security, forced
  company_id uuid NOT NULL
  entry_id uuid NOT NULL
  "position" smallint NOT NULL
  date date NOT NULL
  account_id uuid NOT NULL
  asset text NOT NULL
  quantity numeric NOT NULL
  base_amount numeric NOT NULL
  description text NOT NULL DEFAULT ''::text
  contact_id uuid
  CONSTRAINT entry_lines_pkey PRIMARY KEY (company_id, entry_id, "position")
  CONSTRAINT entry_lines_asset_fkey FOREIGN KEY (asset) REFERENCES erp.assets(code)
  CONSTRAINT entry_lines_company_id_account_id_fkey FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT entry_lines_company_id_contact_id_fkey FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts(company_id, id)
  CONSTRAINT entry_lines_company_id_entry_id_fkey FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries(company_id, id)
  CONSTRAINT entry_lines_base_amount_check CHECK (((abs(base_amount) < '100000000000000000000000000000000000000'::numeric) AND (scale(base_amount) <= 18)))
  CONSTRAINT entry_lines_check CHECK (((quantity <> (0)::numeric) OR (base_amount <> (0)::numeric)))
  CONSTRAINT entry_lines_check1 CHECK (((quantity * base_amount) >= (0)::numeric))
  CONSTRAINT entry_lines_quantity_check CHECK (((abs(quantity) < '100000000000000000000000000000000000000'::numeric) AND (scale(quantity) <= 18)))
  CREATE INDEX entry_lines_by_account ON erp.entry_lines USING btree (company_id, account_id, date, entry_id, "position")
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER balanced AFTER INSERT ON erp.entry_lines REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION erp.check_new_lines()
  CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON erp.entry_lines FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT SELECT TO crypto_erp_app

TABLE erp.event_heads
  -- row security, forced
  company_id uuid NOT NULL
  sequence bigint NOT NULL DEFAULT 0
  CONSTRAINT event_heads_pkey PRIMARY KEY (company_id)
  CONSTRAINT event_heads_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT event_heads_sequence_check CHECK ((sequence >= 0))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT SELECT TO crypto_erp_app

TABLE erp.events
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  "position" bigint NOT NULL
  sequence bigint
  CONSTRAINT events_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT events_sequence_check CHECK ((sequence > 0))
  CREATE INDEX events_waiting ON erp.events USING btree (company_id, "position") WHERE (sequence IS NULL)
  CREATE UNIQUE INDEX events_by_sequence ON erp.events USING btree (company_id, sequence) WHERE (sequence IS NOT NULL)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  POLICY worker_finds_events PERMISSIVE FOR SELECT TO the owner USING (sequence IS NULL)
  CREATE TRIGGER immutable BEFORE UPDATE ON erp.events FOR EACH ROW EXECUTE FUNCTION erp.check_event_change()
  CREATE TRIGGER undeletable BEFORE DELETE OR TRUNCATE ON erp.events FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT SELECT TO crypto_erp_app

TABLE erp.idempotency_keys
  -- row security, forced
  company_id uuid NOT NULL
  key text NOT NULL
  request_hash text NOT NULL
  status smallint
  answer jsonb
  secret boolean NOT NULL DEFAULT false
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (company_id, key)
  CONSTRAINT idempotency_keys_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.import_chunks
  -- row security, forced
  company_id uuid NOT NULL
  import_id uuid NOT NULL
  "position" integer NOT NULL
  content bytea NOT NULL
  CONSTRAINT import_chunks_pkey PRIMARY KEY (company_id, import_id, "position")
  CONSTRAINT import_chunks_company_id_import_id_fkey FOREIGN KEY (company_id, import_id) REFERENCES erp.imports(company_id, id) ON DELETE CASCADE
  CONSTRAINT import_chunks_position_check CHECK (("position" >= 0))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.import_errors
  -- row security, forced
  company_id uuid NOT NULL
  import_id uuid NOT NULL
  "position" integer NOT NULL
  line integer NOT NULL
  column_name text
  code text NOT NULL
  message text NOT NULL
  CONSTRAINT import_errors_pkey PRIMARY KEY (company_id, import_id, "position")
  CONSTRAINT import_errors_company_id_import_id_fkey FOREIGN KEY (company_id, import_id) REFERENCES erp.imports(company_id, id)
  CONSTRAINT import_errors_line_check CHECK ((line >= 1))
  CONSTRAINT import_errors_position_check CHECK ((("position" >= 0) AND ("position" <= 999)))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.import_records
  -- row security, forced
  company_id uuid NOT NULL
  import_id uuid NOT NULL
  line integer NOT NULL
  reference text NOT NULL
  subject_kind text NOT NULL
  subject_id uuid NOT NULL
  CONSTRAINT import_records_pkey PRIMARY KEY (company_id, import_id, line)
  CONSTRAINT import_records_company_id_subject_id_key UNIQUE (company_id, subject_id)
  CONSTRAINT import_records_company_id_import_id_fkey FOREIGN KEY (company_id, import_id) REFERENCES erp.imports(company_id, id)
  CONSTRAINT import_records_line_check CHECK ((line >= 1))
  CONSTRAINT import_records_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['contact'::text, 'account'::text, 'entry'::text, 'invoice'::text, 'bill'::text])))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.imports
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  kind text NOT NULL
  name text NOT NULL
  state text NOT NULL DEFAULT 'receiving'::text
  actor jsonb NOT NULL
  bytes bigint NOT NULL DEFAULT 0
  sha256 text
  rows integer NOT NULL DEFAULT 0
  records integer NOT NULL DEFAULT 0
  sums jsonb NOT NULL DEFAULT '[]'::jsonb
  error_count integer NOT NULL DEFAULT 0
  rows_done integer NOT NULL DEFAULT 0
  records_done integer NOT NULL DEFAULT 0
  last_line integer NOT NULL DEFAULT 0
  started_at timestamp with time zone
  started_rows integer NOT NULL DEFAULT 0
  finished_at timestamp with time zone
  problem jsonb
  job_until timestamp with time zone
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT imports_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT imports_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT imports_bytes_check CHECK ((bytes >= 0))
  CONSTRAINT imports_check CHECK (((state = 'receiving'::text) OR (sha256 IS NOT NULL)))
  CONSTRAINT imports_check1 CHECK (((state = ANY (ARRAY['checking'::text, 'running'::text])) = (job_until IS NOT NULL)))
  CONSTRAINT imports_check2 CHECK (((state = 'failed'::text) = (problem IS NOT NULL)))
  CONSTRAINT imports_check3 CHECK (((state <> ALL (ARRAY['running'::text, 'failed'::text, 'done'::text])) OR (error_count = 0)))
  CONSTRAINT imports_check4 CHECK (((state <> 'done'::text) OR ((rows_done = rows) AND (records_done = records))))
  CONSTRAINT imports_error_count_check CHECK ((error_count >= 0))
  CONSTRAINT imports_kind_check CHECK ((kind = ANY (ARRAY['contacts'::text, 'accounts'::text, 'opening-balances'::text, 'entries'::text, 'invoices'::text, 'bills'::text])))
  CONSTRAINT imports_last_line_check CHECK ((last_line >= 0))
  CONSTRAINT imports_name_check CHECK ((length(name) <= 200))
  CONSTRAINT imports_records_check CHECK ((records >= 0))
  CONSTRAINT imports_records_done_check CHECK ((records_done >= 0))
  CONSTRAINT imports_rows_check CHECK ((rows >= 0))
  CONSTRAINT imports_rows_done_check CHECK ((rows_done >= 0))
  CONSTRAINT imports_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
  CONSTRAINT imports_state_check CHECK ((state = ANY (ARRAY['receiving'::text, 'checking'::text, 'checked'::text, 'running'::text, 'failed'::text, 'done'::text, 'cancelled'::text])))
  CREATE INDEX imports_at_work ON erp.imports USING btree (company_id, job_until) WHERE (job_until IS NOT NULL)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER way BEFORE DELETE OR UPDATE ON erp.imports FOR EACH ROW EXECUTE FUNCTION erp.check_import_change()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.lot_methods
  -- row security, forced
  company_id uuid NOT NULL
  "position" integer NOT NULL
  asset text
  fiscal_year integer NOT NULL
  method text NOT NULL
  CONSTRAINT lot_methods_pkey PRIMARY KEY (company_id, "position")
  CONSTRAINT lot_methods_company_id_asset_fiscal_year_key UNIQUE NULLS NOT DISTINCT (company_id, asset, fiscal_year)
  CONSTRAINT lot_methods_asset_fkey FOREIGN KEY (asset) REFERENCES erp.assets(code)
  CONSTRAINT lot_methods_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT lot_methods_fiscal_year_check CHECK (((fiscal_year >= 1900) AND (fiscal_year <= 2999)))
  CONSTRAINT lot_methods_method_check CHECK ((method = ANY (ARRAY['fifo'::text, 'lifo'::text, 'hifo'::text, 'lofo'::text, 'average'::text])))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.lot_settings
  -- row security, forced
  company_id uuid NOT NULL
  pool text NOT NULL DEFAULT 'company'::text
  fees text NOT NULL DEFAULT 'expense'::text
  shortfall text NOT NULL DEFAULT 'block'::text
  long_term_months smallint
  version integer NOT NULL DEFAULT 1
  CONSTRAINT lot_settings_pkey PRIMARY KEY (company_id)
  CONSTRAINT lot_settings_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT lot_settings_fees_check CHECK ((fees = ANY (ARRAY['expense'::text, 'basis'::text])))
  CONSTRAINT lot_settings_long_term_months_check CHECK (((long_term_months >= 1) AND (long_term_months <= 600)))
  CONSTRAINT lot_settings_pool_check CHECK ((pool = ANY (ARRAY['company'::text, 'wallet'::text])))
  CONSTRAINT lot_settings_shortfall_check CHECK ((shortfall = ANY (ARRAY['block'::text, 'zero'::text])))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER pool_stays BEFORE UPDATE OF pool ON erp.lot_settings FOR EACH ROW EXECUTE FUNCTION erp.check_lot_settings()
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.lot_uses
  -- row security, forced
  company_id uuid NOT NULL
  transaction_id uuid NOT NULL
  ordinal smallint NOT NULL
  part integer NOT NULL
  lot_id uuid
  kind text NOT NULL
  asset text NOT NULL
  pool_id uuid NOT NULL
  quantity numeric NOT NULL
  cost numeric NOT NULL
  proceeds numeric
  acquired_on date
  used_on date NOT NULL
  CONSTRAINT lot_uses_pkey PRIMARY KEY (company_id, transaction_id, ordinal, part)
  CONSTRAINT lot_uses_asset_fkey FOREIGN KEY (asset) REFERENCES erp.assets(code)
  CONSTRAINT lot_uses_company_id_lot_id_fkey FOREIGN KEY (company_id, lot_id) REFERENCES erp.lots(company_id, id) DEFERRABLE INITIALLY DEFERRED
  CONSTRAINT lot_uses_company_id_transaction_id_ordinal_fkey FOREIGN KEY (company_id, transaction_id, ordinal) REFERENCES erp.transaction_moves(company_id, transaction_id, ordinal)
  CONSTRAINT lot_uses_check CHECK (((kind = 'dispose'::text) = (proceeds IS NOT NULL)))
  CONSTRAINT lot_uses_check1 CHECK (((lot_id IS NULL) = (acquired_on IS NULL)))
  CONSTRAINT lot_uses_check2 CHECK (((lot_id IS NOT NULL) OR (cost = (0)::numeric)))
  CONSTRAINT lot_uses_cost_check CHECK ((cost >= (0)::numeric))
  CONSTRAINT lot_uses_kind_check CHECK ((kind = ANY (ARRAY['dispose'::text, 'carry'::text])))
  CONSTRAINT lot_uses_part_check CHECK ((part >= 0))
  CONSTRAINT lot_uses_proceeds_check CHECK ((proceeds >= (0)::numeric))
  CONSTRAINT lot_uses_quantity_check CHECK ((quantity > (0)::numeric))
  CREATE INDEX lot_uses_by_day ON erp.lot_uses USING btree (company_id, used_on, transaction_id, ordinal, part)
  CREATE INDEX lot_uses_of_lot ON erp.lot_uses USING btree (company_id, lot_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT OR DELETE ON erp.lot_uses DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_lot()
  CREATE TRIGGER open_month BEFORE INSERT OR DELETE ON erp.lot_uses FOR EACH ROW EXECUTE FUNCTION erp.check_use_open()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.lots
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  asset text NOT NULL
  pool_id uuid NOT NULL
  transaction_id uuid NOT NULL
  ordinal smallint NOT NULL
  part integer NOT NULL
  acquired_at timestamp with time zone NOT NULL
  acquired_on date NOT NULL
  "position" text NOT NULL
  quantity numeric NOT NULL
  cost numeric NOT NULL
  remaining numeric NOT NULL
  remaining_cost numeric NOT NULL
  CONSTRAINT lots_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT lots_company_id_transaction_id_ordinal_part_key UNIQUE (company_id, transaction_id, ordinal, part)
  CONSTRAINT lots_asset_fkey FOREIGN KEY (asset) REFERENCES erp.assets(code)
  CONSTRAINT lots_company_id_transaction_id_ordinal_fkey FOREIGN KEY (company_id, transaction_id, ordinal) REFERENCES erp.transaction_moves(company_id, transaction_id, ordinal)
  CONSTRAINT lots_check CHECK (((remaining >= (0)::numeric) AND (remaining <= quantity)))
  CONSTRAINT lots_cost_check CHECK ((cost >= (0)::numeric))
  CONSTRAINT lots_part_check CHECK ((part >= 0))
  CONSTRAINT lots_quantity_check CHECK ((quantity > (0)::numeric))
  CREATE INDEX lots_left ON erp.lots USING btree (company_id, asset, pool_id, acquired_at, id) WHERE ((remaining > (0)::numeric) OR (remaining_cost <> (0)::numeric))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT OR UPDATE ON erp.lots DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_lot()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.mails
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  sender_name text NOT NULL
  to_address text NOT NULL
  subject text NOT NULL
  text text NOT NULL
  html text NOT NULL
  attachments jsonb NOT NULL
  about_kind text NOT NULL
  about_id uuid NOT NULL
  state text NOT NULL DEFAULT 'queued'::text
  attempts integer NOT NULL DEFAULT 0
  message_id text NOT NULL
  problem text
  created_at timestamp with time zone NOT NULL DEFAULT now()
  queued_at timestamp with time zone NOT NULL DEFAULT now()
  sent_at timestamp with time zone
  CONSTRAINT mails_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT mails_company_id_message_id_key UNIQUE (company_id, message_id)
  CONSTRAINT mails_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT mails_about_kind_check CHECK ((about_kind = ANY (ARRAY['document'::text, 'contact'::text])))
  CONSTRAINT mails_attachments_check CHECK ((jsonb_typeof(attachments) = 'array'::text))
  CONSTRAINT mails_attempts_check CHECK ((attempts >= 0))
  CONSTRAINT mails_message_id_check CHECK ((message_id ~ '^<[0-9a-f-]+@[A-Za-z0-9.-]+>$'::text))
  CONSTRAINT mails_sender_name_check CHECK ((sender_name !~ '[\u0001-\u001f\u007f]'::text))
  CONSTRAINT mails_state CHECK ((((state = 'sent'::text) = (sent_at IS NOT NULL)) AND ((state <> 'failed'::text) OR (problem IS NOT NULL))))
  CONSTRAINT mails_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text])))
  CONSTRAINT mails_subject_check CHECK (((subject !~ '[\u0001-\u001f\u007f]'::text) AND ((char_length(subject) >= 1) AND (char_length(subject) <= 200))))
  CONSTRAINT mails_to_address_check CHECK (((to_address ~ '^[^\u0001-\u0020\u007f<>,;:"()@]+@[^\u0001-\u0020\u007f<>,;:"()@]+$'::text) AND (char_length(to_address) <= 254)))
  CREATE INDEX mails_by_state ON erp.mails USING btree (company_id, state, id DESC)
  CREATE INDEX mails_by_subject ON erp.mails USING btree (company_id, about_id, id DESC)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE UPDATE ON erp.mails FOR EACH ROW EXECUTE FUNCTION erp.check_mail_change()
  CREATE TRIGGER undeletable BEFORE DELETE OR TRUNCATE ON erp.mails FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.month_balances
  -- row security, forced
  company_id uuid NOT NULL
  account_id uuid NOT NULL
  asset text NOT NULL
  month date NOT NULL
  quantity numeric NOT NULL
  base_debit numeric NOT NULL
  base_credit numeric NOT NULL
  CONSTRAINT month_balances_pkey PRIMARY KEY (company_id, account_id, asset, month)
  CONSTRAINT month_balances_company_id_account_id_fkey FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT month_balances_base_credit_check CHECK ((base_credit >= (0)::numeric))
  CONSTRAINT month_balances_base_debit_check CHECK ((base_debit >= (0)::numeric))
  CONSTRAINT month_balances_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT SELECT TO crypto_erp_app

TABLE erp.number_series
  -- row security, forced
  company_id uuid NOT NULL
  series text NOT NULL
  fiscal_year integer NOT NULL
  last_serial bigint NOT NULL
  CONSTRAINT number_series_pkey PRIMARY KEY (company_id, series, fiscal_year)
  CONSTRAINT number_series_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT SELECT TO crypto_erp_app

TABLE erp.outbox
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  job text NOT NULL
  payload jsonb NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  relayed_at timestamp with time zone
  CONSTRAINT outbox_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT outbox_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CREATE INDEX outbox_waiting ON erp.outbox USING btree (company_id, id) WHERE (relayed_at IS NULL)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  POLICY relay_finds_work PERMISSIVE FOR SELECT TO the owner USING (relayed_at IS NULL)
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.payment_terms
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  name text NOT NULL
  days integer NOT NULL
  from_end_of_month boolean NOT NULL
  archived boolean NOT NULL DEFAULT false
  version integer NOT NULL DEFAULT 1
  CONSTRAINT payment_terms_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT payment_terms_company_id_name_key UNIQUE (company_id, name)
  CONSTRAINT payment_terms_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT payment_terms_days_check CHECK (((days >= 0) AND (days <= 3650)))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.payments
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  date date NOT NULL
  asset text NOT NULL
  amount numeric NOT NULL
  base_amount numeric NOT NULL
  account_id uuid NOT NULL
  reference text NOT NULL
  entry_id uuid NOT NULL
  reversal_entry_id uuid
  created_at timestamp with time zone NOT NULL DEFAULT now()
  side text NOT NULL
  direction text NOT NULL
  contact_id uuid NOT NULL
  fee_amount numeric NOT NULL DEFAULT 0
  fee_base numeric NOT NULL DEFAULT 0
  fee_account_id uuid
  credit_amount numeric NOT NULL DEFAULT 0
  credit_base numeric NOT NULL DEFAULT 0
  settled_amount numeric NOT NULL DEFAULT 0
  settled_base numeric NOT NULL DEFAULT 0
  CONSTRAINT payments_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT payments_company_id_entry_id_key UNIQUE (company_id, entry_id)
  CONSTRAINT payments_asset_fkey FOREIGN KEY (asset) REFERENCES erp.assets(code)
  CONSTRAINT payments_company_id_account_id_fkey FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT payments_company_id_contact_id_fkey FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts(company_id, id)
  CONSTRAINT payments_company_id_entry_id_fkey FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries(company_id, id)
  CONSTRAINT payments_company_id_fee_account_id_fkey FOREIGN KEY (company_id, fee_account_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT payments_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT payments_company_id_reversal_entry_id_fkey FOREIGN KEY (company_id, reversal_entry_id) REFERENCES erp.entries(company_id, id)
  CONSTRAINT payments_amount_check CHECK ((amount > (0)::numeric))
  CONSTRAINT payments_base_amount_check CHECK ((base_amount >= (0)::numeric))
  CONSTRAINT payments_credit CHECK ((((credit_amount >= (0)::numeric) AND (credit_amount <= amount)) AND (credit_base >= (0)::numeric)))
  CONSTRAINT payments_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text])))
  CONSTRAINT payments_fee CHECK ((((fee_amount = (0)::numeric) AND (fee_base = (0)::numeric)) OR (fee_account_id IS NOT NULL)))
  CONSTRAINT payments_fee_amount_check CHECK ((fee_amount >= (0)::numeric))
  CONSTRAINT payments_fee_base_check CHECK ((fee_base >= (0)::numeric))
  CONSTRAINT payments_reversed CHECK (((reversal_entry_id IS NULL) OR (settled_amount = (0)::numeric)))
  CONSTRAINT payments_settled CHECK ((((settled_amount >= (0)::numeric) AND (settled_amount <= credit_amount)) AND ((settled_amount <> (0)::numeric) OR (settled_base = (0)::numeric)) AND ((settled_amount <> credit_amount) OR (settled_base = credit_base))))
  CONSTRAINT payments_side_check CHECK ((side = ANY (ARRAY['sales'::text, 'purchase'::text])))
  CREATE INDEX payments_by_contact ON erp.payments USING btree (company_id, contact_id, date DESC, id DESC)
  CREATE INDEX payments_newest ON erp.payments USING btree (company_id, date DESC, id DESC)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE UPDATE ON erp.payments FOR EACH ROW EXECUTE FUNCTION erp.check_payment_change()
  CREATE CONSTRAINT TRIGGER of_transaction AFTER UPDATE OF reversal_entry_id ON erp.payments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_transaction_payment()
  CREATE TRIGGER searched AFTER INSERT ON erp.payments FOR EACH ROW EXECUTE FUNCTION erp.keep_words()
  CREATE TRIGGER undeletable BEFORE DELETE OR TRUNCATE ON erp.payments FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT SELECT, UPDATE TO crypto_erp_app

TABLE erp.period_reopenings
  -- row security, forced
  company_id uuid NOT NULL
  month date NOT NULL
  closed_at timestamp with time zone NOT NULL
  reason text NOT NULL
  actor_kind text NOT NULL
  actor_id uuid
  actor_role text NOT NULL
  at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT period_reopenings_pkey PRIMARY KEY (company_id, month, closed_at)
  CONSTRAINT period_reopenings_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT period_reopenings_actor_role_check CHECK ((actor_role = 'owner'::text))
  CONSTRAINT period_reopenings_reason_check CHECK ((reason <> ''::text))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON erp.period_reopenings FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  CREATE TRIGGER of_lock BEFORE INSERT ON erp.period_reopenings FOR EACH ROW EXECUTE FUNCTION erp.check_reopening()
  CREATE CONSTRAINT TRIGGER opens AFTER INSERT ON erp.period_reopenings DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_reopening()
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.price_settings
  -- row security, forced
  company_id uuid NOT NULL
  gap_days smallint NOT NULL DEFAULT 0
  version integer NOT NULL DEFAULT 1
  CONSTRAINT price_settings_pkey PRIMARY KEY (company_id)
  CONSTRAINT price_settings_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT price_settings_gap_days_check CHECK (((gap_days >= 0) AND (gap_days <= 31)))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.prices
  -- no row security
  asset text NOT NULL
  quote text NOT NULL
  at timestamp with time zone NOT NULL
  source text NOT NULL
  price numeric NOT NULL
  fetched_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT prices_pkey PRIMARY KEY (asset, quote, at, source)
  CONSTRAINT prices_asset_fkey FOREIGN KEY (asset) REFERENCES erp.assets(code)
  CONSTRAINT prices_quote_fkey FOREIGN KEY (quote) REFERENCES erp.assets(code)
  CONSTRAINT prices_check CHECK ((asset <> quote))
  CONSTRAINT prices_price_check CHECK (((price > (0)::numeric) AND (price < '100000000000000000000'::numeric) AND (scale(price) <= 18)))
  CONSTRAINT prices_source_check CHECK ((source ~ '^[a-z][a-z0-9-]{0,31}$'::text))
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.rates
  -- no row security
  source text NOT NULL
  asset text NOT NULL
  date date NOT NULL
  per_euro numeric NOT NULL
  CONSTRAINT rates_pkey PRIMARY KEY (source, asset, date)
  CONSTRAINT rates_asset_fkey FOREIGN KEY (asset) REFERENCES erp.assets(code)
  CONSTRAINT rates_per_euro_check CHECK ((per_euro > (0)::numeric))
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.recurring
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  name text NOT NULL
  kind text NOT NULL
  mode text NOT NULL
  rule text NOT NULL
  starts_on date NOT NULL
  ends_on date
  pro_rata boolean NOT NULL
  content jsonb NOT NULL
  paused boolean NOT NULL DEFAULT false
  next_on date
  version integer NOT NULL DEFAULT 1
  CONSTRAINT recurring_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT recurring_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT recurring_check CHECK ((ends_on >= starts_on))
  CONSTRAINT recurring_check1 CHECK ((next_on >= starts_on))
  CONSTRAINT recurring_content_check CHECK ((jsonb_typeof(content) = 'object'::text))
  CONSTRAINT recurring_ends CHECK (((ends_on IS NOT NULL) OR (rule ~ '(^|;)(COUNT|UNTIL)='::text)))
  CONSTRAINT recurring_kind_check CHECK ((kind = ANY (ARRAY['entry'::text, 'invoice'::text, 'bill'::text])))
  CONSTRAINT recurring_mode_check CHECK ((mode = ANY (ARRAY['draft'::text, 'post'::text])))
  CONSTRAINT recurring_rule_check CHECK ((rule ~ '(^|;)FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;|$)'::text))
  CREATE INDEX recurring_by_name ON erp.recurring USING btree (company_id, name, id)
  CREATE INDEX recurring_due ON erp.recurring USING btree (company_id, next_on, id) WHERE (NOT paused)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.recurring_occurrences
  -- row security, forced
  company_id uuid NOT NULL
  recurring_id uuid NOT NULL
  date date NOT NULL
  period_from date NOT NULL
  period_to date NOT NULL
  covered_from date NOT NULL
  covered_to date NOT NULL
  state text NOT NULL
  kind text NOT NULL
  created_id uuid
  posted boolean NOT NULL DEFAULT false
  problem jsonb
  CONSTRAINT recurring_occurrences_pkey PRIMARY KEY (company_id, recurring_id, date)
  CONSTRAINT recurring_occurrences_company_id_created_id_key UNIQUE (company_id, created_id)
  CONSTRAINT recurring_occurrences_company_id_recurring_id_fkey FOREIGN KEY (company_id, recurring_id) REFERENCES erp.recurring(company_id, id)
  CONSTRAINT recurring_occurrences_check CHECK (((period_from <= covered_from) AND (covered_from <= covered_to) AND (covered_to <= period_to)))
  CONSTRAINT recurring_occurrences_state CHECK (
CASE state
    WHEN 'created'::text THEN ((created_id IS NOT NULL) AND (problem IS NULL))
    ELSE ((created_id IS NULL) AND (problem IS NOT NULL) AND (NOT posted))
END)
  CONSTRAINT recurring_occurrences_state_check CHECK ((state = ANY (ARRAY['created'::text, 'failed'::text])))
  CREATE INDEX recurring_occurrences_failed ON erp.recurring_occurrences USING btree (company_id, recurring_id) WHERE (state = 'failed'::text)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE UPDATE ON erp.recurring_occurrences FOR EACH ROW EXECUTE FUNCTION erp.check_occurrence_change()
  CREATE TRIGGER undeletable BEFORE DELETE OR TRUNCATE ON erp.recurring_occurrences FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.reminder_opt_outs
  -- row security, forced
  company_id uuid NOT NULL
  contact_id uuid NOT NULL
  CONSTRAINT reminder_opt_outs_pkey PRIMARY KEY (company_id, contact_id)
  CONSTRAINT reminder_opt_outs_company_id_contact_id_fkey FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts(company_id, id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.reminder_runs
  -- row security, forced
  company_id uuid NOT NULL
  date date NOT NULL
  CONSTRAINT reminder_runs_pkey PRIMARY KEY (company_id, date)
  CONSTRAINT reminder_runs_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.reminder_steps
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  days integer NOT NULL
  subject text NOT NULL
  text text NOT NULL
  active boolean NOT NULL DEFAULT true
  version integer NOT NULL DEFAULT 1
  CONSTRAINT reminder_steps_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT reminder_steps_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT reminder_steps_days_check CHECK (((days >= '-365'::integer) AND (days <= 365)))
  CREATE UNIQUE INDEX reminder_steps_one_a_day ON erp.reminder_steps USING btree (company_id, days) WHERE active
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.reminders
  -- row security, forced
  company_id uuid NOT NULL
  document_id uuid NOT NULL
  step_id uuid NOT NULL
  days integer NOT NULL
  contact_id uuid NOT NULL
  mail_id uuid NOT NULL
  date date NOT NULL
  CONSTRAINT reminders_pkey PRIMARY KEY (company_id, document_id, step_id)
  CONSTRAINT reminders_company_id_mail_id_key UNIQUE (company_id, mail_id)
  CONSTRAINT reminders_company_id_contact_id_fkey FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts(company_id, id)
  CONSTRAINT reminders_company_id_document_id_fkey FOREIGN KEY (company_id, document_id) REFERENCES erp.documents(company_id, id)
  CONSTRAINT reminders_company_id_mail_id_fkey FOREIGN KEY (company_id, mail_id) REFERENCES erp.mails(company_id, id)
  CONSTRAINT reminders_company_id_step_id_fkey FOREIGN KEY (company_id, step_id) REFERENCES erp.reminder_steps(company_id, id)
  CREATE INDEX reminders_newest ON erp.reminders USING btree (company_id, date DESC, mail_id DESC)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON erp.reminders FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.revaluations
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  date date NOT NULL
  entry_id uuid NOT NULL
  reversal_entry_id uuid NOT NULL
  gain numeric NOT NULL
  loss numeric NOT NULL
  lines jsonb NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT revaluations_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT revaluations_company_id_entry_id_key UNIQUE (company_id, entry_id)
  CONSTRAINT revaluations_company_id_entry_id_fkey FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries(company_id, id)
  CONSTRAINT revaluations_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT revaluations_company_id_reversal_entry_id_fkey FOREIGN KEY (company_id, reversal_entry_id) REFERENCES erp.entries(company_id, id)
  CONSTRAINT revaluations_check CHECK (((gain > (0)::numeric) OR (loss > (0)::numeric)))
  CONSTRAINT revaluations_date_check CHECK ((EXTRACT(day FROM (date + 1)) = (1)::numeric))
  CONSTRAINT revaluations_gain_check CHECK ((gain >= (0)::numeric))
  CONSTRAINT revaluations_loss_check CHECK ((loss >= (0)::numeric))
  CREATE INDEX revaluations_by_date ON erp.revaluations USING btree (company_id, date DESC, id DESC)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON erp.revaluations FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.search_texts
  -- row security, forced
  company_id uuid NOT NULL
  part_id uuid NOT NULL
  part text NOT NULL
  subject_kind text NOT NULL
  subject_id uuid NOT NULL
  words tsvector NOT NULL
  CONSTRAINT search_texts_pkey PRIMARY KEY (company_id, part_id)
  CONSTRAINT search_texts_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT search_texts_part_check CHECK ((part = ANY (ARRAY['subject'::text, 'comment'::text, 'tag'::text])))
  CREATE INDEX search_texts_words ON erp.search_texts USING gin (words)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  POLICY owner_finds_words PERMISSIVE FOR SELECT TO the owner USING true
  GRANT SELECT TO crypto_erp_app

TABLE erp.set_prices
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  asset text NOT NULL
  quote text NOT NULL
  date date NOT NULL
  price numeric NOT NULL
  reason text NOT NULL
  source text NOT NULL
  actor_kind text NOT NULL
  actor_id uuid
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT set_prices_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT set_prices_asset_fkey FOREIGN KEY (asset) REFERENCES erp.assets(code)
  CONSTRAINT set_prices_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT set_prices_quote_fkey FOREIGN KEY (quote) REFERENCES erp.assets(code)
  CONSTRAINT set_prices_check CHECK ((asset <> quote))
  CONSTRAINT set_prices_price_check CHECK (((price > (0)::numeric) AND (price < '100000000000000000000'::numeric) AND (scale(price) <= 18)))
  CONSTRAINT set_prices_reason_check CHECK ((reason <> ''::text))
  CONSTRAINT set_prices_source_check CHECK ((source = ANY (ARRAY['manual'::text, 'csv'::text])))
  CREATE INDEX set_prices_by_day ON erp.set_prices USING btree (company_id, asset, quote, date DESC, id DESC)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON erp.set_prices FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.settlement_parts
  -- row security, forced
  company_id uuid NOT NULL
  settlement_id uuid NOT NULL
  "position" smallint NOT NULL
  document_id uuid
  payment_id uuid
  amount numeric NOT NULL
  base_amount numeric NOT NULL
  paid_amount numeric
  write_off numeric NOT NULL DEFAULT 0
  CONSTRAINT settlement_parts_pkey PRIMARY KEY (company_id, settlement_id, "position")
  CONSTRAINT settlement_parts_company_id_settlement_id_document_id_key UNIQUE (company_id, settlement_id, document_id)
  CONSTRAINT settlement_parts_company_id_settlement_id_payment_id_key UNIQUE (company_id, settlement_id, payment_id)
  CONSTRAINT settlement_parts_company_id_document_id_fkey FOREIGN KEY (company_id, document_id) REFERENCES erp.documents(company_id, id)
  CONSTRAINT settlement_parts_company_id_payment_id_fkey FOREIGN KEY (company_id, payment_id) REFERENCES erp.payments(company_id, id)
  CONSTRAINT settlement_parts_company_id_settlement_id_fkey FOREIGN KEY (company_id, settlement_id) REFERENCES erp.settlements(company_id, id)
  CONSTRAINT settlement_parts_amount_check CHECK ((amount > (0)::numeric))
  CONSTRAINT settlement_parts_base_amount_check CHECK ((base_amount >= (0)::numeric))
  CONSTRAINT settlement_parts_check CHECK (((write_off >= (0)::numeric) AND (write_off <= amount)))
  CONSTRAINT settlement_parts_check1 CHECK ((num_nonnulls(document_id, payment_id) = 1))
  CONSTRAINT settlement_parts_paid_amount_check CHECK ((paid_amount >= (0)::numeric))
  CREATE INDEX settlement_parts_by_document ON erp.settlement_parts USING btree (company_id, document_id) WHERE (document_id IS NOT NULL)
  CREATE INDEX settlement_parts_by_payment ON erp.settlement_parts USING btree (company_id, payment_id) WHERE (payment_id IS NOT NULL)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON erp.settlement_parts FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  CREATE TRIGGER same_transaction BEFORE INSERT ON erp.settlement_parts FOR EACH ROW EXECUTE FUNCTION erp.check_settlement_part()
  GRANT SELECT TO crypto_erp_app

TABLE erp.settlements
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  kind text NOT NULL
  date date NOT NULL
  payment_id uuid
  exchange_difference numeric NOT NULL
  entry_id uuid
  reversal_entry_id uuid
  reversed_on date
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT settlements_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT settlements_company_id_entry_id_key UNIQUE (company_id, entry_id)
  CONSTRAINT settlements_company_id_payment_id_key UNIQUE (company_id, payment_id)
  CONSTRAINT settlements_company_id_entry_id_fkey FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries(company_id, id)
  CONSTRAINT settlements_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT settlements_company_id_payment_id_fkey FOREIGN KEY (company_id, payment_id) REFERENCES erp.payments(company_id, id)
  CONSTRAINT settlements_company_id_reversal_entry_id_fkey FOREIGN KEY (company_id, reversal_entry_id) REFERENCES erp.entries(company_id, id)
  CONSTRAINT settlements_check CHECK ((reversed_on >= date))
  CONSTRAINT settlements_check1 CHECK (((kind = 'payment'::text) = (payment_id IS NOT NULL)))
  CONSTRAINT settlements_check2 CHECK (((kind <> 'payment'::text) OR (entry_id IS NOT NULL)))
  CONSTRAINT settlements_check3 CHECK (((reversal_entry_id IS NULL) OR (reversed_on IS NOT NULL)))
  CONSTRAINT settlements_check4 CHECK (((entry_id IS NULL) OR (reversed_on IS NULL) OR (reversal_entry_id IS NOT NULL)))
  CONSTRAINT settlements_kind_check CHECK ((kind = ANY (ARRAY['payment'::text, 'credit'::text, 'contra'::text])))
  CREATE INDEX settlements_newest ON erp.settlements USING btree (company_id, date DESC, id DESC)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE UPDATE ON erp.settlements FOR EACH ROW EXECUTE FUNCTION erp.check_settlement_change()
  CREATE TRIGGER undeletable BEFORE DELETE OR TRUNCATE ON erp.settlements FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT SELECT, UPDATE TO crypto_erp_app

TABLE erp.stored_objects
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  stored_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT stored_objects_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT stored_objects_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.subject_tags
  -- row security, forced
  company_id uuid NOT NULL
  subject_kind text NOT NULL
  subject_id uuid NOT NULL
  tag_id uuid NOT NULL
  CONSTRAINT subject_tags_pkey PRIMARY KEY (company_id, subject_kind, subject_id, tag_id)
  CONSTRAINT subject_tags_company_id_tag_id_fkey FOREIGN KEY (company_id, tag_id) REFERENCES erp.tags(company_id, id) ON DELETE CASCADE
  CREATE INDEX subject_tags_by_tag ON erp.subject_tags USING btree (company_id, tag_id, subject_kind, subject_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER of_subject BEFORE INSERT ON erp.subject_tags FOR EACH ROW EXECUTE FUNCTION erp.check_subject()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.tags
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  name text NOT NULL
  colour text NOT NULL
  version integer NOT NULL DEFAULT 1
  CONSTRAINT tags_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT tags_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT tags_colour_check CHECK ((colour ~ '^#[0-9a-f]{6}$'::text))
  CONSTRAINT tags_name_check CHECK (((length(name) >= 1) AND (length(name) <= 50)))
  CREATE UNIQUE INDEX tags_name ON erp.tags USING btree (company_id, lower(name))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER counted BEFORE INSERT ON erp.tags FOR EACH ROW EXECUTE FUNCTION erp.check_tag_count()
  CREATE TRIGGER searched AFTER INSERT OR UPDATE OF name ON erp.tags FOR EACH ROW EXECUTE FUNCTION erp.keep_words()
  CREATE TRIGGER unsearched AFTER DELETE ON erp.tags FOR EACH ROW EXECUTE FUNCTION erp.drop_words()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.taxes
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  code text NOT NULL
  name text NOT NULL
  kind text NOT NULL
  rate numeric NOT NULL
  inclusive boolean NOT NULL
  exempt_reason text
  account_id uuid
  archived boolean NOT NULL DEFAULT false
  version integer NOT NULL DEFAULT 1
  input_account_id uuid
  CONSTRAINT taxes_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT taxes_company_id_code_key UNIQUE (company_id, code)
  CONSTRAINT taxes_company_id_account_id_fkey FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT taxes_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT taxes_company_id_input_account_id_fkey FOREIGN KEY (company_id, input_account_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT taxes_check CHECK (
CASE kind
    WHEN 'exempt'::text THEN ((rate = (0)::numeric) AND (exempt_reason IS NOT NULL))
    WHEN 'standard'::text THEN (exempt_reason IS NULL)
    ELSE true
END)
  CONSTRAINT taxes_check1 CHECK (((kind = 'exempt'::text) OR (account_id IS NOT NULL)))
  CONSTRAINT taxes_kind_check CHECK ((kind = ANY (ARRAY['standard'::text, 'exempt'::text, 'reverse-charge'::text])))
  CONSTRAINT taxes_rate_check CHECK (((rate >= (0)::numeric) AND (rate <= (100)::numeric)))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.transaction_entries
  -- row security, forced
  company_id uuid NOT NULL
  entry_id uuid NOT NULL
  transaction_id uuid NOT NULL
  kind text NOT NULL
  payment_id uuid
  CONSTRAINT transaction_entries_pkey PRIMARY KEY (company_id, entry_id)
  CONSTRAINT transaction_entries_company_id_entry_id_fkey FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries(company_id, id)
  CONSTRAINT transaction_entries_company_id_payment_id_fkey FOREIGN KEY (company_id, payment_id) REFERENCES erp.payments(company_id, id)
  CONSTRAINT transaction_entries_company_id_transaction_id_fkey FOREIGN KEY (company_id, transaction_id) REFERENCES erp.transactions(company_id, id)
  CONSTRAINT transaction_entries_check CHECK (((kind = 'payment'::text) = (payment_id IS NOT NULL)))
  CONSTRAINT transaction_entries_kind_check CHECK ((kind = ANY (ARRAY['posting'::text, 'payment'::text, 'adjustment'::text, 'reversal'::text])))
  CREATE INDEX transaction_entries_of ON erp.transaction_entries USING btree (company_id, transaction_id)
  CREATE INDEX transaction_entries_of_payment ON erp.transaction_entries USING btree (company_id, payment_id) WHERE (payment_id IS NOT NULL)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.transaction_moves
  -- row security, forced
  company_id uuid NOT NULL
  transaction_id uuid NOT NULL
  ordinal smallint NOT NULL
  effective_at timestamp with time zone NOT NULL
  "position" text NOT NULL
  kind text NOT NULL
  asset text NOT NULL
  place_id uuid NOT NULL
  account_id uuid NOT NULL
  quantity numeric NOT NULL
  amount numeric
  reason text
  income boolean NOT NULL DEFAULT false
  cost numeric NOT NULL DEFAULT 0
  to_asset text
  to_place_id uuid
  to_account_id uuid
  to_quantity numeric
  CONSTRAINT transaction_moves_pkey PRIMARY KEY (company_id, transaction_id, ordinal)
  CONSTRAINT transaction_moves_asset_fkey FOREIGN KEY (asset) REFERENCES erp.assets(code)
  CONSTRAINT transaction_moves_company_id_account_id_fkey FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT transaction_moves_company_id_to_account_id_fkey FOREIGN KEY (company_id, to_account_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT transaction_moves_company_id_transaction_id_fkey FOREIGN KEY (company_id, transaction_id) REFERENCES erp.transactions(company_id, id)
  CONSTRAINT transaction_moves_to_asset_fkey FOREIGN KEY (to_asset) REFERENCES erp.assets(code)
  CONSTRAINT transaction_moves_amount_check CHECK (((amount >= (0)::numeric) AND (amount < '100000000000000000000000000000000000000'::numeric) AND (scale(amount) <= 18)))
  CONSTRAINT transaction_moves_check CHECK (((kind = 'dispose'::text) = (reason IS NOT NULL)))
  CONSTRAINT transaction_moves_check1 CHECK (((kind <> 'acquire'::text) OR (amount IS NOT NULL)))
  CONSTRAINT transaction_moves_check2 CHECK (((kind <> 'carry'::text) OR (amount IS NULL)))
  CONSTRAINT transaction_moves_check3 CHECK ((num_nonnulls(to_asset, to_place_id, to_account_id, to_quantity) =
CASE kind
    WHEN 'carry'::text THEN 4
    ELSE 0
END))
  CONSTRAINT transaction_moves_cost_check CHECK ((cost >= (0)::numeric))
  CONSTRAINT transaction_moves_kind_check CHECK ((kind = ANY (ARRAY['acquire'::text, 'dispose'::text, 'carry'::text])))
  CONSTRAINT transaction_moves_ordinal_check CHECK ((ordinal >= 0))
  CONSTRAINT transaction_moves_quantity_check CHECK (((quantity > (0)::numeric) AND (quantity < '100000000000000000000000000000000000000'::numeric) AND (scale(quantity) <= 18)))
  CONSTRAINT transaction_moves_reason_check CHECK ((reason = ANY (ARRAY['sale'::text, 'spending'::text, 'fee'::text, 'gift'::text, 'loss'::text])))
  CONSTRAINT transaction_moves_to_quantity_check CHECK (((to_quantity > (0)::numeric) AND (to_quantity < '100000000000000000000000000000000000000'::numeric) AND (scale(to_quantity) <= 18)))
  CREATE INDEX transaction_moves_carried ON erp.transaction_moves USING btree (company_id, to_asset, effective_at) WHERE (to_asset IS NOT NULL)
  CREATE INDEX transaction_moves_in_order ON erp.transaction_moves USING btree (company_id, asset, effective_at, "position", transaction_id, ordinal)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE CONSTRAINT TRIGGER of_posted AFTER INSERT ON erp.transaction_moves DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_moves()
  CREATE TRIGGER open_month BEFORE INSERT OR DELETE OR UPDATE ON erp.transaction_moves FOR EACH ROW EXECUTE FUNCTION erp.check_move_open()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.transaction_rule_changes
  -- row security, forced
  company_id uuid NOT NULL
  run_id uuid NOT NULL
  transaction_id uuid NOT NULL
  rule_name text NOT NULL
  before jsonb NOT NULL
  tag_id uuid
  version integer NOT NULL
  CONSTRAINT transaction_rule_changes_pkey PRIMARY KEY (company_id, run_id, transaction_id)
  CONSTRAINT transaction_rule_changes_company_id_run_id_fkey FOREIGN KEY (company_id, run_id) REFERENCES erp.transaction_rule_runs(company_id, id)
  CONSTRAINT transaction_rule_changes_company_id_transaction_id_fkey FOREIGN KEY (company_id, transaction_id) REFERENCES erp.transactions(company_id, id) ON DELETE CASCADE
  CONSTRAINT transaction_rule_changes_before_check CHECK ((jsonb_typeof(before) = 'object'::text))
  CREATE INDEX transaction_rule_changes_of ON erp.transaction_rule_changes USING btree (company_id, transaction_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE UPDATE OR TRUNCATE ON erp.transaction_rule_changes FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.transaction_rule_runs
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  actor_kind text NOT NULL
  actor_id uuid
  created_at timestamp with time zone NOT NULL DEFAULT now()
  undone_at timestamp with time zone
  CONSTRAINT transaction_rule_runs_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT transaction_rule_runs_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER undone_once BEFORE UPDATE ON erp.transaction_rule_runs FOR EACH ROW EXECUTE FUNCTION erp.check_rule_run_change()
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE erp.transaction_rules
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  name text NOT NULL
  priority integer NOT NULL
  wallet_id uuid
  direction text
  kind text
  asset text
  counterparty text
  method text
  min_quantity numeric
  max_quantity numeric
  type text NOT NULL
  account_id uuid
  contact_id uuid
  tag_id uuid
  description text NOT NULL
  version integer NOT NULL DEFAULT 1
  CONSTRAINT transaction_rules_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT transaction_rules_asset_fkey FOREIGN KEY (asset) REFERENCES erp.assets(code)
  CONSTRAINT transaction_rules_company_id_account_id_fkey FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT transaction_rules_company_id_contact_id_fkey FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts(company_id, id)
  CONSTRAINT transaction_rules_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT transaction_rules_company_id_tag_id_fkey FOREIGN KEY (company_id, tag_id) REFERENCES erp.tags(company_id, id) ON DELETE SET NULL (tag_id)
  CONSTRAINT transaction_rules_company_id_wallet_id_fkey FOREIGN KEY (company_id, wallet_id) REFERENCES erp.wallets(company_id, id)
  CONSTRAINT transaction_rules_ask CHECK ((num_nonnulls(wallet_id, direction, kind, asset, counterparty, method, min_quantity, max_quantity) > 0))
  CONSTRAINT transaction_rules_check CHECK (((max_quantity >= min_quantity) AND (max_quantity < '100000000000000000000000000000000000000'::numeric) AND (scale(max_quantity) <= 18)))
  CONSTRAINT transaction_rules_counterparty_check CHECK ((counterparty <> ''::text))
  CONSTRAINT transaction_rules_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text])))
  CONSTRAINT transaction_rules_kind_check CHECK ((kind = ANY (ARRAY['transfer'::text, 'fee'::text, 'trade'::text, 'deposit'::text, 'withdrawal'::text, 'staking'::text, 'mining'::text, 'interest'::text, 'airdrop'::text, 'other'::text])))
  CONSTRAINT transaction_rules_method_check CHECK ((method ~ '^0x[0-9a-f]{8}$'::text))
  CONSTRAINT transaction_rules_min_quantity_check CHECK (((min_quantity >= (0)::numeric) AND (min_quantity < '100000000000000000000000000000000000000'::numeric) AND (scale(min_quantity) <= 18)))
  CONSTRAINT transaction_rules_priority_check CHECK (((priority >= 0) AND (priority <= 1000000)))
  CONSTRAINT transaction_rules_type_check CHECK ((type = ANY (ARRAY['sale'::text, 'purchase'::text, 'invoice-payment'::text, 'bill-payment'::text, 'swap'::text, 'own-transfer'::text, 'fee'::text, 'staking'::text, 'mining'::text, 'airdrop'::text, 'interest'::text, 'loan-out'::text, 'loan-back'::text, 'gift'::text, 'loss'::text, 'payroll'::text, 'wrap'::text, 'bridge'::text])))
  CREATE INDEX transaction_rules_in_order ON erp.transaction_rules USING btree (company_id, priority, id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.transaction_transfers
  -- row security, forced
  company_id uuid NOT NULL
  transfer_id uuid NOT NULL
  transaction_id uuid NOT NULL
  CONSTRAINT transaction_transfers_pkey PRIMARY KEY (company_id, transfer_id)
  CONSTRAINT transaction_transfers_company_id_transaction_id_fkey FOREIGN KEY (company_id, transaction_id) REFERENCES erp.transactions(company_id, id)
  CONSTRAINT transaction_transfers_company_id_transfer_id_fkey FOREIGN KEY (company_id, transfer_id) REFERENCES erp.transfers(company_id, id) ON DELETE CASCADE
  CREATE INDEX transaction_transfers_of ON erp.transaction_transfers USING btree (company_id, transaction_id)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER none_empty AFTER DELETE ON erp.transaction_transfers FOR EACH ROW EXECUTE FUNCTION erp.drop_empty_transaction()
  CREATE TRIGGER of_open BEFORE INSERT OR DELETE ON erp.transaction_transfers FOR EACH ROW EXECUTE FUNCTION erp.check_transaction_transfers()
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.transactions
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  source text NOT NULL
  reference text NOT NULL
  part smallint NOT NULL
  at timestamp with time zone NOT NULL
  "position" text NOT NULL
  state text NOT NULL
  type text
  account_id uuid
  contact_id uuid
  allocations jsonb NOT NULL DEFAULT '[]'::jsonb
  chosen_lots jsonb NOT NULL DEFAULT '[]'::jsonb
  description text NOT NULL DEFAULT ''::text
  ignored_reason text
  effective_at timestamp with time zone
  version integer NOT NULL DEFAULT 1
  created_at timestamp with time zone NOT NULL DEFAULT now()
  said_by text NOT NULL DEFAULT 'guess'::text
  CONSTRAINT transactions_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT transactions_once UNIQUE (company_id, source, reference, part)
  CONSTRAINT transactions_company_id_account_id_fkey FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT transactions_company_id_contact_id_fkey FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts(company_id, id)
  CONSTRAINT transactions_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT transactions_allocations_check CHECK ((jsonb_typeof(allocations) = 'array'::text))
  CONSTRAINT transactions_check CHECK ((effective_at >= at))
  CONSTRAINT transactions_check1 CHECK (((state = 'posted'::text) = (effective_at IS NOT NULL)))
  CONSTRAINT transactions_check2 CHECK (((state <> 'posted'::text) OR (type IS NOT NULL)))
  CONSTRAINT transactions_check3 CHECK (((state = 'ignored'::text) = (ignored_reason IS NOT NULL)))
  CONSTRAINT transactions_chosen_lots_check CHECK ((jsonb_typeof(chosen_lots) = 'array'::text))
  CONSTRAINT transactions_ignored_reason_check CHECK ((ignored_reason <> ''::text))
  CONSTRAINT transactions_part_check CHECK ((part > 0))
  CONSTRAINT transactions_said_by_check CHECK ((said_by = ANY (ARRAY['guess'::text, 'rule'::text, 'person'::text])))
  CONSTRAINT transactions_state_check CHECK ((state = ANY (ARRAY['open'::text, 'posted'::text, 'ignored'::text])))
  CONSTRAINT transactions_type_check CHECK ((type = ANY (ARRAY['sale'::text, 'purchase'::text, 'invoice-payment'::text, 'bill-payment'::text, 'swap'::text, 'own-transfer'::text, 'fee'::text, 'staking'::text, 'mining'::text, 'airdrop'::text, 'interest'::text, 'loan-out'::text, 'loan-back'::text, 'gift'::text, 'loss'::text, 'payroll'::text, 'wrap'::text, 'bridge'::text])))
  CREATE INDEX transactions_newest ON erp.transactions USING btree (company_id, at DESC, id DESC)
  CREATE INDEX transactions_open ON erp.transactions USING btree (company_id, at, "position", id) WHERE (state = 'open'::text)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE CONSTRAINT TRIGGER forgotten AFTER DELETE ON erp.transactions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.forget_subject()
  CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON erp.transactions FOR EACH ROW EXECUTE FUNCTION erp.check_transaction_change()
  CREATE CONSTRAINT TRIGGER searched AFTER INSERT OR UPDATE OF contact_id, description, type ON erp.transactions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.keep_words()
  CREATE CONSTRAINT TRIGGER whole AFTER INSERT OR UPDATE OF state ON erp.transactions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_transaction_whole()
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.transfers
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  wallet_id uuid NOT NULL
  source text NOT NULL
  transaction text NOT NULL
  place text NOT NULL
  direction text NOT NULL
  kind text NOT NULL
  asset text
  quantity numeric NOT NULL
  counterparty text
  at timestamp with time zone
  "position" text NOT NULL
  state text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  method text
  CONSTRAINT transfers_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT transfers_once UNIQUE (company_id, wallet_id, source, transaction, place, direction)
  CONSTRAINT transfers_asset_fkey FOREIGN KEY (asset) REFERENCES erp.assets(code)
  CONSTRAINT transfers_company_id_wallet_id_fkey FOREIGN KEY (company_id, wallet_id) REFERENCES erp.wallets(company_id, id)
  CONSTRAINT transfers_check CHECK (((state = 'pending'::text) OR (at IS NOT NULL)))
  CONSTRAINT transfers_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text])))
  CONSTRAINT transfers_kind_check CHECK ((kind = ANY (ARRAY['transfer'::text, 'fee'::text, 'trade'::text, 'deposit'::text, 'withdrawal'::text, 'staking'::text, 'mining'::text, 'interest'::text, 'airdrop'::text, 'other'::text])))
  CONSTRAINT transfers_method_check CHECK ((method ~ '^0x[0-9a-f]{8}$'::text))
  CONSTRAINT transfers_place_check CHECK ((place <> ''::text))
  CONSTRAINT transfers_quantity_check CHECK (((quantity > (0)::numeric) AND (quantity < '100000000000000000000000000000000000000'::numeric) AND (scale(quantity) <= 18)))
  CONSTRAINT transfers_source_check CHECK ((source <> ''::text))
  CONSTRAINT transfers_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'confirmed'::text])))
  CONSTRAINT transfers_transaction_check CHECK ((transaction <> ''::text))
  CREATE INDEX transfers_newest ON erp.transfers USING btree (company_id, at DESC, id DESC)
  CREATE INDEX transfers_of_event ON erp.transfers USING btree (company_id, source, transaction)
  CREATE INDEX transfers_of_wallet ON erp.transfers USING btree (company_id, wallet_id, at DESC, id DESC)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE UPDATE ON erp.transfers FOR EACH ROW EXECUTE FUNCTION erp.check_transfer_change()
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.verifactu_records
  -- row security, forced
  company_id uuid NOT NULL
  sequence bigint NOT NULL
  document_id uuid NOT NULL
  kind text NOT NULL
  nif text NOT NULL
  number text NOT NULL
  issue_date date NOT NULL
  hashed_text text NOT NULL
  hash text NOT NULL
  xml text NOT NULL
  previous_sequence bigint
  previous_hash text
  generated_at timestamp with time zone NOT NULL DEFAULT now()
  status text NOT NULL DEFAULT 'pending'::text
  answered_at timestamp with time zone
  receipt text
  error_code text
  error_message text
  CONSTRAINT verifactu_records_pkey PRIMARY KEY (company_id, sequence)
  CONSTRAINT verifactu_records_company_id_document_id_kind_key UNIQUE (company_id, document_id, kind)
  CONSTRAINT verifactu_records_company_id_sequence_hash_key UNIQUE (company_id, sequence, hash)
  CONSTRAINT verifactu_records_company_id_document_id_fkey FOREIGN KEY (company_id, document_id) REFERENCES erp.documents(company_id, id)
  CONSTRAINT verifactu_records_company_id_previous_sequence_previous_ha_fkey FOREIGN KEY (company_id, previous_sequence, previous_hash) REFERENCES erp.verifactu_records(company_id, sequence, hash)
  CONSTRAINT verifactu_records_answered CHECK (((status = 'pending'::text) = (answered_at IS NULL)))
  CONSTRAINT verifactu_records_chained CHECK ((((previous_hash IS NULL) = (previous_sequence IS NULL)) AND (strpos(hashed_text, (('&Huella='::text || COALESCE(previous_hash, ''::text)) || '&FechaHoraHusoGenRegistro='::text)) > 0)))
  CONSTRAINT verifactu_records_check CHECK ((hash = upper(encode(sha256(convert_to(hashed_text, 'UTF8'::name)), 'hex'::text))))
  CONSTRAINT verifactu_records_check1 CHECK ((strpos(xml, (('<sf:Huella>'::text || hash) || '</sf:Huella>'::text)) > 0))
  CONSTRAINT verifactu_records_gapless CHECK ((NOT (previous_sequence IS DISTINCT FROM NULLIF((sequence - 1), 0))))
  CONSTRAINT verifactu_records_kind_check CHECK ((kind = ANY (ARRAY['registration'::text, 'cancellation'::text])))
  CONSTRAINT verifactu_records_sequence_check CHECK ((sequence > 0))
  CONSTRAINT verifactu_records_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'accepted'::text, 'accepted-with-errors'::text, 'rejected'::text])))
  CREATE INDEX verifactu_records_pending ON erp.verifactu_records USING btree (company_id, sequence) WHERE (status = 'pending'::text)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON erp.verifactu_records FOR EACH ROW EXECUTE FUNCTION erp.check_verifactu_change()
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.verifactu_settings
  -- row security, forced
  company_id uuid NOT NULL
  active boolean NOT NULL
  active_since timestamp with time zone NOT NULL DEFAULT now()
  nif text NOT NULL
  environment text NOT NULL
  producer_name text NOT NULL
  producer_nif text NOT NULL
  next_send_at timestamp with time zone NOT NULL DEFAULT now()
  version integer NOT NULL DEFAULT 1
  CONSTRAINT verifactu_settings_pkey PRIMARY KEY (company_id)
  CONSTRAINT verifactu_settings_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT verifactu_settings_environment_check CHECK ((environment = ANY (ARRAY['production'::text, 'test'::text])))
  CONSTRAINT verifactu_settings_nif_check CHECK ((nif ~ '^[0-9A-Z][0-9]{7}[0-9A-Z]$'::text))
  CONSTRAINT verifactu_settings_producer_name_check CHECK ((producer_name <> ''::text))
  CONSTRAINT verifactu_settings_producer_nif_check CHECK ((producer_nif ~ '^[0-9A-Z][0-9]{7}[0-9A-Z]$'::text))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.wallets
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  name text NOT NULL
  kind text NOT NULL
  account_id uuid NOT NULL
  archived boolean NOT NULL DEFAULT false
  version integer NOT NULL DEFAULT 1
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT wallets_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT wallets_name UNIQUE (company_id, name)
  CONSTRAINT wallets_company_id_account_id_fkey FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts(company_id, id)
  CONSTRAINT wallets_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT wallets_kind CHECK ((kind = 'manual'::text))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER account_stays BEFORE UPDATE ON erp.wallets FOR EACH ROW EXECUTE FUNCTION erp.check_wallet_change()
  GRANT INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.webhook_attempts
  -- row security, forced
  company_id uuid NOT NULL
  webhook_id uuid NOT NULL
  event_id uuid NOT NULL
  attempt integer NOT NULL
  at timestamp with time zone NOT NULL DEFAULT now()
  status_code smallint
  duration_ms integer NOT NULL
  error text
  excerpt text NOT NULL
  CONSTRAINT webhook_attempts_pkey PRIMARY KEY (company_id, webhook_id, event_id, attempt)
  CONSTRAINT webhook_attempts_company_id_webhook_id_event_id_fkey FOREIGN KEY (company_id, webhook_id, event_id) REFERENCES erp.webhook_deliveries(company_id, webhook_id, event_id) ON DELETE CASCADE
  CONSTRAINT webhook_attempts_attempt_check CHECK ((attempt > 0))
  CONSTRAINT webhook_attempts_check CHECK (((status_code IS NOT NULL) OR (error IS NOT NULL)))
  CONSTRAINT webhook_attempts_duration_ms_check CHECK ((duration_ms >= 0))
  CONSTRAINT webhook_attempts_excerpt_check CHECK ((length(excerpt) <= 1024))
  CREATE INDEX webhook_attempts_by_age ON erp.webhook_attempts USING btree (company_id, at)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT DELETE, INSERT, SELECT TO crypto_erp_app

TABLE erp.webhook_deliveries
  -- row security, forced
  company_id uuid NOT NULL
  webhook_id uuid NOT NULL
  event_id uuid NOT NULL
  sequence bigint NOT NULL
  subject text NOT NULL
  status text NOT NULL DEFAULT 'waiting'::text
  attempts integer NOT NULL DEFAULT 0
  failures integer NOT NULL DEFAULT 0
  next_attempt_at timestamp with time zone DEFAULT now()
  ended_at timestamp with time zone
  CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (company_id, webhook_id, event_id)
  CONSTRAINT webhook_deliveries_company_id_webhook_id_sequence_key UNIQUE (company_id, webhook_id, sequence)
  CONSTRAINT webhook_deliveries_company_id_event_id_fkey FOREIGN KEY (company_id, event_id) REFERENCES erp.events(company_id, id)
  CONSTRAINT webhook_deliveries_company_id_webhook_id_fkey FOREIGN KEY (company_id, webhook_id) REFERENCES erp.webhooks(company_id, id) ON DELETE CASCADE
  CONSTRAINT webhook_deliveries_attempts_check CHECK ((attempts >= 0))
  CONSTRAINT webhook_deliveries_check CHECK (((status = ANY (ARRAY['waiting'::text, 'sending'::text])) = (next_attempt_at IS NOT NULL)))
  CONSTRAINT webhook_deliveries_check1 CHECK (((status = ANY (ARRAY['delivered'::text, 'given-up'::text])) = (ended_at IS NOT NULL)))
  CONSTRAINT webhook_deliveries_failures_check CHECK ((failures >= 0))
  CONSTRAINT webhook_deliveries_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'sending'::text, 'delivered'::text, 'given-up'::text])))
  CREATE INDEX webhook_deliveries_unfinished ON erp.webhook_deliveries USING btree (company_id, webhook_id, subject, sequence) WHERE (status = ANY (ARRAY['waiting'::text, 'sending'::text]))
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT SELECT TO crypto_erp_app

TABLE erp.webhook_subscriptions
  -- row security, forced
  company_id uuid NOT NULL
  webhook_id uuid NOT NULL
  after_sequence bigint NOT NULL
  until_sequence bigint
  event_types text[]
  CONSTRAINT webhook_subscriptions_pkey PRIMARY KEY (company_id, webhook_id, after_sequence)
  CONSTRAINT webhook_subscriptions_company_id_webhook_id_fkey FOREIGN KEY (company_id, webhook_id) REFERENCES erp.webhooks(company_id, id) ON DELETE CASCADE
  CONSTRAINT webhook_subscriptions_check CHECK ((until_sequence > after_sequence))
  CREATE UNIQUE INDEX webhook_subscriptions_open ON erp.webhook_subscriptions USING btree (company_id, webhook_id) WHERE (until_sequence IS NULL)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  GRANT SELECT TO crypto_erp_app

TABLE erp.webhooks
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  place smallint NOT NULL
  url text NOT NULL
  description text NOT NULL
  event_types text[]
  active boolean NOT NULL
  secret bytea NOT NULL
  previous_secret bytea
  previous_until timestamp with time zone
  wake_at timestamp with time zone
  job_until timestamp with time zone
  version integer NOT NULL DEFAULT 1
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT webhooks_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT webhooks_company_id_place_key UNIQUE (company_id, place)
  CONSTRAINT webhooks_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT webhooks_check CHECK (((previous_secret IS NULL) = (previous_until IS NULL)))
  CONSTRAINT webhooks_check1 CHECK ((active OR (wake_at IS NULL)))
  CONSTRAINT webhooks_description_check CHECK ((length(description) <= 200))
  CONSTRAINT webhooks_event_types_check CHECK (((cardinality(event_types) > 0) AND (event_types <@ erp.event_types())))
  CONSTRAINT webhooks_place_check CHECK (((place >= 1) AND (place <= 20)))
  CONSTRAINT webhooks_url_check CHECK (((url ~ '^https?://'::text) AND (length(url) <= 2000)))
  CREATE INDEX webhooks_to_wake ON erp.webhooks USING btree (company_id, wake_at) WHERE (wake_at IS NOT NULL)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  POLICY worker_finds_webhooks PERMISSIVE FOR SELECT TO the owner USING (wake_at IS NOT NULL)
  CREATE TRIGGER subscription AFTER INSERT OR UPDATE OF active, event_types ON erp.webhooks FOR EACH ROW EXECUTE FUNCTION erp.keep_subscription()
  GRANT DELETE, INSERT, SELECT, UPDATE TO crypto_erp_app

TABLE erp.year_closes
  -- row security, forced
  company_id uuid NOT NULL
  id uuid NOT NULL
  fiscal_year integer NOT NULL
  first_month date NOT NULL
  last_day date NOT NULL
  entry_id uuid
  closed_at timestamp with time zone NOT NULL DEFAULT now()
  reopened_at timestamp with time zone
  reopen_reason text
  reopen_entry_id uuid
  CONSTRAINT year_closes_pkey PRIMARY KEY (company_id, id)
  CONSTRAINT year_closes_company_id_entry_id_fkey FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries(company_id, id)
  CONSTRAINT year_closes_company_id_fkey FOREIGN KEY (company_id) REFERENCES erp.companies(company_id)
  CONSTRAINT year_closes_company_id_reopen_entry_id_fkey FOREIGN KEY (company_id, reopen_entry_id) REFERENCES erp.entries(company_id, id)
  CONSTRAINT year_closes_check CHECK (((reopened_at IS NULL) = (reopen_reason IS NULL)))
  CONSTRAINT year_closes_check1 CHECK (((reopen_entry_id IS NULL) OR ((reopened_at IS NOT NULL) AND (entry_id IS NOT NULL))))
  CONSTRAINT year_closes_check2 CHECK (((reopened_at IS NULL) OR ((reopen_entry_id IS NULL) = (entry_id IS NULL))))
  CONSTRAINT year_closes_first_month_check CHECK ((EXTRACT(day FROM first_month) = (1)::numeric))
  CREATE UNIQUE INDEX year_closes_once ON erp.year_closes USING btree (company_id, fiscal_year) WHERE (reopened_at IS NULL)
  POLICY company_scope PERMISSIVE FOR ALL TO public USING (company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))
  CREATE TRIGGER immutable BEFORE UPDATE ON erp.year_closes FOR EACH ROW EXECUTE FUNCTION erp.check_year_close_change()
  CREATE CONSTRAINT TRIGGER locked AFTER INSERT ON erp.year_closes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_year_is_locked()
  CREATE TRIGGER undeletable BEFORE DELETE OR TRUNCATE ON erp.year_closes FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change()
  GRANT INSERT, SELECT TO crypto_erp_app

TABLE migrations.applied
  -- no row security
  name text NOT NULL
  hash text NOT NULL
  applied_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT applied_pkey PRIMARY KEY (name)
  GRANT SELECT TO crypto_erp_app

TABLE migrations.functions
  -- no row security
  name text NOT NULL
  hash text NOT NULL
  laid_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT functions_pkey PRIMARY KEY (name)
  GRANT SELECT TO crypto_erp_app

FUNCTION control.refuse_ownerless_company() RETURNS trigger LANGUAGE plpgsql VOLATILE -- for the application
FUNCTION erp.add_past_events() RETURNS void LANGUAGE plpgsql VOLATILE
FUNCTION erp.analyze_books() RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.approval_kind(source text) RETURNS text LANGUAGE sql IMMUTABLE
FUNCTION erp.bank_line_locked(company uuid, line uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.bank_match_sides(company uuid, only_match uuid) RETURNS TABLE(match_id uuid, bank numeric, books numeric, difference numeric, stray boolean) LANGUAGE sql STABLE SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.bank_reconciliation(company uuid, statement uuid) RETURNS TABLE(earlier_open boolean, open_lines bigint, gap numeric, books numeric, difference numeric) LANGUAGE sql STABLE SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.bank_statement_gap(company uuid, statement uuid) RETURNS numeric LANGUAGE sql STABLE SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.chain_items(company uuid, items jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE SET search_path=pg_catalog, pg_temp
FUNCTION erp.check_approval() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_attachment_content() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_bank_line_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_bank_match() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_bank_match_gone() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_bank_match_part() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_bank_statement_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_bank_statement_line() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_bank_statement_sum() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_document_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_document_part_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_event_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_import_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_lot() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_lot_settings() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_mail_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_move_open() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_moves() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_new_bank_statement() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_new_budget_lines() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_new_entries() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_new_line_dimensions() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_new_lines() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_occurrence_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_payment_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_reopening() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_role_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_rule_run_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_settlement_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_settlement_part() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_subject() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path=pg_catalog, pg_temp
FUNCTION erp.check_tag_count() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_transaction_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_transaction_payment() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_transaction_transfers() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_transaction_whole() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_transfer_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_unlocking() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_use_open() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_verifactu_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_wallet_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_write_offs(company uuid, settlement jsonb) RETURNS void LANGUAGE plpgsql STABLE SET search_path=pg_catalog, pg_temp
FUNCTION erp.check_year_close_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.check_year_is_locked() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.claim_keys(company uuid, items jsonb) RETURNS text[] LANGUAGE sql VOLATILE SET search_path=pg_catalog, pg_temp
FUNCTION erp.companies_with_events(most integer) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.companies_with_imports(most integer) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.companies_with_work(most integer, jobs text[]) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.contacts_matching(company uuid, search text) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.dimension_content(value_ids uuid[]) RETURNS jsonb LANGUAGE sql IMMUTABLE -- for the application
FUNCTION erp.document_number(series text, fiscal_year integer, serial bigint) RETURNS text LANGUAGE sql IMMUTABLE -- for the application
FUNCTION erp.documents_with_total(company uuid, at_least numeric, at_most numeric) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.drop_empty_transaction() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.drop_words() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path=pg_catalog, pg_temp
FUNCTION erp.entry_hash(previous bytea, company_id uuid, id uuid, sequence bigint, number text, date date, description text, source text, source_id uuid, reverses_id uuid, actor_kind text, actor_id uuid, posted_at timestamp with time zone, lines jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE -- for the application
FUNCTION erp.event_types() RETURNS text[] LANGUAGE sql IMMUTABLE SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.find_subject(company uuid, kind text, subject uuid) RETURNS TABLE(number text, title text, detail text, date date, asset text, amount numeric, status text, posted boolean) LANGUAGE sql STABLE -- for the application
FUNCTION erp.fiscal_year(date date, start_month integer) RETURNS integer LANGUAGE sql IMMUTABLE -- for the application
FUNCTION erp.forget_subject() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path=pg_catalog, pg_temp
FUNCTION erp.insert_entries(company uuid, items jsonb) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path=pg_catalog, pg_temp
FUNCTION erp.keep_evidence() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path=pg_catalog, pg_temp
FUNCTION erp.keep_meaning() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.keep_subscription() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path=pg_catalog, pg_temp
FUNCTION erp.keep_words() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path=pg_catalog, pg_temp
FUNCTION erp.keep_words_of_contact() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path=pg_catalog, pg_temp
FUNCTION erp.line_content(account_id uuid, asset text, quantity numeric, base_amount numeric, description text, contact_id uuid) RETURNS jsonb LANGUAGE sql IMMUTABLE -- for the application
FUNCTION erp.lock_books(company uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.lock_draft(company uuid, subject uuid) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path=pg_catalog, pg_temp
FUNCTION erp.lock_drafts(company uuid, items jsonb) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path=pg_catalog, pg_temp
FUNCTION erp.lock_events(company uuid) RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.lock_open_items(company uuid, items uuid[], since date) RETURNS TABLE(item_kind text, id uuid, kind text, side text, status text, number text, contact_id uuid, date date, asset text, sign integer, amount numeric, settled_amount numeric, base_amount numeric, settled_base numeric, most_settled numeric) LANGUAGE plpgsql VOLATILE SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.most_settled(company uuid, item uuid, since date) RETURNS numeric LANGUAGE sql VOLATILE SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.next_serials(company uuid, wanted_series text, year integer, wanted bigint) RETURNS bigint LANGUAGE sql VOLATILE SET search_path=pg_catalog, pg_temp
FUNCTION erp.note_approval() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.note_events() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path=pg_catalog, pg_temp
FUNCTION erp.number_items(company uuid, items jsonb) RETURNS jsonb LANGUAGE sql VOLATILE SET search_path=pg_catalog, pg_temp
FUNCTION erp.post(company uuid, items jsonb) RETURNS TABLE(place integer, replayed boolean, answer jsonb, refusal jsonb) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path=pg_catalog, pg_temp, TimeZone=UTC -- for the application
FUNCTION erp.post_documents(company uuid, items jsonb) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path=pg_catalog, pg_temp
FUNCTION erp.post_refusals(company uuid, items jsonb, claimed text[]) RETURNS TABLE(place integer, replay jsonb, refusal jsonb) LANGUAGE sql VOLATILE SET search_path=pg_catalog, pg_temp
FUNCTION erp.post_settlements(company uuid, items jsonb) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path=pg_catalog, pg_temp
FUNCTION erp.problem(code text, path text, message text) RETURNS jsonb LANGUAGE sql IMMUTABLE -- for the application
FUNCTION erp.protect(company_table regclass) RETURNS void LANGUAGE plpgsql VOLATILE
FUNCTION erp.record_commands(company uuid, items jsonb) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path=pg_catalog, pg_temp
FUNCTION erp.refusals_of(company uuid, items jsonb) RETURNS TABLE(place integer, refusal jsonb) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path=pg_catalog, pg_temp, TimeZone=UTC -- for the application
FUNCTION erp.refuse_change() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.scope() RETURNS uuid[] LANGUAGE sql STABLE -- for the application
FUNCTION erp.search(company uuid, content text, kinds text[], most integer) RETURNS TABLE(subject_kind text, subject_id uuid, part text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.search_query(company uuid, content text, exactly boolean) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE
FUNCTION erp.search_vector(company uuid, a text, b text, c text, d text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE
FUNCTION erp.search_words(content text) RETURNS text LANGUAGE plpgsql IMMUTABLE
FUNCTION erp.searchable(c erp.comments) RETURNS TABLE(part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE
FUNCTION erp.searchable(c erp.contacts) RETURNS TABLE(part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE
FUNCTION erp.searchable(d erp.documents) RETURNS TABLE(part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE
FUNCTION erp.searchable(d erp.entry_drafts) RETURNS TABLE(part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE
FUNCTION erp.searchable(e erp.entries) RETURNS TABLE(part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE
FUNCTION erp.searchable(p erp.payments) RETURNS TABLE(part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE
FUNCTION erp.searchable(t erp.tags) RETURNS TABLE(part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE
FUNCTION erp.searchable(t erp.transactions) RETURNS TABLE(part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE
FUNCTION erp.searchable_of(companies uuid[]) RETURNS TABLE(company_id uuid, part_id uuid, part text, subject_kind text, subject_id uuid, words tsvector) LANGUAGE sql STABLE
FUNCTION erp.sequence_events(company uuid, most integer) RETURNS integer LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.settle_without_entry(company uuid, actor jsonb, settlement jsonb) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.settlement_state(document erp.documents) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.settlements_of(company uuid, item uuid) RETURNS TABLE(id uuid, at timestamp with time zone, kind text, payment_id uuid, date date, asset text, amount numeric, reversed boolean, actor_kind text, actor_id uuid) LANGUAGE sql STABLE -- for the application
FUNCTION erp.undo_settlement(company uuid, settlement uuid, reversed date, reversal uuid, actor jsonb, audit_ids uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path=pg_catalog, pg_temp -- for the application
FUNCTION erp.void_approvals() RETURNS trigger LANGUAGE plpgsql VOLATILE
FUNCTION erp.write_settlement(company uuid, actor jsonb, settlement jsonb, entry uuid) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path=pg_catalog, pg_temp

-- The books of a company: settings, chart of accounts, entries and what follows from them.

CREATE TABLE erp.companies (
  company_id uuid PRIMARY KEY,
  name text NOT NULL,
  base_asset text NOT NULL REFERENCES erp.assets,
  country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  time_zone text NOT NULL,
  fiscal_year_start_month smallint NOT NULL CHECK (fiscal_year_start_month BETWEEN 1 AND 12),
  rounding_mode text NOT NULL CHECK (rounding_mode IN ('half-even', 'half-up')),
  rounding_level text NOT NULL CHECK (rounding_level IN ('line', 'document')),
  chart_template text NOT NULL CHECK (chart_template IN ('ifrs', 'us-gaap', 'es-pgc')),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE erp.accounts (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  type text NOT NULL CHECK (type IN ('asset', 'liability', 'equity', 'income', 'expense')),
  -- What the system posts to on its own, `receivable`; at most one account has each role.
  role text,
  parent_id uuid,
  postable boolean NOT NULL,
  archived boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, code),
  UNIQUE (company_id, role),
  FOREIGN KEY (company_id, parent_id) REFERENCES erp.accounts (company_id, id),
  CHECK (parent_id <> id)
);

-- The last link of the company's hash chain. Its row is the lock under which everything is posted.
CREATE TABLE erp.chain_heads (
  company_id uuid PRIMARY KEY REFERENCES erp.companies,
  sequence bigint NOT NULL DEFAULT 0,
  hash bytea NOT NULL DEFAULT '\x'
);

-- The last number given in each series and fiscal year.
CREATE TABLE erp.number_series (
  company_id uuid NOT NULL REFERENCES erp.companies,
  series text NOT NULL,
  fiscal_year integer NOT NULL,
  last_serial bigint NOT NULL,
  PRIMARY KEY (company_id, series, fiscal_year)
);

CREATE TABLE erp.entries (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  -- Place in the hash chain.
  sequence bigint NOT NULL,
  series text NOT NULL,
  fiscal_year integer NOT NULL,
  serial bigint NOT NULL,
  number text NOT NULL,
  date date NOT NULL,
  description text NOT NULL,
  source text NOT NULL CHECK (source IN ('manual', 'reversal', 'invoice', 'payment')),
  -- The document that made the entry.
  source_id uuid,
  reverses_id uuid,
  actor_kind text NOT NULL,
  actor_id uuid,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  posted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, sequence),
  UNIQUE (company_id, series, fiscal_year, serial),
  UNIQUE (company_id, reverses_id),
  FOREIGN KEY (company_id, reverses_id) REFERENCES erp.entries (company_id, id)
);
CREATE INDEX entries_by_date ON erp.entries (company_id, date DESC, id DESC);
CREATE INDEX entries_by_source ON erp.entries (company_id, source_id);

CREATE TABLE erp.entry_lines (
  company_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  position smallint NOT NULL,
  -- The entry's date, repeated so that an account's statement is one index range.
  date date NOT NULL,
  account_id uuid NOT NULL,
  asset text NOT NULL REFERENCES erp.assets,
  -- Debit positive, credit negative, in whole units of the asset and of the base asset.
  quantity numeric NOT NULL CHECK (abs(quantity) < 1e38 AND scale(quantity) <= 18),
  base_amount numeric NOT NULL CHECK (abs(base_amount) < 1e38 AND scale(base_amount) <= 18),
  description text NOT NULL DEFAULT '',
  contact_id uuid,
  PRIMARY KEY (company_id, entry_id, position),
  FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries (company_id, id),
  FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts (company_id, id),
  CHECK (quantity <> 0 OR base_amount <> 0),
  CHECK (quantity * base_amount >= 0)
);
CREATE INDEX entry_lines_by_account ON erp.entry_lines (company_id, account_id, date, entry_id, position);

-- Sums of each account and asset by month, kept in the transaction that posts: reports read these.
CREATE TABLE erp.month_balances (
  company_id uuid NOT NULL,
  account_id uuid NOT NULL,
  asset text NOT NULL,
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  quantity numeric NOT NULL,
  base_debit numeric NOT NULL CHECK (base_debit >= 0),
  base_credit numeric NOT NULL CHECK (base_credit >= 0),
  PRIMARY KEY (company_id, account_id, asset, month),
  FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts (company_id, id)
);

CREATE TABLE erp.closed_periods (
  company_id uuid NOT NULL REFERENCES erp.companies,
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  -- The instant under the books' lock, not the transaction's start: what was posted while the close waited for
  -- the lock is older, and `verify` tells it from what came later.
  closed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (company_id, month)
);

-- A draft is no part of the books yet: it may be unbalanced, so its lines stay one document.
CREATE TABLE erp.entry_drafts (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  date date NOT NULL,
  description text NOT NULL,
  lines jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id)
);

-- Only the posting functions, which run as the owner, write what is posted.
GRANT SELECT ON erp.chain_heads, erp.number_series, erp.entries, erp.entry_lines, erp.month_balances
  TO crypto_erp_app;
GRANT SELECT, INSERT, UPDATE ON erp.companies, erp.accounts TO crypto_erp_app;
GRANT INSERT ON erp.chain_heads TO crypto_erp_app;
GRANT SELECT, INSERT, DELETE ON erp.closed_periods TO crypto_erp_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON erp.entry_drafts TO crypto_erp_app;

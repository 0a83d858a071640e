-- What every company shares: assets and published rates. Reference tables, without row-level security.
CREATE SCHEMA erp;
GRANT USAGE ON SCHEMA erp TO crypto_erp_app;

-- The companies that this transaction may see, set by `SET LOCAL app.company_ids` when it opens.
CREATE FUNCTION erp.scope() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('app.company_ids', true), ''), '{}')::uuid[];

CREATE TABLE erp.assets (
  code text PRIMARY KEY CHECK (code ~ '^[A-Z0-9][A-Z0-9._-]{1,31}$'),
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('fiat', 'crypto')),
  decimals smallint NOT NULL CHECK (decimals BETWEEN 0 AND 18)
);

CREATE TABLE erp.rates (
  source text NOT NULL,
  asset text NOT NULL REFERENCES erp.assets,
  date date NOT NULL,
  -- How many of the asset one euro buys.
  per_euro numeric NOT NULL CHECK (per_euro > 0),
  PRIMARY KEY (source, asset, date)
);

GRANT SELECT, INSERT, UPDATE ON erp.assets, erp.rates TO crypto_erp_app;

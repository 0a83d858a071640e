-- What assets were worth: prices that providers tell every company, prices that one company sets, and how it fills gaps.

-- Shared, as the rates of the European Central Bank are.
CREATE TABLE erp.prices (
  asset text NOT NULL REFERENCES erp.assets,
  quote text NOT NULL REFERENCES erp.assets,
  at timestamptz NOT NULL,
  source text NOT NULL CHECK (source ~ '^[a-z][a-z0-9-]{0,31}$'),
  price numeric NOT NULL CHECK (price > 0 AND price < 1e20 AND scale(price) <= 18),
  fetched_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (asset, quote, at, source),
  CHECK (asset <> quote)
);
GRANT SELECT, INSERT ON erp.prices TO crypto_erp_app;

-- What a company says an asset was worth on a day of its calendar. It wins over every provider; a later one over an
-- earlier one of the same day, which stays to be read.
CREATE TABLE erp.set_prices (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  asset text NOT NULL REFERENCES erp.assets,
  quote text NOT NULL REFERENCES erp.assets,
  date date NOT NULL,
  price numeric NOT NULL CHECK (price > 0 AND price < 1e20 AND scale(price) <= 18),
  reason text NOT NULL CHECK (reason <> ''),
  source text NOT NULL CHECK (source IN ('manual', 'csv')),
  actor_kind text NOT NULL,
  actor_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  CHECK (asset <> quote)
);
CREATE INDEX set_prices_by_day ON erp.set_prices (company_id, asset, quote, date DESC, id DESC);
SELECT erp.protect('erp.set_prices');
GRANT SELECT, INSERT ON erp.set_prices TO crypto_erp_app;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON erp.set_prices
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

-- What is done where no price is known: nothing, or the last known one of so many days before is taken, and marked.
CREATE TABLE erp.price_settings (
  company_id uuid PRIMARY KEY REFERENCES erp.companies,
  gap_days smallint NOT NULL DEFAULT 0 CHECK (gap_days BETWEEN 0 AND 31),
  version integer NOT NULL DEFAULT 1
);
SELECT erp.protect('erp.price_settings');
GRANT SELECT, INSERT, UPDATE ON erp.price_settings TO crypto_erp_app;

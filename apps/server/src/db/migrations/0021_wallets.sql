-- What holds a company's crypto, and what moved into and out of it.

CREATE TABLE erp.wallets (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  name text NOT NULL,
  -- `manual`: a person writes down what moves.
  kind text NOT NULL CONSTRAINT wallets_kind CHECK (kind IN ('manual')),
  -- The account of the chart that holds what the wallet holds.
  account_id uuid NOT NULL,
  archived boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  CONSTRAINT wallets_name UNIQUE (company_id, name),
  FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts (company_id, id)
);
SELECT erp.protect('erp.wallets');
GRANT SELECT, INSERT, UPDATE ON erp.wallets TO crypto_erp_app;

-- One movement of one asset into or out of one wallet, as its source reported it. What moves between two wallets is two.
CREATE TABLE erp.transfers (
  company_id uuid NOT NULL,
  id uuid NOT NULL,
  wallet_id uuid NOT NULL,
  -- A chain or an exchange, or `manual`; what that calls the event; and where in it.
  source text NOT NULL CHECK (source <> ''),
  transaction text NOT NULL CHECK (transaction <> ''),
  place text NOT NULL CHECK (place <> ''),
  direction text NOT NULL CHECK (direction IN ('in', 'out')),
  kind text NOT NULL CHECK (kind IN ('transfer', 'fee', 'trade', 'deposit', 'withdrawal', 'staking', 'mining', 'interest',
    'airdrop', 'other')),
  -- NULL: of a token that nobody accepted, which is never valued and never posted.
  asset text REFERENCES erp.assets,
  quantity numeric NOT NULL CHECK (quantity > 0 AND quantity < 1e38 AND scale(quantity) <= 18),
  counterparty text,
  -- NULL: in no block yet.
  at timestamptz,
  -- Sorts the transfers of one instant as they happened.
  position text NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'confirmed')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  -- What was told twice is one.
  CONSTRAINT transfers_once UNIQUE (company_id, wallet_id, source, transaction, place, direction),
  FOREIGN KEY (company_id, wallet_id) REFERENCES erp.wallets (company_id, id),
  CHECK (state = 'pending' OR at IS NOT NULL)
);
CREATE INDEX transfers_newest ON erp.transfers (company_id, at DESC, id DESC);
CREATE INDEX transfers_of_wallet ON erp.transfers (company_id, wallet_id, at DESC, id DESC);
CREATE INDEX transfers_of_event ON erp.transfers (company_id, source, transaction);
SELECT erp.protect('erp.transfers');
GRANT SELECT, INSERT, UPDATE, DELETE ON erp.transfers TO crypto_erp_app;

-- What a source reported stays. A pending transfer is confirmed with the time of its block; a token is accepted.
CREATE FUNCTION erp.check_transfer_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  confirming CONSTANT text[] := '{state,at,position}';
BEGIN
  IF to_jsonb(NEW) - confirming = to_jsonb(OLD) - confirming AND OLD.state = 'pending' THEN RETURN NEW; END IF;
  IF to_jsonb(NEW) - 'asset' = to_jsonb(OLD) - 'asset' AND OLD.asset IS NULL THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'Transfer % is what its source reported, and stays.', OLD.id USING ERRCODE = 'CE201';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE ON erp.transfers
  FOR EACH ROW EXECUTE FUNCTION erp.check_transfer_change();

-- The account of a wallet with transfers stays: what was posted is on it.
CREATE FUNCTION erp.check_wallet_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.account_id <> OLD.account_id OR NEW.kind <> OLD.kind) AND EXISTS (
    SELECT FROM erp.transfers t WHERE t.company_id = OLD.company_id AND t.wallet_id = OLD.id)
  THEN
    RAISE EXCEPTION 'Wallet % has transfers: its kind and account stay.', OLD.id USING ERRCODE = 'CE202';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER account_stays BEFORE UPDATE ON erp.wallets
  FOR EACH ROW EXECUTE FUNCTION erp.check_wallet_change();

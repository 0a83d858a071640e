-- What the company calls what its transfers did, what that does to lots, and the lots and disposals that follow.

-- How lots are kept. Before the first lot the pool is chosen, and stays.
CREATE TABLE erp.lot_settings (
  company_id uuid PRIMARY KEY REFERENCES erp.companies,
  -- All wallets together, or each on its own.
  pool text NOT NULL DEFAULT 'company' CHECK (pool IN ('company', 'wallet')),
  -- Fees are an expense, or belong to what was bought or sold.
  fees text NOT NULL DEFAULT 'expense' CHECK (fees IN ('expense', 'basis')),
  -- What leaves without a lot: refused, or it cost zero.
  shortfall text NOT NULL DEFAULT 'block' CHECK (shortfall IN ('block', 'zero')),
  -- A gain on what was held for more than so many months is long-term. NULL: there is no such split.
  long_term_months smallint CHECK (long_term_months BETWEEN 1 AND 600),
  version integer NOT NULL DEFAULT 1
);
SELECT erp.protect('erp.lot_settings');
GRANT SELECT, INSERT, UPDATE ON erp.lot_settings TO crypto_erp_app;

-- Which lots leave first, from a fiscal year on, of one asset or of all that have no line of their own.
CREATE TABLE erp.lot_methods (
  company_id uuid NOT NULL REFERENCES erp.companies,
  position integer NOT NULL,
  -- NULL: all assets.
  asset text REFERENCES erp.assets,
  fiscal_year integer NOT NULL CHECK (fiscal_year BETWEEN 1900 AND 2999),
  method text NOT NULL CHECK (method IN ('fifo', 'lifo', 'hifo', 'lofo', 'average')),
  PRIMARY KEY (company_id, position),
  UNIQUE NULLS NOT DISTINCT (company_id, asset, fiscal_year)
);
SELECT erp.protect('erp.lot_methods');
GRANT SELECT, INSERT, DELETE ON erp.lot_methods TO crypto_erp_app;

-- One event of one or more transfers: those of one transaction of a chain, those of one event of an exchange, or two of
-- these that belong together.
CREATE TABLE erp.transactions (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  -- Where its first transfer is from, and what that calls the event. `part` tells several of one event apart.
  source text NOT NULL,
  reference text NOT NULL,
  part smallint NOT NULL CHECK (part > 0),
  at timestamptz NOT NULL,
  position text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'posted', 'ignored')),
  type text CHECK (type IN ('sale', 'purchase', 'invoice-payment', 'bill-payment', 'swap', 'own-transfer', 'fee', 'staking',
    'mining', 'airdrop', 'interest', 'loan-out', 'loan-back', 'gift', 'loss', 'payroll', 'wrap', 'bridge')),
  -- The other side: an account, or the open items of a contact.
  account_id uuid,
  contact_id uuid,
  allocations jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(allocations) = 'array'),
  -- The lots that a person chose, in place of the method's.
  chosen_lots jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(chosen_lots) = 'array'),
  description text NOT NULL DEFAULT '',
  ignored_reason text CHECK (ignored_reason <> ''),
  -- Where it stands among the company's lots: at its own time, or at the first open instant when that had been closed.
  effective_at timestamptz CHECK (effective_at >= at),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  CONSTRAINT transactions_once UNIQUE (company_id, source, reference, part),
  FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts (company_id, id),
  FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts (company_id, id),
  CHECK ((state = 'posted') = (effective_at IS NOT NULL)),
  CHECK (state <> 'posted' OR type IS NOT NULL),
  CHECK ((state = 'ignored') = (ignored_reason IS NOT NULL))
);
CREATE INDEX transactions_newest ON erp.transactions (company_id, at DESC, id DESC);
CREATE INDEX transactions_open ON erp.transactions (company_id, at, position, id) WHERE state = 'open';
SELECT erp.protect('erp.transactions');
GRANT SELECT, INSERT, UPDATE, DELETE ON erp.transactions TO crypto_erp_app;

CREATE TABLE erp.transaction_transfers (
  company_id uuid NOT NULL,
  transfer_id uuid NOT NULL,
  transaction_id uuid NOT NULL,
  PRIMARY KEY (company_id, transfer_id),
  FOREIGN KEY (company_id, transfer_id) REFERENCES erp.transfers (company_id, id) ON DELETE CASCADE,
  FOREIGN KEY (company_id, transaction_id) REFERENCES erp.transactions (company_id, id)
);
CREATE INDEX transaction_transfers_of ON erp.transaction_transfers (company_id, transaction_id);
SELECT erp.protect('erp.transaction_transfers');
GRANT SELECT, INSERT, DELETE ON erp.transaction_transfers TO crypto_erp_app;

-- The entries that a transaction made. `adjustment`: what a later backdated transaction changed of its cost.
CREATE TABLE erp.transaction_entries (
  company_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  transaction_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('posting', 'payment', 'adjustment', 'reversal')),
  -- Of a payment: its id.
  payment_id uuid,
  PRIMARY KEY (company_id, entry_id),
  FOREIGN KEY (company_id, transaction_id) REFERENCES erp.transactions (company_id, id),
  FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries (company_id, id),
  FOREIGN KEY (company_id, payment_id) REFERENCES erp.payments (company_id, id),
  CHECK ((kind = 'payment') = (payment_id IS NOT NULL))
);
CREATE INDEX transaction_entries_of ON erp.transaction_entries (company_id, transaction_id);
SELECT erp.protect('erp.transaction_entries');
GRANT SELECT, INSERT ON erp.transaction_entries TO crypto_erp_app;

-- What posted transactions do to lots, in the order of the engine: recomputing reads nothing else.
CREATE TABLE erp.transaction_moves (
  company_id uuid NOT NULL,
  transaction_id uuid NOT NULL,
  ordinal smallint NOT NULL CHECK (ordinal >= 0),
  -- Repeated from the transaction, so that the order is one index.
  effective_at timestamptz NOT NULL,
  position text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('acquire', 'dispose', 'carry')),
  asset text NOT NULL REFERENCES erp.assets,
  -- The wallet whose lots these are, or the account of a loan.
  place_id uuid NOT NULL,
  account_id uuid NOT NULL,
  quantity numeric NOT NULL CHECK (quantity > 0 AND quantity < 1e38 AND scale(quantity) <= 18),
  -- The cost of what is acquired, the proceeds of what is disposed of: NULL for its cost. In the base asset.
  amount numeric CHECK (amount >= 0 AND amount < 1e38 AND scale(amount) <= 18),
  reason text CHECK (reason IN ('sale', 'spending', 'fee', 'gift', 'loss')),
  income boolean NOT NULL DEFAULT false,
  -- What left the lots by it, as it was found last.
  cost numeric NOT NULL DEFAULT 0 CHECK (cost >= 0),
  -- Where the carried goes on.
  to_asset text REFERENCES erp.assets,
  to_place_id uuid,
  to_account_id uuid,
  to_quantity numeric CHECK (to_quantity > 0 AND to_quantity < 1e38 AND scale(to_quantity) <= 18),
  PRIMARY KEY (company_id, transaction_id, ordinal),
  FOREIGN KEY (company_id, transaction_id) REFERENCES erp.transactions (company_id, id),
  FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts (company_id, id),
  FOREIGN KEY (company_id, to_account_id) REFERENCES erp.accounts (company_id, id),
  CHECK ((kind = 'dispose') = (reason IS NOT NULL)),
  CHECK (kind <> 'acquire' OR amount IS NOT NULL),
  CHECK (kind <> 'carry' OR amount IS NULL),
  CHECK (num_nonnulls(to_asset, to_place_id, to_account_id, to_quantity) = CASE kind WHEN 'carry' THEN 4 ELSE 0 END)
);
CREATE INDEX transaction_moves_in_order
  ON erp.transaction_moves (company_id, asset, effective_at, position, transaction_id, ordinal);
CREATE INDEX transaction_moves_carried ON erp.transaction_moves (company_id, to_asset, effective_at)
  WHERE to_asset IS NOT NULL;
SELECT erp.protect('erp.transaction_moves');
GRANT SELECT, INSERT, DELETE, UPDATE (cost) ON erp.transaction_moves TO crypto_erp_app;

-- A quantity acquired at once, and what is left of it.
CREATE TABLE erp.lots (
  company_id uuid NOT NULL,
  id uuid NOT NULL,
  asset text NOT NULL REFERENCES erp.assets,
  -- All zeros where all wallets are one pool, else the wallet or the account of a loan.
  pool_id uuid NOT NULL,
  transaction_id uuid NOT NULL,
  ordinal smallint NOT NULL,
  -- Of what was carried: one for each lot that it came from.
  part integer NOT NULL CHECK (part >= 0),
  acquired_at timestamptz NOT NULL,
  -- In the company's time zone.
  acquired_on date NOT NULL,
  position text NOT NULL,
  quantity numeric NOT NULL CHECK (quantity > 0),
  cost numeric NOT NULL CHECK (cost >= 0),
  remaining numeric NOT NULL CHECK (remaining BETWEEN 0 AND quantity),
  -- Its cost less that of its uses. Where costs are averaged only the sum over a pool means something.
  remaining_cost numeric NOT NULL,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, transaction_id, ordinal, part),
  FOREIGN KEY (company_id, transaction_id, ordinal)
    REFERENCES erp.transaction_moves (company_id, transaction_id, ordinal)
);
CREATE INDEX lots_left ON erp.lots (company_id, asset, pool_id, acquired_at, id)
  WHERE remaining > 0 OR remaining_cost <> 0;
SELECT erp.protect('erp.lots');
GRANT SELECT, INSERT, DELETE, UPDATE (remaining, remaining_cost) ON erp.lots TO crypto_erp_app;

-- What a move took from a lot: a disposal, or what was carried. Without a lot: nothing was there, so it cost zero.
CREATE TABLE erp.lot_uses (
  company_id uuid NOT NULL,
  transaction_id uuid NOT NULL,
  ordinal smallint NOT NULL,
  part integer NOT NULL CHECK (part >= 0),
  lot_id uuid,
  kind text NOT NULL CHECK (kind IN ('dispose', 'carry')),
  asset text NOT NULL REFERENCES erp.assets,
  pool_id uuid NOT NULL,
  quantity numeric NOT NULL CHECK (quantity > 0),
  cost numeric NOT NULL CHECK (cost >= 0),
  -- Of a disposal.
  proceeds numeric CHECK (proceeds >= 0),
  acquired_on date,
  used_on date NOT NULL,
  PRIMARY KEY (company_id, transaction_id, ordinal, part),
  FOREIGN KEY (company_id, transaction_id, ordinal)
    REFERENCES erp.transaction_moves (company_id, transaction_id, ordinal),
  FOREIGN KEY (company_id, lot_id) REFERENCES erp.lots (company_id, id) DEFERRABLE INITIALLY DEFERRED,
  CHECK ((kind = 'dispose') = (proceeds IS NOT NULL)),
  CHECK ((lot_id IS NULL) = (acquired_on IS NULL)),
  CHECK (lot_id IS NOT NULL OR cost = 0)
);
CREATE INDEX lot_uses_of_lot ON erp.lot_uses (company_id, lot_id);
CREATE INDEX lot_uses_by_day ON erp.lot_uses (company_id, used_on, transaction_id, ordinal, part);
SELECT erp.protect('erp.lot_uses');
GRANT SELECT, INSERT, DELETE ON erp.lot_uses TO crypto_erp_app;

ALTER TABLE erp.entries DROP CONSTRAINT entries_source_check;
ALTER TABLE erp.entries ADD CONSTRAINT entries_source_check CHECK (source IN ('manual', 'reversal', 'invoice', 'bill',
  'credit-note', 'debit-note', 'expense-claim', 'payment', 'settlement', 'revaluation', 'opening-balance', 'year-end',
  'transaction'));

-- Posted is posted: a transaction is undone as a whole, and then open again.
CREATE FUNCTION erp.check_transaction_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  undone CONSTANT text[] := '{state,effective_at,version,ignored_reason}';
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state <> 'posted' THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND NEW.state <> 'posted' AND to_jsonb(NEW) - undone = to_jsonb(OLD) - undone THEN RETURN NEW; END IF;
  IF TG_OP = 'DELETE' AND OLD.state <> 'posted' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'Transaction % is posted and stays as it is. Undo it first.', OLD.id USING ERRCODE = 'CE211';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON erp.transactions
  FOR EACH ROW EXECUTE FUNCTION erp.check_transaction_change();

-- The transfers of a posted transaction are those that were posted. One without transfers is nothing.
CREATE FUNCTION erp.check_transaction_transfers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed record := coalesce(NEW, OLD);
BEGIN
  IF EXISTS (SELECT FROM erp.transactions t
    WHERE t.company_id = changed.company_id AND t.id = changed.transaction_id AND t.state = 'posted')
  THEN
    RAISE EXCEPTION 'Transaction % is posted with its transfers. Undo it first.', changed.transaction_id
      USING ERRCODE = 'CE211';
  END IF;
  RETURN changed;
END $$;
CREATE TRIGGER of_open BEFORE INSERT OR DELETE ON erp.transaction_transfers
  FOR EACH ROW EXECUTE FUNCTION erp.check_transaction_transfers();
CREATE FUNCTION erp.drop_empty_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM erp.transactions t WHERE t.company_id = OLD.company_id AND t.id = OLD.transaction_id AND t.state <> 'posted'
    AND NOT EXISTS (SELECT FROM erp.transaction_entries e WHERE e.company_id = t.company_id AND e.transaction_id = t.id)
    AND NOT EXISTS (SELECT FROM erp.transaction_transfers x WHERE x.company_id = t.company_id AND x.transaction_id = t.id);
  RETURN NULL;
END $$;
CREATE TRIGGER none_empty AFTER DELETE ON erp.transaction_transfers
  FOR EACH ROW EXECUTE FUNCTION erp.drop_empty_transaction();

-- At the commit: what is posted has transfers, what is not has neither moves nor an entry that still counts.
CREATE FUNCTION erp.check_transaction_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  tx record;
BEGIN
  SELECT * INTO tx FROM erp.transactions t WHERE t.company_id = NEW.company_id AND t.id = NEW.id;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF tx.state = 'posted' THEN
    IF NOT EXISTS (SELECT FROM erp.transaction_transfers x WHERE x.company_id = tx.company_id AND x.transaction_id = tx.id)
    THEN
      RAISE EXCEPTION 'Transaction % is posted without a transfer.', tx.id USING ERRCODE = 'CE211';
    END IF;
  ELSIF EXISTS (SELECT FROM erp.transaction_moves m WHERE m.company_id = tx.company_id AND m.transaction_id = tx.id)
    OR EXISTS (
      SELECT FROM erp.transaction_entries x
      JOIN erp.entries e ON e.company_id = x.company_id AND e.id = x.entry_id AND e.reverses_id IS NULL
      WHERE x.company_id = tx.company_id AND x.transaction_id = tx.id
        AND NOT EXISTS (SELECT FROM erp.entries r WHERE r.company_id = e.company_id AND r.reverses_id = e.id))
  THEN
    RAISE EXCEPTION 'Transaction % is not posted, and the books still hold it.', tx.id USING ERRCODE = 'CE211';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER whole AFTER INSERT OR UPDATE OF state ON erp.transactions DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION erp.check_transaction_whole();

-- A move belongs to the transaction as it is posted, and leaves no sooner.
CREATE FUNCTION erp.check_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM erp.transactions t
    WHERE t.company_id = NEW.company_id AND t.id = NEW.transaction_id AND t.state = 'posted'
      AND t.effective_at = NEW.effective_at AND t.position = NEW.position)
  THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'A move is of a posted transaction and of its time.' USING ERRCODE = 'CE211';
END $$;
CREATE CONSTRAINT TRIGGER of_posted AFTER INSERT ON erp.transaction_moves DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION erp.check_moves();

-- What is left of a lot is what was not used of it.
CREATE FUNCTION erp.check_lot() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  lot record;
  used record;
  wanted uuid := CASE TG_TABLE_NAME WHEN 'lots' THEN (to_jsonb(coalesce(NEW, OLD)) ->> 'id')::uuid
    ELSE (to_jsonb(coalesce(NEW, OLD)) ->> 'lot_id')::uuid END;
BEGIN
  SELECT * INTO lot FROM erp.lots l WHERE l.company_id = coalesce(NEW.company_id, OLD.company_id) AND l.id = wanted;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT coalesce(sum(u.quantity), 0) AS quantity, coalesce(sum(u.cost), 0) AS cost INTO used FROM erp.lot_uses u
  WHERE u.company_id = lot.company_id AND u.lot_id = lot.id;
  IF used.quantity + lot.remaining <> lot.quantity OR used.cost + lot.remaining_cost <> lot.cost THEN
    RAISE EXCEPTION 'Of lot % % was used, and % of % remains.', lot.id, used.quantity, lot.remaining, lot.quantity
      USING ERRCODE = 'CE212';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT OR UPDATE ON erp.lots DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION erp.check_lot();
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT OR DELETE ON erp.lot_uses DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION erp.check_lot();

-- What moved in a closed month moved so.
CREATE FUNCTION erp.check_move_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed record := coalesce(NEW, OLD);
BEGIN
  IF EXISTS (
    SELECT FROM erp.closed_periods p JOIN erp.companies c ON c.company_id = p.company_id
    WHERE p.company_id = changed.company_id AND p.lock = 'hard'
      AND p.month = date_trunc('month', changed.effective_at AT TIME ZONE c.time_zone)::date)
  THEN
    RAISE EXCEPTION 'Transaction % is of a closed month.', changed.transaction_id USING ERRCODE = 'CE003';
  END IF;
  RETURN changed;
END $$;
CREATE TRIGGER open_month BEFORE INSERT OR DELETE OR UPDATE ON erp.transaction_moves
  FOR EACH ROW EXECUTE FUNCTION erp.check_move_open();

-- What was used in a closed month was used so.
CREATE FUNCTION erp.check_use_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed record := coalesce(NEW, OLD);
BEGIN
  IF EXISTS (SELECT FROM erp.closed_periods p WHERE p.company_id = changed.company_id AND p.lock = 'hard'
    AND p.month = date_trunc('month', changed.used_on)::date)
  THEN
    RAISE EXCEPTION 'Lots used in % are in a closed month.', changed.used_on USING ERRCODE = 'CE003';
  END IF;
  RETURN changed;
END $$;
CREATE TRIGGER open_month BEFORE INSERT OR DELETE ON erp.lot_uses
  FOR EACH ROW EXECUTE FUNCTION erp.check_use_open();

-- The pool of a company with lots stays: their costs were found in it.
CREATE FUNCTION erp.check_lot_settings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.pool <> OLD.pool AND EXISTS (SELECT FROM erp.lots l WHERE l.company_id = NEW.company_id) THEN
    RAISE EXCEPTION 'There are lots: their pool stays %.', OLD.pool USING ERRCODE = 'CE213';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER pool_stays BEFORE UPDATE OF pool ON erp.lot_settings
  FOR EACH ROW EXECUTE FUNCTION erp.check_lot_settings();

-- A payment that a transaction is, is taken back with the transaction.
CREATE FUNCTION erp.check_transaction_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM erp.transaction_entries x
    JOIN erp.transactions t ON t.company_id = x.company_id AND t.id = x.transaction_id AND t.state = 'posted'
    WHERE x.company_id = NEW.company_id AND x.payment_id = NEW.id)
  THEN
    RAISE EXCEPTION 'Payment % is of a transaction: undo that.', NEW.id USING ERRCODE = 'CE211';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER of_transaction AFTER UPDATE OF reversal_entry_id ON erp.payments
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_transaction_payment();
CREATE INDEX transaction_entries_of_payment ON erp.transaction_entries (company_id, payment_id) WHERE payment_id IS NOT NULL;

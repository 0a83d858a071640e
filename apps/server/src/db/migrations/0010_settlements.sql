-- What clears what: a payment over several documents, a credit note's use, receivable against payable, a write-off.
-- Documents, and what is left of payments, are the open items on the receivable and payable accounts.

ALTER TABLE erp.payments
  ADD side text CHECK (side IN ('sales', 'purchase')),
  ADD direction text CHECK (direction IN ('in', 'out')),
  ADD contact_id uuid,
  -- What the bank kept, in the payment's and in the base asset.
  ADD fee_amount numeric NOT NULL DEFAULT 0 CHECK (fee_amount >= 0),
  ADD fee_base numeric NOT NULL DEFAULT 0 CHECK (fee_base >= 0),
  ADD fee_account_id uuid,
  -- What paid no document stays as credit; what of it was used since.
  ADD credit_amount numeric NOT NULL DEFAULT 0,
  ADD credit_base numeric NOT NULL DEFAULT 0,
  ADD settled_amount numeric NOT NULL DEFAULT 0,
  ADD settled_base numeric NOT NULL DEFAULT 0;

CREATE TABLE erp.settlements (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('payment', 'credit', 'contra')),
  date date NOT NULL,
  payment_id uuid,
  -- Realised exchange gain (positive) or loss in the base asset.
  exchange_difference numeric NOT NULL,
  -- Null where nothing is posted: a credit used in its own asset at its own rate.
  entry_id uuid,
  reversal_entry_id uuid,
  reversed_on date CHECK (reversed_on >= date),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, payment_id),
  UNIQUE (company_id, entry_id),
  FOREIGN KEY (company_id, payment_id) REFERENCES erp.payments (company_id, id),
  FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries (company_id, id),
  FOREIGN KEY (company_id, reversal_entry_id) REFERENCES erp.entries (company_id, id),
  CHECK ((kind = 'payment') = (payment_id IS NOT NULL)),
  CHECK (kind <> 'payment' OR entry_id IS NOT NULL),
  CHECK (reversal_entry_id IS NULL OR reversed_on IS NOT NULL),
  CHECK (entry_id IS NULL OR reversed_on IS NULL OR reversal_entry_id IS NOT NULL)
);
CREATE INDEX settlements_newest ON erp.settlements (company_id, date DESC, id DESC);

CREATE TABLE erp.settlement_parts (
  company_id uuid NOT NULL,
  settlement_id uuid NOT NULL,
  position smallint NOT NULL,
  -- The open item: a document, or what was left of a payment.
  document_id uuid,
  payment_id uuid,
  -- What is cleared of it, in its asset and in the base asset.
  amount numeric NOT NULL CHECK (amount > 0),
  base_amount numeric NOT NULL CHECK (base_amount >= 0),
  -- Of a payment: what it took, in the payment's asset, and what was written off, in the document's.
  paid_amount numeric CHECK (paid_amount >= 0),
  write_off numeric NOT NULL DEFAULT 0 CHECK (write_off >= 0 AND write_off <= amount),
  PRIMARY KEY (company_id, settlement_id, position),
  UNIQUE (company_id, settlement_id, document_id),
  UNIQUE (company_id, settlement_id, payment_id),
  FOREIGN KEY (company_id, settlement_id) REFERENCES erp.settlements (company_id, id),
  FOREIGN KEY (company_id, document_id) REFERENCES erp.documents (company_id, id),
  FOREIGN KEY (company_id, payment_id) REFERENCES erp.payments (company_id, id),
  CHECK (num_nonnulls(document_id, payment_id) = 1)
);
CREATE INDEX settlement_parts_by_document ON erp.settlement_parts (company_id, document_id) WHERE document_id IS NOT NULL;
CREATE INDEX settlement_parts_by_payment ON erp.settlement_parts (company_id, payment_id) WHERE payment_id IS NOT NULL;

-- The payments so far: each settled one invoice. The owner sees every company meanwhile.
DROP TRIGGER immutable ON erp.payments;
DROP FUNCTION erp.check_payment_change;
DROP FUNCTION IF EXISTS erp.post_payments;
ALTER TABLE erp.payments NO FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.documents NO FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.entries NO FORCE ROW LEVEL SECURITY;
UPDATE erp.payments p SET side = 'sales', direction = 'in', contact_id = d.contact_id
FROM erp.documents d WHERE d.company_id = p.company_id AND d.id = p.invoice_id;
INSERT INTO erp.settlements (company_id, id, kind, date, payment_id, exchange_difference, entry_id, reversal_entry_id,
  reversed_on, created_at)
SELECT p.company_id, p.id, 'payment', p.date, p.id, p.exchange_difference, p.entry_id, p.reversal_entry_id,
  (SELECT e.date FROM erp.entries e WHERE e.company_id = p.company_id AND e.id = p.reversal_entry_id), p.created_at
FROM erp.payments p;
INSERT INTO erp.settlement_parts (company_id, settlement_id, position, document_id, amount, base_amount, paid_amount)
SELECT p.company_id, p.id, 1, p.invoice_id, p.amount, p.cleared_base, p.amount FROM erp.payments p;
ALTER TABLE erp.payments FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.documents FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.entries FORCE ROW LEVEL SECURITY;

ALTER TABLE erp.payments
  DROP invoice_id, DROP cleared_base, DROP exchange_difference,
  ALTER side SET NOT NULL, ALTER direction SET NOT NULL, ALTER contact_id SET NOT NULL,
  ADD FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts (company_id, id),
  ADD FOREIGN KEY (company_id, fee_account_id) REFERENCES erp.accounts (company_id, id),
  ADD CONSTRAINT payments_fee CHECK ((fee_amount = 0 AND fee_base = 0) OR fee_account_id IS NOT NULL),
  ADD CONSTRAINT payments_credit CHECK (credit_amount BETWEEN 0 AND amount AND credit_base >= 0),
  ADD CONSTRAINT payments_settled CHECK (settled_amount BETWEEN 0 AND credit_amount
    AND (settled_amount <> 0 OR settled_base = 0)
    AND (settled_amount <> credit_amount OR settled_base = credit_base)),
  ADD CONSTRAINT payments_reversed CHECK (reversal_entry_id IS NULL OR settled_amount = 0);
CREATE INDEX payments_by_contact ON erp.payments (company_id, contact_id, date DESC, id DESC);

SELECT erp.protect('erp.settlements'), erp.protect('erp.settlement_parts');
-- Both are written by the owner's functions; the application marks a settlement as reversed.
GRANT SELECT, UPDATE ON erp.settlements TO crypto_erp_app;
GRANT SELECT ON erp.settlement_parts TO crypto_erp_app;

-- A payment's facts stay: it is marked as reversed once, and its credit is used.
CREATE FUNCTION erp.check_payment_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moves CONSTANT text[] := '{reversal_entry_id,settled_amount,settled_base}';
BEGIN
  IF to_jsonb(NEW) - moves = to_jsonb(OLD) - moves
    AND (OLD.reversal_entry_id IS NULL OR NEW.reversal_entry_id = OLD.reversal_entry_id)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Payment % is posted and stays as it is. Reverse it instead.', OLD.id USING ERRCODE = 'CE001';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE ON erp.payments
  FOR EACH ROW EXECUTE FUNCTION erp.check_payment_change();

CREATE FUNCTION erp.check_settlement_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moves CONSTANT text[] := '{reversal_entry_id,reversed_on}';
BEGIN
  IF OLD.reversed_on IS NULL AND to_jsonb(NEW) - moves = to_jsonb(OLD) - moves THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Settlement % is posted and stays as it is. Reverse it instead.', OLD.id USING ERRCODE = 'CE001';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE ON erp.settlements
  FOR EACH ROW EXECUTE FUNCTION erp.check_settlement_change();
CREATE TRIGGER undeletable BEFORE DELETE OR TRUNCATE ON erp.settlements
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON erp.settlement_parts
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

-- A part joins its settlement in the transaction that makes it.
CREATE FUNCTION erp.check_settlement_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM erp.settlements s
    WHERE s.company_id = NEW.company_id AND s.id = NEW.settlement_id AND s.created_at <> now())
  THEN
    RAISE EXCEPTION 'Settlement % is posted and stays as it is. Reverse it instead.', NEW.settlement_id
      USING ERRCODE = 'CE001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER same_transaction BEFORE INSERT ON erp.settlement_parts
  FOR EACH ROW EXECUTE FUNCTION erp.check_settlement_part();

-- Everything that is or was owed between the company and its contacts. `sign`: 1 a debit on its control account,
-- -1 a credit.
CREATE VIEW erp.open_items WITH (security_invoker = true) AS
SELECT d.company_id, 'document'::text AS item_kind, d.id, d.kind, d.side, d.number, d.contact_id, d.issue_date AS date,
  d.due_date, d.asset,
  CASE WHEN (d.side = 'sales') = (d.kind <> 'credit-note') THEN 1 ELSE -1 END AS sign,
  d.total AS amount, d.settled_amount, d.base_total AS base_amount, d.settled_base, d.entry_id, d.status
FROM erp.documents d
WHERE d.status IN ('posted', 'partly-paid', 'paid') OR d.voided_by_id IS NOT NULL
UNION ALL
SELECT p.company_id, 'payment', p.id, 'payment', p.side, e.number, p.contact_id, p.date, p.date, p.asset,
  CASE p.direction WHEN 'out' THEN 1 ELSE -1 END, p.credit_amount, p.settled_amount, p.credit_base, p.settled_base,
  p.entry_id,
  CASE p.settled_amount WHEN 0 THEN 'posted' WHEN p.credit_amount THEN 'paid' ELSE 'partly-paid' END
FROM erp.payments p JOIN erp.entries e ON e.company_id = p.company_id AND e.id = p.entry_id
WHERE p.credit_amount > 0 AND p.reversal_entry_id IS NULL;
GRANT SELECT ON erp.open_items TO crypto_erp_app;

-- Invoices become one kind of document, beside bills, credit notes, debit notes and expense claims: all share their
-- life, their numbers and what is owed by them. The tables are renamed outright: no release reads the old names.

ALTER TABLE erp.companies
  ADD tax_number text,
  ADD address text NOT NULL DEFAULT '',
  -- The most that one payment may write off of a document, in the base asset.
  ADD write_off_limit numeric NOT NULL DEFAULT 0 CHECK (write_off_limit >= 0 AND write_off_limit < 1e38);

-- Where the tax of purchases is posted; null: the code is for sales only.
ALTER TABLE erp.taxes
  ADD input_account_id uuid,
  ADD FOREIGN KEY (company_id, input_account_id) REFERENCES erp.accounts (company_id, id);

DROP FUNCTION IF EXISTS erp.lock_invoice, erp.invoices_with_total, erp.post_invoices, erp.most_paid;
DROP TRIGGER immutable ON erp.invoices;
DROP TRIGGER immutable ON erp.invoice_lines;
DROP TRIGGER immutable ON erp.invoice_taxes;
DROP FUNCTION erp.check_invoice_change, erp.check_invoice_part_change;

ALTER TABLE erp.invoices RENAME TO documents;
ALTER TABLE erp.invoice_lines RENAME TO document_lines;
ALTER TABLE erp.invoice_taxes RENAME TO document_taxes;
ALTER TABLE erp.invoice_pdfs RENAME TO document_pdfs;
ALTER TABLE erp.document_lines RENAME invoice_id TO document_id;
ALTER TABLE erp.document_taxes RENAME invoice_id TO document_id;
ALTER TABLE erp.document_pdfs RENAME invoice_id TO document_id;
ALTER TABLE erp.documents RENAME paid_amount TO settled_amount;
ALTER TABLE erp.documents RENAME cleared_base TO settled_base;
ALTER TABLE erp.documents RENAME seller_name TO company_name;
ALTER TABLE erp.documents RENAME seller_country TO company_country;
ALTER TABLE erp.documents RENAME customer_name TO contact_name;
ALTER TABLE erp.documents RENAME customer_address TO contact_address;
ALTER TABLE erp.documents RENAME customer_country TO contact_country;
ALTER TABLE erp.documents RENAME customer_tax_number TO contact_tax_number;

-- A document raises what is owed between company and contact, a credit note lowers it; its amounts are positive.
ALTER TABLE erp.documents
  ADD kind text NOT NULL DEFAULT 'invoice'
    CHECK (kind IN ('invoice', 'bill', 'credit-note', 'debit-note', 'expense-claim')),
  ADD side text NOT NULL DEFAULT 'sales' CHECK (side IN ('sales', 'purchase')),
  -- The document that a credit or debit note corrects.
  ADD corrects_id uuid,
  -- The number that the supplier gave a bill, or the shop a receipt.
  ADD external_number text NOT NULL DEFAULT '',
  -- How much of the total credit notes took back.
  ADD credited_amount numeric NOT NULL DEFAULT 0,
  -- The credit or debit note that took all of it back, because it was a mistake.
  ADD voided_by_id uuid,
  ADD company_address text,
  ADD company_tax_number text;
ALTER TABLE erp.documents ALTER kind DROP DEFAULT, ALTER side DROP DEFAULT;

-- In the base asset: what the entry posts for each line and each tax.
ALTER TABLE erp.document_lines ADD base_net numeric;
ALTER TABLE erp.document_taxes
  ADD base_base numeric,
  ADD base_tax numeric,
  -- Reverse charge on a purchase: the tax that the company owes and deducts itself, outside the document's total.
  ADD self_assessed numeric NOT NULL DEFAULT 0,
  ADD base_self_assessed numeric NOT NULL DEFAULT 0;

-- The owner sees every company while it fills the new columns.
ALTER TABLE erp.taxes NO FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.accounts NO FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.entry_lines NO FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.documents NO FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.document_lines NO FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.document_taxes NO FORCE ROW LEVEL SECURITY;
UPDATE erp.taxes t SET input_account_id = a.id FROM erp.accounts a
WHERE a.company_id = t.company_id AND a.role = 'tax_receivable' AND t.kind <> 'exempt';
UPDATE erp.document_lines l SET base_net = CASE WHEN d.total = 0 THEN 0
  ELSE round(l.net * d.base_total / d.total, scale(d.base_total)) END
FROM erp.documents d WHERE d.company_id = l.company_id AND d.id = l.document_id AND d.status <> 'draft';
UPDATE erp.document_taxes t SET
  base_base = CASE WHEN d.total = 0 THEN 0 ELSE round(t.base * d.base_total / d.total, scale(d.base_total)) END,
  base_tax = coalesce(
    (SELECT -l.base_amount FROM erp.taxes x
     JOIN erp.entry_lines l ON l.company_id = x.company_id AND l.account_id = x.account_id AND l.entry_id = d.entry_id
     WHERE x.company_id = t.company_id AND x.id = t.tax_id AND l.quantity = -t.tax LIMIT 1),
    CASE WHEN d.total = 0 THEN 0 ELSE round(t.tax * d.base_total / d.total, scale(d.base_total)) END)
FROM erp.documents d WHERE d.company_id = t.company_id AND d.id = t.document_id AND d.status <> 'draft';
ALTER TABLE erp.documents DROP CONSTRAINT invoices_status_check, DROP CONSTRAINT invoices_state,
  DROP CONSTRAINT invoices_parties, DROP CONSTRAINT invoices_paid, DROP CONSTRAINT invoices_reversed;
UPDATE erp.documents SET company_address = '' WHERE status <> 'draft';
UPDATE erp.documents SET status = 'void' WHERE status = 'reversed';
ALTER TABLE erp.outbox NO FORCE ROW LEVEL SECURITY;
UPDATE erp.outbox SET job = 'render-document',
  payload = jsonb_build_object('companyId', company_id, 'documentId', payload -> 'invoiceId')
WHERE job = 'render-invoice' AND relayed_at IS NULL;
ALTER TABLE erp.outbox FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.taxes FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.accounts FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.entry_lines FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.documents FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.document_lines FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.document_taxes FORCE ROW LEVEL SECURITY;

ALTER TABLE erp.documents
  DROP CONSTRAINT invoices_company_id_fiscal_year_serial_key,
  ADD CONSTRAINT documents_serial UNIQUE (company_id, kind, side, fiscal_year, serial),
  ADD FOREIGN KEY (company_id, corrects_id) REFERENCES erp.documents (company_id, id),
  ADD FOREIGN KEY (company_id, voided_by_id) REFERENCES erp.documents (company_id, id),
  ADD CONSTRAINT documents_status_check CHECK (status IN ('draft', 'posted', 'partly-paid', 'paid', 'void')),
  ADD CONSTRAINT documents_side CHECK (
    CASE kind WHEN 'invoice' THEN side = 'sales' WHEN 'bill' THEN side = 'purchase'
      WHEN 'expense-claim' THEN side = 'purchase' ELSE true END),
  ADD CONSTRAINT documents_corrects CHECK (
    corrects_id IS NULL OR (kind IN ('credit-note', 'debit-note') AND corrects_id <> id)),
  ADD CONSTRAINT documents_credited CHECK (credited_amount BETWEEN 0 AND total),
  ADD CONSTRAINT documents_state CHECK (
    CASE status
      WHEN 'draft' THEN number IS NULL AND entry_id IS NULL AND posted_at IS NULL AND credited_amount = 0
      ELSE number IS NOT NULL AND entry_id IS NOT NULL AND posted_at IS NOT NULL AND base_total IS NOT NULL
    END),
  ADD CONSTRAINT documents_parties CHECK (
    CASE status
      WHEN 'draft' THEN num_nonnulls(company_name, company_country, company_address, company_tax_number, contact_name,
        contact_address, contact_country, contact_tax_number) = 0
      ELSE num_nulls(company_name, company_country, company_address, contact_name, contact_address) = 0
    END),
  ADD CONSTRAINT documents_void CHECK (
    (status = 'void') = (voided_by_id IS NOT NULL OR reversal_entry_id IS NOT NULL)),
  ADD CONSTRAINT documents_settled CHECK (
    CASE status
      WHEN 'partly-paid' THEN settled_amount > 0 AND settled_amount < total
      WHEN 'paid' THEN settled_amount = total AND settled_base = base_total
      WHEN 'void' THEN voided_by_id IS NULL OR (settled_amount = total AND settled_base = base_total)
      ELSE settled_amount = 0 AND settled_base = 0
    END);
DROP INDEX erp.invoices_newest, erp.invoices_by_status;
CREATE INDEX documents_newest ON erp.documents (company_id, kind, issue_date DESC, id DESC);
CREATE INDEX documents_by_status ON erp.documents (company_id, kind, status, issue_date DESC, id DESC);
ALTER INDEX erp.invoices_by_contact RENAME TO documents_by_contact;
ALTER INDEX erp.invoices_by_total RENAME TO documents_by_total;
CREATE INDEX documents_correcting ON erp.documents (company_id, corrects_id) WHERE corrects_id IS NOT NULL;
-- A supplier's bill is entered once.
CREATE UNIQUE INDEX documents_external_number ON erp.documents (company_id, contact_id, external_number)
  WHERE kind = 'bill' AND external_number <> '' AND status NOT IN ('draft', 'void');

-- A posted document keeps what was sent or received: only its state moves on.
CREATE FUNCTION erp.check_document_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moves CONSTANT text[] := '{status,settled_amount,settled_base,credited_amount,voided_by_id,version}';
BEGIN
  IF OLD.status = 'draft' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.status <> 'draft' AND to_jsonb(NEW) - moves = to_jsonb(OLD) - moves
    AND (OLD.voided_by_id IS NULL OR NEW.voided_by_id = OLD.voided_by_id)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Document % is posted and stays as it is. Correct it by a credit note instead.', OLD.number
    USING ERRCODE = 'CE001';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON erp.documents
  FOR EACH ROW EXECUTE FUNCTION erp.check_document_change();

-- Lines and taxes of a document change only while it is a draft, or in the transaction that posts it.
CREATE FUNCTION erp.check_document_part_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  part record := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  IF EXISTS (
    SELECT FROM erp.documents d
    WHERE d.company_id = part.company_id AND d.id = part.document_id AND d.posted_at IS NOT NULL
      AND (TG_OP <> 'INSERT' OR d.posted_at <> now()))
  THEN
    RAISE EXCEPTION 'Document % is posted and stays as it is. Correct it by a credit note instead.', part.document_id
      USING ERRCODE = 'CE001';
  END IF;
  RETURN part;
END $$;
CREATE TRIGGER immutable BEFORE INSERT OR UPDATE OR DELETE ON erp.document_lines
  FOR EACH ROW EXECUTE FUNCTION erp.check_document_part_change();
CREATE TRIGGER immutable BEFORE INSERT OR UPDATE OR DELETE ON erp.document_taxes
  FOR EACH ROW EXECUTE FUNCTION erp.check_document_part_change();

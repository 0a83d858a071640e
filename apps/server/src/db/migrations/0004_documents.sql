-- Contacts, taxes, payment terms, sales invoices and their payments.

CREATE TABLE erp.payment_terms (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  name text NOT NULL,
  days integer NOT NULL CHECK (days BETWEEN 0 AND 3650),
  from_end_of_month boolean NOT NULL,
  archived boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, name)
);

CREATE TABLE erp.contacts (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  name text NOT NULL,
  email text,
  tax_number text,
  address text NOT NULL,
  country text CHECK (country ~ '^[A-Z]{2}$'),
  default_asset text REFERENCES erp.assets,
  payment_terms_id uuid,
  archived boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, id),
  FOREIGN KEY (company_id, payment_terms_id) REFERENCES erp.payment_terms (company_id, id)
);
CREATE INDEX contacts_by_name ON erp.contacts (company_id, name, id);

ALTER TABLE erp.entry_lines ADD FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts (company_id, id);

CREATE TABLE erp.taxes (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('standard', 'exempt', 'reverse-charge')),
  rate numeric NOT NULL CHECK (rate BETWEEN 0 AND 100),
  inclusive boolean NOT NULL,
  exempt_reason text,
  account_id uuid,
  archived boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, code),
  FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts (company_id, id),
  CHECK (CASE kind
    WHEN 'exempt' THEN rate = 0 AND exempt_reason IS NOT NULL
    WHEN 'standard' THEN exempt_reason IS NULL
    ELSE true END),
  CHECK (kind = 'exempt' OR account_id IS NOT NULL)
);

CREATE TABLE erp.invoices (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('draft', 'posted', 'partly-paid', 'paid', 'reversed')),
  number text,
  fiscal_year integer,
  serial bigint,
  contact_id uuid NOT NULL,
  issue_date date NOT NULL,
  due_date date NOT NULL CHECK (due_date >= issue_date),
  payment_terms_id uuid,
  asset text NOT NULL REFERENCES erp.assets,
  reference text NOT NULL,
  notes text NOT NULL,
  net numeric NOT NULL,
  tax numeric NOT NULL,
  total numeric NOT NULL CHECK (total = net + tax AND total >= 0),
  paid_amount numeric NOT NULL DEFAULT 0 CHECK (paid_amount BETWEEN 0 AND total),
  -- The receivable in the base asset, and how much of it payments cleared.
  base_total numeric,
  cleared_base numeric NOT NULL DEFAULT 0,
  -- Base asset per invoice asset, rounded for reading: `base_total` holds the exact result.
  rate numeric,
  rate_date date,
  -- Who sold and who bought, as they were when it was posted: a later change of either leaves the invoice alone.
  seller_name text,
  seller_country text,
  customer_name text,
  customer_address text,
  customer_country text,
  customer_tax_number text,
  entry_id uuid,
  reversal_entry_id uuid,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  posted_at timestamptz,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, fiscal_year, serial),
  UNIQUE (company_id, number),
  UNIQUE (company_id, entry_id),
  FOREIGN KEY (company_id, contact_id) REFERENCES erp.contacts (company_id, id),
  FOREIGN KEY (company_id, payment_terms_id) REFERENCES erp.payment_terms (company_id, id),
  FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries (company_id, id),
  FOREIGN KEY (company_id, reversal_entry_id) REFERENCES erp.entries (company_id, id),
  CONSTRAINT invoices_state CHECK (
    CASE status
      WHEN 'draft' THEN number IS NULL AND entry_id IS NULL AND posted_at IS NULL
      ELSE number IS NOT NULL AND entry_id IS NOT NULL AND posted_at IS NOT NULL AND base_total IS NOT NULL
    END),
  CONSTRAINT invoices_parties CHECK (
    CASE status
      WHEN 'draft' THEN num_nonnulls(seller_name, seller_country, customer_name, customer_address, customer_country,
        customer_tax_number) = 0
      ELSE num_nulls(seller_name, seller_country, customer_name, customer_address) = 0
    END),
  CONSTRAINT invoices_paid CHECK (
    CASE status
      WHEN 'partly-paid' THEN paid_amount > 0 AND paid_amount < total
      WHEN 'paid' THEN paid_amount = total AND cleared_base = base_total
      ELSE paid_amount = 0 AND cleared_base = 0
    END),
  CONSTRAINT invoices_reversed CHECK ((status = 'reversed') = (reversal_entry_id IS NOT NULL))
);
CREATE INDEX invoices_newest ON erp.invoices (company_id, issue_date DESC, id DESC);
CREATE INDEX invoices_by_contact ON erp.invoices (company_id, contact_id, issue_date DESC, id DESC);
CREATE INDEX invoices_by_status ON erp.invoices (company_id, status, issue_date DESC, id DESC);
CREATE INDEX invoices_by_total ON erp.invoices (company_id, total);

CREATE TABLE erp.invoice_lines (
  company_id uuid NOT NULL,
  invoice_id uuid NOT NULL,
  position smallint NOT NULL,
  description text NOT NULL,
  quantity numeric NOT NULL CHECK (quantity >= 0),
  unit_price numeric NOT NULL CHECK (unit_price >= 0),
  discount_percent numeric NOT NULL CHECK (discount_percent BETWEEN 0 AND 100),
  tax_id uuid,
  account_id uuid NOT NULL,
  net numeric NOT NULL,
  tax numeric NOT NULL,
  PRIMARY KEY (company_id, invoice_id, position),
  FOREIGN KEY (company_id, invoice_id) REFERENCES erp.invoices (company_id, id) ON DELETE CASCADE,
  FOREIGN KEY (company_id, tax_id) REFERENCES erp.taxes (company_id, id),
  FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts (company_id, id)
);

-- The tax summary as it was when the invoice was written: a later change of the tax code leaves it alone.
CREATE TABLE erp.invoice_taxes (
  company_id uuid NOT NULL,
  invoice_id uuid NOT NULL,
  tax_id uuid NOT NULL,
  position smallint NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  rate numeric NOT NULL,
  exempt_reason text,
  base numeric NOT NULL,
  tax numeric NOT NULL,
  PRIMARY KEY (company_id, invoice_id, tax_id),
  FOREIGN KEY (company_id, invoice_id) REFERENCES erp.invoices (company_id, id) ON DELETE CASCADE,
  FOREIGN KEY (company_id, tax_id) REFERENCES erp.taxes (company_id, id)
);

CREATE TABLE erp.invoice_pdfs (
  company_id uuid NOT NULL,
  invoice_id uuid NOT NULL,
  content bytea NOT NULL,
  sha256 bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, invoice_id),
  FOREIGN KEY (company_id, invoice_id) REFERENCES erp.invoices (company_id, id)
);

CREATE TABLE erp.payments (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  invoice_id uuid NOT NULL,
  date date NOT NULL,
  asset text NOT NULL REFERENCES erp.assets,
  amount numeric NOT NULL CHECK (amount > 0),
  base_amount numeric NOT NULL CHECK (base_amount >= 0),
  cleared_base numeric NOT NULL,
  exchange_difference numeric NOT NULL,
  account_id uuid NOT NULL,
  reference text NOT NULL,
  entry_id uuid NOT NULL,
  reversal_entry_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, entry_id),
  FOREIGN KEY (company_id, invoice_id) REFERENCES erp.invoices (company_id, id),
  FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts (company_id, id),
  FOREIGN KEY (company_id, entry_id) REFERENCES erp.entries (company_id, id),
  FOREIGN KEY (company_id, reversal_entry_id) REFERENCES erp.entries (company_id, id),
  CHECK (base_amount = cleared_base + exchange_difference)
);
CREATE INDEX payments_by_invoice ON erp.payments (company_id, invoice_id, date, id);
CREATE INDEX payments_newest ON erp.payments (company_id, date DESC, id DESC);

GRANT SELECT, INSERT, UPDATE ON erp.payment_terms, erp.contacts, erp.taxes TO crypto_erp_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON erp.invoices, erp.invoice_lines, erp.invoice_taxes TO crypto_erp_app;
GRANT SELECT, INSERT ON erp.invoice_pdfs TO crypto_erp_app;
-- A payment is written by erp.post(); the application marks it as reversed.
GRANT SELECT, UPDATE ON erp.payments TO crypto_erp_app;

-- Dimensions of lines (cost centre, project), budgets, and what an account is in the cash flow statement.

CREATE TABLE erp.dimensions (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  name text NOT NULL,
  archived boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, name)
);

CREATE TABLE erp.dimension_values (
  company_id uuid NOT NULL,
  id uuid NOT NULL,
  dimension_id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  archived boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, dimension_id, code),
  -- What lets a line's value be of the dimension that the line names.
  UNIQUE (company_id, dimension_id, id),
  FOREIGN KEY (company_id, dimension_id) REFERENCES erp.dimensions (company_id, id)
);

-- The values that a posted line carries, at most one of each dimension. The line's account and date are repeated, so that
-- a value's figures are one index range.
CREATE TABLE erp.entry_line_dimensions (
  company_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  position smallint NOT NULL,
  dimension_id uuid NOT NULL,
  value_id uuid NOT NULL,
  account_id uuid NOT NULL,
  date date NOT NULL,
  PRIMARY KEY (company_id, entry_id, position, dimension_id),
  FOREIGN KEY (company_id, entry_id, position) REFERENCES erp.entry_lines (company_id, entry_id, position),
  FOREIGN KEY (company_id, dimension_id, value_id) REFERENCES erp.dimension_values (company_id, dimension_id, id)
);
CREATE INDEX entry_line_dimensions_by_value ON erp.entry_line_dimensions (company_id, value_id, account_id, date);

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON erp.entry_line_dimensions
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

-- A value joins a line in the transaction that posts it, with the line's account and date, and not when it is archived,
-- unless the entry only reverses another.
CREATE FUNCTION erp.check_new_line_dimensions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong record;
BEGIN
  SELECT n.entry_id, n.position INTO wrong
  FROM new_rows n
  CROSS JOIN LATERAL (
    SELECT e.posted_at, e.reverses_id, l.account_id, l.date FROM erp.entries e
    JOIN erp.entry_lines l ON l.company_id = e.company_id AND l.entry_id = e.id AND l.position = n.position
    WHERE e.company_id = n.company_id AND e.id = n.entry_id LIMIT 1
  ) AS line
  CROSS JOIN LATERAL (
    SELECT v.archived FROM erp.dimension_values v WHERE v.company_id = n.company_id AND v.id = n.value_id LIMIT 1
  ) AS value
  WHERE line.posted_at <> now() OR (line.account_id, line.date) <> (n.account_id, n.date)
    OR (value.archived AND line.reverses_id IS NULL)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'Line % of entry % cannot carry this value.', wrong.position, wrong.entry_id
      USING ERRCODE = 'CE001';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER fitting AFTER INSERT ON erp.entry_line_dimensions
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION erp.check_new_line_dimensions();

-- What a document's lines carry goes with them to the entry, where it is held to its dimension; a draft's is what a person
-- chose so far.
ALTER TABLE erp.document_lines ADD dimension_value_ids uuid[] NOT NULL DEFAULT '{}'
  CHECK (cardinality(dimension_value_ids) <= 10);

-- What an account's movements are in the cash flow statement, for those below a heading too. NULL: what the heading
-- above says, and at the top what follows from the type.
ALTER TABLE erp.accounts ADD cash_flow text
  CHECK (cash_flow IN ('cash', 'operating', 'investing', 'financing')),
  ADD CHECK (cash_flow IS DISTINCT FROM 'cash' OR type = 'asset');

-- Charts made so far get what the templates say now. The owner is bound by row-level security too, so it is lifted
-- for this one statement.
ALTER TABLE erp.accounts NO FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.companies NO FORCE ROW LEVEL SECURITY;
UPDATE erp.accounts a SET cash_flow = t.cash_flow
FROM erp.companies c, (VALUES
  ('ifrs', '1100', 'cash'), ('ifrs', '1400', 'investing'), ('ifrs', '1500', 'investing'), ('ifrs', '1600', 'investing'),
  ('ifrs', '1710', 'investing'), ('ifrs', '2400', 'financing'),
  ('us-gaap', '11000', 'cash'), ('us-gaap', '14000', 'investing'), ('us-gaap', '15000', 'investing'),
  ('us-gaap', '16000', 'investing'), ('us-gaap', '16500', 'operating'), ('us-gaap', '23000', 'financing'),
  ('us-gaap', '23700', 'operating'),
  ('es-pgc', '57', 'cash'), ('es-pgc', '20', 'investing'), ('es-pgc', '21', 'investing'),
  ('es-pgc', '260', 'investing'), ('es-pgc', '28', 'investing'), ('es-pgc', '29', 'investing'),
  ('es-pgc', '17', 'financing'), ('es-pgc', '52', 'financing')
) AS t (template, code, cash_flow)
WHERE c.company_id = a.company_id AND c.chart_template = t.template AND a.code = t.code;
ALTER TABLE erp.accounts FORCE ROW LEVEL SECURITY;
ALTER TABLE erp.companies FORCE ROW LEVEL SECURITY;

CREATE TABLE erp.budgets (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  name text NOT NULL,
  fiscal_year integer NOT NULL CHECK (fiscal_year BETWEEN 1900 AND 2999),
  archived boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, fiscal_year, name)
);

-- What is expected of an account in a month, in the base asset, with the sign a reader expects: income and expense
-- positive.
CREATE TABLE erp.budget_lines (
  company_id uuid NOT NULL,
  budget_id uuid NOT NULL,
  position integer NOT NULL,
  account_id uuid NOT NULL,
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  dimension_value_id uuid,
  amount numeric NOT NULL CHECK (abs(amount) < 1e38 AND scale(amount) <= 18),
  PRIMARY KEY (company_id, budget_id, position),
  UNIQUE NULLS NOT DISTINCT (company_id, budget_id, account_id, month, dimension_value_id),
  FOREIGN KEY (company_id, budget_id) REFERENCES erp.budgets (company_id, id),
  FOREIGN KEY (company_id, account_id) REFERENCES erp.accounts (company_id, id),
  FOREIGN KEY (company_id, dimension_value_id) REFERENCES erp.dimension_values (company_id, id)
);

CREATE FUNCTION erp.check_new_budget_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong record;
BEGIN
  SELECT n.position, n.month, a.code INTO wrong
  FROM new_lines n
  JOIN erp.budgets b ON b.company_id = n.company_id AND b.id = n.budget_id
  JOIN erp.companies c ON c.company_id = n.company_id
  JOIN erp.accounts a ON a.company_id = n.company_id AND a.id = n.account_id
  WHERE erp.fiscal_year(n.month, c.fiscal_year_start_month) <> b.fiscal_year
    OR NOT a.postable OR a.type NOT IN ('income', 'expense')
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'Budget line % is refused: account % in %.', wrong.position, wrong.code, wrong.month
      USING ERRCODE = 'CE001';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER fitting AFTER INSERT ON erp.budget_lines
  REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION erp.check_new_budget_lines();

SELECT erp.protect('erp.dimensions');
SELECT erp.protect('erp.dimension_values');
SELECT erp.protect('erp.entry_line_dimensions');
SELECT erp.protect('erp.budgets');
SELECT erp.protect('erp.budget_lines');

GRANT SELECT, INSERT, UPDATE ON erp.dimensions, erp.dimension_values, erp.budgets TO crypto_erp_app;
GRANT SELECT, INSERT, DELETE ON erp.budget_lines TO crypto_erp_app;
-- Written by erp.post() alone, as the lines are.
GRANT SELECT ON erp.entry_line_dimensions TO crypto_erp_app;

-- Whether a bank line is part of a statement that is reconciled; the opening line is with the first one.
CREATE OR REPLACE FUNCTION erp.bank_line_locked(company uuid, line uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM erp.bank_statement_lines x
    JOIN erp.bank_statements s ON s.company_id = x.company_id AND s.id = x.statement_id
    WHERE x.company_id = company AND x.bank_line_id = line AND s.reconciled_at IS NOT NULL)
  OR EXISTS (
    SELECT FROM erp.bank_lines l
    JOIN erp.bank_statements s ON s.company_id = l.company_id AND s.bank_account_id = l.bank_account_id
    WHERE l.company_id = company AND l.id = line AND l.kind = 'opening' AND s.reconciled_at IS NOT NULL)
$$;
GRANT EXECUTE ON FUNCTION erp.bank_line_locked TO crypto_erp_app;

-- Both sides of matches, of one or of all when `only_match` is null. `difference`: bank less books. `stray`: a part is of
-- another account or asset, or ignored, or there is none.
CREATE OR REPLACE FUNCTION erp.bank_match_sides(company uuid, only_match uuid)
RETURNS TABLE (match_id uuid, bank numeric, books numeric, difference numeric, stray boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT m.id, b.amount, e.amount, b.amount - e.amount, b.stray OR e.stray OR b.parts + e.parts < 2
  FROM erp.bank_matches m
  JOIN erp.bank_accounts a ON a.company_id = m.company_id AND a.id = m.bank_account_id
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(l.amount), 0) AS amount, count(*) AS parts,
      coalesce(bool_or(l.bank_account_id <> a.id OR l.ignored_reason IS NOT NULL), false) AS stray
    FROM erp.bank_match_lines x
    JOIN erp.bank_lines l ON l.company_id = x.company_id AND l.id = x.bank_line_id
    WHERE x.company_id = m.company_id AND x.match_id = m.id
  ) AS b
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(l.quantity), 0) AS amount, count(*) AS parts,
      coalesce(bool_or(l.account_id <> a.account_id OR l.asset <> a.asset), false) AS stray
    FROM erp.bank_match_entry_lines x
    JOIN erp.entry_lines l ON l.company_id = x.company_id AND l.entry_id = x.entry_id AND l.position = x.position
    WHERE x.company_id = m.company_id AND x.match_id = m.id
  ) AS e
  WHERE m.company_id = company AND (only_match IS NULL OR m.id = only_match)
$$;
GRANT EXECUTE ON FUNCTION erp.bank_match_sides TO crypto_erp_app;

-- How far a statement's opening balance is from what the account held by the statements before it: what is missing in
-- between. Zero for the first, whose opening balance is a line of its own.
CREATE OR REPLACE FUNCTION erp.bank_statement_gap(company uuid, statement uuid) RETURNS numeric
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.opening_balance - coalesce(sum(l.amount), 0)
  FROM erp.bank_statements s
  LEFT JOIN erp.bank_lines l ON l.company_id = s.company_id AND l.bank_account_id = s.bank_account_id
    AND l.date <= s.from_date
    AND NOT EXISTS (
      SELECT FROM erp.bank_statement_lines x
      WHERE x.company_id = s.company_id AND x.statement_id = s.id AND x.bank_line_id = l.id)
    AND (l.kind = 'opening' OR EXISTS (
      SELECT FROM erp.bank_statement_lines x
      JOIN erp.bank_statements t ON t.company_id = x.company_id AND t.id = x.statement_id
      WHERE x.company_id = s.company_id AND x.bank_line_id = l.id
        AND (t.from_date, t.to_date, t.id) < (s.from_date, s.to_date, s.id)))
  WHERE s.company_id = company AND s.id = statement
  GROUP BY s.opening_balance
$$;
GRANT EXECUTE ON FUNCTION erp.bank_statement_gap TO crypto_erp_app;

-- What keeps a statement from being reconciled, or would have: earlier statements that are not, lines that are open, a gap
-- before it, and how far the closing balance is from the lines of the books that are matched with the bank's until then.
-- Books less those of their lines that are not matched by then must be what the bank says.
CREATE OR REPLACE FUNCTION erp.bank_reconciliation(company uuid, statement uuid)
RETURNS TABLE (earlier_open boolean, open_lines bigint, gap numeric, books numeric, difference numeric)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH s AS (SELECT * FROM erp.bank_statements b WHERE b.company_id = company AND b.id = statement),
  covered AS (
    SELECT l.id, l.ignored_reason, m.match_id
    FROM s
    JOIN erp.bank_lines l ON l.company_id = s.company_id AND l.bank_account_id = s.bank_account_id
      AND l.date <= s.to_date
    LEFT JOIN erp.bank_match_lines m ON m.company_id = l.company_id AND m.bank_line_id = l.id
    WHERE l.kind = 'opening' OR EXISTS (
      SELECT FROM erp.bank_statement_lines x
      JOIN erp.bank_statements t ON t.company_id = x.company_id AND t.id = x.statement_id
      WHERE x.company_id = l.company_id AND x.bank_line_id = l.id
        AND (t.id = s.id OR t.reconciled_at < coalesce(s.reconciled_at, 'infinity')))
  ),
  matched AS (
    SELECT coalesce(sum(l.quantity), 0) AS amount
    FROM s
    JOIN erp.bank_match_entry_lines x ON x.company_id = s.company_id
      AND x.match_id IN (SELECT c.match_id FROM covered c)
    JOIN erp.entry_lines l ON l.company_id = x.company_id AND l.entry_id = x.entry_id AND l.position = x.position
      AND l.date <= s.to_date
  )
  SELECT
    EXISTS (
      SELECT FROM erp.bank_statements t
      WHERE t.company_id = company AND t.bank_account_id = s.bank_account_id AND t.id <> s.id
        AND t.reconciled_at IS NULL
        AND (t.to_date < s.to_date OR (t.to_date = s.to_date AND (t.from_date, t.id) < (s.from_date, s.id)))),
    (SELECT count(*) FROM covered c WHERE c.match_id IS NULL AND c.ignored_reason IS NULL),
    erp.bank_statement_gap(company, statement), matched.amount, s.closing_balance - matched.amount
  FROM s CROSS JOIN matched
$$;
GRANT EXECUTE ON FUNCTION erp.bank_reconciliation TO crypto_erp_app;

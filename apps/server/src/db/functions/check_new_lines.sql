-- What the trigger balanced (0007_rules.sql) refuses of lines that a statement inserts: every entry balances to zero, has two
-- lines or more, and is posted by this very transaction, because a line cannot join an entry that others have read; one above
-- the company's threshold was approved. The look-ups are lateral with LIMIT 1 so that each stays one index probe,
-- whatever the planner knows of the tables.
CREATE OR REPLACE FUNCTION erp.check_new_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong record;
BEGIN
  SELECT l.entry_id, sum(l.base_amount) AS difference, count(*) AS lines, bool_or(e.posted_at <> now()) AS late,
    bool_or(e.date <> l.date) AS misdated
  INTO wrong
  FROM new_lines l
  CROSS JOIN LATERAL (
    SELECT e.posted_at, e.date FROM erp.entries e WHERE e.company_id = l.company_id AND e.id = l.entry_id LIMIT 1
  ) AS e
  GROUP BY l.company_id, l.entry_id
  HAVING sum(l.base_amount) <> 0 OR count(*) < 2 OR bool_or(e.posted_at <> now()) OR bool_or(e.date <> l.date)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'Entry % is refused: it is out of balance by %, has % lines, late: %, misdated: %.',
      wrong.entry_id, wrong.difference, wrong.lines, wrong.late, wrong.misdated USING ERRCODE = 'CE002';
  END IF;

  SELECT t.entry_id, t.total INTO wrong
  FROM (
    SELECT l.company_id, l.entry_id, sum(greatest(l.base_amount, 0)) AS total
    FROM new_lines l GROUP BY l.company_id, l.entry_id
  ) AS t
  CROSS JOIN LATERAL (
    SELECT e.source, coalesce(e.source_id, e.id) AS subject_id FROM erp.entries e
    WHERE e.company_id = t.company_id AND e.id = t.entry_id LIMIT 1
  ) AS e
  CROSS JOIN LATERAL (
    SELECT r.threshold FROM erp.approval_rules r
    WHERE r.company_id = t.company_id AND r.kind = erp.approval_kind(e.source) LIMIT 1
  ) AS r
  WHERE t.total > r.threshold AND NOT EXISTS (
    SELECT FROM erp.approvals a
    WHERE a.company_id = t.company_id AND a.subject_id = e.subject_id AND a.status = 'approved')
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'Entry % over % is refused: it is not approved.', wrong.entry_id, wrong.total
      USING ERRCODE = 'CE024';
  END IF;
  RETURN NULL;
END $$;

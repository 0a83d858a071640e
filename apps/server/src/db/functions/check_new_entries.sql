-- What the trigger open_period (0007_rules.sql) refuses of entries that a statement inserts: one dated in a locked month,
-- and opening balances while others stand.
CREATE OR REPLACE FUNCTION erp.check_new_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong record;
BEGIN
  SELECT e.id, e.date INTO wrong
  FROM new_entries e
  WHERE EXISTS (
    SELECT FROM erp.closed_periods p
    WHERE p.company_id = e.company_id AND p.month = date_trunc('month', e.date)::date
      AND (p.lock = 'hard' OR NOT e.may_post_in_soft))
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'Entry % is dated % in a closed period.', wrong.id, wrong.date USING ERRCODE = 'CE003';
  END IF;
  IF EXISTS (SELECT FROM new_entries e WHERE e.source = 'opening-balance') THEN
    SELECT o.company_id INTO wrong
    FROM erp.entries o
    WHERE o.company_id = ANY (SELECT e.company_id FROM new_entries e) AND o.source = 'opening-balance'
      AND NOT EXISTS (SELECT FROM erp.entries r WHERE r.company_id = o.company_id AND r.reverses_id = o.id)
    GROUP BY o.company_id HAVING count(*) > 1
    LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION 'Company % has opening balances already.', wrong.company_id USING ERRCODE = 'CE023';
    END IF;
  END IF;
  RETURN NULL;
END $$;

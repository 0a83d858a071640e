-- The most that is paid of an invoice on any day from `since` on, counting a payment until the day it is reversed: a
-- payment dated `since` that would go above the total would leave a negative receivable on some day. VOLATILE, so that
-- a statement that takes the books' lock first sees what the lock made it wait for.
CREATE OR REPLACE FUNCTION erp.most_paid(company uuid, invoice uuid, since date) RETURNS numeric
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
  SELECT max(d.paid) FROM (
    SELECT c.day, sum(sum(c.change)) OVER (ORDER BY c.day) AS paid
    FROM (
      SELECT since AS day, 0 AS change
      UNION ALL
      SELECT p.date, p.amount FROM erp.payments p WHERE p.company_id = company AND p.invoice_id = invoice
      UNION ALL
      SELECT (SELECT e.date FROM erp.entries e WHERE e.company_id = company AND e.id = p.reversal_entry_id), -p.amount
      FROM erp.payments p
      WHERE p.company_id = company AND p.invoice_id = invoice AND p.reversal_entry_id IS NOT NULL
    ) AS c
    GROUP BY c.day
  ) AS d
  WHERE d.day >= since
$$;
GRANT EXECUTE ON FUNCTION erp.most_paid TO crypto_erp_app;

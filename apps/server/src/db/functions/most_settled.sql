-- The most that is settled of an open item on any day from `since` on, counting a settlement until the day it is
-- reversed: one dated `since` that would go above the item's amount would turn what is owed round on some day. VOLATILE,
-- so that a statement that takes the books' lock first sees what the lock made it wait for.
CREATE OR REPLACE FUNCTION erp.most_settled(company uuid, item uuid, since date) RETURNS numeric
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
  SELECT max(d.settled) FROM (
    SELECT c.day, sum(sum(c.change)) OVER (ORDER BY c.day) AS settled
    FROM (
      SELECT since AS day, 0 AS change
      UNION ALL
      SELECT x.day, x.change
      FROM (
        SELECT p.settlement_id, p.amount FROM erp.settlement_parts p WHERE p.company_id = company AND p.document_id = item
        UNION ALL
        SELECT p.settlement_id, p.amount FROM erp.settlement_parts p WHERE p.company_id = company AND p.payment_id = item
      ) AS part
      JOIN erp.settlements s ON s.company_id = company AND s.id = part.settlement_id
      CROSS JOIN LATERAL (VALUES (s.date, part.amount), (s.reversed_on, -part.amount)) AS x (day, change)
      WHERE x.day IS NOT NULL
    ) AS c
    GROUP BY c.day
  ) AS d
  WHERE d.day >= since
$$;
GRANT EXECUTE ON FUNCTION erp.most_settled TO crypto_erp_app;

-- A transaction sees and writes the rows of the companies in its scope, the owner's included (FORCE). The sub-select
-- has the scope read once a statement and not once a row.
DO $$
DECLARE
  company_table regclass;
BEGIN
  FOR company_table IN
    SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'erp' AND c.relkind = 'r' AND c.relname NOT IN ('assets', 'rates')
  LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', company_table);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', company_table);
    EXECUTE format(
      'CREATE POLICY company_scope ON %s USING (company_id = ANY ((SELECT erp.scope())::uuid[]))', company_table);
  END LOOP;
END $$;

-- The relay must learn which companies have work before it can name them in its scope. It learns ids only,
-- through erp.companies_with_work(), which runs as the owner.
CREATE POLICY relay_finds_work ON erp.outbox FOR SELECT TO CURRENT_USER USING (relayed_at IS NULL);

-- erp.invoices_with_total() runs as the owner to use an index that row-level security keeps from the application. A
-- superuser passes the policies anyway; any other owner needs this one, or the function would read every invoice.
CREATE POLICY owner_finds_totals ON erp.invoices FOR SELECT TO CURRENT_USER USING (true);

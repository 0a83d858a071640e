-- What later migrations build on: more makers of entries, and the protection of a company table in one call.

ALTER TABLE erp.entries DROP CONSTRAINT entries_source_check;
ALTER TABLE erp.entries ADD CONSTRAINT entries_source_check CHECK (source IN ('manual', 'reversal', 'invoice', 'bill',
  'credit-note', 'debit-note', 'expense-claim', 'payment', 'settlement', 'revaluation', 'opening-balance', 'year-end'));

-- Puts a company table under row-level security, as 0006_row_security.sql did for those before it.
CREATE FUNCTION erp.protect(company_table regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', company_table);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', company_table);
  EXECUTE format(
    'CREATE POLICY company_scope ON %s USING (company_id = ANY ((SELECT erp.scope())::uuid[]))', company_table);
END $$;

-- Counts the books anew for the planner, what this transaction wrote among them. A transaction that posts thousands of
-- entries needs it: nobody else sees them yet, and what is planned for a small table reads all of a large one. Who is
-- counting already is not waited for. Runs as the owner, who alone may.
CREATE OR REPLACE FUNCTION erp.analyze_books() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  ANALYZE (SKIP_LOCKED) erp.entries, erp.entry_lines, erp.entry_line_dimensions, erp.month_balances, erp.documents,
    erp.document_lines, erp.document_taxes, erp.payments, erp.settlements, erp.settlement_parts, erp.audit_log;
END $$;
GRANT EXECUTE ON FUNCTION erp.analyze_books TO crypto_erp_app;

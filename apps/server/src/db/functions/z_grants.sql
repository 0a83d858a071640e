-- A function that runs as the owner answers to the application alone; the helpers of erp.post() to nobody.
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA erp FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erp.scope, erp.lock_books, erp.post, erp.companies_with_work, erp.entry_hash,
  erp.line_content, erp.dimension_content, erp.problem, erp.document_number,
  erp.fiscal_year TO crypto_erp_app;

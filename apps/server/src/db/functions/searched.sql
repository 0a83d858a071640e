-- Keeps the words of a row that was written. One function for every table: erp.searchable() is that of the row's.
CREATE OR REPLACE FUNCTION erp.keep_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO erp.search_texts AS t (company_id, part_id, part, subject_kind, subject_id, words)
  SELECT NEW.company_id, s.part_id, s.part, s.subject_kind, s.subject_id, s.words FROM erp.searchable(NEW) s
  ON CONFLICT (company_id, part_id) DO UPDATE SET words = excluded.words WHERE t.words <> excluded.words;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION erp.drop_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM erp.search_texts t WHERE t.company_id = OLD.company_id AND t.part_id = OLD.id;
  RETURN NULL;
END $$;

-- A payment, a transaction, and a document that is a draft, show their contact's present name.
CREATE OR REPLACE FUNCTION erp.keep_words_of_contact() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE erp.search_texts t SET words = s.words
  FROM erp.documents d, erp.searchable(d) s
  WHERE d.company_id = NEW.company_id AND d.contact_id = NEW.id AND d.status = 'draft'
    AND t.company_id = d.company_id AND t.part_id = s.part_id;
  UPDATE erp.search_texts t SET words = s.words
  FROM erp.payments p, erp.searchable(p) s
  WHERE p.company_id = NEW.company_id AND p.contact_id = NEW.id
    AND t.company_id = p.company_id AND t.part_id = s.part_id;
  UPDATE erp.search_texts t SET words = s.words
  FROM erp.transactions x, erp.searchable(x) s
  WHERE x.company_id = NEW.company_id AND x.contact_id = NEW.id
    AND t.company_id = x.company_id AND t.part_id = s.part_id;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER searched AFTER INSERT OR UPDATE OF name, email, tax_number, address ON erp.contacts
  FOR EACH ROW EXECUTE FUNCTION erp.keep_words();
CREATE OR REPLACE TRIGGER searched_elsewhere AFTER UPDATE OF name ON erp.contacts
  FOR EACH ROW WHEN (NEW.name <> OLD.name) EXECUTE FUNCTION erp.keep_words_of_contact();
-- What a payment changes of a document is no word.
CREATE OR REPLACE TRIGGER searched
  AFTER INSERT OR UPDATE OF contact_id, external_number, reference, notes, total ON erp.documents
  FOR EACH ROW EXECUTE FUNCTION erp.keep_words();
CREATE OR REPLACE TRIGGER searched AFTER INSERT ON erp.payments FOR EACH ROW EXECUTE FUNCTION erp.keep_words();
-- When the transaction ends, the entry has its lines.
DROP TRIGGER IF EXISTS searched ON erp.entries;
CREATE CONSTRAINT TRIGGER searched AFTER INSERT ON erp.entries DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.source_id IS NULL) EXECUTE FUNCTION erp.keep_words();
-- When the database's transaction ends, the transaction has its transfers. Posting changes no word of it.
DROP TRIGGER IF EXISTS searched ON erp.transactions;
CREATE CONSTRAINT TRIGGER searched AFTER INSERT OR UPDATE OF contact_id, description, type ON erp.transactions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.keep_words();
CREATE OR REPLACE TRIGGER searched AFTER INSERT OR UPDATE ON erp.entry_drafts
  FOR EACH ROW EXECUTE FUNCTION erp.keep_words();
CREATE OR REPLACE TRIGGER searched AFTER INSERT OR UPDATE OF text ON erp.comments
  FOR EACH ROW EXECUTE FUNCTION erp.keep_words();
CREATE OR REPLACE TRIGGER unsearched AFTER DELETE ON erp.comments FOR EACH ROW EXECUTE FUNCTION erp.drop_words();
CREATE OR REPLACE TRIGGER searched AFTER INSERT OR UPDATE OF name ON erp.tags
  FOR EACH ROW EXECUTE FUNCTION erp.keep_words();
CREATE OR REPLACE TRIGGER unsearched AFTER DELETE ON erp.tags FOR EACH ROW EXECUTE FUNCTION erp.drop_words();

-- What was there before the words were: all of it, once; transactions became searchable later. The owner sees every company
-- while it asks what there is.
DO $$
DECLARE
  companies uuid[];
  missing boolean;
BEGIN
  ALTER TABLE erp.companies NO FORCE ROW LEVEL SECURITY;
  ALTER TABLE erp.transactions NO FORCE ROW LEVEL SECURITY;
  SELECT coalesce(array_agg(c.company_id), '{}') INTO companies FROM erp.companies c;
  missing := NOT EXISTS (SELECT FROM erp.search_texts) OR (EXISTS (SELECT FROM erp.transactions)
    AND NOT EXISTS (SELECT FROM erp.search_texts t WHERE t.subject_kind = 'transaction'));
  ALTER TABLE erp.companies FORCE ROW LEVEL SECURITY;
  ALTER TABLE erp.transactions FORCE ROW LEVEL SECURITY;
  IF NOT missing THEN RETURN; END IF;
  PERFORM set_config('app.company_ids', companies::text, true);
  INSERT INTO erp.search_texts (company_id, part_id, part, subject_kind, subject_id, words)
  SELECT s.company_id, s.part_id, s.part, s.subject_kind, s.subject_id, s.words FROM erp.searchable_of(companies) s
  ON CONFLICT DO NOTHING;
END $$;

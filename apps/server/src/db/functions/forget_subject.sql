-- A draft that is deleted, or a transaction that became part of another, takes its comments, attachments, tags and words
-- with it. Judged when the database's transaction ends: posting deletes the draft too, and writes what is posted under the
-- same id.
CREATE OR REPLACE FUNCTION erp.forget_subject() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  kind text := CASE TG_TABLE_NAME WHEN 'entry_drafts' THEN 'entry' WHEN 'transactions' THEN 'transaction'
    ELSE to_jsonb(OLD) ->> 'kind' END;
BEGIN
  IF EXISTS (SELECT FROM erp.find_subject(OLD.company_id, kind, OLD.id)) THEN RETURN NULL; END IF;
  DELETE FROM erp.attachments n
  WHERE n.company_id = OLD.company_id AND n.subject_kind = kind AND n.subject_id = OLD.id;
  DELETE FROM erp.comments n
  WHERE n.company_id = OLD.company_id AND n.subject_kind = kind AND n.subject_id = OLD.id;
  DELETE FROM erp.subject_tags n
  WHERE n.company_id = OLD.company_id AND n.subject_kind = kind AND n.subject_id = OLD.id;
  DELETE FROM erp.search_texts t WHERE t.company_id = OLD.company_id AND t.part_id = OLD.id;
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS forgotten ON erp.entry_drafts;
CREATE CONSTRAINT TRIGGER forgotten AFTER DELETE ON erp.entry_drafts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION erp.forget_subject();
DROP TRIGGER IF EXISTS forgotten ON erp.documents;
CREATE CONSTRAINT TRIGGER forgotten AFTER DELETE ON erp.documents DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION erp.forget_subject();
DROP TRIGGER IF EXISTS forgotten ON erp.transactions;
CREATE CONSTRAINT TRIGGER forgotten AFTER DELETE ON erp.transactions DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION erp.forget_subject();

-- Attachments, comments and tags on whatever has an id, and the words by which it is found. A subject is a kind and an
-- id, of several tables: what stands for a foreign key is erp.check_subject(), and erp.forget_subject() for its cascade.

CREATE TABLE erp.attachments (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  file_name text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 200 AND file_name !~ '[/\\[:cntrl:]]'),
  -- By its content; served as exactly this.
  type text NOT NULL CHECK (type IN ('application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'image/gif',
    'application/xml', 'text/csv', 'text/plain', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.oasis.opendocument.spreadsheet')),
  size integer NOT NULL CHECK (size BETWEEN 1 AND 10485760),
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  -- Where its bytes are, whatever the setting says by now.
  storage text NOT NULL CHECK (storage IN ('database', 's3')),
  actor_kind text NOT NULL,
  actor_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, subject_kind, subject_id, sha256)
);
CREATE INDEX attachments_newest ON erp.attachments (company_id, subject_kind, subject_id, id DESC);

CREATE TABLE erp.attachment_contents (
  company_id uuid NOT NULL,
  attachment_id uuid NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (company_id, attachment_id),
  FOREIGN KEY (company_id, attachment_id) REFERENCES erp.attachments (company_id, id) ON DELETE CASCADE
);
-- A picture or a PDF is compressed already.
ALTER TABLE erp.attachment_contents ALTER content SET STORAGE EXTERNAL;

-- What was put into the object storage, written before the object: one that no attachment has is found here.
CREATE TABLE erp.stored_objects (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id)
);

CREATE TABLE erp.comments (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  text text NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
  actor_kind text NOT NULL,
  actor_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  edited_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, id)
);
CREATE INDEX comments_newest ON erp.comments (company_id, subject_kind, subject_id, id DESC);

-- Users are control data, on another server perhaps: no key leads there.
CREATE TABLE erp.comment_mentions (
  company_id uuid NOT NULL,
  comment_id uuid NOT NULL,
  user_id uuid NOT NULL,
  read_at timestamptz,
  PRIMARY KEY (company_id, comment_id, user_id),
  FOREIGN KEY (company_id, comment_id) REFERENCES erp.comments (company_id, id) ON DELETE CASCADE
);
CREATE INDEX comment_mentions_unread ON erp.comment_mentions (company_id, user_id, comment_id DESC) WHERE read_at IS NULL;

CREATE TABLE erp.tags (
  company_id uuid NOT NULL REFERENCES erp.companies,
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 50),
  colour text NOT NULL CHECK (colour ~ '^#[0-9a-f]{6}$'),
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX tags_name ON erp.tags (company_id, lower(name));

CREATE TABLE erp.subject_tags (
  company_id uuid NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  tag_id uuid NOT NULL,
  PRIMARY KEY (company_id, subject_kind, subject_id, tag_id),
  FOREIGN KEY (company_id, tag_id) REFERENCES erp.tags (company_id, id) ON DELETE CASCADE
);
CREATE INDEX subject_tags_by_tag ON erp.subject_tags (company_id, tag_id, subject_kind, subject_id);

-- The words of each subject, comment and tag, which `part_id` names; triggers keep them, see erp.searchable. Every word
-- starts with the company's id: so the index, which cannot hold the column beside them without an extension, starts
-- with the company like every other.
CREATE TABLE erp.search_texts (
  company_id uuid NOT NULL REFERENCES erp.companies,
  part_id uuid NOT NULL,
  part text NOT NULL CHECK (part IN ('subject', 'comment', 'tag')),
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  words tsvector NOT NULL,
  PRIMARY KEY (company_id, part_id)
);
CREATE INDEX search_texts_words ON erp.search_texts USING gin (words);

SELECT erp.protect('erp.attachments'), erp.protect('erp.attachment_contents'), erp.protect('erp.stored_objects'),
  erp.protect('erp.comments'), erp.protect('erp.comment_mentions'), erp.protect('erp.tags'),
  erp.protect('erp.subject_tags'), erp.protect('erp.search_texts');
-- erp.search() runs as the owner to use the index, as erp.documents_with_total() does; this lets an owner who is no
-- superuser use it.
CREATE POLICY owner_finds_words ON erp.search_texts FOR SELECT TO CURRENT_USER USING (true);

GRANT SELECT, INSERT, DELETE ON erp.attachments, erp.stored_objects, erp.subject_tags TO crypto_erp_app;
GRANT SELECT, INSERT ON erp.attachment_contents TO crypto_erp_app;
GRANT SELECT, INSERT, DELETE, UPDATE (text, edited_at, version) ON erp.comments TO crypto_erp_app;
GRANT SELECT, INSERT, DELETE, UPDATE (read_at) ON erp.comment_mentions TO crypto_erp_app;
GRANT SELECT, INSERT, DELETE, UPDATE (name, colour, version) ON erp.tags TO crypto_erp_app;
GRANT SELECT ON erp.search_texts TO crypto_erp_app;

-- A note's subject is there, and stays until the note is committed. Notes of a subject are written one after the other,
-- so that their count is exact.
CREATE FUNCTION erp.check_subject() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(concat_ws(' ', NEW.company_id, NEW.subject_kind, NEW.subject_id), 0));
  PERFORM erp.lock_draft(NEW.company_id, NEW.subject_id);
  IF NOT EXISTS (SELECT FROM erp.find_subject(NEW.company_id, NEW.subject_kind, NEW.subject_id)) THEN
    RAISE EXCEPTION 'There is no % %.', NEW.subject_kind, NEW.subject_id USING ERRCODE = 'CE151';
  END IF;
  IF TG_TABLE_NAME = 'attachments' AND (
    SELECT count(*) FROM erp.attachments n
    WHERE n.company_id = NEW.company_id AND n.subject_kind = NEW.subject_kind AND n.subject_id = NEW.subject_id) >= 50
  THEN
    RAISE EXCEPTION 'A subject has at most 50 attachments.' USING ERRCODE = 'CE152';
  ELSIF TG_TABLE_NAME = 'subject_tags' AND (
    SELECT count(*) FROM erp.subject_tags n
    WHERE n.company_id = NEW.company_id AND n.subject_kind = NEW.subject_kind AND n.subject_id = NEW.subject_id) >= 50
  THEN
    RAISE EXCEPTION 'A subject has at most 50 tags.' USING ERRCODE = 'CE155';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER of_subject BEFORE INSERT ON erp.attachments FOR EACH ROW EXECUTE FUNCTION erp.check_subject();
CREATE TRIGGER of_subject BEFORE INSERT ON erp.subject_tags FOR EACH ROW EXECUTE FUNCTION erp.check_subject();
CREATE TRIGGER of_subject BEFORE INSERT ON erp.comments FOR EACH ROW EXECUTE FUNCTION erp.check_subject();

CREATE FUNCTION erp.check_tag_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(concat_ws(' ', NEW.company_id, 'tags'), 0));
  IF (SELECT count(*) FROM erp.tags t WHERE t.company_id = NEW.company_id) >= 1000 THEN
    RAISE EXCEPTION 'A company has at most 1000 tags.' USING ERRCODE = 'CE155';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER counted BEFORE INSERT ON erp.tags FOR EACH ROW EXECUTE FUNCTION erp.check_tag_count();

-- What is attached to something posted is evidence.
CREATE FUNCTION erp.keep_evidence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM erp.lock_draft(OLD.company_id, OLD.subject_id);
  IF EXISTS (SELECT FROM erp.find_subject(OLD.company_id, OLD.subject_kind, OLD.subject_id) s WHERE s.posted) THEN
    RAISE EXCEPTION 'Attachment % belongs to something posted and stays.', OLD.id USING ERRCODE = 'CE153';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER evidence BEFORE DELETE ON erp.attachments FOR EACH ROW EXECUTE FUNCTION erp.keep_evidence();
CREATE TRIGGER immutable BEFORE UPDATE OR TRUNCATE ON erp.attachments
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR TRUNCATE ON erp.attachment_contents
  FOR EACH STATEMENT EXECUTE FUNCTION erp.refuse_change();

-- The bytes are those that the attachment says.
CREATE FUNCTION erp.check_attachment_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM erp.attachments a
    WHERE a.company_id = NEW.company_id AND a.id = NEW.attachment_id AND a.storage = 'database'
      AND a.size = octet_length(NEW.content) AND a.sha256 = sha256(NEW.content))
  THEN
    RAISE EXCEPTION 'These bytes are not those of attachment %.', NEW.attachment_id USING ERRCODE = 'CE154';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER same_bytes BEFORE INSERT ON erp.attachment_contents
  FOR EACH ROW EXECUTE FUNCTION erp.check_attachment_content();

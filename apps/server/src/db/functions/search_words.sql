-- The words of a text with one space between, for the index and for what is looked for: in lower case, without accents,
-- ended by spaces and punctuation, at most 60 characters of each. Numbers are written one way: no zeros before, none
-- after the decimal point, which may be a comma; it stands as U+E000, which ends no word. U+0001 is left, so that several
-- texts go through at once: this runs for everything that is posted.
CREATE OR REPLACE FUNCTION erp.search_words(content text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  t text := lower(regexp_replace(normalize(content, NFKD), '[\u0300-\u036f]', '', 'g'));
BEGIN
  t := regexp_replace(t, '([0-9])[.,](?=[0-9])', E'\\1\uE000', 'g');
  t := regexp_replace(t, '[\s\u0002-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g');
  t := regexp_replace(t, '\uE000([0-9]*[1-9])?0+(?![^ \u0001])', E'\uE000\\1', 'g');
  t := regexp_replace(t, '\uE000(?![0-9])', '', 'g');
  t := regexp_replace(t, '(^|[ \u0001])0+(?=[0-9])', '\1', 'g');
  RETURN regexp_replace(t, '([^ \u0001]{60})[^ \u0001]+', '\1', 'g');
END $$;

-- The words of up to four texts, the first counting most, each word after the company's id.
CREATE OR REPLACE FUNCTION erp.search_vector(company uuid, a text, b text, c text, d text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  prefix text := '''' || replace(company::text, '-', '');
  plain text := '';
  part text;
  texts text[];
  vector text := '';
BEGIN
  FOREACH part IN ARRAY ARRAY[a, b, c, d] LOOP
    plain := plain || E'\u0001' || replace(left(coalesce(part, ''), 20000), E'\u0001', ' ');
  END LOOP;
  texts := string_to_array(erp.search_words(plain), E'\u0001');
  FOR i IN 1 .. 4 LOOP
    part := btrim(texts[i + 1]);
    CONTINUE WHEN part = '';
    vector := vector || prefix || replace(part, ' ', ''':1' || substr('ABCD', i, 1) || ' ' || prefix) || ''':1' || substr('ABCD', i, 1) || ' ';
  END LOOP;
  RETURN vector::tsvector;
END $$;

-- All words of what is looked for: exactly these, or any that start with them. Null when it holds no word.
CREATE OR REPLACE FUNCTION erp.search_query(company uuid, content text, exactly boolean) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  prefix text := '''' || replace(company::text, '-', '');
  ending text := CASE WHEN exactly THEN '''' ELSE ''':*' END;
  words text := btrim(erp.search_words(replace(left(content, 200), E'\u0001', ' ')));
BEGIN
  IF words = '' THEN RETURN NULL; END IF;
  RETURN (prefix || replace(words, ' ', ending || ' & ' || prefix) || ending)::tsquery;
END $$;

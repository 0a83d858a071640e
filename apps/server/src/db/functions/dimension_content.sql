-- What the values of a line's dimensions add to its content in the hash: nothing for a line without, so that entries
-- posted before there were dimensions keep their hashes.
CREATE OR REPLACE FUNCTION erp.dimension_content(value_ids uuid[]) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN cardinality(value_ids) > 0
  THEN jsonb_build_array(to_jsonb(ARRAY(SELECT v FROM unnest(value_ids) AS v ORDER BY v)))
  ELSE '[]' END;

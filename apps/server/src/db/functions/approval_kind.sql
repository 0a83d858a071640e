-- The kind of approval that an entry of this source may need; null when none does.
CREATE OR REPLACE FUNCTION erp.approval_kind(source text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE source WHEN 'manual' THEN 'entry' WHEN 'bill' THEN 'bill' WHEN 'expense-claim' THEN 'expense-claim' END;

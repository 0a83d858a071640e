-- Gives the next `wanted` numbers of a series and fiscal year and answers the last one before them. Called under
-- erp.lock_books(): a transaction that rolls back gives its numbers back, so a series has no gap.
CREATE OR REPLACE FUNCTION erp.next_serials(company uuid, wanted_series text, year integer, wanted bigint) RETURNS bigint
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO erp.number_series AS s (company_id, series, fiscal_year, last_serial)
  VALUES (company, wanted_series, year, wanted)
  ON CONFLICT (company_id, series, fiscal_year) DO UPDATE SET last_serial = s.last_serial + excluded.last_serial
  RETURNING last_serial - wanted
$$;

-- `INV-2026-00042`: five digits or more, so that numbers sort as text within a usual year.
CREATE OR REPLACE FUNCTION erp.document_number(series text, fiscal_year integer, serial bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN format('%s-%s-%s', series, fiscal_year, lpad(serial::text, greatest(5, length(serial::text)), '0'));

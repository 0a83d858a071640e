-- The fiscal year of a date, named by the calendar year in which it ends. The ledger package says the same.
CREATE OR REPLACE FUNCTION erp.fiscal_year(date date, start_month integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN extract(year FROM date)::int + (start_month > 1 AND extract(month FROM date) >= start_month)::int;

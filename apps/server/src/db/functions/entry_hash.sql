-- The link of one entry in its company's hash chain: SHA-256 over the previous link and the entry's content as a
-- JSON array, whose text is unambiguous whatever the descriptions contain. Posting and `verify` both call this.
CREATE OR REPLACE FUNCTION erp.entry_hash(
  previous bytea, company_id uuid, id uuid, sequence bigint, number text, date date, description text, source text,
  source_id uuid, reverses_id uuid, actor_kind text, actor_id uuid, posted_at timestamptz, lines jsonb
) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256(previous || convert_to(
  jsonb_build_array(
    company_id, id, sequence, number, date, description, source, source_id, reverses_id, actor_kind, actor_id,
    (extract(epoch FROM posted_at) * 1000000)::bigint, lines
  )::text, 'UTF8'));

-- One line as it goes into the hash. Trailing zeros are dropped, so that 1.50 and 1.5 are the same amount.
CREATE OR REPLACE FUNCTION erp.line_content(
  account_id uuid, asset text, quantity numeric, base_amount numeric, description text, contact_id uuid
) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN jsonb_build_array(
  account_id, asset, trim_scale(quantity)::text, trim_scale(base_amount)::text, description, contact_id);

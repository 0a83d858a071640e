-- Says for each item of erp.post() whether it may be posted: `replay` is the answer stored under its idempotency
-- key, unless the key is one of those `claimed` by this very call; `refusal` a problem {code, path, message}; both null
-- for an item that may. Paths are those of the request, so a document's or draft's own lines have none. Called under
-- erp.lock_books().
-- The order of the refusals is their precedence. Each look-up is a lateral one with LIMIT 1: it cannot become a join
-- that reads the company's whole table, as it did without statistics (75 ms at 1,000 entries, and growing). VOLATILE,
-- so that it sees what the lock made it wait for.
CREATE OR REPLACE FUNCTION erp.post_refusals(company uuid, items jsonb, claimed text[])
RETURNS TABLE (place integer, replay jsonb, refusal jsonb)
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
WITH item AS (
  SELECT i.place::int, i.item, i.item -> 'entry' AS entry, (i.item -> 'entry' ->> 'date')::date AS date,
    i.item -> 'entry' ->> 'source' IN ('manual', 'opening-balance') AND i.item ->> 'draft_version' IS NULL AS as_sent
  FROM jsonb_array_elements(items) WITH ORDINALITY AS i (item, place)
),
line AS (
  SELECT item.place, l.n - 1 AS n, l.line ->> 'asset' AS asset, (l.line ->> 'account_id')::uuid AS account_id,
    (l.line ->> 'quantity')::numeric AS quantity, (l.line ->> 'base_amount')::numeric AS base_amount,
    item.entry ->> 'source' IN ('manual', 'opening-balance') AS manual
  FROM item CROSS JOIN jsonb_array_elements(item.entry -> 'lines') WITH ORDINALITY AS l (line, n)
),
line_refusal AS (
  SELECT DISTINCT ON (line.place) line.place, found.code,
    format('/lines/%s/%s', line.n, found.field) AS path, found.message
  FROM line
  LEFT JOIN LATERAL (SELECT s.* FROM erp.assets s WHERE s.code = line.asset LIMIT 1) AS s ON true
  LEFT JOIN LATERAL (
    SELECT a.* FROM erp.accounts a WHERE a.company_id = company AND a.id = line.account_id LIMIT 1) AS a ON true
  CROSS JOIN (SELECT c.base_asset, b.decimals FROM erp.companies c JOIN erp.assets b ON b.code = c.base_asset
              WHERE c.company_id = company) AS base
  CROSS JOIN LATERAL (VALUES
    (a.id IS NULL, 'unknown_account', 'accountId', 'There is no such account: choose one from the chart.'),
    (a.archived, 'account_archived', 'accountId', format('Account %s is archived: restore it or choose another.', a.code)),
    (NOT a.postable, 'account_not_postable', 'accountId', format('Account %s is a heading: choose an account below it.', a.code)),
    (line.manual AND a.role IN ('receivable', 'payable'), 'control_account', 'accountId',
      format('Account %s follows its documents: post an invoice or a payment instead.', a.code)),
    (s.code IS NULL, 'unknown_asset', 'asset', format('There is no asset %s.', line.asset)),
    (scale(trim_scale(line.quantity)) > s.decimals, 'too_many_decimals', 'quantity',
      format('%s has at most %s decimals.', s.code, s.decimals)),
    (scale(trim_scale(line.base_amount)) > base.decimals, 'too_many_decimals', 'baseAmount',
      format('%s has at most %s decimals.', base.base_asset, base.decimals)),
    (line.quantity = 0 AND line.base_amount = 0, 'line_zero', 'quantity', 'A line needs a quantity or a base amount.'),
    (line.quantity * line.base_amount < 0 OR (line.asset = base.base_asset AND line.quantity <> line.base_amount),
      'base_amount_mismatch', 'baseAmount',
      'Quantity and base amount have the same sign, and are equal in the base asset.')
  ) AS found (wrong, code, field, message)
  WHERE found.wrong
  ORDER BY line.place, line.n
),
balance AS (
  SELECT line.place, sum(line.base_amount) AS difference, sum(greatest(line.base_amount, 0)) AS debits, count(*) AS lines
  FROM line GROUP BY line.place
)
SELECT item.place,
  CASE WHEN k.request_hash = item.item ->> 'hash' THEN k.answer END,
  CASE
    WHEN k.request_hash <> item.item ->> 'hash' THEN erp.problem('idempotency_key_reused', 'header/idempotency-key',
      'This Idempotency-Key was used with another input: take a new key for a new command.')
    WHEN k.key IS NOT NULL THEN NULL
    WHEN item.item ->> 'draft_version' IS NOT NULL AND d.version IS NULL THEN erp.problem('not_a_draft', '',
      'This is no draft any more: read it again.')
    WHEN d.version <> (item.item ->> 'draft_version')::int THEN erp.problem('version_conflict', '/version',
      'Somebody changed this draft meanwhile: read it again and repeat your change.')
    WHEN (item.entry ->> 'fiscal_year')::int <> c.fiscal_year THEN erp.problem('version_conflict', '',
      'The start of the fiscal year was changed meanwhile: repeat.')
    WHEN lr.code IS NOT NULL THEN erp.problem(lr.code, CASE WHEN item.as_sent THEN lr.path ELSE '' END, lr.message)
    WHEN b.lines IS NULL OR b.lines < 2 THEN erp.problem('entry_too_few_lines', '/lines', 'An entry has two lines or more.')
    WHEN b.difference <> 0 THEN erp.problem('entry_unbalanced', '/lines',
      format('Debits and credits differ by %s in the base asset: they must be equal.', trim_scale(abs(b.difference))))
    WHEN p.month IS NOT NULL THEN erp.problem('period_closed',
      CASE WHEN item.item ->> 'draft_version' IS NOT NULL THEN '' WHEN item.item ? 'document' THEN '/issueDate' ELSE '/date' END,
      format('%s is closed: choose a date in an open period.', to_char(p.month, 'YYYY-MM')))
    WHEN ar.threshold IS NOT NULL THEN erp.problem('approval_required', '',
      format('Above %s this needs an approval by somebody else: keep a draft and submit it.', trim_scale(ar.threshold)))
    WHEN x.number IS NOT NULL THEN erp.problem('already_exists', '/externalNumber',
      format('The supplier''s number is that of %s already: each bill is entered once.', x.number))
    WHEN r.reversed THEN erp.problem('already_reversed', '', 'This is reversed already.')
    WHEN item.date < r.date THEN erp.problem('date_before_original', '/date',
      format('A reversal is dated on or after what it reverses, %s.', r.date))
  END
FROM item
CROSS JOIN LATERAL (
  SELECT erp.fiscal_year(item.date, c.fiscal_year_start_month) AS fiscal_year
  FROM erp.companies c WHERE c.company_id = company LIMIT 1
) AS c
LEFT JOIN LATERAL (
  SELECT k.* FROM erp.idempotency_keys k WHERE k.company_id = company AND k.key = item.item ->> 'key'
    AND k.key <> ALL (claimed) LIMIT 1
) AS k ON true
LEFT JOIN line_refusal lr ON lr.place = item.place
LEFT JOIN balance b ON b.place = item.place
LEFT JOIN LATERAL (
  SELECT p.month FROM erp.closed_periods p
  WHERE p.company_id = company AND p.month = date_trunc('month', item.date)::date
    AND (p.lock = 'hard' OR (item.item ->> 'may_post_in_soft')::boolean IS NOT TRUE) LIMIT 1
) AS p ON true
LEFT JOIN LATERAL (
  SELECT a.threshold FROM erp.approval_rules a
  WHERE a.company_id = company AND a.kind = erp.approval_kind(item.entry ->> 'source') AND b.debits > a.threshold
    AND NOT EXISTS (
      SELECT FROM erp.approvals v
      WHERE v.company_id = company AND v.status = 'approved'
        AND v.subject_id = coalesce(item.entry ->> 'source_id', item.entry ->> 'id')::uuid
        AND v.subject_version = (item.item ->> 'draft_version')::int)
  LIMIT 1
) AS ar ON true
LEFT JOIN LATERAL (
  SELECT e.date, EXISTS (SELECT FROM erp.entries x WHERE x.company_id = company AND x.reverses_id = e.id) AS reversed
  FROM erp.entries e WHERE e.company_id = company AND e.id = (item.entry ->> 'reverses_id')::uuid LIMIT 1
) AS r ON true
LEFT JOIN LATERAL (
  SELECT e.version FROM erp.entry_drafts e
  WHERE e.company_id = company AND e.id = (item.entry ->> 'id')::uuid AND item.item -> 'document' IS NULL
  UNION ALL
  SELECT v.version FROM erp.documents v
  WHERE v.company_id = company AND v.id = (item.item -> 'document' ->> 'id')::uuid AND v.status = 'draft'
  LIMIT 1
) AS d ON true
LEFT JOIN LATERAL (
  SELECT v.number FROM erp.documents v
  WHERE v.company_id = company AND v.contact_id = (item.item -> 'document' ->> 'contact_id')::uuid
    AND v.external_number = item.item -> 'document' ->> 'external_number' AND v.external_number <> ''
    AND v.kind = 'bill' AND item.item -> 'document' ->> 'kind' = 'bill' AND v.status NOT IN ('draft', 'void')
  LIMIT 1
) AS x ON true
ORDER BY item.place
$$;

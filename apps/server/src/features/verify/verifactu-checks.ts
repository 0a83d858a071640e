import { sql } from 'kysely';
import type { Check } from './check.ts';

/**
 * The Verifactu records of the company are one chain: numbered without a gap, each with the fingerprint of the text that
 * it states and with that of the one before, about a document with its number and date; and no sales document
 * posted since Verifactu is on is without one for more than a day, in which the job that writes it may wait.
 */
export const verifactuChain: Check = {
  name: 'verifactu chain',
  broken: (companyId) => sql`
    WITH chain AS (
      SELECT r.*, row_number() OVER w AS place, lag(r.hash) OVER w AS hash_before
      FROM erp.verifactu_records r WHERE r.company_id = ${companyId} WINDOW w AS (ORDER BY r.sequence)
    )
    SELECT c.sequence, c.document_id, c.number, c.hash, c.previous_hash
    FROM chain c JOIN erp.documents d ON d.company_id = c.company_id AND d.id = c.document_id
    WHERE c.sequence <> c.place OR c.previous_hash IS DISTINCT FROM c.hash_before
      OR c.hash <> upper(encode(sha256(convert_to(c.hashed_text, 'UTF8')), 'hex'))
      OR strpos(c.hashed_text, '&Huella=' || coalesce(c.hash_before, '') || '&FechaHoraHusoGenRegistro=') = 0
      OR strpos(c.xml, '<sf:Huella>' || c.hash || '</sf:Huella>') = 0
      OR (c.number, c.issue_date) <> (d.number, d.issue_date)
      OR strpos(c.hashed_text, '=' || d.number || '&') = 0
    UNION ALL
    SELECT NULL, d.id, d.number, NULL, NULL
    FROM erp.documents d
    JOIN erp.verifactu_settings s ON s.company_id = d.company_id AND s.active AND d.posted_at >= s.active_since
    LEFT JOIN erp.documents v ON v.company_id = d.company_id AND v.voided_by_id = d.id
    WHERE d.company_id = ${companyId} AND d.side = 'sales' AND d.status <> 'draft' AND v.id IS NULL
      AND NOT EXISTS (SELECT FROM erp.verifactu_records r WHERE r.company_id = d.company_id AND r.document_id = d.id)
      AND d.posted_at < now() - interval '1 day'`,
};

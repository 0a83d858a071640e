import type { Contact, ContactQuery } from '@crypto-erp/contract/contacts';
import { sql } from 'kysely';
import { decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';
import { tagged } from '../../db/tagged.ts';

const COLUMNS = sql`
  c.id, c.name, c.email, c.tax_number AS "taxNumber", c.address, c.country, c.default_asset AS "defaultAsset",
  c.payment_terms_id AS "paymentTermsId", c.archived, c.version`;

/** Any name, the part of a cursor that is not an id. PostgreSQL's text holds no NUL. */
const NAME = /^[^\0]+$/;

/** One page of contacts by name. Archived ones are a list of their own. Throws `invalid_input` for a wrong cursor. */
export async function listContacts(
  trx: Trx,
  companyId: string,
  query: ContactQuery,
): Promise<{ items: Contact[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [NAME, UUID]);
  const conditions = [
    sql`c.company_id = ${companyId}`,
    sql`c.archived = ${query.archived ?? false}`,
    ...(query.search ? [sql`c.id IN (SELECT erp.contacts_matching(${companyId}, ${query.search}))`] : []),
    ...tagged(companyId, 'contact', query.tagId, sql`c.id`),
    ...(after ? [sql`(c.name, c.id) > (${after[0]}, ${after[1]}::uuid)`] : []),
  ];
  const { rows } = await sql<Contact>`
    SELECT ${COLUMNS} FROM erp.contacts c WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY c.name, c.id LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (contact) => [contact.name, contact.id]);
}

/** The contact, or null. */
export async function findContact(trx: Trx, companyId: string, id: string): Promise<Contact | null> {
  const { rows } = await sql<Contact>`
    SELECT ${COLUMNS} FROM erp.contacts c WHERE c.company_id = ${companyId} AND c.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}

import type { ContactInput, ContactUpdate } from '@crypto-erp/contract/contacts';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export async function insertContact(
  trx: Trx,
  companyId: string,
  id: string,
  contact: ContactInput,
): Promise<void> {
  await sql`
    INSERT INTO erp.contacts
      (company_id, id, name, email, tax_number, address, country, default_asset, payment_terms_id)
    VALUES (${companyId}, ${id}, ${contact.name}, ${contact.email}, ${contact.taxNumber}, ${contact.address},
      ${contact.country}, ${contact.defaultAsset}, ${contact.paymentTermsId})`.execute(trx);
}

/** Replaces the contact as it was at `contact.version`; false when it has another version by now. */
export async function updateContact(
  trx: Trx,
  companyId: string,
  id: string,
  contact: ContactUpdate,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.contacts SET name = ${contact.name}, email = ${contact.email}, tax_number = ${contact.taxNumber},
      address = ${contact.address}, country = ${contact.country}, default_asset = ${contact.defaultAsset},
      payment_terms_id = ${contact.paymentTermsId}, archived = ${contact.archived}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${contact.version} RETURNING id`.execute(
    trx,
  );
  return rows.length === 1;
}

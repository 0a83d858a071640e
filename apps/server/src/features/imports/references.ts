import type { Trx } from '../../db/database.ts';
import { listAccounts } from '../accounts/read-model.ts';
import { companySettings } from '../companies/read-model.ts';
import { listPaymentTerms } from '../payment-terms/read-model.ts';
import { listTaxes } from '../taxes/read-model.ts';
import { contactIdsOf } from './read-model.ts';
import type { FileRecord } from './records.ts';

/** What a file names by its code or name, and what that is in the company. */
export interface References {
  baseAsset: string;
  accounts: Map<string, string>;
  taxes: Map<string, string>;
  terms: Map<string, string>;
}

/** Stands for what there is not, so that the rest of the record is checked all the same. */
const NOTHING = '00000000-0000-0000-0000-000000000000';

/** Reads all but the contacts, which are many. */
export async function readReferences(trx: Trx, companyId: string): Promise<References> {
  const { baseAsset } = await companySettings(trx, companyId);
  const accounts = await listAccounts(trx, companyId);
  const { items: taxes } = await listTaxes(trx, companyId);
  const { items: terms } = await listPaymentTerms(trx, companyId);
  return {
    baseAsset,
    accounts: new Map(accounts.map(({ code, id }) => [code, id])),
    taxes: new Map(taxes.map(({ code, id }) => [code, id])),
    terms: new Map(terms.map(({ name, id }) => [name, id])),
  };
}

const UNKNOWN = {
  account: ['unknown_account', 'There is no account'],
  tax: ['unknown_tax', 'There is no tax code'],
  payment_terms: ['unknown_payment_terms', 'There are no payment terms'],
  parent: ['unknown_account', 'In the chart and in the rows above there is no account'],
} as const;

/** The id of what a cell names; null when it is empty. What there is not is a problem of the record. */
export function referred(
  record: FileRecord,
  row: number,
  column: keyof typeof UNKNOWN,
  known: ReadonlyMap<string, string>,
): string | null {
  const name = record.cell(row, column);
  if (name === undefined) return null;
  const id = known.get(name);
  if (id !== undefined) return id;
  const [code, start] = UNKNOWN[column];
  record.problem(row, column, code, `${start} ${name}.`);
  return NOTHING;
}

/**
 * The ids of the contacts that the rows name: by the id that another system knows them by, else by their name. What there
 * is not, or more than once, is a problem of the record.
 */
export async function referredContacts(
  trx: Trx,
  companyId: string,
  record: FileRecord,
): Promise<(string | null)[]> {
  const names = record.rows.map((_, i) => record.cell(i, 'contact'));
  const asked = [...new Set(names.filter((name) => name !== undefined))];
  const found = asked.length === 0 ? new Map<string, string[]>() : await contactIdsOf(trx, companyId, asked);
  return names.map((name, i) => {
    if (name === undefined) return null;
    const [id, another] = found.get(name) ?? [];
    if (id !== undefined && another === undefined) return id;
    if (id === undefined) {
      const message = `There is no contact with the external id or the name ${name}: import or add it first.`;
      record.problem(i, 'contact', 'unknown_contact', message);
    } else {
      const message = `Several contacts are called ${name}: name the one by its external id.`;
      record.problem(i, 'contact', 'ambiguous_contact', message);
    }
    return NOTHING;
  });
}

import { type ContactInput, ContactInput as ContactSchema } from '@crypto-erp/contract/contacts';
import { Type } from 'typebox';
import { checkContactReferences, createContact } from '../../contacts/service.ts';
import { HINTS } from '../column.ts';
import type { Format, Work } from '../format.ts';
import { knownExternalIds } from '../read-model.ts';
import { referred } from '../references.ts';
import { insertExternalIds } from '../store.ts';

interface Body extends ContactInput {
  externalId: string | null;
}

const COLUMNS: Format<Body>['columns'] = [
  { name: 'name', field: '/name', required: true },
  { name: 'external_id', field: '/externalId' },
  { name: 'email', field: '/email', hint: HINTS.email },
  { name: 'tax_number', field: '/taxNumber' },
  { name: 'address', field: '/address' },
  { name: 'country', field: '/country', hint: HINTS.country },
  { name: 'asset', field: '/defaultAsset', hint: HINTS.asset },
  { name: 'payment_terms', field: '/paymentTermsId' },
];

const ExternalId = Type.Union([Type.String({ maxLength: 100 }), Type.Null()]);

/** A contact a row. An external id is given once: later files name the contact by it. */
export function contactsFormat({ context, references }: Work): Format<Body> {
  const { companyId } = context;
  const given = new Set<string>();
  return {
    columns: COLUMNS,
    together: 'each-row',
    reference: 'name',
    subjectKind: 'contact',
    schema: Type.Object({ ...ContactSchema.properties, externalId: ExternalId }),
    async read(_trx, record) {
      return {
        name: record.head('name'),
        externalId: record.head('external_id') ?? null,
        email: record.head('email') ?? null,
        taxNumber: record.head('tax_number') ?? null,
        address: record.head('address') ?? '',
        country: record.head('country') ?? null,
        defaultAsset: record.head('asset') ?? null,
        paymentTermsId: referred(record, 0, 'payment_terms', references.terms),
      };
    },
    async prepare(trx, body: Body) {
      await checkContactReferences(trx, companyId, body);
      return body;
    },
    async judge(trx, ready) {
      const ids = ready.flatMap(({ externalId }) => externalId ?? []);
      const known = await knownExternalIds(trx, companyId, ids);
      return ready.map(({ externalId }) => {
        if (externalId === null) return null;
        const taken = known.has(externalId) || given.has(externalId);
        given.add(externalId);
        if (!taken) return null;
        const message = `Another contact has the external id ${externalId}: each has its own.`;
        return { path: '/externalId', code: 'already_exists', message };
      });
    },
    async make(trx, ready) {
      const made: string[] = [];
      for (const { externalId: _, ...input } of ready) {
        made.push((await createContact(trx, context, input)).id);
      }
      const pairs = ready.map(({ externalId }, i) => ({ externalId, contactId: made[i] }));
      await insertExternalIds(
        trx,
        companyId,
        pairs.filter(({ externalId }) => externalId !== null),
      );
      return made;
    },
    sum: () => null,
  };
}

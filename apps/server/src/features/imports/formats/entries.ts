import { EntryBatchInput } from '@crypto-erp/contract/entries';
import type { PostItem } from '../../entries/post-item.ts';
import { type EntryContent, prepareEntry } from '../../entries/service.ts';
import { HINTS } from '../column.ts';
import type { Format, Work } from '../format.ts';
import { referredContacts } from '../references.ts';
import { entryLine, LINE_COLUMNS, posting } from './posting.ts';

const COLUMNS: Format<PostItem>['columns'] = [
  { name: 'entry', required: true },
  { name: 'date', field: '/date', required: true, head: true, hint: HINTS.date },
  { name: 'description', field: '/description', head: true },
  ...LINE_COLUMNS,
  { name: 'line_description', field: '/lines/*/description' },
  { name: 'contact', field: '/lines/*/contactId' },
];

/** A line of an entry a row; the rows with the same `entry` are one entry. */
export function entriesFormat(work: Work): Format<PostItem> {
  const { context, assets, references } = work;
  return {
    columns: COLUMNS,
    together: ['entry'],
    reference: 'entry',
    subjectKind: 'entry',
    schema: EntryBatchInput.properties.items.items,
    async read(trx, record) {
      const contacts = await referredContacts(trx, context.companyId, record);
      return {
        date: record.head('date'),
        description: record.head('description') ?? '',
        lines: record.rows.map((_, i) => ({
          ...entryLine(work, record, i),
          description: record.cell(i, 'line_description') ?? '',
          contactId: contacts[i],
        })),
      };
    },
    prepare: (trx, body: EntryContent) => prepareEntry(trx, context, assets, body, null),
    ...posting(work),
    sum: ({ answer }) => ({ asset: references.baseAsset, amount: String(answer.total) }),
  };
}

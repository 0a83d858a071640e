import {
  type OpeningBalancesInput,
  OpeningBalancesInput as OpeningBalancesSchema,
} from '@crypto-erp/contract/periods';
import type { PostItem } from '../../entries/post-item.ts';
import { prepareOpeningBalances } from '../../opening-balances/service.ts';
import { HINTS } from '../column.ts';
import type { Format, Work } from '../format.ts';
import { entryLine, LINE_COLUMNS, posting } from './posting.ts';

const COLUMNS: Format<PostItem>['columns'] = [
  { name: 'date', field: '/date', required: true, head: true, hint: HINTS.date },
  ...LINE_COLUMNS,
  { name: 'description', field: '/lines/*/description' },
];

/** What an account held a row; the file is one entry. What it lacks to balance goes to equity. */
export function openingBalancesFormat(work: Work): Format<PostItem> {
  const { context, assets, references } = work;
  return {
    columns: COLUMNS,
    together: 'whole-file',
    reference: 'date',
    subjectKind: 'entry',
    schema: OpeningBalancesSchema,
    async read(_trx, record) {
      return {
        date: record.head('date'),
        description: '',
        equityAccountId: null,
        lines: record.rows.map((_, i) => ({
          ...entryLine(work, record, i),
          description: record.cell(i, 'description') ?? '',
        })),
      };
    },
    prepare: (trx, body: OpeningBalancesInput) => prepareOpeningBalances(trx, context, assets, body),
    ...posting(work),
    sum: ({ answer }) => ({ asset: references.baseAsset, amount: String(answer.total) }),
  };
}

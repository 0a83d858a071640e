import { type AccountInput, AccountInput as AccountSchema } from '@crypto-erp/contract/accounts';
import { newId } from '../../../db/id.ts';
import { listAccounts } from '../../accounts/read-model.ts';
import { checkNewAccount, createAccounts } from '../../accounts/service.ts';
import { HINTS } from '../column.ts';
import type { Format, Work } from '../format.ts';
import { referred } from '../references.ts';

type Ready = AccountInput & { id: string };

const COLUMNS: Format<Ready>['columns'] = [
  { name: 'code', field: '/code', required: true },
  { name: 'name', field: '/name', required: true },
  {
    name: 'type',
    field: '/type',
    required: true,
    hint: 'Write asset, liability, equity, income or expense.',
  },
  { name: 'parent', field: '/parentId' },
  { name: 'postable', field: '/postable', hint: HINTS.flag },
  {
    name: 'cash_flow',
    field: '/cashFlow',
    hint: 'Write cash, operating, investing or financing, or leave it empty.',
  },
  { name: 'role', field: '/role', hint: 'Write one of the roles of accounts, or leave it empty.' },
];

const FLAGS = new Map([
  ['true', true],
  ['false', false],
]);

/** An account a row. Its parent is in the chart, or in a row above. */
export function accountsFormat({ context, references }: Work): Format<Ready> {
  const { companyId } = context;
  /** The chart with what the rows above add to it. */
  let chart: Awaited<ReturnType<typeof listAccounts>> | undefined;
  return {
    columns: COLUMNS,
    together: 'each-row',
    reference: 'code',
    subjectKind: 'account',
    schema: AccountSchema,
    async read(_trx, record) {
      const postable = record.head('postable')?.toLowerCase();
      return {
        code: record.head('code'),
        name: record.head('name'),
        type: record.head('type')?.toLowerCase(),
        parentId: referred(record, 0, 'parent', references.accounts),
        postable: postable === undefined ? true : FLAGS.get(postable),
        role: record.head('role') ?? null,
        cashFlow: record.head('cash_flow') ?? null,
      };
    },
    async prepare(trx, body: AccountInput) {
      chart ??= await listAccounts(trx, companyId);
      const ready = { ...body, id: newId() };
      chart.push(await checkNewAccount(trx, companyId, ready, chart));
      references.accounts.set(ready.code, ready.id);
      return ready;
    },
    judge: async (_trx, ready) => ready.map(() => null),
    async make(trx, ready) {
      await createAccounts(trx, context, ready);
      return ready.map(({ id }) => id);
    },
    sum: () => null,
  };
}

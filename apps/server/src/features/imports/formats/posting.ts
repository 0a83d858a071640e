import type { EntryLineInput } from '@crypto-erp/contract/entries';
import type { PostItem } from '../../entries/post-item.ts';
import { refusalsOf } from '../../entries/read-model.ts';
import { postTogether } from '../../entries/service.ts';
import { HINTS } from '../column.ts';
import { type Format, MakingRefused, type Work } from '../format.ts';
import type { FileRecord } from '../records.ts';
import { referred } from '../references.ts';

/** What is posted is judged and made by the books' own rules, all of a batch in one statement. */
export function posting({ context: { companyId } }: Work): Pick<Format<PostItem>, 'judge' | 'make'> {
  return {
    judge: (trx, items) => refusalsOf(trx, companyId, items),
    async make(trx, items) {
      const answers = await postTogether(trx, companyId, items);
      for (const [place, { refusal }] of answers.entries()) {
        if (refusal !== null) throw new MakingRefused(place, refusal);
      }
      return items.map(({ document, entry }) => document?.id ?? entry.id);
    },
  };
}

/** The columns of a line of an entry. */
export const LINE_COLUMNS: Format<unknown>['columns'] = [
  { name: 'account', field: '/lines/*/accountId', required: true },
  { name: 'asset', field: '/lines/*/asset', hint: HINTS.asset },
  { name: 'quantity', field: '/lines/*/quantity', required: true, hint: HINTS.amount },
  { name: 'base_amount', field: '/lines/*/baseAmount', from: 'quantity', hint: HINTS.amount },
];

/** A line of an entry without its texts and contact: the asset is the base asset unless another is named. */
export function entryLine({ references }: Work, record: FileRecord, row: number): Partial<EntryLineInput> {
  const asset = record.cell(row, 'asset') ?? references.baseAsset;
  const quantity = record.cell(row, 'quantity');
  const baseAmount =
    record.cell(row, 'base_amount') ?? (asset === references.baseAsset ? quantity : undefined);
  if (baseAmount === undefined && quantity !== undefined) {
    const message = `In ${asset} the line needs what it is worth in ${references.baseAsset}.`;
    record.problem(row, 'base_amount', 'missing_value', message);
  }
  return {
    accountId: referred(record, row, 'account', references.accounts) ?? undefined,
    asset,
    quantity,
    baseAmount,
  };
}

import { BillInput, type DocumentContent, InvoiceInput } from '@crypto-erp/contract/documents';
import { DomainError } from '../../../errors.ts';
import { prepareDocument } from '../../documents/posting.ts';
import type { PostItem } from '../../entries/post-item.ts';
import { HINTS } from '../column.ts';
import type { Format, Work } from '../format.ts';
import { referred, referredContacts } from '../references.ts';
import { posting } from './posting.ts';

const HEAD: Format<PostItem>['columns'] = [
  { name: 'contact', field: '/contactId', required: true, head: true },
  { name: 'issue_date', field: '/issueDate', required: true, head: true, hint: HINTS.date },
  { name: 'due_date', field: '/dueDate', head: true, hint: HINTS.date },
  { name: 'payment_terms', field: '/paymentTermsId', head: true },
  { name: 'asset', field: '/asset', head: true, hint: HINTS.asset },
  { name: 'notes', field: '/notes', head: true },
];
const LINES: Format<PostItem>['columns'] = [
  { name: 'description', field: '/lines/*/description', required: true },
  { name: 'quantity', field: '/lines/*/quantity', hint: HINTS.amount },
  { name: 'unit_price', field: '/lines/*/unitPrice', required: true, hint: HINTS.amount },
  { name: 'discount_percent', field: '/lines/*/discountPercent', hint: HINTS.percent },
  { name: 'tax', field: '/lines/*/taxId' },
  { name: 'account', field: '/lines/*/accountId' },
];

/** A line of an invoice a row; the rows with the same `number`, which is kept as the reference, are one invoice. */
export const invoicesFormat = (work: Work): Format<PostItem> => ({
  ...documents(work, { kind: 'invoice', side: 'sales' }),
  columns: [{ name: 'number', field: '/reference', required: true }, ...HEAD, ...LINES],
  schema: InvoiceInput,
});

/** A line of a bill a row; the rows with the same `number`, the supplier's, and the same contact are one bill. */
export const billsFormat = (work: Work): Format<PostItem> => ({
  ...documents(work, { kind: 'bill', side: 'purchase' }),
  columns: [
    { name: 'number', field: '/externalNumber', required: true },
    { name: 'reference', field: '/reference', head: true },
    ...HEAD,
    ...LINES,
  ],
  schema: BillInput,
});

type Shared = Omit<Format<PostItem>, 'columns' | 'schema'>;
type ImportedNature = { kind: 'invoice' | 'bill'; side: 'sales' | 'purchase' };

function documents(work: Work, nature: ImportedNature): Shared {
  const { context, assets, references } = work;
  return {
    together: ['number', 'contact'],
    reference: 'number',
    subjectKind: nature.kind,
    async read(trx, record) {
      const contacts = await referredContacts(trx, context.companyId, record);
      const number = record.head('number') ?? '';
      return {
        status: 'posted',
        contactId: contacts[0] ?? undefined,
        issueDate: record.head('issue_date'),
        dueDate: record.head('due_date') ?? null,
        paymentTermsId: referred(record, 0, 'payment_terms', references.terms),
        asset: record.head('asset') ?? references.baseAsset,
        notes: record.head('notes') ?? '',
        ...(nature.kind === 'bill'
          ? { externalNumber: number, reference: record.head('reference') ?? '' }
          : { reference: number }),
        lines: record.rows.map((_, i) => ({
          description: record.cell(i, 'description'),
          quantity: record.cell(i, 'quantity') ?? '1',
          unitPrice: record.cell(i, 'unit_price'),
          discountPercent: record.cell(i, 'discount_percent') ?? '0',
          taxId: referred(record, i, 'tax', references.taxes),
          accountId: referred(record, i, 'account', references.accounts),
        })),
      };
    },
    async prepare(trx, body: DocumentContent) {
      const item = await prepareDocument(trx, context, assets, nature, body, null);
      if (item.outbox.some(({ job }) => job === 'record-verifactu')) throw alreadyIssued();
      return item;
    },
    ...posting(work),
    sum: ({ answer }) => ({ asset: String(answer.asset), amount: String(answer.total) }),
  };
}

/** What another system issued must not be recorded for the tax agency once more. */
function alreadyIssued(): DomainError {
  return new DomainError(
    'import_not_possible',
    'This company records its invoices for the tax agency as it posts them: import those of another system before that is switched on.',
  );
}

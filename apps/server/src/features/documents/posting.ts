import type { Document, DocumentContent } from '@crypto-erp/contract/documents';
import { fiscalYear, todayIn } from '@crypto-erp/ledger/dates';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import { documentEntry } from '@crypto-erp/ledger/document-entry';
import { readableRate } from '@crypto-erp/ledger/rate';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, versionConflict } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import {
  type CommandKey,
  ENTRY_SERIES,
  itemJob,
  type PostItem,
  type PostLine,
  postItem,
} from '../entries/post-item.ts';
import { priceOf } from '../prices/read-model.ts';
import { amountsAtRate, amountsTakenBack, type BaseAmounts } from './amounts.ts';
import { accountWithRole, type ComposedDocument, composeDocument } from './compose.ts';
import { checkOriginal, type Original, readOriginal, takesBack } from './correction.ts';
import { isPrinted, type Nature, nounOf, SIDES, seriesOf, signOf } from './kinds.ts';
import { requireDocument } from './read-model.ts';

/**
 * Checks a document and makes it ready to be posted, with its entry at the rate of its issue date; a note that takes
 * back what it corrects has its original's rate, and is prepared under the books' lock. Throws what
 * {@link composeDocument} and {@link checkOriginal} refuse, `amount_not_positive` for a total of zero, `rate_missing`.
 */
export async function prepareDocument(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  nature: Nature,
  content: DocumentContent,
  command: CommandKey | null,
  draft?: Document,
): Promise<PostItem> {
  const document = await composeDocument(trx, context.companyId, assets, nature, content);
  if (document.totals.total <= 0n) {
    throw fieldError(
      'amount_not_positive',
      '/lines',
      `The total of a ${nounOf(nature.kind)} is above zero: enter quantities and prices.`,
    );
  }
  const original = await originalOf(trx, context.companyId, document);
  const baseDecimals = await assets.decimals(document.references.company.baseAsset);
  const priced = await price(trx, document, original, baseDecimals);
  const [id, entryId] = [draft?.id ?? newId(), newId()];
  const posted: Posted = { id, entryId, baseDecimals, ...priced };
  return postItem({
    actor: context.actor,
    command,
    action: `${nature.kind}.posted`,
    draft,
    answer: { ...postedAnswer(document, posted), version: (draft?.version ?? 0) + 1 },
    entry: {
      id: entryId,
      series: ENTRY_SERIES,
      fiscal_year: fiscalYear(document.issueDate, document.references.company.fiscalYearStartMonth),
      date: document.issueDate,
      description: [document.contactName, document.externalNumber].filter((text) => text !== '').join(' · '),
      source: nature.kind,
      source_id: id,
      reverses_id: null,
      lines: entryLines(document, priced.bases, baseDecimals),
    },
    document: documentRow(document, original, posted),
    jobs: isPrinted(nature) ? jobsOf(context.companyId, id, document) : [],
  });
}

/** The item that posts a draft as it was at `version`. Throws `not_a_draft`, `version_conflict`, and as above. */
export async function prepareDocumentDraft(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  kind: Nature['kind'],
  draft: { id: string; version: number },
  command: CommandKey | null,
): Promise<PostItem> {
  const stored = await requireDocument(trx, context.companyId, kind, draft.id);
  if (stored.status !== 'draft') {
    throw new DomainError('not_a_draft', `This ${nounOf(kind)} is posted already.`);
  }
  if (stored.version !== draft.version) throw versionConflict();
  return prepareDocument(trx, context, assets, stored, stored, command, stored);
}

/** The PDF of what the company sends, and in Spain the record of it. */
function jobsOf(companyId: string, documentId: string, { references }: ComposedDocument): PostItem['outbox'] {
  const pdf = itemJob('render-document', { companyId, documentId });
  return references.company.verifactu ? [itemJob('record-verifactu', { companyId }), pdf] : [pdf];
}

async function originalOf(trx: Trx, companyId: string, document: ComposedDocument): Promise<Original | null> {
  if (document.correctsId === null) return null;
  const original = await readOriginal(trx, companyId, document.correctsId);
  checkOriginal(document, original);
  return original;
}

interface Priced {
  bases: BaseAmounts;
  rate: string;
  rateDate: string;
}

async function price(
  trx: Trx,
  document: ComposedDocument,
  original: Original | null,
  baseDecimals: number,
): Promise<Priced> {
  const decimals = { asset: document.decimals, base: baseDecimals };
  if (original !== null && takesBack(document.kind, original.kind)) {
    const { rate, rateDate } = original;
    return { bases: amountsTakenBack(document, original, decimals), rate, rateDate };
  }
  const { rate, rateDate } = await priceOf(trx, {
    asset: document.asset,
    quote: document.references.company.baseAsset,
    date: document.issueDate,
  });
  return { bases: amountsAtRate(document, rate, decimals), rate: readableRate(rate), rateDate };
}

interface Posted extends Priced {
  id: string;
  entryId: string;
  baseDecimals: number;
}

/**
 * The control account with the total against the lines' accounts and the taxes'. What carries other values of dimensions
 * stays apart, so an account is named by its id and theirs.
 */
function entryLines(document: ComposedDocument, bases: BaseAmounts, baseDecimals: number): PostLine[] {
  const { totals, references, selfAssessed } = document;
  const control = accountWithRole(references, SIDES[document.side].control).id;
  const taxAccounts = (taxId: string) => {
    const tax = references.taxes.find((one) => one.id === taxId);
    return { input: tax?.inputAccountId ?? '', output: tax?.accountId ?? '' };
  };
  const postings = documentEntry({
    sign: signOf(document),
    control: { account: control, quantity: totals.total, base: bases.total },
    parts: [
      ...document.lines.map((line, i) => ({
        account: [line.accountId, ...line.dimensionValueIds].join(' '),
        quantity: totals.lines[i]?.net ?? 0n,
        base: bases.lines[i] ?? 0n,
      })),
      ...totals.taxes.map(({ taxId, tax }, i) => ({
        account: taxAccounts(taxId)[document.side === 'sales' ? 'output' : 'input'],
        quantity: tax,
        base: bases.taxes[i]?.tax ?? 0n,
      })),
    ],
    selfAssessed: totals.taxes.map(({ taxId }, i) => ({
      ...taxAccounts(taxId),
      quantity: selfAssessed[i] ?? 0n,
      base: bases.taxes[i]?.selfAssessed ?? 0n,
    })),
  });
  return postings.map(({ account: named, quantity, base }) => {
    const [account = '', ...values] = named.split(' ');
    return {
      account_id: account,
      asset: document.asset,
      quantity: formatDecimal(quantity, document.decimals),
      base_amount: formatDecimal(base, baseDecimals),
      description: '',
      contact_id: account === control ? document.contactId : null,
      ...(values.length > 0 && { dimension_value_ids: values }),
    };
  });
}

function postedAnswer(document: ComposedDocument, posted: Posted): Omit<Document, 'number' | 'version'> {
  const { kind, side, references } = document;
  return {
    id: posted.id,
    kind,
    side,
    status: 'posted',
    overdue: document.dueDate < todayIn(references.company.timeZone, new Date()),
    contactId: document.contactId,
    contactName: document.contactName,
    correctsId: document.correctsId,
    externalNumber: document.externalNumber,
    issueDate: document.issueDate,
    dueDate: document.dueDate,
    asset: document.asset,
    total: document.total,
    openAmount: document.total,
    creditedAmount: formatDecimal(0n, document.decimals),
    voidedById: null,
    paymentTermsId: document.paymentTermsId,
    reference: document.reference,
    notes: document.notes,
    lines: document.lines,
    net: document.net,
    tax: document.tax,
    taxSummary: document.taxSummary,
    rate: posted.rate,
    rateDate: posted.rateDate,
    baseTotal: formatDecimal(posted.bases.total, posted.baseDecimals),
    entryId: posted.entryId,
    pdf: isPrinted(document) ? 'pending' : 'none',
  };
}

function documentRow(
  document: ComposedDocument,
  original: Original | null,
  posted: Posted,
): NonNullable<PostItem['document']> {
  const base = (units: bigint | undefined): string => formatDecimal(units ?? 0n, posted.baseDecimals);
  const { bases } = posted;
  return {
    id: posted.id,
    kind: document.kind,
    side: document.side,
    series: seriesOf(document),
    contact_id: document.contactId,
    corrects_id: document.correctsId,
    takes_back: original !== null && takesBack(document.kind, original.kind),
    external_number: document.externalNumber,
    issue_date: document.issueDate,
    due_date: document.dueDate,
    payment_terms_id: document.paymentTermsId,
    asset: document.asset,
    reference: document.reference,
    notes: document.notes,
    net: document.net,
    tax: document.tax,
    total: document.total,
    base_total: base(bases.total),
    rate: posted.rate,
    rate_date: posted.rateDate,
    ...partyColumns(document),
    lines: lineRows(document).map((row, i) => ({ ...row, base_net: base(bases.lines[i]) })),
    taxes: taxRows(document).map((row, i) => ({
      ...row,
      base_base: base(baseOfTax(document, bases, row.tax_id)),
      base_tax: base(bases.taxes[i]?.tax),
      base_self_assessed: base(bases.taxes[i]?.selfAssessed),
    })),
  };
}

/** The taxable amount in the base asset: that of the lines with this tax. */
function baseOfTax(document: ComposedDocument, bases: BaseAmounts, taxId: string): bigint {
  return document.lines.reduce(
    (sum, line, i) => (line.taxId === taxId ? sum + (bases.lines[i] ?? 0n) : sum),
    0n,
  );
}

/** Company and contact as they are today: what is printed of them stays. */
function partyColumns({ references: { company, contact } }: ComposedDocument): Record<string, unknown> {
  return {
    company_name: company.name,
    company_country: company.country,
    company_address: company.address,
    company_tax_number: company.taxNumber,
    contact_name: contact?.name,
    contact_address: contact?.address,
    contact_country: contact?.country,
    contact_tax_number: contact?.taxNumber,
  };
}

/** The lines as both posting and drafts store them. */
export function lineRows(document: ComposedDocument): Record<string, unknown>[] {
  return document.lines.map((line) => ({
    description: line.description,
    quantity: line.quantity,
    unit_price: line.unitPrice,
    discount_percent: line.discountPercent,
    tax_id: line.taxId,
    account_id: line.accountId,
    dimension_value_ids: line.dimensionValueIds,
    net: line.net,
    tax: line.tax,
  }));
}

/** The tax summary as both posting and drafts store it. */
export function taxRows(document: ComposedDocument): ({ tax_id: string } & Record<string, unknown>)[] {
  return document.taxSummary.map((one) => ({
    tax_id: one.taxId,
    code: one.code,
    name: one.name,
    kind: one.kind,
    rate: one.rate,
    exempt_reason: one.exemptReason,
    base: one.base,
    tax: one.tax,
    self_assessed: one.selfAssessed,
  }));
}

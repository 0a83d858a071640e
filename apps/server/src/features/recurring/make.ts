import type { DocumentContent } from '@crypto-erp/contract/documents';
import type { Recurring, RecurringDocument, RecurringEntry } from '@crypto-erp/contract/recurring';
import { formatDecimal, parseDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import { proRataLines, shareOfPeriod } from '@crypto-erp/ledger/pro-rata';
import type { Trx } from '../../db/database.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { companySettings } from '../companies/read-model.ts';
import type { Nature } from '../documents/kinds.ts';
import { prepareDocument } from '../documents/posting.ts';
import { createDocumentDraft } from '../documents/service.ts';
import { createDraft } from '../entries/drafts.ts';
import { type EntryContent, postWithin, prepareEntry } from '../entries/service.ts';
import { isWhole, type Occurrence } from './schedule.ts';

export interface Made {
  createdId: string;
  posted: boolean;
}

/** What a template makes, told apart by its kind. */
export type Template =
  | { nature: null; content: RecurringEntry }
  | { nature: Nature; content: RecurringDocument };

/** What `recurring` makes; null when its content is not of its kind. */
export function templateOf({ kind, content }: Pick<Recurring, 'kind' | 'content'>): Template | null {
  if (kind === 'entry') return 'contactId' in content ? null : { nature: null, content };
  const side = kind === 'invoice' ? 'sales' : 'purchase';
  return 'contactId' in content ? { nature: { kind, side }, content } : null;
}

/**
 * Makes what recurs for one of its dates, by the services that the API itself uses: a draft, or what is posted at once.
 * Throws whatever refuses it.
 */
export async function makeOccurrence(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  recurring: Pick<Recurring, 'kind' | 'mode' | 'content'>,
  occurrence: Occurrence,
): Promise<Made> {
  const template = templateOf(recurring);
  if (template === null) throw new Error(`The content of a recurring ${recurring.kind} is another.`);
  const posted = recurring.mode === 'post';
  if (template.nature === null) {
    const content = await entryOf(trx, context, assets, template.content, occurrence);
    if (!posted) return { createdId: (await createDraft(trx, context, assets, content)).id, posted };
    return post(trx, context, await prepareEntry(trx, context, assets, content, null));
  }
  const { nature } = template;
  const content = await documentOf(trx, context, template.content, occurrence);
  if (posted) return post(trx, context, await prepareDocument(trx, context, assets, nature, content, null));
  return { createdId: (await createDocumentDraft(trx, context, assets, nature, content)).id, posted };
}

async function post(trx: Trx, { companyId }: Context, item: Parameters<typeof postWithin>[2]): Promise<Made> {
  const { id } = await postWithin(trx, companyId, item);
  return { createdId: String(id), posted: true };
}

/** The entry of a date: the template's, or what of it falls to the days that count. Lines that come to nothing go. */
async function entryOf(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  content: RecurringEntry,
  occurrence: Occurrence,
): Promise<EntryContent> {
  const { date, period, covered } = occurrence;
  if (isWhole(occurrence)) return { ...content, date };
  const { baseAsset, rounding } = await companySettings(trx, context.companyId);
  const baseDecimals = await assets.decimals(baseAsset);
  const decimals = await Promise.all(content.lines.map(({ asset }) => assets.decimals(asset)));
  const units = content.lines.map((line, i) => ({
    quantity: parseDecimal(line.quantity, decimals[i] ?? 0, `/lines/${i}/quantity`),
    baseAmount: parseDecimal(line.baseAmount, baseDecimals, `/lines/${i}/baseAmount`),
    inBaseAsset: line.asset === baseAsset,
  }));
  const shares = proRataLines(units, covered, period, rounding.mode);
  const lines = content.lines.flatMap((line, i) => {
    const { quantity = 0n, baseAmount = 0n } = shares[i] ?? {};
    if (quantity === 0n && baseAmount === 0n) return [];
    return {
      ...line,
      quantity: trimDecimal(formatDecimal(quantity, decimals[i] ?? 0)),
      baseAmount: trimDecimal(formatDecimal(baseAmount, baseDecimals)),
    };
  });
  return { ...content, date, lines };
}

/** A quantity that is not whole has as many decimals, or as many as it had before. */
const QUANTITY_DECIMALS = 8;

/** The document of a date: the template's, with what of its lines' quantities falls to the days that count. */
async function documentOf(
  trx: Trx,
  context: Context,
  content: RecurringDocument,
  occurrence: Occurrence,
): Promise<DocumentContent> {
  const { date, period, covered } = occurrence;
  const whole = { ...content, issueDate: date, dueDate: null };
  if (isWhole(occurrence)) return whole;
  const { rounding } = await companySettings(trx, context.companyId);
  const lines = content.lines.map((line, i) => {
    const decimals = Math.max(QUANTITY_DECIMALS, (line.quantity.split('.')[1] ?? '').length);
    const units = parseDecimal(line.quantity, decimals, `/lines/${i}/quantity`);
    const share = shareOfPeriod(units, covered, period, rounding.mode);
    return { ...line, quantity: trimDecimal(formatDecimal(share, decimals)) };
  });
  return { ...whole, lines };
}

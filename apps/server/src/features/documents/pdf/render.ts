import { buffer } from 'node:stream/consumers';
import { amountPlaces, grouped, withPlaces } from './amounts.ts';
import type { PrintedDocument } from './document.ts';
import { writeHeading } from './heading.ts';
import { createPages, LEFT, type Pages, RIGHT } from './pages.ts';
import { qrCode } from './qr-code.ts';
import { BODY, LABEL, STRONG } from './styles.ts';
import { writeTaxSummary, writeTotals } from './sums.ts';
import { writeTable } from './table.ts';
import type { TextStyle } from './wrap.ts';

/**
 * Sets an invoice on A4 pages and answers the PDF. Equal documents give equal bytes: the file's dates are the issue
 * date and its id follows from them, the number and the seller. Characters that no font has are printed as U+FFFD.
 * It computes for tens of milliseconds, and longer the first time: servers use `createDocumentRenderer`.
 * @throws RangeError when `issueDate` is not a date.
 */
export async function renderDocument(document: PrintedDocument): Promise<Buffer> {
  const { pdf, pages } = createPages({
    Title: `Invoice ${document.number}`,
    Author: document.seller.name,
    CreationDate: creationDate(document.issueDate),
  });
  const bytes = buffer(pdf);
  const places = amountPlaces(document);
  const sender = `Invoice ${document.number} · ${document.seller.name}`;
  const continued = (): void => {
    pages.row([
      { x: LEFT, width: RIGHT - LEFT, paragraphs: [{ text: `Invoice ${document.number}`, style: LABEL }] },
    ]);
    pages.gap(10);
  };

  pages.repeat(continued);
  writeHeading(pages, document);
  writeValidation(pages, document.validationLink);
  writeLines(pages, document, places, continued);
  writeTotals(pages, document, places);
  writeTaxSummary(pages, document, places, continued);
  writeNotes(pages, document.notes);
  pages.finish(sender);
  return bytes;
}

/** 34 mm, of the 30 to 40 mm that Orden HAC/1177/2024, article 21, asks for. */
const CODE_SIZE = 96;

/** The code by which a receiver in Spain asks the tax agency for the invoice, with the words that stand around it. */
function writeValidation(pages: Pages, link: string | undefined): void {
  if (link === undefined) return;
  const words = (text: string, style: TextStyle): void =>
    pages.row([{ x: LEFT, width: RIGHT - LEFT, paragraphs: [{ text, style }] }]);
  words('QR tributario:', STRONG);
  pages.gap(8);
  pages.code(qrCode(link), CODE_SIZE, link);
  pages.gap(8);
  words('VERI*FACTU · Factura verificable en la sede electrónica de la AEAT', BODY);
  pages.gap(18);
}

function creationDate(issueDate: string): Date {
  const date = new Date(`${issueDate}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) throw new RangeError(`The issue date "${issueDate}" is not a date.`);
  return date;
}

function writeLines(
  pages: Pages,
  { lines, asset }: PrintedDocument,
  places: number,
  beforeHeading: () => void,
): void {
  const discounts = lines.map(({ discountPercent }) =>
    /^0([.]0+)?$/.test(discountPercent) ? '' : `${discountPercent} %`,
  );
  const discounted = discounts.some((text) => text !== '');
  const taxed = lines.some((line) => line.taxCode !== null);
  writeTable(
    pages,
    [
      { heading: '#', kind: 'figure', texts: lines.map((_, index) => String(index + 1)) },
      { heading: 'Description', kind: 'text', texts: lines.map((line) => line.description) },
      { heading: 'Quantity', kind: 'figure', texts: lines.map((line) => grouped(line.quantity)) },
      {
        heading: 'Unit price',
        kind: 'figure',
        texts: lines.map((line) => grouped(withPlaces(line.unitPrice, places))),
      },
      ...(discounted
        ? [
            {
              heading: 'Discount',
              kind: 'figure' as const,
              texts: discounts,
            },
          ]
        : []),
      ...(taxed
        ? [{ heading: 'Tax', kind: 'label' as const, texts: lines.map((line) => line.taxCode ?? '') }]
        : []),
      {
        heading: `Net ${asset}`,
        kind: 'figure',
        texts: lines.map((line) => grouped(withPlaces(line.net, places))),
      },
    ],
    beforeHeading,
  );
}

function writeNotes(pages: Pages, notes: string): void {
  const text = notes.trim();
  if (text === '') return;
  pages.gap(20);
  // One row, so that the heading stays with its text.
  const paragraphs = [
    { text: 'Notes', style: STRONG },
    { text, style: BODY },
  ];
  pages.row([{ x: LEFT, width: RIGHT - LEFT, paragraphs }]);
}

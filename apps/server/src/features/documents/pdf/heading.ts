import type { PrintedDocument, PrintedParty } from './document.ts';
import { type Cell, LEFT, type Pages, RIGHT } from './pages.ts';
import { BODY, LABEL, NAME, QUIET, STRONG, TITLE } from './styles.ts';
import type { TextStyle } from './wrap.ts';

type Paragraph = Cell['paragraphs'][number];

const TITLES: Record<PrintedDocument['kind'], string> = {
  invoice: 'Invoice',
  'credit-note': 'Credit note',
  'debit-note': 'Debit note',
  bill: 'Bill',
  'expense-claim': 'Expense claim',
};

const BLANK: Paragraph = { text: ' ', style: LABEL };

/** The seller, the invoice's number, the customer, the dates: what the first page begins with. */
export function writeHeading(pages: Pages, document: PrintedDocument): void {
  const half = (RIGHT - LEFT) / 2 - 12;
  pages.row([
    { x: LEFT, width: half, paragraphs: party(document.seller, NAME) },
    {
      x: RIGHT - half,
      width: half,
      align: 'right',
      paragraphs: [
        { text: TITLES[document.kind], style: TITLE },
        { text: document.number, style: { ...STRONG, size: 11 } },
      ],
    },
  ]);
  pages.gap(26);
  const quarter = half / 2 - 6;
  pages.row([
    {
      x: LEFT,
      width: half,
      paragraphs: [{ text: 'Bill to', style: LABEL }, ...party(document.customer, { ...STRONG, size: 10.5 })],
    },
    {
      x: RIGHT - half,
      width: quarter,
      paragraphs: [
        ...labelled('Issue date', document.issueDate),
        BLANK,
        ...labelled('Due date', document.dueDate),
      ],
    },
    {
      x: RIGHT - quarter,
      width: quarter,
      paragraphs: [
        ...labelled('Currency', document.asset),
        BLANK,
        ...labelled('Reference', document.reference),
      ],
    },
  ]);
  pages.gap(22);
}

/** Name, address, country and tax number, below each other. */
export function party({ name, address, country, taxNumber }: PrintedParty, style: TextStyle): Paragraph[] {
  const text = (value: string | null | undefined): Paragraph[] =>
    value ? [{ text: value.trim(), style: BODY }] : [];
  return [
    { text: name, style },
    ...text(address),
    ...text(country && countryName(country)),
    ...(taxNumber ? [{ text: `Tax number ${taxNumber}`, style: QUIET }] : []),
  ];
}

/** A small label and its value; nothing without a value. */
export function labelled(label: string, value: string): Paragraph[] {
  if (value === '') return [];
  return [
    { text: label, style: LABEL },
    { text: value, style: BODY },
  ];
}

const countries = new Intl.DisplayNames('en', { type: 'region' });

/** `DE` is Germany; what is not a country's code stands as it is. */
function countryName(country: string): string {
  return /^[A-Z]{2}$/.test(country) ? (countries.of(country) ?? country) : country;
}

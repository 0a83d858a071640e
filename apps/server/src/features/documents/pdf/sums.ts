import { grouped, withPlaces } from './amounts.ts';
import type { PrintedDocument, PrintedTax } from './document.ts';
import { LEFT, type Pages, RIGHT, SHADE } from './pages.ts';
import { BODY, QUIET, STRONG } from './styles.ts';
import { writeTable } from './table.ts';
import type { TextStyle } from './wrap.ts';

const TOTAL: TextStyle = { ...STRONG, size: 12 };

/** The net, the tax and the total at the right edge, and the total in the base asset where there is one. */
export function writeTotals(pages: Pages, document: PrintedDocument, places: number): void {
  const amount = (decimal: string): string => grouped(withPlaces(decimal, places));
  const base = document.base;
  const label = `Total ${document.asset}`;
  const total = amount(document.total);
  const inset = 10;
  const room = RIGHT - LEFT - 2 * inset;
  // Wide enough for the total in one line, and never narrower than looks settled.
  const wanted = pages.measure(label, TOTAL) + 24 + pages.measure(total, TOTAL) + 1;
  const width = Math.min(room, Math.max(210, wanted));
  const x = RIGHT - inset - width;
  const line = (name: string, value: string, style: TextStyle, shade?: string): void => {
    const labelWidth = Math.min(width / 2, pages.measure(name, style) + 1);
    pages.row(
      [
        { x, width: labelWidth, paragraphs: [{ text: name, style }] },
        {
          x: x + labelWidth + 12,
          width: width - labelWidth - 12,
          align: 'right',
          paragraphs: [{ text: value, style }],
        },
      ],
      shade === undefined ? { padding: 2 } : { padding: 7, shade: { color: shade, x: x - inset } },
    );
  };

  pages.gap(10);
  // The sums stay together on one page.
  pages.need(base ? 110 : 76);
  line('Net', amount(document.net), BODY);
  line('Tax', amount(document.tax), BODY);
  pages.gap(5);
  line(label, total, TOTAL, SHADE);
  if (base !== undefined) {
    pages.gap(4);
    line(`Total in ${base.asset}`, grouped(base.total), QUIET);
    line('Exchange rate', `1 ${document.asset} = ${grouped(base.rate)} ${base.asset}`, QUIET);
  }
}

/** What each tax code adds up to, and why some charge nothing. */
export function writeTaxSummary(
  pages: Pages,
  { taxSummary, asset }: PrintedDocument,
  places: number,
  beforeHeading: () => void,
): void {
  if (taxSummary.length === 0) return;
  const amounts = (of: (tax: PrintedTax) => string): string[] =>
    taxSummary.map((tax) => grouped(withPlaces(of(tax), places)));
  pages.gap(24);
  pages.row([{ x: LEFT, width: RIGHT - LEFT, paragraphs: [{ text: 'Tax summary', style: STRONG }] }], {
    keep: 54,
  });
  pages.gap(4);
  writeTable(
    pages,
    [
      { heading: 'Code', kind: 'label', texts: taxSummary.map((tax) => tax.code) },
      { heading: 'Tax', kind: 'text', texts: taxSummary.map((tax) => tax.name) },
      { heading: 'Rate', kind: 'figure', texts: taxSummary.map(rateOf) },
      { heading: `Taxable ${asset}`, kind: 'figure', texts: amounts((tax) => tax.base) },
      { heading: `Tax ${asset}`, kind: 'figure', texts: amounts((tax) => tax.tax) },
    ],
    beforeHeading,
  );
  const reasons = taxSummary.flatMap(reasonOf);
  if (reasons.length === 0) return;
  pages.gap(6);
  for (const text of reasons) {
    pages.row([{ x: LEFT, width: RIGHT - LEFT, paragraphs: [{ text, style: QUIET }] }], { padding: 1 });
  }
}

function rateOf({ kind, rate }: PrintedTax): string {
  if (kind === 'exempt') return 'exempt';
  if (kind === 'reverse-charge') return 'reverse charge';
  return `${rate} %`;
}

/** The mention that Directive 2006/112/EC, article 226, points 11 and 11a, asks for on the invoice. */
function reasonOf({ kind, code, exemptReason }: PrintedTax): string[] {
  if (kind === 'reverse-charge') return [`${code}: Reverse charge. The customer is liable for the tax.`];
  if (kind === 'exempt') return [`${code}: Exempt from tax${exemptReason ? `. ${exemptReason}` : '.'}`];
  return [];
}

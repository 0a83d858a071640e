import { buffer } from 'node:stream/consumers';
import type { StatementAsset } from '@crypto-erp/contract/statements';
import { grouped, withPlaces } from '../../documents/pdf/amounts.ts';
import { labelled, party } from '../../documents/pdf/heading.ts';
import { createPages, LEFT, type Pages, RIGHT } from '../../documents/pdf/pages.ts';
import { LABEL, NAME, STRONG, TITLE } from '../../documents/pdf/styles.ts';
import { writeTable } from '../../documents/pdf/table.ts';
import type { PrintedStatement } from './statement.ts';

const KINDS: Record<StatementAsset['lines'][number]['kind'], string> = {
  invoice: 'Invoice',
  bill: 'Bill',
  'credit-note': 'Credit note',
  'debit-note': 'Debit note',
  'expense-claim': 'Expense claim',
  payment: 'Payment',
  reversal: 'Reversal',
  settlement: 'Settlement',
};

/**
 * Sets a statement of account on A4 pages and answers the PDF. Equal statements give equal bytes: the file's dates are
 * the end of the period, and nothing in it depends on when or where it is made.
 */
export async function renderStatement(statement: PrintedStatement): Promise<Buffer> {
  const title = `Statement of account ${statement.from} to ${statement.to}`;
  const { pdf, pages } = createPages({
    Title: `${title}: ${statement.contactName}`,
    Author: statement.company.name,
    CreationDate: new Date(`${statement.to}T00:00:00Z`),
  });
  const bytes = buffer(pdf);
  const continued = (): void => {
    pages.row([{ x: LEFT, width: RIGHT - LEFT, paragraphs: [{ text: title, style: LABEL }] }]);
    pages.gap(10);
  };
  pages.repeat(continued);
  writeHeading(pages, statement);
  for (const one of statement.assets) writeAsset(pages, one, statement, continued);
  if (statement.assets.length === 0) heading(pages, 'Nothing is owed, and nothing moved in this period.');
  pages.finish(`${title} · ${statement.company.name}`);
  return bytes;
}

function writeHeading(pages: Pages, { company, contact, from, to }: PrintedStatement): void {
  const half = (RIGHT - LEFT) / 2 - 12;
  pages.row([
    { x: LEFT, width: half, paragraphs: party(company, NAME) },
    {
      x: RIGHT - half,
      width: half,
      align: 'right',
      paragraphs: [{ text: 'Statement of account', style: TITLE }],
    },
  ]);
  pages.gap(26);
  pages.row([
    { x: LEFT, width: half, paragraphs: party(contact, { ...STRONG, size: 10.5 }) },
    {
      x: RIGHT - half,
      width: half,
      paragraphs: [...labelled('From', from), { text: ' ', style: LABEL }, ...labelled('To', to)],
    },
  ]);
  pages.gap(22);
}

/** The account in one asset: its lines between the two balances, what is open, and for how long. */
function writeAsset(
  pages: Pages,
  account: StatementAsset,
  { from, to }: PrintedStatement,
  continued: () => void,
): void {
  const places = placesOf(account);
  const amount = (decimal: string): string => grouped(withPlaces(decimal, places));
  const { asset, opening, closing, lines, open, aging } = account;
  heading(pages, asset);
  writeTable(
    pages,
    [
      { heading: 'Date', kind: 'label', texts: [from, ...lines.map((line) => line.date), to] },
      {
        heading: 'What',
        kind: 'text',
        texts: [
          'Opening balance',
          ...lines.map(({ kind, number, reference }) =>
            [`${KINDS[kind]} ${number}`, reference].filter((text) => text !== '').join(' · '),
          ),
          'Closing balance',
        ],
      },
      { heading: 'Due', kind: 'label', texts: ['', ...lines.map((line) => line.dueDate ?? ''), ''] },
      { heading: 'Amount', kind: 'figure', texts: ['', ...lines.map((line) => amount(line.amount)), ''] },
      {
        heading: `Balance ${asset}`,
        kind: 'figure',
        texts: [opening, ...lines.map((line) => line.balance), closing].map(amount),
      },
    ],
    continued,
  );
  if (open.length > 0) {
    pages.gap(16);
    heading(pages, `Open on ${to}`);
    writeTable(
      pages,
      [
        { heading: 'Date', kind: 'label', texts: open.map(({ date }) => date) },
        { heading: 'What', kind: 'text', texts: open.map(({ kind, number }) => `${KINDS[kind]} ${number}`) },
        { heading: 'Due', kind: 'label', texts: open.map(({ dueDate }) => dueDate) },
        { heading: `Open ${asset}`, kind: 'figure', texts: open.map((item) => amount(item.open)) },
      ],
      continued,
    );
    pages.gap(16);
    heading(pages, 'Days overdue');
    writeTable(
      pages,
      [
        { heading: 'Asset', kind: 'text', texts: [asset] },
        { heading: 'Not due', kind: 'figure', texts: [amount(aging.notDue)] },
        { heading: '1–30', kind: 'figure', texts: [amount(aging.days30)] },
        { heading: '31–60', kind: 'figure', texts: [amount(aging.days60)] },
        { heading: '61–90', kind: 'figure', texts: [amount(aging.days90)] },
        { heading: 'Over 90', kind: 'figure', texts: [amount(aging.older)] },
      ],
      continued,
    );
  }
  pages.gap(26);
}

/** A heading that stays with the table below it. */
function heading(pages: Pages, text: string): void {
  pages.row([{ x: LEFT, width: RIGHT - LEFT, paragraphs: [{ text, style: STRONG }] }], { keep: 54 });
  pages.gap(4);
}

/** As many decimals as the longest amount has, two at least. */
function placesOf({ opening, closing, lines, open }: StatementAsset): number {
  const amounts = [
    opening,
    closing,
    ...lines.flatMap((line) => [line.amount, line.balance]),
    ...open.map((item) => item.open),
  ];
  return Math.max(2, ...amounts.map((amount) => (amount.split('.')[1] ?? '').length));
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grouped } from '../../documents/pdf/amounts.ts';
import { readPdf, rowsOf } from '../../documents/pdf/read-pdf.ts';
import type { ReportTable, TableColumn } from '../table.ts';
import { pdf } from './pdf.ts';

const NAME: TableColumn = { key: 'name', heading: 'Account', kind: 'text' };
const AMOUNT: TableColumn = { key: 'amount', heading: 'Amount', kind: 'amount' };
const table = (columns: TableColumn[], rows: string[][]): ReportTable => ({
  file: 'x',
  title: 'Trial balance',
  company: 'Acme',
  about: ['2026-01-01 to 2026-01-31', 'Amounts in EUR'],
  date: '2026-01-31',
  columns,
  rows: rows.map((cells) => ({ kind: 'account', depth: 0, cells })),
});

test('the heading, then the table with its header and numbered pages; amounts end at one edge', async () => {
  const rows = Array.from({ length: 120 }, (_, i) => [`Account ${i}`, `${i * 1111}.50`]);
  const pages = readPdf(await pdf(table([NAME, AMOUNT], rows)));
  assert.ok(pages.length >= 2, `${pages.length} pages`);
  assert.deepEqual(rowsOf(pages[0] ?? []).slice(0, 5), [
    'Acme',
    'Trial balance',
    '2026-01-01 to 2026-01-31',
    'Amounts in EUR',
    'Account | Amount',
  ]);
  pages.forEach((page, i) => {
    const lines = rowsOf(page);
    assert.ok(lines.includes('Account | Amount'), `page ${i + 1} has no header`);
    assert.match(lines.at(-1) ?? '', new RegExp(`Page ${i + 1} of ${pages.length}$`));
  });
  const printed = pages.flatMap(rowsOf).filter((line) => /^Account \d/.test(line));
  assert.equal(printed.length, rows.length, 'each row once');
  assert.equal(printed[119], `Account 119 | ${grouped('132209.50')}`);
  const ends = pages.flat().flatMap(({ x, width, text }) => (/\.50$/.test(text) ? [x + width] : []));
  assert.ok(Math.max(...ends) - Math.min(...ends) < 0.1);
});

test('twelve columns beside fit on a page, nothing cut', async () => {
  const columns = [NAME, ...Array.from({ length: 13 }, (_, i) => ({ ...AMOUNT, heading: `2026-${i}` }))];
  const amounts = columns.slice(1).map((_, i) => `-12345678${i}.90`);
  const pages = readPdf(await pdf(table(columns, [['Sales of goods and services', ...amounts]])));
  const words = pages.flat();
  for (const i of amounts.keys()) {
    const text = grouped(amounts[i] ?? '');
    assert.ok(
      words.some((piece) => piece.text === text),
      `${text} is not whole`,
    );
  }
  assert.ok(words.every(({ x, width }) => x >= 35 && x + width <= 807));
});

test('a text longer than a page goes on on the next, and any character is printed or replaced', async () => {
  const long = 'A long description that says what was bought. '.repeat(300);
  const pages = readPdf(
    await pdf(
      table(
        [NAME, AMOUNT],
        [
          [long, '1.00'],
          ['\u0007東京 🚀', '2.00'],
        ],
      ),
    ),
  );
  assert.ok(pages.length > 1);
  const all = pages.map((page) => rowsOf(page).join('\n')).join('\n');
  assert.match(all, /東京 \uFFFD \| 2\.00/);
});

test('equal tables give equal bytes, in whatever order they are set', async () => {
  const one = table([NAME, AMOUNT], [['Bank\u00a0account', '1.00']]);
  const other = table([NAME, AMOUNT], [['Bank account', '1.00']]);
  const first = await pdf(one);
  await pdf(other);
  assert.ok(first.equals(await pdf(one)));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read } from '@e965/xlsx';
import type { ReportTable } from '../table.ts';
import { xlsx } from './xlsx.ts';

const TABLE: ReportTable = {
  file: 'x',
  title: 'A report',
  company: '=Acme',
  about: ['Amounts in EUR'],
  date: '2026-03-31',
  columns: [
    { key: 'kind', heading: '', kind: 'label', csvOnly: true },
    { key: 'name', heading: 'Account', kind: 'text' },
    { key: 'amount', heading: 'Amount', kind: 'amount' },
  ],
  rows: [],
};
const row = (name: string, amount: string, depth = 0) =>
  ({ kind: 'account', depth, cells: ['account', name, amount] }) as const;
const sheetOf = (rows: ReportTable['rows']) => {
  const sheet = read(xlsx({ ...TABLE, rows }), { cellNF: true }).Sheets.Report;
  assert.ok(sheet);
  return sheet;
};

test('title, company, what it covers, then header and rows without the columns of the CSV', () => {
  const sheet = sheetOf([row('Bank', '12.50', 1)]);
  assert.deepEqual(
    ['A1', 'A2', 'A3', 'A5', 'B5', 'A6', 'B6'].map((at) => sheet[at]?.v),
    ['A report', '=Acme', 'Amounts in EUR', 'Account', 'Amount', '    Bank', 12.5],
  );
  assert.equal(sheet['!ref'], 'A1:B6');
});

test('an amount is a number while a double holds its digits, else text; either way none is lost', () => {
  const amounts = [
    '0.00',
    '-0.07',
    '123456789012.345',
    '999999999999999',
    '1234567890123.456',
    '0.000000000000000001',
  ];
  const sheet = sheetOf(amounts.map((amount) => row('x', amount)));
  amounts.forEach((amount, i) => {
    const cell = sheet[`B${6 + i}`];
    const digits = amount.replace(/[-.]/g, '').replace(/^0+/, '');
    assert.equal(cell?.t, digits.length > 15 ? 's' : 'n', amount);
    if (cell?.t === 'n') assert.equal(cell.v.toFixed(amount.split('.')[1]?.length ?? 0), amount);
    else assert.equal(cell?.v, amount);
  });
  assert.equal(sheet.B6?.z, '#,##0.00');
});

test('a text that looks like a formula stays text', () => {
  const texts = ['=1+1', '=HYPERLINK("http://example.com")', '+1', '-1', '@SUM(A1)', '{=1}', "'=1"];
  const sheet = sheetOf(texts.map((name) => row(name, '')));
  texts.forEach((text, i) => {
    const cell = sheet[`A${6 + i}`];
    assert.deepEqual([cell?.t, cell?.v, cell?.f], ['s', text, undefined]);
    assert.equal(sheet[`B${6 + i}`], undefined);
  });
});

test('control characters and more text than a cell holds do not break the file', () => {
  const sheet = sheetOf([row('a\u0001b\u001fc', '1'), row('x'.repeat(40_000), '2')]);
  assert.equal(sheet.B6?.v, 1);
  assert.equal(sheet.A7?.v.length, 32_767);
});

test('equal tables give equal bytes, whatever was written between', () => {
  const rows = [row('Bank', '1.00')];
  const first = xlsx({ ...TABLE, rows });
  xlsx({ ...TABLE, rows: [row('Coins', '0.12345678')] });
  assert.ok(first.equals(xlsx({ ...TABLE, rows })));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refused } from '../../testing/books.ts';
import { readUbl } from './read-ubl.ts';
import { ublExample } from './ubl-example.testing.ts';

test('an invoice of another program, with its own prefixes', () => {
  const read = readUbl(ublExample());
  assert.equal(read.number, 'R-17');
  assert.deepEqual(read.supplier, {
    name: 'Supplier GmbH',
    taxNumber: 'DE811111111',
    address: 'Am Ring 5\n80331 München',
    country: 'DE',
    email: 'bills@example.com',
  });
  assert.deepEqual(read.lines, [
    { description: 'Paper', quantity: '10', unitPrice: '4.5', category: 'S', percent: '19' },
    { description: 'Post', quantity: '1', unitPrice: '5', category: 'E', percent: '0' },
  ]);
  assert.deepEqual([read.net, read.tax, read.total], ['50.00', '8.55', '58.55']);
});

test('a credit note names the bill that it corrects', () => {
  const read = readUbl(ublExample({ credit: true }));
  assert.deepEqual([read.kind, read.correctsNumber, read.lines.length], ['credit-note', 'R-16', 2]);
});

test('what is no XML, or has a document type, or nests without end, is refused', () => {
  const entity = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>';
  const deep = (levels: number): string => '<a>'.repeat(levels) + '</a>'.repeat(levels);
  const texts = [
    '',
    'no',
    '<a>',
    '<a></b>',
    '<a>&nothing;</a>',
    '<!DOCTYPE a><a/>',
    entity,
    deep(41),
    '\u0000',
  ];
  for (const text of texts) assert.throws(() => readUbl(text), refused('invalid_xml'), text.slice(0, 20));
});

test('another document, and one that lacks what every e-invoice has, is refused', () => {
  const without = (name: string) => ublExample().replace(new RegExp(`<c:${name}[ >][^]*?</c:${name}>`), '');
  for (const text of [
    '<Invoice/>',
    `${'<a>'.repeat(40)}${'</a>'.repeat(40)}`,
    ublExample().replace('xsd:Invoice-2', 'xsd:Order-2'),
    ublExample().replace('2026-03-05', '2026-02-30'),
    ublExample().replace('>50.00<', '>50,00<'),
    ublExample().replace('>50.00<', '>5e1<'),
    ...['ID', 'IssueDate', 'DocumentCurrencyCode', 'TaxInclusiveAmount', 'RegistrationName'].map(without),
  ]) {
    assert.throws(() => readUbl(text), refused('not_an_e_invoice'));
  }
});

test('sums that do not add up, and what a draft cannot hold, are refused', () => {
  for (const [from, to] of [
    ['TaxInclusiveAmount currencyID="EUR">58.55', 'TaxInclusiveAmount currencyID="EUR">58.56'],
    ['LineExtensionAmount currencyID="EUR">45.00', 'LineExtensionAmount currencyID="EUR">45.01'],
    ['TaxAmount currencyID="EUR">8.55', 'TaxAmount currencyID="EUR">8.54'],
  ] as const) {
    assert.throws(() => readUbl(ublExample().replace(from, to)), refused('e_invoice_totals'), from);
  }
  const charged = ublExample().replace('<a:TaxTotal>', '<a:AllowanceCharge/><a:TaxTotal>');
  assert.throws(() => readUbl(charged), refused('e_invoice_unsupported'));
  const negative = ublExample().replace('>10<', '>-10<');
  assert.throws(() => readUbl(negative), refused('e_invoice_unsupported'));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tax } from '@crypto-erp/contract/taxes';
import { newLine } from './document-form.ts';
import { previewDocument } from './document-totals.ts';

const rounding = { mode: 'half-up', level: 'document' } as const;
const vat: Tax = {
  id: 'vat',
  code: 'VAT21',
  name: 'VAT 21 %',
  kind: 'standard',
  rate: '21',
  inclusive: false,
  exemptReason: null,
  accountId: null,
  inputAccountId: null,
  archived: false,
  version: 1,
};

test('the preview has the asset’s decimals and names the taxes', () => {
  const line = { ...newLine('vat'), quantity: '3', unitPrice: '10.01', discountPercent: '10' };
  assert.deepEqual(previewDocument([line, { ...newLine(), unitPrice: '1' }], [vat], rounding, 2), {
    lines: ['27.03', '1.00'],
    net: '28.03',
    tax: '5.68',
    total: '33.71',
    taxes: [{ taxId: 'vat', label: 'VAT 21 %', tax: '5.68' }],
  });
});

test('an empty price counts as zero, and what cannot be read gives no totals', () => {
  assert.equal(previewDocument([newLine()], [vat], rounding, 0)?.total, '0');
  assert.equal(previewDocument([{ ...newLine(), unitPrice: '1e3' }], [vat], rounding, 2), null);
  assert.equal(
    previewDocument([{ ...newLine(), unitPrice: '1,234.50' }], [vat], rounding, 2)?.net,
    '1234.50',
  );
});

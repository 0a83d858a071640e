import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taxBody } from './tax-form.ts';

/** What is left in the form after its kind was changed to and fro. */
const typed = {
  code: 'V21',
  name: 'VAT',
  rate: '21',
  inclusive: false,
  exemptReason: ' Article 132 ',
  accountId: '0190a0a0-0000-7000-8000-000000000000',
} as const;

test('a tax is sent without what its kind hides', () => {
  const sent = (kind: 'standard' | 'exempt' | 'reverse-charge', change = {}) => {
    const { rate, exemptReason, accountId } = taxBody({ ...typed, kind, ...change });
    return { rate, exemptReason, accountId };
  };
  const { accountId } = typed;
  assert.deepEqual(sent('standard'), { rate: '21', exemptReason: null, accountId });
  assert.deepEqual(sent('exempt'), { rate: '0', exemptReason: 'Article 132', accountId: null });
  assert.deepEqual(sent('reverse-charge'), { rate: '21', exemptReason: 'Article 132', accountId });
  assert.deepEqual(sent('reverse-charge', { rate: '', exemptReason: '' }), {
    rate: '0',
    exemptReason: null,
    accountId,
  });
  assert.equal(sent('standard', { rate: '' }).rate, '');
});

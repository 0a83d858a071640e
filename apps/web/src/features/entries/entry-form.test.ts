import assert from 'node:assert/strict';
import { test } from 'node:test';
import { balanceOf, type EntryLineValues, entryBody, entryValues, newEntry, newLine } from './entry-form.ts';

function line(
  side: EntryLineValues['side'],
  asset: string,
  quantity: string,
  baseAmount = '',
): EntryLineValues {
  return { ...newLine(asset, side), quantity, baseAmount };
}

test('a credit is sent negative, and a line in the base asset has its quantity as base amount', () => {
  const values = {
    ...newEntry('2026-03-07', 'EUR'),
    lines: [line('debit', 'ETH', '0.5', '1000'), line('credit', 'EUR', '1000')],
  };
  const [debit, credit] = entryBody(values, 'EUR').lines;
  assert.deepEqual([debit?.quantity, debit?.baseAmount], ['0.5', '1000']);
  assert.deepEqual([credit?.quantity, credit?.baseAmount], ['-1000', '-1000']);
});

test('the balance counts the base amounts of both sides exactly', () => {
  const lines = [line('debit', 'EUR', '0.1'), line('debit', 'EUR', '0.2'), line('credit', 'ETH', '7', '0.3')];
  assert.deepEqual(balanceOf(lines, 'EUR'), { debit: '0.3', credit: '0.3', difference: '0' });
});

test('a draft that is opened and saved unchanged sends what it held', () => {
  const stored = {
    accountId: 'a',
    accountCode: '1',
    accountName: 'x',
    asset: 'ETH',
    quantity: '-0.5',
    baseAmount: '-1000.00',
    description: 'd',
    contactId: null,
    dimensionValueIds: ['v'],
  };
  const values = entryValues({
    id: 'e',
    number: null,
    status: 'draft',
    source: 'manual',
    date: '2026-03-07',
    description: '',
    total: '0',
    postedAt: null,
    lines: [stored],
    version: 1,
    sourceId: null,
    reversesId: null,
    reversedById: null,
  });
  assert.equal(values.lines[0]?.side, 'credit');
  const { accountCode, accountName, ...sent } = stored;
  assert.deepEqual(entryBody(values, 'EUR').lines, [sent]);
});

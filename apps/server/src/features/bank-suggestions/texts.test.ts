import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { namesNumber, similarNames } from './texts.ts';

test('a number is found as a word of its own, however its parts are divided', () => {
  const number = 'INV-2026-00042';
  for (const text of [
    'INV-2026-00042',
    'Rechnung inv 2026/00042, danke',
    'INV202600042',
    '(INV-2026-00042)',
  ]) {
    assert.ok(namesNumber(text, number), text);
  }
  for (const text of ['INV-2026-000421', '1INV-2026-00042', 'INV-2026-0042', 'éINV-2026-00042', '']) {
    assert.ok(!namesNumber(text, number), text);
  }
  assert.ok(!namesNumber('no 42', '42'));
  assert.ok(!namesNumber('thanks', 'thanks'));
});

test('any number is found in any text around it, and costs no more than the text is long', () => {
  const around = fc.string({ unit: 'binary', maxLength: 200 });
  const number = fc.stringMatching(/^[A-Z]{2,5}-?[0-9]{3,9}$/);
  fc.assert(
    fc.property(around, number, around, (before, one, after) => {
      assert.ok(namesNumber(`${before} ${one} ${after}`, one));
    }),
  );
  assert.ok(!namesNumber(`${'A'.repeat(4000)}1`, `${'A'.repeat(90)}2`));
});

test('names are alike when every telling word of the shorter one is in the other', () => {
  const alike: [string, string][] = [
    ['Søren & Söhne GmbH', 'SØREN SOHNE'],
    ['ACME Ltd.', 'Acme Limited'],
    ['Ada Lovelace', 'LOVELACE, ADA'],
    ['Müller AG', 'Mueller & Müller Holding AG'],
  ];
  for (const [one, other] of alike) assert.ok(similarNames(one, other), `${one} = ${other}`);
  const different: [string, string][] = [
    ['GmbH', 'Acme GmbH'],
    ['Ada Lovelace', 'Ada Byron'],
    ['', ''],
    ['AB', 'AB CD'],
  ];
  for (const [one, other] of different) assert.ok(!similarNames(one, other), `${one} ≠ ${other}`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { refused } from '../testing/books.ts';
import { checkTemplate, fillTemplate } from './template.ts';

const KNOWN = ['number', 'contact'];

test('placeholders become their values, and a value is not read as a template', () => {
  const values = { number: 'INV-1', contact: '$& {{number}} \\1' };
  assert.equal(
    fillTemplate('{{number}} for {{ contact }}: {{number}}', values),
    'INV-1 for $& {{number}} \\1: INV-1',
  );
  assert.equal(fillTemplate('{{constructor}}{{__proto__}}', values), '{{constructor}}{{__proto__}}');
});

test('what stands for nothing is refused', () => {
  for (const good of ['', 'plain { text }', '{{number}}', '{{ number }}{{contact}}', '{ {number} }']) {
    checkTemplate(good, KNOWN, '/text');
  }
  for (const bad of [
    '{{numbr}}',
    '{{Number}}',
    '{{number}',
    'x }} y',
    '{{ }}',
    '{{number}} {{',
    '{{num ber}}',
    '{{constructor}}',
    '{{nu\nmber}}',
  ]) {
    assert.throws(() => checkTemplate(bad, KNOWN, '/text'), refused('unknown_placeholder', '/text'), bad);
  }
});

test('a checked template has no braces left once it is filled with values that have none', () => {
  const unit = fc.constantFrom('{', '}', '{{', '}}', 'number', 'contact', ' ', 'x');
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      try {
        checkTemplate(text, KNOWN, '/text');
      } catch {
        return;
      }
      assert.doesNotMatch(fillTemplate(text, { number: '1', contact: 'A' }), /\{\{|\}\}/);
    }),
    { numRuns: 2000 },
  );
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseEcbDailyXml } from './ecb-daily.ts';
import { EcbFileError } from './ecb-rate.ts';
import { dailyXml } from './fixtures/daily-xml.ts';

describe('the ECB daily feed', () => {
  it('is read with the text of each rate, in single and double quotes', () => {
    const expected = [
      { asset: 'USD', date: '2026-04-13', perEuro: '1.1684' },
      { asset: 'JPY', date: '2026-04-13', perEuro: '186.75' },
    ];
    const xml = dailyXml('2026-04-13', { USD: '1.1684', JPY: '186.75' });
    assert.deepEqual(parseEcbDailyXml(xml), expected);
    assert.deepEqual(parseEcbDailyXml(xml.replaceAll("'", '"')), expected);
    assert.deepEqual(parseEcbDailyXml(xml.replaceAll('\n', '\r\n')), expected);
  });

  const good = dailyXml('2026-04-13', { USD: '1.1684', JPY: '186.75' });
  const refusals: [what: string, text: string, column: string][] = [
    ['nothing', '', '1'],
    ['a web page', '<!doctype html><title>Moved</title>', '1'],
    ['a document type', good.replace('?>', '?><!DOCTYPE x [<!ENTITY a "1">]>'), '1'],
    ['another sender', good.replace('European Central Bank', 'Somebody'), '1'],
    ['a day that does not exist', good.replace('2026-04-13', '2026-02-31'), 'time'],
    ['no rates', dailyXml('2026-04-13', {}), 'Cube'],
    ['an entity as a rate', good.replace('1.1684', '&a;'), 'Cube'],
    ['N/A', good.replace('1.1684', 'N/A'), 'Cube'],
    ['a comment', good.replace("<Cube currency='JPY'", "<!-- --><Cube currency='JPY'"), 'Cube'],
    ['another attribute', good.replace("rate='186.75'", "rate='186.75' unit='100'"), 'Cube'],
    ['zero', good.replace('1.1684', '0.0'), 'USD'],
    ['two points', good.replace('1.1684', '1.16.84'), 'USD'],
    ['the euro', good.replace("'JPY'", "'EUR'"), 'EUR'],
    ['a currency twice', good.replace("'JPY'", "'USD'"), 'USD'],
    ['a cut answer', good.slice(0, -20), 'Cube'],
    ['more after the end', `${good}<x/>`, 'Cube'],
    ['a huge text', good + ' '.repeat(70_000), '1'],
  ];
  for (const [what, text, column] of refusals) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => parseEcbDailyXml(text),
        (error) =>
          error instanceof EcbFileError && error.code === 'invalid_rate_file' && error.column === column,
      );
    });
  }
});

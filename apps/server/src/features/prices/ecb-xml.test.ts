import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EcbFileError } from './ecb-rate.ts';
import { MAX_XML_LENGTH, parseEcbXml } from './ecb-xml.ts';
import { dailyXml, ecbXml } from './fixtures/ecb-xml.ts';

describe('rates of the ECB as XML', () => {
  it('is read with the text of each rate, in single and double quotes', () => {
    const expected = [
      { asset: 'USD', date: '2026-04-13', perEuro: '1.1684' },
      { asset: 'JPY', date: '2026-04-13', perEuro: '186.75' },
    ];
    const xml = dailyXml('2026-04-13', { USD: '1.1684', JPY: '186.75' });
    assert.deepEqual(parseEcbXml(xml), expected);
    assert.deepEqual(parseEcbXml(xml.replaceAll("'", '"')), expected);
    assert.deepEqual(parseEcbXml(xml.replaceAll('\n', '\r\n')), expected);
  });

  it('are read of several days, in the order of the file', () => {
    const xml = ecbXml({
      '2026-04-13': { USD: '1.1684', JPY: '186.75' },
      '2026-04-10': { USD: '1.17' },
    });
    const expected = [
      { asset: 'USD', date: '2026-04-13', perEuro: '1.1684' },
      { asset: 'JPY', date: '2026-04-13', perEuro: '186.75' },
      { asset: 'USD', date: '2026-04-10', perEuro: '1.17' },
    ];
    assert.deepEqual(parseEcbXml(xml), expected);
    assert.deepEqual(parseEcbXml(xml.replaceAll(/\s*\n\s*/g, '')), expected);
  });

  it('are read of 90 days with 40 currencies each', () => {
    const codes = Array.from(
      { length: 40 },
      (_, i) => `X${String.fromCharCode(65 + (i % 26), 65 + (i % 23))}`,
    );
    const rates = Object.fromEntries(codes.map((code) => [code, '12345.6789']));
    const days = Array.from({ length: 90 }, (_, i) =>
      new Date(Date.UTC(2026, 3, 13 - i)).toISOString().slice(0, 10),
    );
    const xml = ecbXml(Object.fromEntries(days.map((day) => [day, rates])));
    assert.equal(parseEcbXml(xml).length, 90 * 40);
  });

  const good = dailyXml('2026-04-13', { USD: '1.1684', JPY: '186.75' });
  const DAY = good.slice(good.indexOf('<Cube time'), good.indexOf('</Cube>') + '</Cube>'.length);
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
    ['a huge text', good + ' '.repeat(MAX_XML_LENGTH), '1'],
    ['a day twice', good.replace(DAY, `${DAY}${DAY}`), 'time'],
    ['a second day that does not exist', good.replace(DAY, DAY + DAY.replace('04-13', '04-31')), 'time'],
    ['a second day without rates', good.replace(DAY, `${DAY}<Cube time='2026-04-10'></Cube>`), 'Cube'],
    ['a day inside a day', good.replace("<Cube currency='JPY'", "<Cube time='2026-04-10'>"), 'Cube'],
    ['a rate outside a day', good.replace(DAY, `${DAY}<Cube currency='USD' rate='1'/>`), 'Cube'],
  ];
  for (const [what, text, column] of refusals) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => parseEcbXml(text),
        (error) =>
          error instanceof EcbFileError && error.code === 'invalid_rate_file' && error.column === column,
      );
    });
  }
});

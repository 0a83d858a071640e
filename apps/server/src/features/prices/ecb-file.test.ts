import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseEcbFile } from './ecb-file.ts';
import { EcbFileError, type EcbRate } from './ecb-rate.ts';

const HISTORY = new URL('./fixtures/eurofxref-hist.csv', import.meta.url);

async function parse(text: string, chunkSize = text.length || 1): Promise<EcbRate[]> {
  const bytes = Buffer.from(text);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkSize) chunks.push(bytes.subarray(at, at + chunkSize));
  const rates: EcbRate[] = [];
  for await (const batch of parseEcbFile(Readable.from(chunks))) rates.push(...batch);
  return rates;
}

describe('the ECB history file', () => {
  it('is read whole, in batches, with the text of each rate', async () => {
    const seen = new Map<string, string>();
    let batches = 0;
    let rates = 0;
    for await (const batch of parseEcbFile(createReadStream(HISTORY))) {
      batches += 1;
      rates += batch.length;
      for (const rate of batch) seen.set(`${rate.asset} ${rate.date}`, rate.perEuro);
    }
    assert.ok(batches > 5);
    // Counted in the file by other means: every cell below a currency that is not N/A.
    assert.equal(rates, 217_555);
    assert.equal(seen.size, rates);
    assert.equal(seen.get('USD 2026-04-13'), '1.1684');
    assert.equal(seen.get('ZAR 1999-01-04'), '6.9358');
    assert.equal(seen.get('TRL 1999-01-04'), '372274');
    assert.equal(seen.has('RUB 2026-04-13'), false);
  });

  it('gives the same rates however the bytes arrive, with CRLF, and without a last line break', async () => {
    const text = 'Date,USD,JPY,\n2024-02-29,1.10,N/A,\n2024-02-28,1,160.25,\n';
    const expected = [
      { asset: 'USD', date: '2024-02-29', perEuro: '1.10' },
      { asset: 'USD', date: '2024-02-28', perEuro: '1' },
      { asset: 'JPY', date: '2024-02-28', perEuro: '160.25' },
    ];
    const shape = fc.record({
      size: fc.integer({ min: 1, max: 60 }),
      crlf: fc.boolean(),
      last: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ size, crlf, last }) => {
        const whole = last ? text : text.slice(0, -1);
        assert.deepEqual(await parse(crlf ? whole.replaceAll('\n', '\r\n') : whole, size), expected);
      }),
    );
  });

  it('may lack the comma at the end of its lines', async () => {
    assert.deepEqual(await parse('Date,USD\n2024-02-29,1.1\n'), [
      { asset: 'USD', date: '2024-02-29', perEuro: '1.1' },
    ]);
  });

  it('stops reading a line without end', async () => {
    let chunks = 0;
    function* endless() {
      for (; chunks < 1000; chunks += 1) yield Buffer.alloc(1000, '9');
    }
    await assert.rejects(parseEcbFile(Readable.from(endless())).next(), /the line is too long/);
    assert.ok(chunks < 100, `${chunks} KB were read`);
  });

  const head = 'Date,USD,JPY,\n2024-01-03,1.1,160,\n';
  const refusals: [what: string, text: string, line: number, column: string][] = [
    ['an empty file', '', 1, 'Date'],
    ['a heading alone', 'Date,USD,\n', 2, 'Date'],
    ['another first heading', 'Day,USD,\n2024-01-02,1,\n', 1, '1'],
    ['a byte order mark', '\uFEFFDate,USD,\n2024-01-02,1,\n', 1, '1'],
    ['no currency', 'Date,\n2024-01-02,\n', 1, '2'],
    ['a heading that is no code', 'Date,USD,Yen,\n', 1, '3'],
    ['an empty heading between others', 'Date,USD,,JPY,\n', 1, '3'],
    ['the euro as a heading', 'Date,EUR,\n', 1, '2'],
    ['a heading twice', 'Date,USD,JPY,USD,\n', 1, '4'],
    ['31 February', `${head}2024-02-31,1.1,160,\n`, 3, 'Date'],
    ['29 February of a common year', `${head}2023-02-29,1.1,160,\n`, 3, 'Date'],
    ['the year 0', `${head}0000-01-01,1.1,160,\n`, 3, 'Date'],
    ['a date in another order', `${head}02/01/2024,1.1,160,\n`, 3, 'Date'],
    ['a blank line', `${head}\n2024-01-02,1.1,160,\n`, 3, 'Date'],
    ['a day twice', `${head}2024-01-03,1.1,160,\n`, 3, 'Date'],
    ['too few values', `${head}2024-01-02,1.1\n`, 3, 'JPY'],
    ['no comma at the end where the heading has one', `${head}2024-01-02,1.1,160\n`, 3, 'last'],
    ['a value below no heading', `${head}2024-01-02,1.1,160,7\n`, 3, 'last'],
    ['too many values', `${head}2024-01-02,1.1,160,,\n`, 3, '5'],
    ['zero', `${head}2024-01-02,0.00,160,\n`, 3, 'USD'],
    ['a negative value', `${head}2024-01-02,1.1,-160,\n`, 3, 'JPY'],
    ['an exponent', `${head}2024-01-02,1e5,160,\n`, 3, 'USD'],
    ['a leading zero', `${head}2024-01-02,01.1,160,\n`, 3, 'USD'],
    ['NaN', `${head}2024-01-02,NaN,160,\n`, 3, 'USD'],
    ['an empty value', `${head}2024-01-02,,160,\n`, 3, 'USD'],
    ['a space', `${head}2024-01-02,1.1, 160,\n`, 3, 'JPY'],
    ['digits of another script', `${head}2024-01-02,١.١,160,\n`, 3, 'USD'],
    ['19 decimals', `${head}2024-01-02,1.1234567890123456789,160,\n`, 3, 'USD'],
    ['21 digits', `${head}2024-01-02,123456789012345678901,160,\n`, 3, 'USD'],
    ['a line without end', `${head}${'9'.repeat(10_000)}`, 3, 'Date'],
  ];
  for (const [what, text, line, column] of refusals) {
    it(`refuses ${what}, naming line ${line}, column ${column}`, async () => {
      await assert.rejects(parse(text, 1000), (error) => {
        assert.ok(error instanceof EcbFileError, String(error));
        assert.equal(error.code, 'invalid_rate_file');
        assert.deepEqual([error.line, error.column], [line, column]);
        assert.ok(error.message.startsWith(`Line ${line}, column ${column}: `));
        assert.ok(error.message.length < 200);
        return true;
      });
    });
  }
});

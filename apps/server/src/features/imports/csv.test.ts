import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { type CsvRow, FileError, readCsv } from './csv.ts';

/** The rows of a file that arrives in pieces of so many bytes. */
async function read(file: string | Buffer, size = 7): Promise<CsvRow[]> {
  const bytes = Buffer.from(file);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const rows: CsvRow[] = [];
  for await (const row of readCsv(pieces())) rows.push(row);
  return rows;
}

const refusedAt = (code: string, line: number) => (error: unknown) =>
  error instanceof FileError && error.code === code && error.line === line;

test('a row is named by the line in which it begins, whatever lines its cells and blank rows take', async () => {
  const file = 'a,b\r\n"1\r\n2\r\n3",x\r\n\r\n,\r\n4,"y"\r\n';
  assert.deepEqual(await read(file), [
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1\n2\n3', 'x'] },
    { line: 7, cells: ['4', 'y'] },
  ]);
});

test('whatever is written comes back the same, in pieces of any size and with any delimiter', async () => {
  const character = fc.constantFrom(
    'a',
    '"',
    ',',
    ';',
    '\t',
    '\n',
    '=',
    '+',
    '-',
    '@',
    ' ',
    'é',
    '漢',
    '𝄞',
    '0',
  );
  const cell = fc.string({ unit: character, maxLength: 8 }).map((text) => text.trim());
  const row = fc.tuple(cell, cell, cell).filter((cells) => cells.some((one) => one !== ''));
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 6 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      async (rows, delimiter, lineEnd, bom, size) => {
        const all = [['first', 'second', 'third'], ...rows];
        const file = stringify(all, { delimiter, record_delimiter: lineEnd, bom, quoted_string: true });
        const found = await read(file, size);
        assert.deepEqual(
          found.map(({ cells }) => cells),
          all,
        );
        const lines = all.map((cells) => 1 + cells.join('').split('\n').length - 1);
        const starts = lines.map((_, i) => 1 + lines.slice(0, i).reduce((sum, count) => sum + count, 0));
        assert.deepEqual(
          found.map(({ line }) => line),
          starts,
        );
      },
    ),
    { numRuns: 300 },
  );
});

describe('a file that cannot be read is refused at its line', () => {
  test('another encoding, whatever piece it is in', async () => {
    const file = Buffer.concat([Buffer.from('a,b\n1,2\n'), Buffer.from([0x33, 0x2c, 0xff, 0x0a])]);
    await assert.rejects(read(file, 4), refusedAt('wrong_encoding', 3));
    await assert.rejects(read('a,b\n1,\0\n', 100), refusedAt('wrong_encoding', 1));
    // Half a character at the end.
    await assert.rejects(read(Buffer.from('a,é').subarray(0, 3), 100), refusedAt('wrong_encoding', 1));
  });

  test('a quote that is never closed, or stands where none may', async () => {
    await assert.rejects(read('a,b\n1,2\n"3,4\n5,6\n'), refusedAt('csv_malformed', 3));
    await assert.rejects(read('a,b\n1,2\n3,"4"5\n'), refusedAt('csv_malformed', 3));
    await assert.rejects(read('a,b\n1,x"y\n'), refusedAt('csv_malformed', 2));
  });

  test('too many columns, too long a cell, too long a row', async () => {
    assert.equal((await read(`a${',b'.repeat(199)}\n`, 1_000))[0]?.cells.length, 200);
    await assert.rejects(read(`a${',b'.repeat(200)}\n`, 1_000), refusedAt('csv_too_large', 1));
    assert.equal((await read(`a\n${'x'.repeat(65_536)}\n`, 10_000))[1]?.cells[0]?.length, 65_536);
    await assert.rejects(read(`a\n${'x'.repeat(65_537)}\n`, 10_000), refusedAt('csv_too_large', 2));
    await assert.rejects(
      read(`a,b\n1,2\n3,"${'x'.repeat(2_000_000)}`, 10_000),
      refusedAt('csv_too_large', 3),
    );
  });
});

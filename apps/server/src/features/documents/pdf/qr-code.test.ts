import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatBits, qrCode, versionBits } from './qr-code.ts';
import { errorCorrection } from './qr-codewords.ts';

test('error correction, format and version have the published bits', () => {
  // HELLO WORLD at level M, version 1, as worked out in many tutorials of the standard.
  const data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17];
  assert.deepEqual(errorCorrection(data, 10), [196, 35, 39, 119, 235, 215, 231, 226, 93, 23]);
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => formatBits(mask).toString(2)),
    [
      '101010000010010',
      '101000100100101',
      '101111001111100',
      '101101101001011',
      '100010111111001',
      '100000011001110',
      '100111110010111',
      '100101010100000',
    ],
  );
  assert.equal(versionBits(7).toString(2), '111110010010100');
  assert.equal(versionBits(8).toString(2), '1000010110111100');
});

test('what a reader reads of a code is its text, for each size', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', maxLength: 213 }), (text) => {
      assert.equal(read(qrCode(text)), text);
    }),
    { numRuns: 60 },
  );
  const longest = 'x'.repeat(213);
  assert.equal(qrCode(longest).length, 57);
  assert.equal(read(qrCode(longest)), longest);
  assert.throws(() => qrCode('x'.repeat(214)), RangeError);
});

const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5];
const CORRECTIONS = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26];
const UNMASK: ((i: number, j: number) => boolean)[] = [
  (i, j) => (i + j) % 2 === 0,
  (i) => i % 2 === 0,
  (_, j) => j % 3 === 0,
  (i, j) => (i + j) % 3 === 0,
  (i, j) => (((i / 2) | 0) + ((j / 3) | 0)) % 2 === 0,
  (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0,
  (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2 === 0,
];

/** Reads a code without faults as a reader does: format, mask, codewords, blocks, bytes. */
function read(code: boolean[][]): string {
  const size = code.length;
  const version = (size - 17) / 4;
  const bit = (row: number, column: number): string => (code[row]?.[column] ? '1' : '0');
  const format = [0, 1, 2, 3, 4, 5, 7].map((column) => bit(8, column)).join('');
  const mask = [0, 1, 2, 3, 4, 5, 6, 7].find((one) => formatBits(one).toString(2).startsWith(format)) ?? 0;
  const second = Array.from({ length: 8 }, (_, i) => bit(8, size - 8 + i)).join('');
  assert.equal(format + second, formatBits(mask).toString(2), 'the format stands twice');
  let bits = '';
  for (let column = size - 1, up = true; column > 0; column -= column === 8 ? 3 : 2, up = !up) {
    for (let step = 0; step < size; step += 1) {
      const row = up ? size - 1 - step : step;
      for (const j of [column, column - 1]) {
        if (isFunction(row, j, size, version)) continue;
        bits += UNMASK[mask]?.(row, j) ? (bit(row, j) === '1' ? '0' : '1') : bit(row, j);
      }
    }
  }
  const words = (bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2));
  const blocks = BLOCKS[version - 1] ?? 1;
  const correction = CORRECTIONS[version - 1] ?? 0;
  const dataLength = words.length - blocks * correction;
  const short = Math.floor(dataLength / blocks);
  const parts: number[][] = Array.from({ length: blocks }, () => []);
  const lengths = parts.map((_, i) => short + (i >= blocks - (dataLength % blocks) ? 1 : 0));
  let at = 0;
  for (let i = 0; i <= short; i += 1) {
    for (const [j, part] of parts.entries()) if (i < (lengths[j] ?? 0)) part.push(words[at++] ?? 0);
  }
  for (const [j, part] of parts.entries()) {
    const given = Array.from({ length: correction }, (_, i) => words[dataLength + i * blocks + j]);
    assert.deepEqual(given, errorCorrection(part, correction));
  }
  const stream = parts
    .flat()
    .map((word) => word.toString(2).padStart(8, '0'))
    .join('');
  assert.equal(stream.slice(0, 4), '0100');
  const lengthBits = version < 10 ? 8 : 16;
  const length = Number.parseInt(stream.slice(4, 4 + lengthBits), 2);
  const bytes = Array.from({ length }, (_, i) =>
    Number.parseInt(stream.slice(4 + lengthBits + 8 * i, 12 + lengthBits + 8 * i), 2),
  );
  return Buffer.from(bytes).toString('utf8');
}

/** Whether a module belongs to a finder, its margin and format, to timing, alignment or version. */
function isFunction(row: number, column: number, size: number, version: number): boolean {
  const far = size - 8;
  if ((row < 9 && column < 9) || (row < 9 && column >= far) || (row >= far && column < 9)) return true;
  if (row === 6 || column === 6) return true;
  if (version >= 7 && ((row < 6 && column >= size - 11) || (column < 6 && row >= size - 11))) return true;
  if (version === 1) return false;
  const last = size - 7;
  const centres = version < 7 ? [6, last] : [6, (6 + last) / 2, last];
  return centres.some((y) =>
    centres.some((x) => {
      const finder = (x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6);
      return !finder && Math.abs(row - y) <= 2 && Math.abs(column - x) <= 2;
    }),
  );
}

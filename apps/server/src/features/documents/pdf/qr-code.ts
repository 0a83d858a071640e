import { qrCodewords } from './qr-codewords.ts';

/** The centres of the alignment patterns, by version from 1 (ISO/IEC 18004, annex E). */
const ALIGNMENT = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
] as const;

const MASKS: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Rows of modules, true where one is dark; undefined where none was placed yet. */
type Grid = (boolean | undefined)[][];

/**
 * A text as a QR code with error correction level M: rows of modules, true where one is dark, without the quiet zone of
 * four modules around. Source: ISO/IEC 18004. Throws a RangeError for more than 213 bytes of UTF-8.
 */
export function qrCode(text: string): boolean[][] {
  const { version, codewords } = qrCodewords(text);
  const candidates = MASKS.map((_, mask) => drawn(version, codewords, mask));
  const scored = candidates.map((code) => ({ code, penalty: penaltyOf(code) }));
  return scored.reduce((best, one) => (one.penalty < best.penalty ? one : best)).code;
}

function drawn(version: number, codewords: readonly number[], mask: number): boolean[][] {
  const size = 17 + 4 * version;
  const grid: Grid = Array.from({ length: size }, () => Array.from({ length: size }, () => undefined));
  drawPatterns(grid, version);
  drawFormat(grid, mask);
  if (version >= 7) drawVersion(grid, version);
  const free = grid.map((row) => row.map((module) => module === undefined));
  drawCodewords(grid, codewords);
  return grid.map((row, y) =>
    row.map((module, x) => (free[y]?.[x] && MASKS[mask]?.(x, y) ? !module : Boolean(module))),
  );
}

function place(grid: Grid, x: number, y: number, dark: boolean): void {
  const row = grid[y];
  if (row !== undefined && x >= 0 && x < row.length) row[x] = dark;
}

/** The three finders, the two lines of timing, and the alignment patterns but those in a finder's place. */
function drawPatterns(grid: Grid, version: number): void {
  const last = grid.length - 1;
  for (let i = 0; i <= last; i += 1) {
    place(grid, 6, i, i % 2 === 0);
    place(grid, i, 6, i % 2 === 0);
  }
  const centres = ALIGNMENT[version - 1] ?? [];
  const [first, end] = [centres[0], centres.at(-1)];
  for (const x of centres) {
    for (const y of centres) {
      const finder = (x === first && y === first) || (x === first && y === end) || (x === end && y === first);
      if (!finder) drawSquare(grid, x, y, 2, (ring) => ring !== 1);
    }
  }
  for (const [x, y] of [
    [3, 3],
    [last - 3, 3],
    [3, last - 3],
  ] as const) {
    drawSquare(grid, x, y, 4, (ring) => ring !== 2 && ring !== 4);
  }
}

/** Rings around a centre; `dark` says it of each by its distance. */
function drawSquare(grid: Grid, x: number, y: number, radius: number, dark: (ring: number) => boolean): void {
  for (let dy = -radius; dy <= radius; dy += 1) {
    for (let dx = -radius; dx <= radius; dx += 1) {
      place(grid, x + dx, y + dy, dark(Math.max(Math.abs(dx), Math.abs(dy))));
    }
  }
}

/** Level M and the mask with their check bits, twice, and the module that is always dark. */
function drawFormat(grid: Grid, mask: number): void {
  const bits = formatBits(mask);
  const bit = (i: number): boolean => ((bits >> i) & 1) === 1;
  const last = grid.length - 1;
  for (let i = 0; i < 15; i += 1) {
    const near = i < 6 ? i : i < 8 ? i + 1 : last - 14 + i;
    place(grid, 8, near, bit(i));
    const across = i < 8 ? last - i : i === 8 ? 7 : 14 - i;
    place(grid, across, 8, bit(i));
  }
  place(grid, 8, last - 7, true);
}

/** The 15 bits of level M and a mask (7.9). */
export function formatBits(mask: number): number {
  return ((mask << 10) | remainderOf(mask << 10, 0b10100110111, 10)) ^ 0b101010000010010;
}

function drawVersion(grid: Grid, version: number): void {
  const bits = versionBits(version);
  for (let i = 0; i < 18; i += 1) {
    const [a, b] = [grid.length - 11 + (i % 3), Math.floor(i / 3)];
    const dark = ((bits >> i) & 1) === 1;
    place(grid, a, b, dark);
    place(grid, b, a, dark);
  }
}

/** The 18 bits of a version from 7 (7.10). */
export function versionBits(version: number): number {
  return (version << 12) | remainderOf(version << 12, 0b1111100100101, 12);
}

/** The remainder of a binary polynomial by another of that degree. */
function remainderOf(value: number, divisor: number, degree: number): number {
  let rest = value;
  for (let bit = 31 - Math.clz32(rest); rest >> degree > 0; bit = 31 - Math.clz32(rest)) {
    rest ^= divisor << (bit - degree);
  }
  return rest;
}

/** Up and down in pairs of columns from the right, around what is placed and without the vertical line of timing. */
function drawCodewords(grid: Grid, codewords: readonly number[]): void {
  const size = grid.length;
  let at = 0;
  for (let right = size - 1, upwards = true; right > 0; right -= 2, upwards = !upwards) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const y = upwards ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (grid[y]?.[x] !== undefined) continue;
        const codeword = codewords[at >> 3] ?? 0;
        place(grid, x, y, ((codeword >> (7 - (at & 7))) & 1) === 1);
        at += 1;
      }
    }
  }
}

/** How hard a code is to read: long runs, blocks, look-alikes of a finder, and too much of one colour (7.8.3). */
function penaltyOf(code: readonly boolean[][]): number {
  const text = (line: readonly boolean[]): string => line.map((dark) => (dark ? '1' : '0')).join('');
  const rows = code.map(text);
  const columns = code.map((_, x) => text(code.map((row) => row[x] === true)));
  let penalty = 0;
  for (const line of [...rows, ...columns]) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) penalty += run.length - 2;
    penalty += 40 * [...line.matchAll(/(?=10111010000|00001011101)/g)].length;
  }
  for (const [y, row] of rows.entries()) {
    for (let x = 1; y > 0 && x < row.length; x += 1) {
      const block = `${row.slice(x - 1, x + 1)}${rows[y - 1]?.slice(x - 1, x + 1)}`;
      if (block === '0000' || block === '1111') penalty += 3;
    }
  }
  const dark = rows.join('').replaceAll('0', '').length;
  const percent = (100 * dark) / code.length ** 2;
  return penalty + 10 * Math.floor(Math.abs(percent - 50) / 5);
}

/** What ISO/IEC 18004 gives for error correction level M, by version from 1 to 10. */
const VERSIONS = [
  { total: 26, perBlock: 10, blocks: 1 },
  { total: 44, perBlock: 16, blocks: 1 },
  { total: 70, perBlock: 26, blocks: 1 },
  { total: 100, perBlock: 18, blocks: 2 },
  { total: 134, perBlock: 24, blocks: 2 },
  { total: 172, perBlock: 16, blocks: 4 },
  { total: 196, perBlock: 18, blocks: 4 },
  { total: 242, perBlock: 22, blocks: 4 },
  { total: 292, perBlock: 22, blocks: 5 },
  { total: 346, perBlock: 26, blocks: 5 },
] as const;

/**
 * The codewords of a text in byte mode, UTF-8, at level M, in the order in which they are placed, and the smallest
 * version that holds them. Source: ISO/IEC 18004, 7.4 to 7.6. Throws a RangeError for more than 213 bytes.
 */
export function qrCodewords(text: string): { version: number; codewords: number[] } {
  const bytes = [...Buffer.from(text, 'utf8')];
  for (const [i, { total, perBlock, blocks }] of VERSIONS.entries()) {
    const capacity = total - perBlock * blocks;
    const lengthBits = i + 1 < 10 ? 8 : 16;
    if (4 + lengthBits + 8 * bytes.length > 8 * capacity) continue;
    return { version: i + 1, codewords: interleaved(padded(bytes, lengthBits, capacity), blocks, perBlock) };
  }
  throw new RangeError(`${bytes.length} bytes are too many for a QR code of this size.`);
}

/** The mode, the length, the bytes, up to four zeros, and the two pad codewords in turn. */
function padded(bytes: readonly number[], lengthBits: number, capacity: number): number[] {
  const bits = [0b0100, bytes.length, ...bytes]
    .map((value, i) => value.toString(2).padStart(i === 0 ? 4 : i === 1 ? lengthBits : 8, '0'))
    .join('');
  const ended = bits.padEnd(Math.min(bits.length + 4, 8 * capacity), '0');
  const whole = ended.padEnd(8 * Math.ceil(ended.length / 8), '0');
  const data = (whole.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2));
  for (let i = 0; data.length < capacity; i += 1) data.push(i % 2 === 0 ? 0xec : 0x11);
  return data;
}

/** Data in blocks, the longer ones last, each with its error correction; then the first of each, the second of each. */
function interleaved(data: readonly number[], blocks: number, perBlock: number): number[] {
  const short = Math.floor(data.length / blocks);
  const longFrom = blocks - (data.length % blocks);
  const parts: number[][] = [];
  for (let i = 0, at = 0; i < blocks; i += 1) {
    const length = short + (i >= longFrom ? 1 : 0);
    parts.push(data.slice(at, at + length));
    at += length;
  }
  const corrections = parts.map((part) => errorCorrection(part, perBlock));
  return [...inTurn(parts), ...inTurn(corrections)];
}

function inTurn(parts: readonly number[][]): number[] {
  const longest = Math.max(...parts.map((part) => part.length));
  return Array.from({ length: longest }, (_, i) => parts.flatMap((part) => part.slice(i, i + 1))).flat();
}

/** The remainder of the data by the generator polynomial of that degree, Reed-Solomon over GF(256). */
export function errorCorrection(data: readonly number[], degree: number): number[] {
  const generator = generatorOf(degree);
  const remainder = Array.from({ length: degree }, () => 0);
  for (const value of data) {
    const factor = value ^ (remainder.shift() ?? 0);
    remainder.push(0);
    generator.forEach((coefficient, i) => {
      remainder[i] = (remainder[i] ?? 0) ^ multiply(coefficient, factor);
    });
  }
  return remainder;
}

/** The product of (x - 2^i) for each i below `degree`, without its leading 1. */
function generatorOf(degree: number): number[] {
  let coefficients = [1];
  for (let i = 0, root = 1; i < degree; i += 1, root = multiply(root, 2)) {
    const higher = [...coefficients, 0];
    const lower = [0, ...coefficients.map((one) => multiply(one, root))];
    coefficients = higher.map((one, j) => one ^ (lower[j] ?? 0));
  }
  return coefficients.slice(1);
}

/** In GF(256) by the polynomial x^8 + x^4 + x^3 + x^2 + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}

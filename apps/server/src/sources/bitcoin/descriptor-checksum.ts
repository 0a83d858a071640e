/** The characters of a descriptor, in the order BIP-380 counts them in. */
const INPUT =
  '0123456789()[],\'/*abcdefgh@:$%{}IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~ijklmnopqrstuvwxyzABCDEFGH`#"\\ ';
const CHECKSUM = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0xf5dee51989n, 0xa9fdca3312n, 0x1bab10e32dn, 0x3706b1677an, 0x644d626ffdn];

/** The eight characters after the `#` of a descriptor (BIP-380). Null: it holds a character that no descriptor has. */
export function descriptorChecksum(script: string): string | null {
  const places = Array.from(script, (character) => INPUT.indexOf(character));
  if (places.includes(-1)) return null;
  const symbols: number[] = [];
  for (let start = 0; start < places.length; start += 3) {
    const three = places.slice(start, start + 3);
    symbols.push(...three.map((place) => place & 31));
    symbols.push(three.reduce((group, place) => group * 3 + (place >> 5), 0));
  }
  const remainder = [...symbols, 0, 0, 0, 0, 0, 0, 0, 0].reduce(step, 1n) ^ 1n;
  return Array.from(
    { length: 8 },
    (_, at) => CHECKSUM[Number((remainder >> BigInt(5 * (7 - at))) & 31n)],
  ).join('');
}

function step(remainder: bigint, symbol: number): bigint {
  const top = remainder >> 35n;
  const shifted = ((remainder & 0x7ffffffffn) << 5n) ^ BigInt(symbol);
  return GENERATOR.reduce((sum, part, bit) => ((top >> BigInt(bit)) & 1n ? sum ^ part : sum), shifted);
}

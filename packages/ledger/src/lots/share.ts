import { divideRounded } from '../decimal.ts';

/**
 * `total × part / whole`, exactly where that is a whole number, else rounded half-even to a multiple of `step`, and never
 * beyond `total`. For `0 ≤ part ≤ whole` and `0 ≤ total`.
 */
export function share(total: bigint, part: bigint, whole: bigint, step: bigint): bigint {
  if (part === whole) return total;
  const product = total * part;
  if (step === 1n) return divideRounded(product, whole, 'half-even');
  if (product % whole === 0n) return product / whole;
  const rounded = divideRounded(product, whole * step, 'half-even') * step;
  return rounded > total ? total : rounded;
}

/** Splits `total` among `parts` in proportion. The last takes the rest, so that they sum to `total`. @see share */
export function shares(total: bigint, parts: readonly bigint[], step: bigint): bigint[] {
  let [left, of] = [total, 0n];
  for (const part of parts) of += part;
  return parts.map((part) => {
    const given = share(left, part, of, step);
    left -= given;
    of -= part;
    return given;
  });
}

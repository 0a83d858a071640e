const magnitude = (value: bigint) => (value < 0n ? -value : value);

/**
 * Splits `total` in proportion to `weights` by the largest remainder: the parts always sum to `total`, and each is
 * less than one unit away from its exact share. Equal remainders are served by index, lowest first, so the same
 * input always gives the same parts, and the parts of `-total` are those of `total` with the other sign.
 *
 * - Weights of one sign, positive or negative: the usual case. A weight of zero gets nothing.
 * - Weights of both signs: shares are `total × weight / sum`, so a weight against the sum's sign gets a part
 *   against the total's sign, as a discount line carries tax back.
 * - Weights of both signs that cancel have no such shares: the split is then by magnitude.
 * - All weights zero: everything goes to the first.
 * @throws RangeError when there is something to split and nobody to take it
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.length === 0) {
    if (total === 0n) return [];
    throw new RangeError(`Nobody to allocate ${total} to: there are no weights.`);
  }
  let sum = weights.reduce((a, b) => a + b, 0n);
  let shares = weights;
  if (sum === 0n) {
    shares = weights.map(magnitude);
    sum = shares.reduce((a, b) => a + b, 0n);
  } else if (sum < 0n) {
    shares = weights.map((weight) => -weight);
    sum = -sum;
  }
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? total : 0n));
  const parts = allocatePositive(magnitude(total), shares, sum);
  return total < 0n ? parts.map((part) => -part) : parts;
}

/** `total >= 0`, `sum > 0`. Rounds every share down, then gives the units left over to the largest remainders. */
function allocatePositive(total: bigint, weights: readonly bigint[], sum: bigint): bigint[] {
  const rows = weights.map((weight, index) => {
    const exact = total * weight;
    const remainder = ((exact % sum) + sum) % sum;
    return { index, part: (exact - remainder) / sum, remainder };
  });
  // The remainders add up to a whole number of sums, one for each unit left over.
  const left = Number(rows.reduce((a, row) => a + row.remainder, 0n) / sum);
  const order = [...rows].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  for (const row of order.slice(0, left)) row.part += 1n;
  return rows.map((row) => row.part);
}

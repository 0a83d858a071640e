/** Choices that are the same for the same seed on every machine. */
export interface Random {
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** Whether something happens that happens `percent` times in a hundred. */
  chance(percent: number): boolean;
}

/** A linear congruential generator modulo 2^48, of which the upper 32 bits count (as POSIX `drand48`). */
export function randomOf(seed: number): Random {
  let state = (BigInt(seed) << 16n) + 0x330en;
  const next = (below: number): number => {
    state = (state * 0x5deece66dn + 0xbn) & 0xffffffffffffn;
    return Number(((state >> 16n) * BigInt(below)) >> 32n);
  };
  const whole = (from: number, to: number) => from + next(to - from + 1);
  return {
    whole,
    pick: (items) => items[next(items.length)] ?? items[0],
    chance: (percent) => next(100) < percent,
  };
}

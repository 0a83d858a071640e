import { LRUCache } from 'lru-cache';
import { DomainError } from '../errors.ts';

export interface Attempts {
  /** Counts an attempt of `who` until it is forgiven. Throws `too_many_requests` at the limit. */
  begin(who: string): void;
  /** Takes one attempt of `who` back, because it succeeded. */
  forgive(who: string): void;
}

/** Most addresses remembered at once; the one unseen for longest is dropped first. */
const MAX_ADDRESSES = 100_000;

/**
 * Limits attempts to `max` in a window that opens at the first one and lasts `windowSeconds`. An attempt counts
 * before it is tried, so that many at once cannot all pass. Counts are this process's own.
 */
export function limitAttempts({ max, windowSeconds }: { max: number; windowSeconds: number }): Attempts {
  const counts = new LRUCache<string, { count: number }>({ max: MAX_ADDRESSES, ttl: windowSeconds * 1000 });
  return {
    begin(who) {
      const entry = counts.get(who);
      if (entry === undefined) {
        counts.set(who, { count: 1 });
      } else if (entry.count < max) {
        entry.count += 1;
      } else {
        throw new DomainError(
          'too_many_requests',
          `Too many attempts from this address: wait ${windowSeconds} seconds and try again.`,
        );
      }
    },
    forgive(who) {
      const entry = counts.get(who);
      if (entry !== undefined && entry.count > 0) entry.count -= 1;
    },
  };
}

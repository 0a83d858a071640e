import { setTimeout } from 'node:timers/promises';

const LIMITS = { everyMs: 10, tries: 1_000 };

/** Resolves when `condition` holds, asking again and again. Throws when it does not hold within 10 seconds or more. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < LIMITS.tries; tries += 1) {
    if (await condition()) return;
    await setTimeout(LIMITS.everyMs);
  }
  throw new Error(`Waited in vain for: ${condition}`);
}

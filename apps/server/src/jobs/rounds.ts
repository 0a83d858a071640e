/** How long it rests when there was nothing to do, and how far apart two reports of failures are at least. */
const LIMITS = { pauseMs: 500, reportMs: 10_000 };

export interface Rounds {
  /** Says that there is something to do, so that the pause need not be finished. */
  wake(): void;
  /** Ends after the round under way. */
  close(): Promise<void>;
}

/**
 * Runs `round` again and again: at once while it answers that it did something, otherwise after half a second or when
 * woken. What it throws, and what it gives to the function that it gets, is told to `onError`, at most once in ten
 * seconds.
 */
export function startRounds(
  round: (report: (error: Error) => void) => Promise<number>,
  onError: (error: Error) => void,
): Rounds {
  let closed = false;
  let woken = false;
  let endPause: () => void = () => undefined;
  let reported = Number.NEGATIVE_INFINITY;

  function report(error: Error): void {
    if (performance.now() - reported < LIMITS.reportMs) return;
    reported = performance.now();
    onError(error);
  }

  async function loop(): Promise<void> {
    while (!closed) {
      woken = false;
      const done = await round(report).catch((error: Error) => {
        report(error);
        return 0;
      });
      if (done === 0 && !woken && !closed) await pause();
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LIMITS.pauseMs);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const running = loop();
  const wake = () => {
    woken = true;
    endPause();
  };
  return {
    wake,
    async close() {
      closed = true;
      wake();
      await running;
    },
  };
}

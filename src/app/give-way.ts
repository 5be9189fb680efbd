/** Keeps what can wait behind what must not: GitHub waits for the answer to a delivery, and for nothing else. */
export interface Precedence {
  /** Something urgent begins; what it returns is called when it is over. */
  readonly begin: () => () => void;
  /**
   * Resolves when nothing urgent is under way and nothing was just now, and in any case after a second: so the other work
   * goes on, slowly.
   */
  readonly giveWay: () => Promise<void>;
}

const LONGEST_MS = 1_000;
/** In a flood the next delivery is being read already when the last answer goes out. */
const QUIET_MS = 3;

export function makePrecedence(longestMs: number = LONGEST_MS): Precedence {
  let urgent = 0;
  let lastEnded = Number.NEGATIVE_INFINITY;
  let quiet: NodeJS.Timeout | undefined;
  const waiting = new Set<() => void>();

  function goOnWhenQuiet(): void {
    quiet = setTimeout(() => {
      for (const goOn of waiting) goOn();
    }, QUIET_MS);
  }

  function end(): void {
    urgent -= 1;
    if (urgent > 0) return;
    lastEnded = performance.now();
    if (waiting.size > 0) goOnWhenQuiet();
  }

  return {
    begin() {
      urgent += 1;
      clearTimeout(quiet);
      return end;
    },
    giveWay() {
      if (urgent === 0 && performance.now() - lastEnded >= QUIET_MS) return Promise.resolve();
      return new Promise((resolve) => {
        const goOn = () => {
          clearTimeout(timer);
          waiting.delete(goOn);
          resolve();
        };
        const timer = setTimeout(goOn, longestMs);
        waiting.add(goOn);
        if (urgent === 0 && waiting.size === 1) goOnWhenQuiet();
      });
    },
  };
}

/** Keeps what can wait behind what must not: GitHub waits for the answer to a delivery, and for nothing else. */
export interface Precedence {
  /** Something urgent begins; what it returns is called when it is over. */
  readonly begin: () => () => void;
  /** Resolves when nothing urgent is under way, and in any case after a second: so the other work goes on, slowly. */
  readonly giveWay: () => Promise<void>;
}

const LONGEST_MS = 1_000;

export function makePrecedence(longestMs: number = LONGEST_MS): Precedence {
  let urgent = 0;
  const waiting = new Set<() => void>();

  function end(): void {
    urgent -= 1;
    if (urgent > 0) return;
    for (const goOn of waiting) goOn();
  }

  return {
    begin() {
      urgent += 1;
      return end;
    },
    giveWay() {
      if (urgent === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const goOn = () => {
          clearTimeout(timer);
          waiting.delete(goOn);
          resolve();
        };
        const timer = setTimeout(goOn, longestMs);
        waiting.add(goOn);
      });
    },
  };
}

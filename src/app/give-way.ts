import type { RequestListener } from './intake.ts';

/** Keeps what can wait behind what must not: GitHub waits for the answer to a delivery, and for nothing else. */
export interface Precedence {
  /** Counts the requests that are being answered. */
  readonly of: (listener: RequestListener) => RequestListener;
  /** Resolves when none is, and in any case after a second: under load without end, the other work goes on, slowly. */
  readonly giveWay: () => Promise<void>;
}

const LONGEST_MS = 1_000;

export function makePrecedence(longestMs: number = LONGEST_MS): Precedence {
  let answering = 0;
  const waiting = new Set<() => void>();

  function end(): void {
    answering -= 1;
    if (answering > 0) return;
    for (const goOn of waiting) goOn();
  }

  return {
    of: (listener) => async (request, response) => {
      answering += 1;
      response.once('close', end);
      await listener(request, response);
    },
    giveWay() {
      if (answering === 0) return Promise.resolve();
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

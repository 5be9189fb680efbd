/**
 * Keeps apart the runs of one key: what a burst of events is about is looked at once in a while, not as often as it can
 * be. The first look is at once; each process counts its own.
 */
export interface Spacing {
  /** A run of this key begins. */
  begin(key: string): void;
  /** Milliseconds until the next one may begin; 0: at once. */
  waitFor(key: string): number;
}

/** @param now milliseconds of a clock that never goes back */
export function makeSpacing(apartMs: number, now: () => number = () => performance.now()): Spacing {
  /** When each began, the oldest first. */
  const begun = new Map<string, number>();

  function forgetOld(): void {
    const oldest = now() - apartMs;
    for (const [key, at] of begun) {
      if (at > oldest) return;
      begun.delete(key);
    }
  }

  return {
    begin(key) {
      forgetOld();
      begun.delete(key);
      begun.set(key, now());
    },
    waitFor(key) {
      const at = begun.get(key);
      return at === undefined ? 0 : Math.max(0, at + apartMs - now());
    },
  };
}

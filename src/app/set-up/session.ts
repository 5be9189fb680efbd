import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Who may use the set-up page: the one browser that was first opened with the secret. */
export interface Session {
  /** Part of the address that the terminal shows. */
  readonly secret: string;
  /** Gives the browser that knows the secret its cookie; null when the secret is wrong, or was used in another browser. */
  claim(secret: string, cookie: string | undefined): string | null;
  isOwn(cookie: string | undefined): boolean;
  /** A random value that GitHub hands back. */
  makeState(): string;
  /** Whether it was made here, lately, and comes back for the first time. */
  takeState(state: string): boolean;
}

/** As long as GitHub's own code. */
const STATE_MS = 3_600_000;
/** More at once are no person's. */
const MOST_STATES = 20;

/** @param now milliseconds */
export function createSession(now: () => number): Session {
  const secret = random();
  const cookieValue = random();
  const states = new Map<string, number>();
  let isClaimed = false;
  const isOwn = (cookie: string | undefined) => isClaimed && cookie !== undefined && isSame(cookie, cookieValue);
  return {
    secret,
    claim(given, cookie) {
      if (!isSame(given, secret) || (isClaimed && !isOwn(cookie))) return null;
      isClaimed = true;
      return cookieValue;
    },
    isOwn,
    makeState() {
      const [oldest] = states.keys();
      if (oldest !== undefined && states.size >= MOST_STATES) states.delete(oldest);
      const state = random();
      states.set(state, now() + STATE_MS);
      return state;
    },
    takeState(given) {
      // All are looked at, so that the time tells nothing.
      const found = [...states.keys()].filter((state) => isSame(state, given));
      const [state] = found;
      if (state === undefined) return false;
      const isFresh = (states.get(state) ?? 0) > now();
      states.delete(state);
      return isFresh;
    },
  };
}

function random(): string {
  return randomBytes(24).toString('base64url');
}

/** In a time that does not depend on where they differ. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** The server's time in milliseconds since 1970: it dates records, ends tokens and turns rate-limit windows. */
export interface Clock {
  now(): number;
  /** Stops the clock at this time; it then moves only by `set` and `advance`. */
  set(time: Date | string | number): void;
  /** Moves the clock on, whether it is stopped or runs. */
  advance(milliseconds: number): void;
  /** The time as GitHub writes it: UTC, whole seconds. */
  iso(): string;
}

/** A running clock, or, given a time, one that stands still there until it is moved. */
export function createClock(start?: Date | string | number): Clock {
  let stoppedAt = start === undefined ? undefined : new Date(start).getTime();
  let offset = 0;
  const now = () => stoppedAt ?? Date.now() + offset;
  return {
    now,
    set(time) {
      stoppedAt = new Date(time).getTime();
    },
    advance(milliseconds) {
      if (stoppedAt === undefined) offset += milliseconds;
      else stoppedAt += milliseconds;
    },
    iso: () => isoSeconds(now()),
  };
}

/** Formats milliseconds since 1970 as `2026-01-05T09:00:00Z`. */
export function isoSeconds(milliseconds: number): string {
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

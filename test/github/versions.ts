import type { Clock } from './clock.ts';

/**
 * Lets lists answer as they stood at an earlier moment, as GitHub's lists and search lag behind writes.
 * Each change of a record makes a version of the whole; a record remembers when it came, changed and went.
 */
export class Versions {
  readonly #clock: Clock;
  /** `#times[n]` is when version n + 1 was made, in milliseconds since 1970. */
  readonly #times: number[] = [];
  readonly #marks: number[] = [];
  readonly #created = new WeakMap<object, number>();
  readonly #removed = new WeakMap<object, number>();
  readonly #past = new WeakMap<object, { until: number; value: object }[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Called before each write over the API, for `beforeWrites`. */
  mark(): void {
    this.#marks.push(this.#times.length);
  }

  /** The version that stood at a time. */
  at(time: number): number {
    return this.#times.findLastIndex((made) => made <= time) + 1;
  }

  /** The version that stood before the last `count` writes over the API. */
  beforeWrites(count: number): number {
    return this.#marks.at(-count) ?? 0;
  }

  created<T extends object>(record: T): T {
    this.#created.set(record, this.#next());
    return record;
  }

  removed(record: object): void {
    this.#removed.set(record, this.#next());
  }

  isRemoved(record: object): boolean {
    return this.#removed.has(record);
  }

  /** Changes a record in place and keeps what it was. */
  update<T extends object>(record: T, change: Partial<T>): void {
    const past = this.#past.get(record) ?? [];
    past.push({ until: this.#next(), value: { ...record } });
    this.#past.set(record, past);
    Object.assign(record, change);
  }

  /** The records as they stood at a version; without one, as they stand now. */
  view<T extends object>(records: readonly T[], version?: number): T[] {
    if (version === undefined) return records.filter((record) => !this.#removed.has(record));
    return records.flatMap((record) => {
      if ((this.#created.get(record) ?? 0) > version || (this.#removed.get(record) ?? Infinity) <= version) return [];
      const before = this.#past.get(record)?.find(({ until }) => until > version);
      return [
        before === undefined ? record : Object.assign(Object.create(Object.getPrototypeOf(record)) as T, before.value),
      ];
    });
  }

  #next(): number {
    this.#times.push(this.#clock.now());
    return this.#times.length;
  }
}

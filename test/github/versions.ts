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
  readonly #listeners = new Set<() => void>();
  #changes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many changes there were, those that leave no version behind included. */
  get changes(): number {
    return this.#changes;
  }

  /** Tells a listener of every change, just before it is made; returns how to stop it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells of a change that leaves no version behind, such as a moved branch. */
  touch(): void {
    this.#changes += 1;
    for (const listener of this.#listeners) listener();
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
    this.touch();
    return this.#times.length;
  }
}

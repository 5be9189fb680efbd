/** How one step of a search around a difference came to be; `equal` is where text and reference agree. */
export const STEP_KINDS = ['equal', null, 'left out', 'other wording', 'party', 'list number', 'address'] as const;

export const EQUAL = 0;
export const UNACCOUNTED = 1;
/** No step. */
export const NONE = -1;

/** Steps dearer than this are never taken, so they need not be kept apart. */
const DEAREST = 2_048;
/** A power of two, more than twice as many as a search visits. */
const VISITED = 8_192;

/**
 * The steps of a search: where each leads in the reference and in the text, at what cost, from which one. Steps are
 * numbers into lists that are used again by the next search, for there are thousands in each.
 */
export class SearchSteps {
  #count = 0;
  #places = new Int32Array(1_024);
  #ats = new Int32Array(1_024);
  #costs = new Int32Array(1_024);
  /** Step → twice what the way to it takes off an alignment's score. */
  #losses = new Int32Array(1_024);
  #kinds = new Uint8Array(1_024);
  #befores = new Int32Array(1_024);
  /** Step → the one that was put before it at the same cost. */
  #below = new Int32Array(1_024);
  /** Cost → the step that was put last. */
  readonly #tops = new Int32Array(DEAREST + 1).fill(NONE);
  #cheapest = 0;
  #dearest = -1;
  /** Where the search has been, by open addressing; an entry of another round is free. */
  readonly #rounds = new Uint32Array(VISITED);
  readonly #visitedPlaces = new Int32Array(VISITED);
  readonly #visitedAts = new Int32Array(VISITED);
  #round = 0;

  /** Forgets all steps, for the next search. */
  clear(): void {
    this.#count = 0;
    this.#tops.fill(NONE, 0, this.#dearest + 1);
    this.#cheapest = 0;
    this.#dearest = -1;
    this.#round += 1;
    if (this.#round === 2 ** 32) {
      this.#rounds.fill(0);
      this.#round = 1;
    }
  }

  /**
   * @param kind index of one of `STEP_KINDS`
   * @param loss twice what this step takes off an alignment's score
   */
  add(place: number, at: number, cost: number, kind: number, before: number, loss = 0): number {
    if (this.#count === this.#places.length) this.#grow();
    const step = this.#count;
    this.#places[step] = place;
    this.#ats[step] = at;
    this.#costs[step] = cost;
    this.#losses[step] = loss + (before === NONE ? 0 : (this.#losses[before] ?? 0));
    this.#kinds[step] = kind;
    this.#befores[step] = before;
    this.#count = step + 1;
    return step;
  }

  placeOf(step: number): number {
    return this.#places[step] ?? 0;
  }

  atOf(step: number): number {
    return this.#ats[step] ?? 0;
  }

  costOf(step: number): number {
    return this.#costs[step] ?? 0;
  }

  lossOf(step: number): number {
    return this.#losses[step] ?? 0;
  }

  kindOf(step: number): number {
    return this.#kinds[step] ?? 0;
  }

  beforeOf(step: number): number {
    return this.#befores[step] ?? NONE;
  }

  /** Puts a step where `pop` finds it. */
  push(step: number): void {
    const cost = Math.min(DEAREST, this.#costs[step] ?? 0);
    this.#below[step] = this.#tops[cost] ?? NONE;
    this.#tops[cost] = step;
    if (cost < this.#cheapest) this.#cheapest = cost;
    if (cost > this.#dearest) this.#dearest = cost;
  }

  /** Takes the cheapest step, of equal ones the last; `NONE` where none is left. */
  pop(): number {
    for (; this.#cheapest <= this.#dearest; this.#cheapest += 1) {
      const step = this.#tops[this.#cheapest] ?? NONE;
      if (step === NONE) continue;
      this.#tops[this.#cheapest] = this.#below[step] ?? NONE;
      return step;
    }
    return NONE;
  }

  /** Whether the search is at a step's place for the first time; from now on it was there. */
  visit(step: number): boolean {
    const place = this.#places[step] ?? 0;
    const at = this.#ats[step] ?? 0;
    let slot = (Math.imul(place, 0x9e3779b1) + Math.imul(at, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & (VISITED - 1);
    while (this.#rounds[slot] === this.#round) {
      if (this.#visitedPlaces[slot] === place && this.#visitedAts[slot] === at) return false;
      slot = (slot + 1) & (VISITED - 1);
    }
    this.#rounds[slot] = this.#round;
    this.#visitedPlaces[slot] = place;
    this.#visitedAts[slot] = at;
    return true;
  }

  #grow(): void {
    const grown = <A extends Int32Array | Uint8Array>(array: A, fresh: A): A => {
      fresh.set(array);
      return fresh;
    };
    const room = this.#places.length * 2;
    this.#places = grown(this.#places, new Int32Array(room));
    this.#ats = grown(this.#ats, new Int32Array(room));
    this.#costs = grown(this.#costs, new Int32Array(room));
    this.#losses = grown(this.#losses, new Int32Array(room));
    this.#kinds = grown(this.#kinds, new Uint8Array(room));
    this.#befores = grown(this.#befores, new Int32Array(room));
    this.#below = grown(this.#below, new Int32Array(room));
  }
}

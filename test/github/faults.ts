import type { Json, World } from './state.ts';

/** One way in which a call goes wrong. */
export type Fault =
  /** Answers this instead of doing anything. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** 403 for too much at once; `retryAfter` in seconds, `null` for an answer without the header. */
  | { readonly kind: 'secondaryLimit'; readonly retryAfter?: number | null }
  /** 403 for an empty allowance, until the hour's end by the server's clock. */
  | { readonly kind: 'primaryLimit' }
  /** Does nothing and never answers. */
  | { readonly kind: 'timeout' }
  /** Does nothing and cuts the connection. */
  | { readonly kind: 'reset' }
  /** Does it, and then cuts the connection. */
  | { readonly kind: 'applyThenReset' }
  /** Does it, and then answers an error. */
  | { readonly kind: 'applyThenStatus'; readonly status: number }
  /** Does it, and then never answers. */
  | { readonly kind: 'applyThenTimeout' }
  /** Does it, sends half of the answer and cuts the connection. */
  | { readonly kind: 'halfBody' }
  /** Does it, and answers 200 with a page in HTML. */
  | { readonly kind: 'htmlBody' }
  /** Does it, and answers 200 with nothing. */
  | { readonly kind: 'emptyBody' }
  /** Lists show what stood `lag` milliseconds ago, or before the last `writes` writes over the API (1 unless told). */
  | { readonly kind: 'staleRead'; readonly lag?: number; readonly writes?: number };

/** A call as rules see it. */
export interface FaultyCall {
  /** 1 for the first call that the rule's route matches, counted from when the rule was added. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly body: Json;
}

export interface FaultRule {
  /** A route such as `POST /repos/{owner}/{repo}/issues`, or `*` for each. */
  readonly route: string;
  /** Which calls: the nth, the nths, each (the default), or those that a function picks. */
  readonly call?: number | readonly number[] | 'every' | ((call: FaultyCall) => boolean);
  /** The rule ends by the server's clock at this time, in milliseconds since 1970. */
  readonly until?: number;
  readonly fault: Fault;
}

/** A rule at work: how often it met its route, and how often it struck. */
export interface ActiveRule extends FaultRule {
  calls: number;
  hits: number;
  remove(): void;
}

/** The faults that a test asked for. */
export class Faults {
  readonly #rules: ActiveRule[] = [];

  add(rule: FaultRule): ActiveRule {
    const active: ActiveRule = { ...rule, calls: 0, hits: 0, remove: () => this.#remove(active) };
    this.#rules.push(active);
    return active;
  }

  clear(): void {
    this.#rules.length = 0;
  }

  /** The fault of the first rule that strikes this call; each rule of the route counts the call. */
  strike(route: string, call: Omit<FaultyCall, 'number'>, now: number): Fault | undefined {
    let fault: Fault | undefined;
    for (const rule of this.#rules) {
      if (rule.route !== '*' && rule.route !== route) continue;
      if (rule.until !== undefined && now >= rule.until) continue;
      rule.calls += 1;
      if (fault !== undefined || !strikes(rule, { ...call, number: rule.calls })) continue;
      rule.hits += 1;
      fault = rule.fault;
    }
    return fault;
  }

  #remove(rule: ActiveRule): void {
    const index = this.#rules.indexOf(rule);
    if (index >= 0) this.#rules.splice(index, 1);
  }
}

function strikes({ call = 'every' }: FaultRule, made: FaultyCall): boolean {
  if (call === 'every') return true;
  if (typeof call === 'function') return call(made);
  return typeof call === 'number' ? call === made.number : call.includes(made.number);
}

/** The version of the world that a stale read shows. */
export function staleVersion(world: World, fault: Extract<Fault, { kind: 'staleRead' }>): number {
  return fault.lag === undefined
    ? world.versions.beforeWrites(fault.writes ?? 1)
    : world.versions.at(world.clock.now() - fault.lag);
}

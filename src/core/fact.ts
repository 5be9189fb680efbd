/** Something observed of a subject: known, or unavailable with the reason. Never silently absent. */
export type Fact<T> =
  | { readonly status: 'known'; readonly value: T }
  | { readonly status: 'unavailable'; readonly reason: string };

export function known<T>(value: T): Fact<T> {
  return { status: 'known', value };
}

/** @param reason a sentence for people: what could not be had and why (permission, outage, plan). */
export function unavailable(reason: string): Fact<never> {
  return { status: 'unavailable', reason };
}

/** Applies `derive` to a known value; what is unavailable stays so, with its reason. */
export function mapFact<T, U>(fact: Fact<T>, derive: (value: T) => U): Fact<U> {
  return fact.status === 'known' ? known(derive(fact.value)) : fact;
}

/** The value, or what stands in where it is not known. */
export function valueOr<T>(fact: Fact<T>, otherwise: T): T {
  return fact.status === 'known' ? fact.value : otherwise;
}

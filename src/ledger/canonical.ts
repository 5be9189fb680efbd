import type { JsonValue } from '../core/json-value.ts';

/**
 * One text for one value, so that equal values have equal hashes: JSON without blanks, keys in the order of their UTF-16
 * units. For strings and whole numbers this is RFC 8785; other numbers have no place in the ledger.
 */
export function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => canonical(item)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${pairs.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new TypeError(`The ledger has whole numbers only, and ${value} is none.`);
  }
  return JSON.stringify(value);
}

/** JSON as the driver must get it for a `jsonb` column; made by `json` only. */
export type JsonText<T> = string & { readonly isJsonOf: T };

/**
 * Makes the text for a `jsonb` column. The driver would turn an array into PostgreSQL's own array syntax, and `jsonb`
 * refuses NUL and half surrogate pairs, both of which hostile files contain: they become U+FFFD.
 */
export function json<T>(value: T): JsonText<T> {
  return JSON.stringify(value, (_key, part: unknown) => (hasText(part) ? storable(part) : part)) as JsonText<T>;
}

/** Text as a `text` column takes it: without NUL and half surrogate pairs. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

function hasText(part: unknown): part is string | Record<string, unknown> {
  return typeof part === 'string' || (typeof part === 'object' && part !== null && !Array.isArray(part));
}

function storable(part: string | Record<string, unknown>): unknown {
  if (typeof part === 'string') return storableText(part);
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [storableText(key), value]));
}

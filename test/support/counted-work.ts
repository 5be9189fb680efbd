/** What a text's own functions look at: each call may read the whole of it. */
const READERS = [
  ...['at', 'endsWith', 'includes', 'indexOf', 'lastIndexOf', 'localeCompare', 'match', 'matchAll', 'normalize'],
  ...['padEnd', 'padStart', 'replace', 'replaceAll', 'search', 'slice', 'split', 'startsWith', 'substring'],
  ...['toLowerCase', 'toUpperCase', 'trim', 'trimEnd', 'trimStart'],
] as const;

type Cost = (self: unknown, args: readonly unknown[], result: unknown) => number;

/** How much a function may look at: the characters that it reads one by one, and all of each text that it hands on. */
export function countedWork(work: () => unknown): number {
  let count = 0;
  const undo: (() => void)[] = [];
  const patch = (target: object, name: PropertyKey, cost: Cost): void => {
    const original = Object.getOwnPropertyDescriptor(target, name);
    if (typeof original?.value !== 'function') throw new Error(`There is no function ${String(name)}.`);
    const { value } = original;
    undo.push(() => Object.defineProperty(target, name, original));
    Object.defineProperty(target, name, {
      ...original,
      value(this: unknown, ...args: unknown[]) {
        // An expression that goes through a text match by match begins each time where it ended.
        const from = this instanceof RegExp && (this.global || this.sticky) ? this.lastIndex : 0;
        const result: unknown = value.apply(this, args);
        count += cost(this, args, result) - from;
        return result;
      },
    });
  };
  const length = (text: unknown): number => (typeof text === 'string' ? text.length : String(text).length);
  for (const name of READERS) patch(String.prototype, name, (self) => length(self));
  for (const name of ['charCodeAt', 'codePointAt'] as const) patch(String.prototype, name, () => 1);
  patch(RegExp.prototype, 'exec', (_, [text], found) => {
    return Array.isArray(found) ? Number(Object(found).index) + length(found[0]) : length(text);
  });
  for (const name of ['get', 'has', 'set'] as const) patch(Map.prototype, name, () => 1);
  try {
    work();
  } finally {
    for (const step of undo.toReversed()) step();
  }
  return count;
}

import { isRecord } from './read-manifest.ts';

export type JsonReading =
  | {
      readonly status: 'read';
      readonly value: Readonly<Record<string, unknown>>;
      readonly lineOf: (key: string) => number | null;
    }
  | { readonly status: 'unreadable'; readonly line: number | null; readonly problem: string };

/** Reads a JSON object with the lines of its own keys. */
export function readJson(text: string): JsonReading {
  const bare = text.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(bare);
  } catch (error) {
    const line = /line (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    return { status: 'unreadable', line: line === undefined ? null : Number(line), problem: 'is no JSON' };
  }
  if (!isRecord(value)) return { status: 'unreadable', line: null, problem: 'holds no JSON object' };
  return { status: 'read', value, lineOf: (key) => lineOfKey(bare, key) };
}

/** The line of a key of the outermost object, in JSON that is known to be right; of the last one, which counts. */
function lineOfKey(text: string, key: string): number | null {
  const wanted = JSON.stringify(key);
  let depth = 0;
  let line = 1;
  let found: number | null = null;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\n') line += 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    else if (character === '"') {
      const end = endOfString(text, at);
      if (depth === 1 && text.slice(at, end) === wanted && /^[\s]*:/.test(text.slice(end, end + 40))) found = line;
      at = end - 1;
    }
  }
  return found;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

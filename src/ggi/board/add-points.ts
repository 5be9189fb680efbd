import { isMarked, pointMark, readTasks } from './tasks.ts';

/** A line that is put into a body that people own. */
export interface AddedPoint {
  readonly key: string;
  /** The task as it is to stand, with its mark. */
  readonly line: string;
}

/**
 * Puts points into a body that do not stand there, below the last of those that do, and changes nothing else: not a
 * character, not the kind of line ends.
 * @param heading stands above them where the body has no point any more
 */
export function addPoints(body: string, added: readonly AddedPoint[], heading: string): string {
  const there = new Set(readTasks(body).flatMap(({ keys }) => keys));
  const missing = added.filter(({ key }) => !there.has(key) && !body.includes(pointMark(key)));
  if (missing.length === 0) return body;
  const end = /\r\n|\n|\r/.exec(body)?.[0] ?? '\n';
  const lines = body.split(end);
  const last = lines.findLastIndex((line) => isMarked(line));
  const text = missing.map(({ line }) => line);
  if (last === -1) {
    const gap = body === '' ? '' : `${end}${end}`;
    return `${body}${gap}${[heading, '', ...text].join(end)}${end}`;
  }
  // A quote goes on with a line that is not quoted, and a list with one that is indented.
  const [indent = ''] = /^[ \t]*(?:>[ \t]*)*/.exec(lines[last] ?? '') ?? [];
  return [...lines.slice(0, last + 1), ...text.map((line) => `${indent}${line}`), ...lines.slice(last + 1)].join(end);
}

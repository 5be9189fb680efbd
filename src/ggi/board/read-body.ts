import type { BoardPoint } from './board.ts';
import { readTasks, type TaskLine } from './tasks.ts';

/** What people say in the body of a governance issue. */
export interface BodyReading {
  /** By key, each point that is found there: whether it is ticked. */
  readonly ticks: ReadonlyMap<string, boolean>;
  /** Tasks that belong to no point: their own. */
  readonly ownTasks: { readonly done: number; readonly total: number };
}

/** A point, and all wordings under which it may have been written. */
export interface ReadablePoint extends Pick<BoardPoint, 'key'> {
  readonly wordings: readonly string[];
}

/** More tasks than these are not compared by their words. */
const MOST_COMPARED = 300;
const CERTAIN = 0.75;
const AHEAD = 0.2;

/**
 * Reads a body as people left it. A point is known by its mark, else by its words where no other point is nearly as like
 * them. One that stands there several times is ticked where any of them is; examples in blocks of code count only where
 * it stands nowhere else.
 */
export function readBody(body: string | null, points: readonly ReadablePoint[]): BodyReading {
  const tasks = readTasks(body ?? '');
  const known = new Set(points.map(({ key }) => key));
  const marked = new Set(tasks.flatMap(({ keys }) => keys));
  const unmarked = tasks.filter(({ keys, isInCode }) => keys.length === 0 && !isInCode).slice(0, MOST_COMPARED);
  const byWords = matchByWords(
    unmarked,
    points.filter(({ key }) => !marked.has(key)),
  );
  const found = tasks.flatMap((task) =>
    [...task.keys, ...listed(byWords.get(task.line))].filter((key) => known.has(key)).map((key) => ({ key, task })),
  );
  const own = unmarked.filter(({ line }) => !byWords.has(line));
  return {
    ticks: new Map(points.flatMap(({ key }) => answerOf(key, found))),
    ownTasks: { done: own.filter(({ isTicked }) => isTicked).length, total: own.length },
  };
}

function listed(key: string | undefined): string[] {
  return key === undefined ? [] : [key];
}

function answerOf(
  key: string,
  found: readonly { readonly key: string; readonly task: TaskLine }[],
): [string, boolean][] {
  const mine = found.filter((one) => one.key === key).map(({ task }) => task);
  const real = mine.filter(({ isInCode }) => !isInCode);
  const counted = real.length > 0 ? real : mine;
  return counted.length === 0 ? [] : [[key, counted.some(({ isTicked }) => isTicked)]];
}

/** @returns the key of the point for which a line stands, by the line */
function matchByWords(tasks: readonly TaskLine[], points: readonly ReadablePoint[]): Map<number, string> {
  const wordings = points.map(({ key, wordings }) => ({ key, words: wordings.map(wordsOf) }));
  const matched = new Map<number, string>();
  for (const { line, text } of tasks) {
    const words = wordsOf(text);
    if (words.size === 0) continue;
    const scores = wordings
      .map(({ key, words: known }) => ({ key, score: Math.max(0, ...known.map((one) => likeness(words, one))) }))
      .sort((a, b) => b.score - a.score);
    const [best, second] = scores;
    if (best === undefined || best.score < CERTAIN) continue;
    if (best.score < 1 && second !== undefined && best.score - second.score < AHEAD) continue;
    matched.set(line, best.key);
  }
  return matched;
}

function wordsOf(text: string): ReadonlySet<string> {
  const plain = text
    .replace(/\]\([^)\n]{0,500}\)/g, ']')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase();
  return new Set(plain.match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** Between 0 and 1: twice the words that they share, of all. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size);
}

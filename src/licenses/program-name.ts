import { isCommonInNames, isNameWord } from './names.ts';
import { FLAG, type ScannedText, wordAt } from './scanned-text.ts';

/** No program's name is longer. */
const LONGEST = 80;
/** One piece without a space, whose parts are joined as programs' names are: `bcrypt.js`, `@scope/node-http-proxy`. */
const JOINED = /^@?[\p{L}\d]+(?:[._/-][\p{L}\d]+)+$/u;
/** `TypeBox`, `node2vec`, `JUnit` */
const MIXED = /^(?:\p{L}*(?:\p{Ll}\p{Lu}|\p{L}\d)[\p{L}\d]*|\p{Lu}{2,}\p{Ll}{2,})$/u;

/** `TypeScript ESLint Parser`, `Acme Client for Node.js`: names only, and one of them what only a program is called. */
export function isProgramHeading(scanned: ScannedText, from: number, to: number): boolean {
  let hasProgram = false;
  for (let at = from; at < to; at += 1) {
    if (wordAt(scanned, at) === 'for' && at > from && isProgramName(scanned, at + 1, to)) return true;
    if (!isNameWord(scanned, at)) return false;
    hasProgram ||= isProgramName(scanned, at, at + 1);
  }
  return hasProgram;
}

/**
 * Whether words are what only a program is called: one piece that is joined by signs, or has a capital in its middle,
 * and no part of it is a word that many licences use. `hobbyists-only` is none.
 */
export function isProgramName(scanned: ScannedText, from: number, to: number): boolean {
  const { text, starts, ends, ids, flags, vocabulary } = scanned;
  if (to <= from) return false;
  const start = starts[from] ?? 0;
  const end = ends[to - 1] ?? 0;
  if (end - start > LONGEST) return false;
  const said = text.slice(text.charAt(start - 1) === '@' ? start - 1 : start, end);
  if (!JOINED.test(said) && !(to === from + 1 && MIXED.test(said))) return false;
  for (let at = from; at < to; at += 1) {
    const id = ids[at] ?? 0;
    if (((flags[at] ?? 0) & FLAG.address) !== 0) return false;
    if (id !== 0 && id < vocabulary.commonBelow && !isCommonInNames(wordAt(scanned, at))) return false;
  }
  return true;
}

const PATH =
  /^[\p{L}\d._-]+(?:\/[\p{L}\d._-]+)+$|^[\p{L}\d._-]+\.(?:js|ts|c|h|cc|cpp|hpp|py|rb|go|rs|java|pl|php|sh)$/u;

/** Whether words are a path with a slash, or a file of code. */
export function isPath(scanned: ScannedText, from: number, to: number): boolean {
  const said = scanned.text.slice(scanned.starts[from], scanned.ends[to - 1]);
  return to > from && PATH.test(said) && isProgramName(scanned, from, to);
}

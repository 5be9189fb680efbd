import { FLAG, type ScannedText } from './scanned-text.ts';

/** What a line may begin with beside words: white space, comment signs, a quotation's. */
const MARGIN = /^[\s*#/;%>|]*/;
/** Fewer lines are no paragraph that shows where lines are broken. */
const FEWEST_LINES = 3;
/** A longer line was not broken where it is for its length. */
const LONGEST_LINE = 400;

/**
 * How wide the text is set: the longest line that was broken within a paragraph. Notices stand on lines of their own
 * and tell nothing of it. 0 where no paragraph has enough lines.
 */
export function widthOf(scanned: Omit<ScannedText, 'width'>, copyright: number): number {
  const { ids, flags, count } = scanned;
  let width = 0;
  let widest = 0;
  let lines = 0;
  let first = 0;
  for (let at = 1; at <= count; at += 1) {
    const flag = at === count ? FLAG.lineStart | FLAG.paragraphStart : (flags[at] ?? 0);
    if ((flag & FLAG.lineStart) === 0) continue;
    lines += 1;
    if ((flag & FLAG.paragraphStart) === 0) {
      const isNotice = ids[first] === copyright || ((flags[first] ?? 0) & FLAG.mark) !== 0;
      if (at - first > 1 && !isNotice) widest = Math.max(widest, lengthBefore(scanned, at));
    } else {
      if (lines >= FEWEST_LINES) width = Math.max(width, widest);
      lines = 0;
      widest = 0;
    }
    first = at;
  }
  return width;
}

/** Whether the line before a word, the first of its own, was broken only because the word had no room there. */
export function isWrapped(scanned: ScannedText, at: number): boolean {
  const { text, starts, width, flags } = scanned;
  if (width === 0 || ((flags[at] ?? 0) & FLAG.paragraphStart) !== 0) return false;
  const before = lengthBefore(scanned, at);
  if (before > width) return false;
  const from = starts[at] ?? 0;
  const opening = /[(<["“‘]/.test(text.charAt(from - 1)) ? 1 : 0;
  const word = /^\S*/.exec(text.slice(from, from + width))?.[0].length ?? 0;
  return before + 1 + opening + word > width;
}

/** The length of the line that ends before a word which is the first of its own. */
function lengthBefore({ text, starts, ends }: Pick<ScannedText, 'text' | 'starts' | 'ends'>, at: number): number {
  const last = ends[at - 1] ?? 0;
  // Of the text before, only as much is searched as a line may have: all of it, for each line, would take for ever.
  const first = Math.max(0, last - LONGEST_LINE);
  let from = last;
  while (from > first && !isLineFeed(text.charCodeAt(from - 1))) from -= 1;
  const next = Math.min(starts[at] ?? last, last + LONGEST_LINE);
  let to = last;
  while (to < next && !isLineFeed(text.charCodeAt(to))) to += 1;
  return last - from + (to === last ? 0 : text.slice(last, to).trimEnd().length);
}

function isLineFeed(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

/** What stands between two words, with a line's end that is only a wrap as one space. */
export function unwrapped(gap: string): string {
  const [line = '', ...rest] = gap.split(/\r\n|[\r\n]/);
  return rest.length === 0 ? gap : `${line.trimEnd()} ${rest.join(' ').replace(MARGIN, '')}`;
}

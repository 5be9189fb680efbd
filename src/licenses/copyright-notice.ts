import { FLAG, type ScannedText } from './scanned-text.ts';
import { CLASS, type WordClasses } from './word-classes.ts';

/** A notice names no more than this; what goes on is no list of names. */
const MOST_WORDS = 60;
/** How far after `Copyright` the sign or the year stands. */
const MARK_WITHIN = 3;
const LONGEST_PREFIX = 4;
const PREFIX = new Set(
  'portions portion some parts part original modified modifications additional changes initial code work works version the'.split(
    ' ',
  ),
);
/** Their full stop ends no notice. */
const ABBREVIATION = /^(?:\p{L}|inc|ltd|co|corp|jr|sr|st|dr|prof|mr|mrs|ms|no|llc|gmbh|bv|cie|copr|univ|dept)$/iu;

/**
 * Hides the words of copyright notices: mark, years, who, and `All rights reserved`. A notice ends where its grammar
 * ends, at a full stop or at the first word that is no name, so that a condition written on its line stays to be seen.
 * Hidden words may be passed over; where a licence's own text goes through them they still count.
 */
export function hideNotices(scanned: ScannedText, classes: WordClasses): void {
  for (let at = 0; at < scanned.count; at += 1) {
    const end = noticeEnd(scanned, at, classes);
    if (end > at) hide(scanned, prefixStart(scanned, at, classes), at);
    hide(scanned, at, end);
    if (end > at) at = end - 1;
  }
}

function hide({ flags }: ScannedText, from: number, to: number): void {
  for (let word = from; word < to; word += 1) flags[word] = (flags[word] ?? 0) | FLAG.hidden;
}

/** Where `Portions` or `Original work` begins before `Copyright` on its line; the word itself where nothing such does. */
function prefixStart({ ids, flags }: ScannedText, at: number, { vocabulary }: WordClasses): number {
  for (let word = at; word >= 0 && at - word <= LONGEST_PREFIX; word -= 1) {
    if (word < at && !PREFIX.has(vocabulary.words[ids[word] ?? 0] ?? '')) return at;
    if (has(flags[word], FLAG.lineStart)) return word;
  }
  return at;
}

/** After the notice that begins at a word; the word itself where none does. */
function noticeEnd(scanned: ScannedText, at: number, classes: WordClasses): number {
  const { ids, flags, count } = scanned;
  const isMark = has(flags[at], FLAG.mark);
  if (!isMark && ids[at] !== classes.copyright) return isReserved(scanned, at, classes);
  const isAtStart =
    has(flags[at], FLAG.lineStart) || has(flags[at], FLAG.thoughtStart) || prefixStart(scanned, at, classes) < at;
  const isMarked = isMark || hasMark(scanned, at, classes);
  if (isMark && !hasYearOrMark(scanned, at, classes) && !isAtStart) return at;
  if (!isMarked && !isAtStart) return at;
  if (!isMarked && goesOnFromBefore(scanned, at)) return at;

  let sawName = false;
  let sawYear = isMarked && !isMark ? has(flags[at + 1], FLAG.digits) : false;
  let end = at + 1;
  const most = Math.min(count, at + MOST_WORDS);
  while (end < most) {
    const flag = flags[end] ?? 0;
    const before = flags[end - 1] ?? 0;
    if (has(flag, FLAG.paragraphStart) && end > at + 1) break;
    if (has(flag, FLAG.lineStart) && end > at + 1 && sawName && !continues(scanned, end, classes)) break;
    if (has(before, FLAG.stopAfter) && end > at + 1 && endsHere(scanned, end - 1, sawName)) break;
    const kind = nameKind(scanned, end, classes);
    if (kind === 'no') break;
    if (kind === 'name') sawName = true;
    if (has(flag, FLAG.digits)) sawYear = true;
    end += 1;
  }
  if (!isMarked && !sawYear && !sawName) return at;
  if (end === at + 1 && !isMark) return at;
  const reserved = end < count ? isReserved(scanned, end, classes) : end;
  return Math.max(end, reserved);
}

/** `All rights reserved`, in the languages that say it so. */
function isReserved({ ids, count }: ScannedText, at: number, { vocabulary }: WordClasses): number {
  const words = vocabulary.words;
  if (at + 3 > count) return at;
  const first = words[ids[at] ?? 0];
  if (first === 'all')
    return words[ids[at + 1] ?? 0] === 'rights' && words[ids[at + 2] ?? 0] === 'reserved' ? at + 3 : at;
  if (first === 'alle')
    return words[ids[at + 1] ?? 0] === 'rechte' && words[ids[at + 2] ?? 0] === 'vorbehalten' ? at + 3 : at;
  return at;
}

function hasMark(scanned: ScannedText, at: number, classes: WordClasses): boolean {
  for (let next = at + 1; next <= at + MARK_WITHIN && next < scanned.count; next += 1) {
    const flag = scanned.flags[next] ?? 0;
    if (has(flag, FLAG.mark) || isYear(scanned, next)) return true;
    if (nameKind(scanned, next, classes) === 'no') return false;
  }
  return false;
}

function hasYearOrMark(scanned: ScannedText, at: number, classes: WordClasses): boolean {
  return hasMark(scanned, at, classes) || (at > 0 && scanned.ids[at - 1] === classes.copyright);
}

function isYear({ ids, flags, starts, ends, text }: ScannedText, at: number): boolean {
  const length = (ends[at] ?? 0) - (starts[at] ?? 0);
  if (length !== 4) return false;
  if (has(flags[at], FLAG.digits)) return /^(?:19|20)\d\d$/.test(text.slice(starts[at], ends[at]));
  return ids[at] !== 0 && /^(?:yyyy|year)$/i.test(text.slice(starts[at], ends[at]));
}

/** A notice without mark or year is one only where a thought begins, not where a sentence was wrapped. */
function goesOnFromBefore(scanned: ScannedText, at: number): boolean {
  const flag = scanned.flags[at] ?? 0;
  if (has(flag, FLAG.paragraphStart) || has(flag, FLAG.thoughtStart))
    return has(flag, FLAG.allCapitals) && !has(flag, FLAG.paragraphStart);
  return at === 0 || !has(scanned.flags[at - 1], FLAG.hidden);
}

/** Names go on in the next line after a comma or `and`, or where that line is one of names with an address. */
function continues(scanned: ScannedText, at: number, { vocabulary }: WordClasses): boolean {
  const before = vocabulary.words[scanned.ids[at - 1] ?? 0];
  return has(scanned.flags[at - 1], FLAG.goesOn) || before === 'and' || before === 'by' || before === 'of';
}

/** Whether the full stop after a word ends the notice: not after `Inc.`, an initial, or a year before the name. */
function endsHere({ starts, ends, text, flags }: ScannedText, at: number, sawName: boolean): boolean {
  const word = text.slice(starts[at], ends[at]);
  if (!sawName && (has(flags[at], FLAG.digits) || word.length <= 4)) return false;
  return !ABBREVIATION.test(word);
}

type NameKind = 'name' | 'frame' | 'no';

function nameKind(scanned: ScannedText, at: number, { bits, commonBelow }: WordClasses): NameKind {
  const id = scanned.ids[at] ?? 0;
  const flag = scanned.flags[at] ?? 0;
  if (has(flag, FLAG.mark) || has(flag, FLAG.digits)) return 'frame';
  if (has(flag, FLAG.address)) return 'name';
  const bit = bits[id] ?? 0;
  if (at > 0 && has(scanned.flags[at - 1], FLAG.goesOn) && scanned.starts[at] === (scanned.ends[at - 1] ?? 0) + 1)
    return 'name';
  if ((bit & CLASS.neverAName) !== 0) return isFirstName(scanned, at) ? 'name' : 'no';
  if ((bit & CLASS.noticeFrame) !== 0) return 'frame';
  if (has(flag, FLAG.capital)) return 'name';
  return id === 0 || id >= commonBelow ? 'name' : 'no';
}

/** `2014 Will Welch`: right after a year, with a capital, and before another name with one. */
function isFirstName({ flags, count }: ScannedText, at: number): boolean {
  const isName = (word: number) => has(flags[word], FLAG.capital) && !has(flags[word], FLAG.allCapitals);
  return (
    at > 0 &&
    has(flags[at - 1], FLAG.digits) &&
    isName(at) &&
    at + 1 < count &&
    isName(at + 1) &&
    !has(flags[at], FLAG.lineStart) &&
    has(flags[at + 1], FLAG.lineStart) === false
  );
}

function has(flags: number | undefined, flag: number): boolean {
  return ((flags ?? 0) & flag) !== 0;
}

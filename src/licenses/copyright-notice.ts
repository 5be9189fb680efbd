import { isName, namesEnd } from './names.ts';
import { isProgramName } from './program-name.ts';
import { FLAG, type ScannedText, wordAt } from './scanned-text.ts';
import { UNKNOWN_WORD } from './vocabulary.ts';
import { CLASS, type WordClasses } from './word-classes.ts';
import { isWrapped } from './wrapped-lines.ts';

/** A notice names no more than this; what goes on is no list of names. */
const MOST_WORDS = 60;
/** No licence file has so many notices; what comes after is not read as one. */
const MOST_MARKS = 2_500;
/** How far after `Copyright` the sign or the year stands. */
const MARK_WITHIN = 3;
const LONGEST_PREFIX = 9;
/** What a notice may say before its mark of what it is for. A condition is none of these. */
const PREFIX =
  /^(?:(?:some |other )?(?:portions|parts|portion|part|code|files|work|software)(?: (?:is|are))?|(?:this|the) (?:software|code|work|program|library|file)(?: is)?|(?:the )?(?:original|modified|initial|additional) (?:works?|versions?|code|library|functionality|changes|modifications|software|portions)(?: is)?|modifications|changes)$/;
const OF_A_WORK = /^(?:original|derived|derivative|modified) works?$/;
/**
 * Hides the words of copyright notices: mark, years, who, and `All rights reserved`. A notice ends where its grammar
 * ends, at a full stop or at the first word that is no name, so that a condition written on its line stays to be seen.
 * Hidden words may be passed over; where a licence's own text goes through them they still count.
 */
export function hideNotices(scanned: ScannedText, classes: WordClasses): void {
  let marks = 0;
  for (let at = 0; at < scanned.count && marks < MOST_MARKS; at += 1) {
    if (scanned.ids[at] === classes.copyright || has(scanned.flags[at], FLAG.mark)) marks += 1;
    const end = noticeEnd(scanned, at, classes);
    if (end > at) hide(scanned, prefixStart(scanned, at), at);
    hide(scanned, at, end);
    if (end > at) at = end - 1;
  }
}

function hide({ flags }: ScannedText, from: number, to: number): void {
  for (let word = from; word < to; word += 1) flags[word] = (flags[word] ?? 0) | FLAG.hidden;
}

/**
 * Where `Portions`, `Original work`, `Based on Foo,` or the program's name begins before `Copyright`, on its line or as
 * the line above it; the word itself where nothing such does.
 */
function prefixStart(scanned: ScannedText, at: number): number {
  const { flags } = scanned;
  const isAlone = has(flags[at], FLAG.lineStart);
  const words: string[] = [];
  for (let word = at - 1; word >= 0 && at - word <= LONGEST_PREFIX && !has(flags[word], FLAG.hidden); word -= 1) {
    words.unshift(wordAt(scanned, word));
    const isLine = has(flags[word], FLAG.lineStart);
    if (!isLine && !has(flags[word], FLAG.thoughtStart)) continue;
    if (PREFIX.test(words.join(' '))) return word;
    // `foo-bar original work Copyright (c) 2026 Ada Byron`
    if (isLine && !isAlone && scanned.ids[word] === 0 && OF_A_WORK.test(words.slice(1).join(' '))) return word;
    // `foo-bar is copyright (c) 2026 Ada Byron`
    const named = wordAt(scanned, at - 1) === 'is' ? at - 1 : at;
    if (isLine) return !isAlone && (isProgramName(scanned, word, named) || isBasedOn(scanned, word, at)) ? word : at;
  }
  return at;
}

/** `The MIT License (MIT) Copyright (c) 2026 Ada`: a licence's title and the notice in one line. */
function isBehindTitle(scanned: ScannedText, at: number, { bits }: WordClasses): boolean {
  let hasLicense = false;
  for (let word = at - 1; word >= 0 && at - word <= LONGEST_PREFIX; word -= 1) {
    const said = wordAt(scanned, word);
    if (((bits[scanned.ids[word] ?? 0] ?? 0) & CLASS.title) === 0 && !TITLED.test(said)) return false;
    hasLicense ||= /^licen[sc]ed?$/.test(said);
    if (has(scanned.flags[word], FLAG.lineStart)) return hasLicense && hasMark(scanned, at);
  }
  return false;
}

/** What the licences are called that stand in one line with their notice. */
const TITLED = /^(?:licensed|mit|isc|bsd|zlib|expat|x11|clause|simplified|new|\d)$/;

/** `Based on Underscore.js, copyright 2009` */
function isBasedOn(scanned: ScannedText, from: number, to: number): boolean {
  const isSaid = wordAt(scanned, from) === 'based' && wordAt(scanned, from + 1) === 'on' && from + 2 < to;
  if (!isSaid) return false;
  let end = to;
  while (end > from + 3 && has(scanned.flags[end - 1], FLAG.digits)) end -= 1;
  const isOneWord = end === from + 3 && scanned.ids[from + 2] === 0;
  return isOneWord || isProgramName(scanned, from + 2, end) || namesEnd(scanned, from + 2, end) === end;
}

/** After the notice that begins at a word; the word itself where none does. */
function noticeEnd(scanned: ScannedText, at: number, classes: WordClasses): number {
  const { ids, flags, count } = scanned;
  const isMark = has(flags[at], FLAG.mark);
  if (!isMark && ids[at] !== classes.copyright) return reservedEnd(scanned, at, classes);
  const isAtStart =
    has(flags[at], FLAG.lineStart) ||
    has(flags[at], FLAG.thoughtStart) ||
    prefixStart(scanned, at) < at ||
    isBehindTitle(scanned, at, classes);
  const isMarked = isMark || hasMark(scanned, at);
  if (isMark && !hasYearOrMark(scanned, at, classes) && !isAtStart) return at;
  if (!isAtStart && !(at > 0 && has(flags[at - 1], FLAG.hidden))) return at;
  if (!isMarked && prefixStart(scanned, at) === at && goesOnFromBefore(scanned, at)) return at;

  const most = Math.min(count, at + MOST_WORDS);
  const named = yearsEnd(scanned, at + 1, most);
  let end = namesEnd(scanned, named, most);
  if (end === named && named < most && isBy(scanned, named)) end = namesEnd(scanned, named + 1, most);
  if (end > named) {
    const dated = yearsEnd(scanned, end, most, false);
    // `Ada Byron, 2009 Grace Hopper`: the year is the next one's.
    end = dated > end && isBehindComma(scanned, end) ? namesEnd(scanned, dated, most) : dated;
  }
  for (let next = afterNextYear(scanned, end, most); next > end; next = afterNextYear(scanned, end, most)) end = next;
  const saysWhen = isMarked || named > at + 1;
  if (!saysWhen && end === named) return at;
  if (end === at + 1 && !isMark) return at;
  const reserved = end < count ? reservedEnd(scanned, end, classes) : end;
  return Math.max(end, reserved);
}

/** `, 2009 Grace Hopper` behind a name, or on the line below it: after that name; the word itself where none is. */
function afterNextYear(scanned: ScannedText, at: number, end: number): number {
  const year = wordAt(scanned, at) === 'and' ? at + 1 : at;
  if (at === 0 || year >= end || !isYear(scanned, year) || has(scanned.flags[at], FLAG.paragraphStart)) return at;
  const isBehind = year > at || isBehindComma(scanned, at) || has(scanned.flags[at], FLAG.lineStart);
  const named = isBehind ? yearsEnd(scanned, year, end) : at;
  return named > year && namesEnd(scanned, named, end) > named ? namesEnd(scanned, named, end) : at;
}

function isBehindComma({ text, starts, ends }: ScannedText, at: number): boolean {
  return /^[>)\]]*,\s/.test(text.slice(ends[at - 1], starts[at]));
}

/** After `All rights reserved`; the word itself where it does not stand there. */
function reservedEnd({ ids, count }: ScannedText, at: number, { reservations }: WordClasses): number {
  if (at + 3 > count || ids[at] === UNKNOWN_WORD) return at;
  for (const [one, two, three] of reservations)
    if (ids[at] === one) return ids[at + 1] === two && ids[at + 2] === three ? at + 3 : at;
  return at;
}

function hasMark(scanned: ScannedText, at: number): boolean {
  for (let next = at + 1; next <= at + MARK_WITHIN && next < scanned.count; next += 1) {
    const flag = scanned.flags[next] ?? 0;
    if (has(flag, FLAG.mark) || isYear(scanned, next)) return true;
    if (!has(flag, FLAG.digits) && !isBy(scanned, next) && !isName(scanned, next)) return false;
  }
  return false;
}

function hasYearOrMark(scanned: ScannedText, at: number, classes: WordClasses): boolean {
  return hasMark(scanned, at) || (at > 0 && scanned.ids[at - 1] === classes.copyright);
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
  if (at === 0 || has(scanned.flags[at - 1], FLAG.hidden)) return at === 0;
  const isLineOfItsOwn = has(flag, FLAG.lineStart) && scanned.width > 0 && !isWrapped(scanned, at);
  return !isLineOfItsOwn || !has(flag, FLAG.capital) || has(flag, FLAG.allCapitals);
}

/** After the years and names of a notice whose mark stands before a word. */
export function holdersEnd(scanned: ScannedText, from: number, end: number): number {
  const named = yearsEnd(scanned, from, end);
  return namesEnd(scanned, named, end);
}

/** After marks, years and what joins them: `(c) 2014-2016, 2018 - present, by`. */
function yearsEnd(scanned: ScannedText, from: number, end: number, goesOn = true): number {
  let at = from;
  for (; at < end; at += 1) {
    const flag = scanned.flags[at] ?? 0;
    if (has(flag, FLAG.paragraphStart)) return at;
    const goesOnSaying = isYear(scanned, at) || (at > from && /^(?:to|present|now|today)$/.test(wordAt(scanned, at)));
    if (!goesOn && ((has(flag, FLAG.lineStart) && !isWrapped(scanned, at)) || !goesOnSaying)) return at;
    if (has(flag, FLAG.mark) || has(flag, FLAG.digits)) continue;
    const word = wordAt(scanned, at);
    if (/^(?:present|now|today|current|yyyy|year|c|copr|20\dx)$/.test(word)) continue;
    if (MONTH.test(word) && has(flag, FLAG.capital) && has(scanned.flags[at + 1], FLAG.digits)) continue;
    if (/^(?:copyright|and)$/.test(word) && has(scanned.flags[at + 1], FLAG.mark | FLAG.digits)) continue;
    if (word === 'to' && at > from && has(scanned.flags[at - 1], FLAG.digits)) continue;
    break;
  }
  return at < end && isBy(scanned, at) && !has(scanned.flags[at], FLAG.lineStart) ? at + 1 : at;
}

const MONTH =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$/;

function isBy(scanned: ScannedText, at: number): boolean {
  return /^(?:by|of|held)$/.test(wordAt(scanned, at));
}

function has(flags: number | undefined, flag: number): boolean {
  return ((flags ?? 0) & flag) !== 0;
}

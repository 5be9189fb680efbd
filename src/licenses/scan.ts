import { hideNotices } from './copyright-notice.ts';
import { entityAt, isDoctype, isTag, isTarget } from './markup.ts';
import { FLAG, plainWord, type ScannedText } from './scanned-text.ts';
import { lookUp, nextHash, UNKNOWN_WORD, type Vocabulary } from './vocabulary.ts';
import type { WordClasses } from './word-classes.ts';
import { widthOf } from './wrapped-lines.ts';

const SEPARATOR = 0;
const LETTER = 1;
const DIGIT = 2;
const NOTHING = 3;
const SPACE = 4;
const LINE_END = 5;

/** What an ASCII character is; others are looked at one by one. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z]/i.test(character)) return LETTER;
  if (/\d/.test(character)) return DIGIT;
  if (character === '\n' || character === '\r') return LINE_END;
  return /\s/.test(character) ? SPACE : SEPARATOR;
});

const LONGEST_TAG = 1_000;
const LONGEST_ADDRESS = 500;
/** A word that is split over two lines, with what stands between its halves. */
const LONGEST_SPLIT = 60;
/** Flags that tell what comes after a word. */
const AFTER = FLAG.stopAfter | FLAG.goesOn | FLAG.plusAfter;

/** Reads a text into words in one pass: without case, punctuation, markup, comment signs; lists and notices hidden. */
export function scanText(text: string, vocabulary: Vocabulary, classes: WordClasses, hidesNotices = true): ScannedText {
  const scanner = new Scanner(text, vocabulary);
  scanner.run();
  const words = scanner.result();
  const scanned = { ...words, width: widthOf(words, classes.copyright) };
  if (hidesNotices) hideNotices(scanned, classes);
  return scanned;
}

/** Holds the one pass's place; lives as long as it. */
class Scanner {
  readonly #text: string;
  readonly #vocabulary: Vocabulary;
  #ids: Uint16Array;
  #flags: Uint16Array;
  #starts: Uint32Array;
  #ends: Uint32Array;
  #lines: Uint32Array;
  readonly #row = new Uint16Array(64);
  readonly #pairs: Pairs;
  #count = 0;
  #line = 1;
  /** Flags for the next word, gathered from what stands before it. */
  #pending: number = FLAG.lineStart | FLAG.paragraphStart | FLAG.thoughtStart;
  #isLineEmpty = true;
  /** Where the next `>` and `)` stand, looked for once. */
  readonly #ahead = new Map<string, number>();

  constructor(text: string, vocabulary: Vocabulary) {
    this.#text = text;
    this.#vocabulary = vocabulary;
    this.#pairs = pairsOf(vocabulary);
    const room = Math.min(text.length, Math.ceil(text.length / 4)) + 16;
    this.#ids = new Uint16Array(room);
    this.#flags = new Uint16Array(room);
    this.#starts = new Uint32Array(room);
    this.#ends = new Uint32Array(room);
    this.#lines = new Uint32Array(room);
  }

  result(): Omit<ScannedText, 'width'> {
    return {
      text: this.#text,
      vocabulary: this.#vocabulary,
      count: this.#count,
      ids: this.#ids,
      flags: this.#flags,
      starts: this.#starts,
      ends: this.#ends,
      lines: this.#lines,
    };
  }

  run(): void {
    const text = this.#text;
    const length = text.length;
    let at = 0;
    while (at < length) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? KINDS[code] : kindOf(code, text, at);
      if (kind === LETTER || kind === DIGIT) at = this.#word(at);
      else if (kind === LINE_END) at = this.#lineEnd(at, code);
      else if (kind === SPACE || kind === NOTHING) at += 1;
      else at = this.#sign(at, code);
    }
  }

  #lineEnd(at: number, code: number): number {
    const isPair = code === 13 && this.#text.charCodeAt(at + 1) === 10;
    if (this.#isLineEmpty) this.#pending |= FLAG.paragraphStart;
    this.#pending |= FLAG.lineStart;
    this.#isLineEmpty = true;
    this.#line += 1;
    return at + (isPair ? 2 : 1);
  }

  /** Punctuation: most of it only parts words. */
  #sign(at: number, code: number): number {
    const text = this.#text;
    switch (code) {
      case 0x2e: // .
        if (!this.#isAfterVersion(at)) this.#pending |= FLAG.thoughtStart;
        return at + 1;
      case 0x3a: // :
      case 0x3b: // ;
        this.#pending |= FLAG.thoughtStart;
        return at + 1;
      case 0x28: // (
        if (at > 0 && text.charCodeAt(at - 1) === 0x5d) {
          const end = this.#endOfLink(at);
          if (end !== null) return end;
        }
        return this.#bracket(at);
      case 0x5b: // [
        return this.#bracket(at);
      case 0x3c: // <
        return this.#tag(at) ?? this.#bracket(at);
      case 0x26: // &
        return this.#ampersand(at);
      case 0xa9: // ©
        this.#push(at, at + 1, this.#known('c'), FLAG.mark | FLAG.hidden);
        return at + 1;
      default:
        return at + 1;
    }
  }

  /** `v. 2.0`: the number is no list's. */
  #isAfterVersion(at: number): boolean {
    const last = this.#count - 1;
    return last >= 0 && this.#ends[last] === at && /^v(?:er)?$/i.test(this.#text.slice(this.#starts[last], at));
  }

  #bracket(at: number): number {
    this.#pending |= FLAG.bracketBefore;
    return at + 1;
  }

  /** After a tag that is nothing but markup; null where there is none. What `style` and `script` hold is words. */
  #tag(at: number): number | null {
    const text = this.#text;
    let from = at + 1;
    const isEnd = text.charCodeAt(from) === 0x2f;
    if (isEnd) from += 1;
    if (text.startsWith('!--', from)) return from + 3;
    let to = from;
    while (to < from + 12 && /[a-z\d:]/i.test(text.charAt(to))) to += 1;
    const isDeclaration = to === from && text.charCodeAt(from) === 0x21;
    if (to === from && !isDeclaration) return null;
    const end = this.#next('>', to);
    if (end - to > LONGEST_TAG) return null;
    const body = text.slice(to, end);
    if (body.includes('<')) return null;
    if (isDeclaration) return isDoctype(body.slice(1)) ? end + 1 : null;
    const name = text.slice(from, to).toLowerCase();
    if (!isTag(name, body, isEnd)) return null;
    if (/^(?:p|br|div|h\d|li|tr|ul|ol|table|pre|title)$/.test(name)) this.#pending |= FLAG.lineStart;
    return end + 1;
  }

  /** After the address of `](address)`; null where it is none. */
  #endOfLink(open: number): number | null {
    const end = this.#next(')', open);
    if (end - open > LONGEST_ADDRESS) return null;
    const target = this.#text.slice(open + 1, end);
    return !/[\s\]]/.test(target) && isTarget(target) ? end + 1 : null;
  }

  /** Where a piece of text comes next; infinity where it does not come again. A hostile text cannot make this search long. */
  #next(piece: string, from: number): number {
    const known = this.#ahead.get(piece) ?? -1;
    if (known >= from) return known;
    const found = this.#text.indexOf(piece, from);
    const place = found === -1 ? Number.POSITIVE_INFINITY : found;
    this.#ahead.set(piece, place);
    return place;
  }

  #ampersand(at: number): number {
    const entity = entityAt(this.#text, at);
    if (entity === null || entity === '&amp;') {
      const end = at + (entity?.length ?? 1);
      this.#push(at, end, this.#known('and'), 0);
      return end;
    }
    const end = at + entity.length;
    if (entity === '&copy;' || entity === '&#169;') this.#push(at, end, this.#known('c'), FLAG.mark | FLAG.hidden);
    return end;
  }

  #word(start: number): number {
    const text = this.#text;
    const row = this.#row;
    let hash = 0;
    let length = 0;
    let at = start;
    let digits = true;
    let small = false;
    let isPlain = true;
    for (; at < text.length; at += 1) {
      let code = text.charCodeAt(at);
      const kind = code < 128 ? KINDS[code] : kindOf(code, text, at);
      if (kind === LETTER) {
        digits = false;
        if (code >= 128) isPlain = false;
        else if (code >= 97) small = true;
        else code += 32;
      } else if (kind === NOTHING) {
        isPlain = false;
        continue;
      } else if (kind !== DIGIT) {
        break;
      } else if (code >= 128) isPlain = false;
      hash = nextHash(hash, code);
      if (length < row.length) row[length] = code;
      length += 1;
    }
    const next = text.charCodeAt(at);
    if ((next === 0x3a && text.startsWith('://', at)) || (next === 0x2e && at - start === 3 && isWww(text, start))) {
      return this.#address(start);
    }
    if (next === 0x40 && at + 1 < text.length && KINDS[text.charCodeAt(at + 1)] === LETTER) return this.#address(start);
    let flags = digits ? FLAG.digits : 0;
    if (!digits && isCapital(text, start)) flags |= FLAG.capital;
    if (!digits && !small && isPlain) flags |= FLAG.allCapitals;
    let id = UNKNOWN_WORD;
    if (isPlain) {
      if (length <= row.length) id = lookUp(this.#vocabulary, hash, row, length);
    } else if (at - start <= 200) {
      const word = plainWord(text.slice(start, at));
      if (word === '') return at;
      if (word === word.toUpperCase()) flags |= FLAG.allCapitals;
      else if (text.slice(start, at) === text.slice(start, at).toUpperCase()) flags |= FLAG.allCapitals;
      id = this.#known(word);
    }
    this.#push(start, at, id, flags | this.#after(at));
    this.#hideEnumerator(start, at);
    this.#joinPair();
    this.#joinHalves();
    return at;
  }

  /** What comes right after a word. */
  #after(at: number): number {
    const text = this.#text;
    const code = text.charCodeAt(at);
    if (code === 0x2e) {
      const next = text.charCodeAt(at + 1);
      const kind = Number.isNaN(next) ? SPACE : next < 128 ? KINDS[next] : kindOf(next, text, at + 1);
      const isEnd = kind !== LETTER && kind !== DIGIT;
      return isEnd ? FLAG.stopAfter : 0;
    }
    if (code === 0x2c || code === 0x2d || code === 0x2013 || code === 0x2014 || code === 0x28) return FLAG.goesOn;
    if (code === 0x2b) return FLAG.plusAfter;
    return 0;
  }

  /** `(a)` and `a)` anywhere; `1.`, `1.2.` and `a.` where a line and a thought begin. Others may be passed over. */
  #hideEnumerator(start: number, end: number): void {
    if (end - start > 5) return;
    const text = this.#text;
    const last = this.#count - 1;
    const before = start === 0 ? 0x20 : text.charCodeAt(start - 1);
    let next = end;
    if (text.charCodeAt(next) === 0x5c) next += 1;
    const after = text.charCodeAt(next);
    if (after !== 0x29 && after !== 0x2e) {
      this.#hideBullet(start, end, after);
      return;
    }
    const word = text.slice(start, end);
    if (!/^(?:\d{1,3}|[a-z]|[ivx]{1,5})$/i.test(word)) return;
    if (after === 0x29) {
      const isWrapped = before === 0x28;
      const outer = isWrapped ? (start < 2 ? 0x20 : text.charCodeAt(start - 2)) : before;
      if (outer < 128 && KINDS[outer] === LETTER) return;
      const isMark = isWrapped && (word === 'c' || word === 'C');
      this.#flags[last] = (this.#flags[last] ?? 0) | FLAG.hidden | (isMark ? FLAG.mark : 0);
      return;
    }
    const flags = this.#flags[last] ?? 0;
    if (before === 0x2e && last > 0 && ((this.#flags[last - 1] ?? 0) & FLAG.hidden) !== 0) {
      this.#flags[last] = flags | FLAG.hidden;
      return;
    }
    if (before === 0x2e) return;
    const beginsLine = (flags & FLAG.lineStart) !== 0 && (flags & (FLAG.paragraphStart | FLAG.thoughtStart)) !== 0;
    const beginsThought = (flags & FLAG.thoughtStart) !== 0 && /^\d/.test(word);
    if (beginsLine || beginsThought) this.#flags[last] = flags | FLAG.hidden;
  }

  /** `o` before a space at the start of a line, and the last number of `1.2 Title`. */
  #hideBullet(start: number, end: number, after: number): void {
    const last = this.#count - 1;
    const flags = this.#flags[last] ?? 0;
    const previous = last > 0 ? (this.#flags[last - 1] ?? 0) : 0;
    const isBullet = end - start === 1 && this.#text[start] === 'o' && (flags & FLAG.lineStart) !== 0;
    const isLastNumber =
      (flags & FLAG.digits) !== 0 &&
      end - start <= 2 &&
      isBlank(after) &&
      this.#text.charCodeAt(start - 1) === 0x2e &&
      (previous & FLAG.hidden) !== 0 &&
      (previous & FLAG.digits) !== 0;
    if ((isBullet && isBlank(after)) || isLastNumber) this.#flags[last] = flags | FLAG.hidden;
  }

  #address(start: number): number {
    const text = this.#text;
    let end = start;
    while (end < text.length && end - start < LONGEST_ADDRESS && isAddressCode(text.charCodeAt(end))) end += 1;
    while (end > start + 1 && /[.,;:!?'")\]*_/\\-]/.test(text.charAt(end - 1))) end -= 1;
    const address = text
      .slice(start, end)
      .toLowerCase()
      .replace(/^[a-z]{2,10}:\/\//, '')
      .replace(/^www\./, '');
    this.#push(start, end, this.#known(address), FLAG.address | this.#after(end));
    return end;
  }

  #known(word: string): number {
    const row = word.length <= 64 ? this.#row : new Uint16Array(word.length);
    let hash = 0;
    for (let at = 0; at < word.length; at += 1) {
      const code = word.charCodeAt(at);
      row[at] = code;
      hash = nextHash(hash, code);
    }
    return lookUp(this.#vocabulary, hash, row, word.length);
  }

  #push(start: number, end: number, id: number, flags: number): void {
    if (this.#count === this.#ids.length) this.#grow();
    const at = this.#count;
    this.#ids[at] = id;
    this.#flags[at] = flags | this.#pending;
    this.#starts[at] = start;
    this.#ends[at] = end;
    this.#lines[at] = this.#line;
    this.#count = at + 1;
    this.#pending = 0;
    this.#isLineEmpty = false;
  }

  /** Two words that count as one: `non commercial`. The second goes into the first. */
  #joinPair(): void {
    const last = this.#count - 1;
    if (last === 0) return;
    const one = this.#ids[last - 1] ?? 0;
    const two = this.#ids[last] ?? 0;
    if (one === UNKNOWN_WORD || two === UNKNOWN_WORD) return;
    const joined = this.#pairs.get(one)?.get(two);
    if (joined === undefined || ((this.#flags[last - 1] ?? 0) & FLAG.hidden) !== 0) return;
    this.#ids[last - 1] = joined;
    this.#ends[last - 1] = this.#ends[last] ?? 0;
    this.#flags[last - 1] =
      ((this.#flags[last - 1] ?? 0) & ~(FLAG.goesOn | FLAG.stopAfter)) | ((this.#flags[last] ?? 0) & AFTER);
    this.#count = last;
  }

  /** `modifica-` and `tion` on the next line are one word, if it is known and one of its halves is not. */
  #joinHalves(): void {
    const last = this.#count - 1;
    if (last <= 0 || ((this.#flags[last] ?? 0) & FLAG.lineStart) === 0) return;
    const between = this.#ends[last - 1] ?? 0;
    if (this.#text.charCodeAt(between) !== 0x2d || (this.#ids[last - 1] !== 0 && this.#ids[last] !== 0)) return;
    const start = this.#starts[last - 1] ?? 0;
    const end = this.#ends[last] ?? 0;
    if (
      end - start > LONGEST_SPLIT ||
      !/^-[ \t]*\r?\n[ \t*#/;%>|]*$/.test(this.#text.slice(between, this.#starts[last]))
    )
      return;
    const word = this.#text.slice(start, between) + this.#text.slice(this.#starts[last], end);
    const id = this.#known(plainWord(word));
    if (id === UNKNOWN_WORD) return;
    this.#ids[last - 1] = id;
    this.#ends[last - 1] = end;
    this.#flags[last - 1] = ((this.#flags[last - 1] ?? 0) & ~FLAG.goesOn) | ((this.#flags[last] ?? 0) & AFTER);
    this.#count = last;
  }

  #grow(): void {
    const room = this.#ids.length * 2;
    const grown = <A extends Uint16Array | Uint32Array>(array: A, fresh: A): A => {
      fresh.set(array);
      return fresh;
    };
    this.#ids = grown(this.#ids, new Uint16Array(room));
    this.#flags = grown(this.#flags, new Uint16Array(room));
    this.#starts = grown(this.#starts, new Uint32Array(room));
    this.#ends = grown(this.#ends, new Uint32Array(room));
    this.#lines = grown(this.#lines, new Uint32Array(room));
  }
}

/** Two words that count as one. The SPDX list's own, and two that are written both ways in every third copy. */
export const PAIRS: readonly (readonly [string, string, string])[] = [
  ['per', 'cent', 'percent'],
  ['non', 'commercial', 'noncommercial'],
  ['non', 'infringement', 'noninfringement'],
  ['sub', 'license', 'sublicense'],
  ['can', 'not', 'cannot'],
];

/** The first word of a pair → the second → the word that both count as. */
type Pairs = ReadonlyMap<number, ReadonlyMap<number, number>>;

const knownPairs = new WeakMap<Vocabulary, Pairs>();

function pairsOf(vocabulary: Vocabulary): Pairs {
  const known = knownPairs.get(vocabulary);
  if (known !== undefined) return known;
  const number = (word: string) => {
    const row = Uint16Array.from(word, (letter) => letter.charCodeAt(0));
    return lookUp(vocabulary, row.reduce(nextHash, 0), row, row.length);
  };
  const pairs = new Map<number, Map<number, number>>();
  for (const [one, two, joined] of PAIRS) {
    const behind = pairs.get(number(one)) ?? new Map<number, number>();
    pairs.set(number(one), behind.set(number(two), number(joined)));
  }
  knownPairs.set(vocabulary, pairs);
  return pairs;
}

function isCapital(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) return code >= 0x41 && code <= 0x5a;
  const first = text.charAt(at);
  return first !== first.toLowerCase();
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0xa0 || code === 0x0a || code === 0x0d;
}

/** Beyond ASCII: letters and digits of any script, what is not seen at all, and everything else parts words. */
function kindOf(code: number, text: string, at: number): number {
  if (code < 0xd800 || code > 0xdfff) return kindOfPoint(code);
  const isHead = kindOfPoint(text.codePointAt(at) ?? code) === LETTER;
  const isTail = code >= 0xdc00 && at > 0 && kindOfPoint(text.codePointAt(at - 1) ?? 0) === LETTER;
  return isHead || isTail ? LETTER : SEPARATOR;
}

/** Kinds of code points that were met, one more than they are, so that 0 is one that was not. */
const MET = new Uint8Array(0x40000);

function kindOfPoint(point: number): number {
  const met = MET[point] ?? 0;
  if (met !== 0) return met - 1;
  const kind = lookAt(point);
  if (point < MET.length) MET[point] = kind + 1;
  return kind;
}

function lookAt(point: number): number {
  if (point === 0xad || point === 0xfeff || (point >= 0x200b && point <= 0x200d) || point === 0x2060) return NOTHING;
  if (point === 0x2028 || point === 0x2029 || point === 0x85) return LINE_END;
  if (point === 0xa0 || (point >= 0x2000 && point <= 0x200a) || point === 0x3000) return SPACE;
  if (point >= 0xc0 && point <= 0x24f) return point === 0xd7 || point === 0xf7 ? SEPARATOR : LETTER;
  if (point >= 0x2010 && point <= 0x2027) return SEPARATOR;
  const character = String.fromCodePoint(point);
  if (point > 0xffff) return /\p{L}/u.test(character) ? LETTER : SEPARATOR;
  if (/[\p{L}\p{M}]/u.test(character)) return LETTER;
  return /\p{Nd}/u.test(character) ? DIGIT : SEPARATOR;
}

function isWww(text: string, start: number): boolean {
  return /^www$/i.test(text.slice(start, start + 3)) && /[a-z\d]/i.test(text.charAt(start + 4));
}

function isAddressCode(code: number): boolean {
  if (code >= 128) return !/[\s\u2010-\u203f]/.test(String.fromCharCode(code));
  if (code <= 0x20) return false;
  return (
    code !== 0x3c && code !== 0x3e && code !== 0x22 && code !== 0x29 && code !== 0x28 && code !== 0x5d && code !== 0x60
  );
}

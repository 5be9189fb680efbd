/**
 * Reads the SPDX licence list's own markup of a text: what may be left out, what may be replaced and by what.
 * @see https://spdx.github.io/spdx-spec/v2.3/license-matching-guidelines-and-templates/
 */

/** Stands in an expanded pattern where any text may stand. */
export const ANYTHING = '\u0001';

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface MarkedText {
  /** The text with every replaceable part in its original wording. */
  readonly text: string;
  readonly titles: readonly Range[];
  /** Copyright lines and list numbers: no part of the text that is compared. */
  readonly frames: readonly Range[];
  readonly optional: readonly Range[];
  readonly alternatives: readonly (Range & { readonly choices: readonly string[] })[];
}

const MARK =
  /<<var;name="[^"]*";original="([\s\S]*?)";match="([\s\S]*?)">>|<<(beginOptional|endOptional)>>|<<(\/?)(title|copyright|bullet)>>/g;

export function readMarkup(template: string): MarkedText {
  let text = '';
  let from = 0;
  const titles: Range[] = [];
  const frames: Range[] = [];
  const optional: Range[] = [];
  const alternatives: (Range & { choices: string[] })[] = [];
  const open: { readonly kind: string; readonly start: number }[] = [];
  const close = (kind: string) => {
    const begun = open.pop();
    if (begun?.kind !== kind) throw new Error(`The markup closes ${kind} where ${begun?.kind} is open.`);
    const range = { start: begun.start, end: text.length };
    (kind === 'title' ? titles : kind === 'optional' ? optional : frames).push(range);
  };
  for (const mark of template.matchAll(MARK)) {
    text += template.slice(from, mark.index);
    from = mark.index + mark[0].length;
    const [, original, pattern, option, slash, element] = mark;
    if (pattern !== undefined) {
      // A word that touches the mark in the template would grow into it.
      const start = text.length;
      text += original ?? '';
      alternatives.push({ start, end: text.length, choices: choicesOf(pattern, original ?? '') });
    } else if (option === 'beginOptional') open.push({ kind: 'optional', start: text.length });
    else if (option === 'endOptional') close('optional');
    else if (slash === '') open.push({ kind: element ?? '', start: text.length });
    else close(element ?? '');
  }
  return { text: text + template.slice(from), titles, frames, optional, alternatives };
}

/** Where anything may stand for `BY THE AUTHORS`, it is somebody else, and still `BY`. */
function choicesOf(pattern: string, original: string): string[] {
  const choices = expandPattern(pattern);
  return /^by /i.test(original) ? choices.map((choice) => (choice === ANYTHING ? `by ${ANYTHING}` : choice)) : choices;
}

const MOST_CHOICES = 96;

/** Every text that a pattern matches, with `ANYTHING` where it matches anything; case and white space do not count. */
export function expandPattern(pattern: string): string[] {
  const reader = new PatternReader(pattern);
  return [...new Set(reader.alternatives())];
}

class PatternReader {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  alternatives(): string[] {
    const all = this.#row();
    while (this.#pattern[this.#at] === '|') {
      this.#at += 1;
      all.push(...this.#row());
    }
    return all.slice(0, MOST_CHOICES);
  }

  #row(): string[] {
    let texts = [''];
    while (this.#at < this.#pattern.length && !'|)'.includes(this.#pattern.charAt(this.#at))) {
      const pieces = this.#quantified(this.#piece());
      texts = texts.flatMap((text) => pieces.map((piece) => text + piece)).slice(0, MOST_CHOICES);
    }
    return texts;
  }

  #piece(): string[] {
    const sign = this.#pattern.charAt(this.#at);
    this.#at += 1;
    if (sign === '(') {
      if (this.#pattern.startsWith('?:', this.#at)) this.#at += 2;
      const inside = this.alternatives();
      this.#at += 1;
      return inside;
    }
    if (sign === '[') return [this.#set()];
    if (sign === '.') return [ANYTHING];
    if (sign !== '\\') return [sign];
    const escaped = this.#pattern.charAt(this.#at);
    this.#at += 1;
    if (escaped === '\\') return [this.#pattern.charAt(this.#at++)];
    return [escaped === 's' ? ' ' : escaped === 'd' ? ANYTHING : escaped];
  }

  /** A set stands for its first sign, but `[^.]` and `[0-9]` for anything and white space for a space. */
  #set(): string {
    const start = this.#at;
    let first = '';
    while (this.#pattern.charAt(this.#at) !== ']' || this.#at === start) {
      if (this.#pattern.charAt(this.#at) === '\\') this.#at += 1;
      if (first === '') first = this.#pattern.charAt(this.#at);
      this.#at += 1;
    }
    const inside = this.#pattern.slice(start, this.#at);
    this.#at += 1;
    if (inside.startsWith('^') || inside === '0-9') return ANYTHING;
    return /^[\s\\tnrf]+$/.test(inside) || /[[(]/.test(first) ? ' ' : first;
  }

  #quantified(pieces: readonly string[]): readonly string[] {
    const rest = this.#pattern.slice(this.#at);
    const [, quantifier = ''] = /^([?*+]|\{\d+(?:,\d*)?\})/.exec(rest) ?? [];
    this.#at += quantifier.length;
    if (quantifier.startsWith('{') && pieces[0] !== ANYTHING) return [' '];
    if (quantifier === '?' || quantifier === '*') return pieces[0] === ' ' ? pieces : ['', ...pieces];
    return pieces;
  }
}

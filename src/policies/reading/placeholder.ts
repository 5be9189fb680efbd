import { isStandInEmail } from './email.ts';
import type { VisibleLine } from './visible-lines.ts';

/** What stands where somebody was to write and did not; the languages are en, fr, de, es, it, nl, pt. */
const UNWRITTEN = new Set([
  ...['todo', 'tbd', 'tba', 'fixme', 'xxx', 'wip', 'n a', 'placeholder', 'coming soon', 'to be done', 'to be written'],
  ...['to be defined', 'work in progress', 'under construction', 'lorem ipsum', 'more to come'],
  ...['à venir', 'à faire', 'à compléter', 'en construction', 'à rédiger'],
  ...['folgt', 'folgt in kürze', 'in arbeit', 'demnächst', 'noch zu schreiben', 'platzhalter'],
  ...['próximamente', 'por hacer', 'pendiente', 'en construcción', 'por definir'],
  ...['da fare', 'in arrivo', 'da completare', 'in costruzione', 'da definire'],
  ...['binnenkort', 'nog te schrijven', 'volgt', 'in bewerking', 'nog te doen'],
  ...['em breve', 'por fazer', 'a fazer', 'em construção', 'a definir'],
]);

/** Fewer words than this, without a link, tell nobody anything. */
const FEWEST_WORDS = 6;

/** The line that shows that a text was begun and not written; null where it was. Headings alone are no text. */
export function findUnwritten(lines: readonly VisibleLine[]): VisibleLine | null {
  const body = lines.filter(({ isHeading }) => !isHeading);
  const [first = lines[0]] = body;
  if (first === undefined) return null;
  const words = body.flatMap(({ text }) => wordsOf(text));
  const hasLink = body.some(({ text }) => text.includes('://') || text.includes(']('));
  if (words.length < FEWEST_WORDS && !hasLink) return first;
  return isUnwritten(body) ? first : null;
}

/** Whether lines say only that somebody is still to write them. */
export function isUnwritten(body: readonly VisibleLine[]): boolean {
  const words = body.flatMap(({ text }) => wordsOf(text));
  return body.every(({ text }) => UNWRITTEN.has(wordsOf(text).join(' '))) || startsWithLoremIpsum(words);
}

/** What templates leave for people to fill in, whatever else stands there. In small letters. */
const UNFILLED = ['[insert', '<insert', '{insert', '{{', '[todo', '[tbd', '[your email', '[your e-mail', '<your email'];

/** The line in which a template's gap was not filled in; null where there is none. */
export function findUnfilled(lines: readonly VisibleLine[]): VisibleLine | null {
  return (
    lines.find(({ text }) => {
      const small = text.toLowerCase();
      return UNFILLED.some((gap) => small.includes(gap)) || isStandInEmail(small);
    }) ?? null
  );
}

function startsWithLoremIpsum([first, second]: readonly string[]): boolean {
  return first === 'lorem' && second === 'ipsum';
}

/** The words of a line, in small letters. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

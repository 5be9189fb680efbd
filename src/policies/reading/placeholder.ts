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
  const isUnwritten = ({ text }: VisibleLine) => UNWRITTEN.has(wordsOf(text).join(' '));
  return body.every(isUnwritten) || startsWithLoremIpsum(words) ? first : null;
}

function startsWithLoremIpsum([first, second]: readonly string[]): boolean {
  return first === 'lorem' && second === 'ipsum';
}

/** The words of a line, in small letters. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

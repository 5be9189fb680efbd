/** What a line of a CODEOWNERS file does wrong, as GitHub reads it. */
export type CodeOwnersMistake = 'negated' | 'range' | 'escaped-hash' | 'slash' | 'owner';

export interface CodeOwnersProblem {
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  readonly mistake: CodeOwnersMistake;
  /** The pattern or the owner, as it stands there, cut short where it is long. */
  readonly word: string;
}

/** A CODEOWNERS file as we read it ourselves, without asking who exists. */
export interface CodeOwnersReading {
  /** Lines with a pattern. */
  readonly rules: number;
  /** Of those, the ones that name an owner. */
  readonly owned: number;
  readonly problems: readonly CodeOwnersProblem[];
}

/** Longer words are no path and no owner. */
const LONGEST_WORD = 80;

interface Word {
  readonly text: string;
  readonly column: number;
}

/**
 * Reads a CODEOWNERS file: a pattern a line, then its owners; `#` begins a comment. Patterns are those of gitignore, but
 * for what GitHub says does not work. A pattern without owners is allowed: its files belong to nobody. Linear.
 * @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-syntax
 */
export function readCodeOwners(text: string): CodeOwnersReading {
  const problems: CodeOwnersProblem[] = [];
  let rules = 0;
  let owned = 0;
  for (const [index, source] of text.split(/\r\n|\r|\n/).entries()) {
    const [pattern, ...owners] = wordsOf(source);
    if (pattern === undefined) continue;
    rules += 1;
    if (owners.length > 0) owned += 1;
    const say = (mistake: CodeOwnersMistake, { column, text: word }: Word) =>
      problems.push({ line: index + 1, column, mistake, word: shortened(word) });
    const mistake = mistakeOf(pattern.text);
    if (mistake !== null) say(mistake, pattern);
    for (const owner of owners) if (!isOwner(owner.text)) say('owner', owner);
  }
  return { rules, owned, problems };
}

/** The word of a line that begins at a column; empty where there is none. */
export function wordAt(text: string, line: number, column: number): string {
  const source = text.split(/\r\n|\r|\n/, line)[line - 1] ?? '';
  return shortened(wordsOf(source).find((word) => word.column === column)?.text ?? '');
}

/** White space separates words, unless a backslash stands before it; a word that begins with `#` begins a comment. */
function wordsOf(source: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < source.length) {
    if (isSpace(source[at])) {
      at += 1;
      continue;
    }
    if (source[at] === '#') break;
    const start = at;
    while (at < source.length && !isSpace(source[at])) at += source[at] === '\\' ? 2 : 1;
    words.push({ text: source.slice(start, at), column: start + 1 });
  }
  return words;
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

function mistakeOf(pattern: string): CodeOwnersMistake | null {
  if (pattern.startsWith('!')) return 'negated';
  if (pattern.startsWith('\\#')) return 'escaped-hash';
  if (pattern === '/') return 'slash';
  // What a backslash escapes stands for itself.
  return /[[\]]/.test(pattern.replaceAll(/\\./g, '')) ? 'range' : null;
}

/** `@user`, `@organization/team`, or an e-mail address. Whether there is such an account only GitHub knows. */
function isOwner(word: string): boolean {
  if (word.length > 254) return false;
  return (
    /^@[a-z\d][a-z\d_-]*$/i.test(word) ||
    /^@[a-z\d][a-z\d_-]*\/[a-z\d._-]+$/i.test(word) ||
    /^[^@\s]+@[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(word)
  );
}

function shortened(word: string): string {
  return word.length > LONGEST_WORD ? `${word.slice(0, LONGEST_WORD)}…` : word;
}

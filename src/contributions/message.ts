/** The longest commit message that is read, in bytes of UTF-8. */
export const LARGEST_MESSAGE = 64 * 1024;

/** One `Key: value` of a commit message. */
export interface Trailer {
  /** As it was written. */
  readonly key: string;
  /** Unfolded and trimmed. */
  readonly value: string;
}

/** What a message says at its end, and what stands elsewhere in it in the same form. */
export interface ReadMessage {
  readonly status: 'read';
  /** The trailers, as `git interpret-trailers --parse --no-divider` finds them. */
  readonly trailers: readonly Trailer[];
  /** Lines outside them that look like one of the wanted trailers: sign-offs in the middle of a squashed message. */
  readonly lines: readonly Trailer[];
}

const SCISSORS = '# ------------------------ >8 ------------------------';
const CONFLICTS = 'Conflicts:';
/** Lines by which git knows its own work: with one of them, prose may stand in a block of trailers. */
const OWN_SIGN_OFF = 'Signed-off-by: ';
const CHERRY_PICKED = '(cherry picked from commit ';

/** A line without its line feed, and how git reads it. */
type Kind = 'blank' | 'comment' | 'indented' | 'trailer' | 'own-trailer' | 'own-line' | 'prose';

/**
 * Reads the trailers of a commit message. The work grows with the length of the message and with nothing else.
 * @param wanted the keys, in lower case, that are looked for outside the trailers too
 */
export function readMessage(message: string, wanted: ReadonlySet<string>): ReadMessage | { status: 'too-large' } {
  if (isTooLarge(message)) return { status: 'too-large' };
  const nul = message.indexOf('\0');
  const lines = (nul === -1 ? message : message.slice(0, nul)).split('\n');
  // Git looks for these two with their line feed, so the last line is neither where it has none.
  const isOpen = lines.at(-1) !== '';
  if (!isOpen) lines.pop();
  const whole = isOpen ? lines.length - 1 : lines.length;
  const cut = lines.indexOf(SCISSORS);
  const bottom = cut === -1 || cut >= whole ? lines.length : cut;
  const end = endOfText(lines, bottom, whole);
  const kinds = (bottom === lines.length ? lines : lines.slice(0, bottom)).map(kindOf);
  const start = startOfBlock(kinds, end);
  return {
    status: 'read',
    trailers: trailersIn(lines, kinds, start, end),
    lines: linesOutside(lines, kinds, { start, end }, wanted),
  };
}

function linesOutside(
  lines: readonly string[],
  kinds: readonly Kind[],
  block: { readonly start: number; readonly end: number },
  wanted: ReadonlySet<string>,
): Trailer[] {
  const found: Trailer[] = [];
  for (let at = 0; at < kinds.length; at += 1) {
    const kind = kinds[at];
    if ((kind !== 'trailer' && kind !== 'own-trailer') || (at >= block.start && at < block.end)) continue;
    const trailer = splitTrailer(lines[at] ?? '');
    if (trailer !== null && wanted.has(trailer.key.toLowerCase())) found.push(trailer);
  }
  return found;
}

function isTooLarge(message: string): boolean {
  if (message.length > LARGEST_MESSAGE) return true;
  if (message.length * 3 <= LARGEST_MESSAGE) return false;
  let bytes = 0;
  for (const character of message) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes > LARGEST_MESSAGE;
}

/** Blank lines, comments and the list of conflicts that an old git left are no part of the text where they end it. */
function endOfText(lines: readonly string[], bottom: number, whole: number): number {
  let tail = 0;
  let isInConflicts = false;
  for (let at = 0; at < bottom; at += 1) {
    const line = lines[at] ?? '';
    if (line === '' || line.startsWith('#')) {
      tail ||= at;
    } else if (line === CONFLICTS && at < whole) {
      isInConflicts = true;
      tail ||= at;
    } else if (!(isInConflicts && line.startsWith('\t')) && tail !== 0) {
      tail = 0;
      isInConflicts = false;
    }
  }
  return tail === 0 ? bottom : tail;
}

function kindOf(line: string): Kind {
  if (line === '') return 'blank';
  if (line.startsWith('#')) return 'comment';
  if (isSpace(line.charCodeAt(0))) return NOT_SPACE.test(line) ? 'indented' : 'blank';
  if (line.startsWith(OWN_SIGN_OFF)) return 'own-trailer';
  if (line.startsWith(CHERRY_PICKED)) return 'own-line';
  return separatorOf(line) === -1 ? 'prose' : 'trailer';
}

/**
 * The last paragraph holds the trailers if it is not the first, and if all its lines are trailers; or three in four may
 * be prose if one is git's own work.
 * @returns the index of its first line; `end` where there is no such paragraph
 */
function startOfBlock(kinds: readonly Kind[], end: number): number {
  const title = kinds.indexOf('blank');
  if (title === -1 || title >= end) return end;
  let trailers = 0;
  let others = 0;
  let isOwn = false;
  /** Indented lines seen so far that belong to whatever stands above them. */
  let open = 0;
  let isText = false;
  for (let at = end - 1; at >= title; at -= 1) {
    const kind = kinds[at];
    if (kind === 'comment') {
      others += open;
      open = 0;
    } else if (kind === 'blank') {
      if (!isText) continue;
      others += open;
      const holds = isOwn ? trailers * 3 >= others : others === 0;
      return trailers > 0 && holds ? at + 1 : end;
    } else {
      isText = true;
      if (kind === 'indented') open += 1;
      else if (kind === 'prose') {
        others += open + 1;
        open = 0;
      } else {
        trailers += 1;
        open = 0;
        if (kind !== 'trailer') isOwn = true;
      }
    }
  }
  return end;
}

/** Folded lines belong to the trailer right above them. */
function trailersIn(lines: readonly string[], kinds: readonly Kind[], start: number, end: number): Trailer[] {
  const trailers: { key: string; value: string }[] = [];
  let at = start;
  while (at < end) {
    const trailer = kinds[at] === 'comment' ? null : splitTrailer(lines[at] ?? '');
    const after = endOfFolded(kinds, at + 1, end);
    if (trailer !== null) {
      const isFolded = after > at + 1;
      trailers.push(isFolded ? { key: trailer.key, value: unfold(trailer.value, lines, at + 1, after) } : trailer);
    }
    at = after;
  }
  return trailers;
}

/** The first line from `at` on that is not indented below another. */
function endOfFolded(kinds: readonly Kind[], at: number, end: number): number {
  let after = at;
  while (after < end && (kinds[after] === 'indented' || kinds[after] === 'blank')) after += 1;
  return after;
}

function unfold(value: string, lines: readonly string[], from: number, to: number): string {
  const parts = [value, ...lines.slice(from, to).map(trim)];
  return parts.filter((part) => part !== '').join(' ');
}

function splitTrailer(line: string): Trailer | null {
  const separator = separatorOf(line);
  if (separator === -1) return null;
  return { key: trim(line.slice(0, separator)), value: trim(line.slice(separator + 1)) };
}

/** Where the colon stands after a key of ASCII letters, digits and hyphens; -1 where the line is no trailer. */
function separatorOf(line: string): number {
  const colon = line.indexOf(':');
  if (colon < 1) return -1;
  let end = colon;
  while (end > 0 && isSpaceOrTab(line.charCodeAt(end - 1))) end -= 1;
  for (let at = 0; at < end; at += 1) if (!isOfKey(line.charCodeAt(at))) return -1;
  return end === 0 ? -1 : colon;
}

/** An ASCII letter, a digit or a hyphen. */
function isOfKey(code: number): boolean {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2d;
}

function isSpaceOrTab(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** What git takes for white space: not the many other kinds that Unicode has. */
function isSpace(code: number): boolean {
  return isSpaceOrTab(code) || code === 0x0d || code === 0x0a;
}

const NOT_SPACE = /[^ \t\r]/;

/** Without git's white space at both ends; `String.trim` would take a no-break space too. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

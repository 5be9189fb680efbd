/**
 * Puts text that people wrote (names, file contents, configuration) where it cannot act: Markdown on GitHub, HTML, a
 * terminal, a log, a URL. The reader sees what is there; nothing of it becomes a mention, a link, an image or a command.
 */

/** The longest text that is put into a sentence; more says nothing to the reader. */
const LONGEST_TEXT = 200;
const LONGEST_BLOCK = 4_000;

/**
 * What a reader cannot see and a text can deceive with: controls, bidirectional overrides, tags, fillers, lone
 * surrogates. Joiners stand where scripts and emoji need them and are kept there.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const JOINERS = ['\u200C', '\u200D', '\uFE0E', '\uFE0F'];
const JOINABLE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Lo}\p{M}0-9#*]/u;

/** A zero-width space: GitHub makes no mention, reference or link across it, and nobody sees it. */
const BREAK = '\u200B';

/** Text for a place that is shown as it is, on one line: a title, a commit's subject. */
export function plainText(text: string, { max = LONGEST_TEXT }: { max?: number } = {}): string {
  return disarmReferences(oneLine(text, max));
}

/** Text inside a sentence, list item, heading or table cell of Markdown on GitHub. One line; more than `max` characters are cut. */
export function markdownText(text: string, { max = LONGEST_TEXT }: { max?: number } = {}): string {
  return escapeMarkdown(disarmReferences(oneLine(text, max)));
}

/** Text inside a Markdown file of a repository, where GitHub makes no mentions and references. One line. */
export function markdownProse(text: string, { max = LONGEST_TEXT }: { max?: number } = {}): string {
  return escapeMarkdown(oneLine(text, max));
}

/** A name, path or setting as inline code, also in a table cell. One line. */
export function markdownCode(text: string, { max = LONGEST_TEXT }: { max?: number } = {}): string {
  const line = oneLine(text, max);
  // Markdown's implementations differ in how a code span in a table holds a vertical bar; HTML leaves no doubt.
  if (line.includes('|')) return `<code>${markdownText(line, { max: Number.POSITIVE_INFINITY })}</code>`;
  const fence = '`'.repeat(longestBackticks(line) + 1);
  if (line === '') return '` `';
  const isPadded = line.startsWith('`') || line.endsWith('`');
  return isPadded ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/**
 * Several lines as a code block. It must begin at the start of a line, outside lists and quotes: a line of the text
 * would end those.
 */
export function markdownBlock(
  text: string,
  { language = '', max = LONGEST_BLOCK }: { language?: string; max?: number } = {},
): string {
  const lines = text.slice(0, max + 1).split(/\r\n?|\n/);
  const shown = lines.map((line) =>
    line
      .split('\t')
      .map((part) => visible(part))
      .join('\t'),
  );
  const content = cut(shown.join('\n'), max);
  const fence = '`'.repeat(Math.max(3, longestBackticks(content) + 1));
  return `${fence}${/^[a-z0-9+-]{1,20}$/.test(language) ? language : ''}\n${content}\n${fence}`;
}

/** Calls somebody by their login on GitHub, which then tells them: for whom the configuration names, and for nobody else. */
export function mention(login: string): string {
  return /^[a-z\d-]{1,39}$/i.test(login) ? `@${login}` : markdownText(login);
}

/** A link in Markdown; where the address is not a plain web address, only the text. */
export function markdownLink(text: string, url: string): string {
  const address = webAddress(url);
  return address === null ? markdownText(text) : `[${markdownText(text)}](${address.replaceAll('&', '&amp;')})`;
}

/** Text for HTML, between tags or in a quoted attribute. */
export function htmlText(text: string): string {
  return visible(text.replace(/[\t\n\r]+/g, ' ')).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text for a terminal or one line of a log: no control sequence, no second line, no reordering. */
export function terminalText(text: string, { max = 1_000 }: { max?: number } = {}): string {
  return visible(text.replaceAll('\t', ' '), max);
}

/** A path's segments, encoded for a URL; `/` stays. */
export function urlPath(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}

/** An http(s) address as it may stand in Markdown and HTML, or null when it is none. */
export function webAddress(url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) return null;
  if (parsed.username !== '' || parsed.password !== '') return null;
  return parsed.href.replace(/[()<>"'`|\\]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}

/** White space as a browser shows it: one space between words, none around. */
function oneLine(text: string, max: number): string {
  return visible(text.replace(/[\t\n\v\f\r \u0085\u2028\u2029]+/g, ' ').trim(), max).trimEnd();
}

/** Shows what is invisible as `⟨U+202E⟩`; cuts after `max` characters. */
function visible(text: string, max = Number.POSITIVE_INFINITY): string {
  let shown = '';
  let previous = '';
  for (const character of text) {
    const isKept = !INVISIBLE.test(character) || (JOINERS.includes(character) && JOINABLE.test(previous));
    const next = isKept ? character : codePoint(character);
    if (shown.length + next.length > max) return `${shown}…`;
    shown += next;
    previous = character;
  }
  return shown;
}

function codePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `⟨U+${hex.padStart(4, '0')}⟩`;
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function longestBackticks(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/**
 * Breaks what GitHub would link or act on, wherever it stands: `@name`, `#1`, `GH-1`, a commit's hash, an address, an
 * e-mail address, `:emoji:`. An escape or entity would not do: GitHub looks for these in the finished text.
 */
function disarmReferences(line: string): string {
  return line
    .replace(/@(?=\S)|#(?=\d)|(?<![a-z0-9])(?:GH|GHSA|CVE)-(?=\w)|:(?=\/\/|[\w+-]+:)|www(?=\.)/gi, `$&${BREAK}`)
    .replace(/[0-9a-f]{6}(?=[0-9a-f])/gi, `$&${BREAK}`);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // A backslash would do outside tables; inside them Markdown's implementations differ.
  '|': '&#124;',
  // GitHub looks for formulas before it looks at backslashes.
  $: '&#36;',
  [BREAK]: '&#8203;',
};

/**
 * Escapes only what Markdown would act on where it stands, so that `bus_stops` and `C++ library` stay readable in an
 * e-mail too. The alternatives that look at a line's start keep it from being a list, a heading or a table's ruler.
 */
function escapeMarkdown(line: string): string {
  const closing = line.search(/(?<!\S)#+$/);
  return line.replace(
    /[\\`*~[\]]|[<>|$\u200B]|&(?=[#a-z])|_+|^[-+=:#]|(?<=^\d{1,9})[.)]|!$|#/giu,
    (found: string, at: number) => {
      if (found === '#' && at > 0 && (closing === -1 || at < closing)) return found;
      if (found.startsWith('_')) return isInsideWord(line, at, found) ? found : found.replaceAll('_', '\\_');
      return ENTITIES[found] ?? `\\${found}`;
    },
  );
}

function isInsideWord(line: string, at: number, run: string): boolean {
  const before = line.slice(Math.max(0, at - 2), at);
  const after = line.slice(at + run.length, at + run.length + 2);
  return /[\p{L}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(after);
}

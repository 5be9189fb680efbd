import { markdownText } from '../escape.ts';
import type { Words } from '../words.ts';
import type { Section, Table } from './section.ts';

const LONGEST_CELL = 300;
const LONGEST_PARAGRAPH = 2_000;

/** A section as Markdown: what people wrote acts nowhere in it. @param level of its heading */
export function sectionMarkdown(words: Words, section: Section, level = 2): string {
  const { title, paragraphs, list, table, notes, parts } = section;
  const more = table === null || table.more === 0 ? [] : [words.say('section.more', { count: table.more })];
  return [
    `${'#'.repeat(level)} ${cell(title)}`,
    ...paragraphs.map(paragraphMarkdown),
    ...(list.length === 0 ? [] : [list.map((item) => `- ${paragraphMarkdown(item)}`).join('\n')]),
    ...(table === null ? [] : [tableMarkdown(table)]),
    ...more,
    ...notes.map((note) => `<sub>${paragraphMarkdown(note)}</sub>`),
    ...parts.map((part) => sectionMarkdown(words, part, level + 1)),
  ].join('\n\n');
}

/** A sentence or a few. */
export function paragraphMarkdown(text: string): string {
  return markdownText(text, { max: LONGEST_PARAGRAPH });
}

function tableMarkdown({ columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  const ruler = columns.map(({ isNumber }) => (isNumber ? '---:' : '---'));
  return [line(columns.map(({ title }) => title)), `| ${ruler.join(' | ')} |`, ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return markdownText(text, { max: LONGEST_CELL });
}

import { parse, TomlError } from 'smol-toml';

export type TomlReading =
  | {
      readonly status: 'read';
      readonly value: Readonly<Record<string, unknown>>;
      /** The line of a key in a table (`project`, `tool.poetry`); null where it is written in another way. */
      readonly lineOf: (table: string, key: string) => number | null;
      /** The lines at which the tables of a list begin (`[[annotations]]`). */
      readonly linesOfList: (table: string) => readonly number[];
    }
  | { readonly status: 'unreadable'; readonly line: number | null; readonly problem: string };

const DEEPEST_NESTING = 20;

/** Reads TOML; what is nested deeper than anybody needs is refused. */
export function readToml(text: string): TomlReading {
  try {
    const value = parse(text, { maxDepth: DEEPEST_NESTING });
    const headers = headersOf(text);
    return {
      status: 'read',
      value,
      lineOf: (table, key) => lineOfKey(text, headers, table, key),
      linesOfList: (table) => headers.filter(({ name, isList }) => isList && name === table).map(({ line }) => line),
    };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { status: 'unreadable', line: error.line, problem: 'is no TOML' };
  }
}

interface Header {
  readonly name: string;
  readonly isList: boolean;
  /** 1-based. */
  readonly line: number;
}

/** The parser tells no lines: they are looked up in the text, where people write a table and its keys one a line. */
function headersOf(text: string): Header[] {
  return text.split('\n').flatMap((line, index) => {
    const header = /^\s*(\[\[?)\s*([\w.\s"'-]{1,200}?)\s*\]/.exec(line);
    if (header === null) return [];
    const [, brackets, name = ''] = header;
    return [{ name: name.replaceAll(/["'\s]/g, ''), isList: brackets === '[[', line: index + 1 }];
  });
}

function lineOfKey(text: string, headers: readonly Header[], table: string, key: string): number | null {
  const index = headers.findIndex(({ name }) => name === table);
  const header = headers[index];
  if (header === undefined) return null;
  const end = headers[index + 1]?.line ?? Number.POSITIVE_INFINITY;
  const lines = text.split('\n').slice(header.line, end - 1);
  const start = new RegExp(String.raw`^\s*["']?${key}["']?\s{0,20}[.=]`);
  const at = lines.findIndex((line) => start.test(line));
  return at === -1 ? header.line : header.line + at + 1;
}

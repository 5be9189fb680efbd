import { CsvError, parse } from 'csv-parse/sync';
import type { BadRow } from './imported.ts';

/** A row of a CSV file with a head. */
export interface CsvRow {
  /** From 1; the first of them where the row takes several. */
  readonly line: number;
  /** By the head's names, lower case. */
  readonly cells: Readonly<Record<string, string>>;
}

export interface CsvReading {
  /** Lower case, as they stand. */
  readonly head: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly bad: readonly BadRow[];
}

const LARGEST_ROW = 64 * 1024;
/** So many rows may break off a quotation before it is no CSV. */
const MOST_BROKEN = 100;

/**
 * Reads CSV with a head, parted by commas, semicolons or tabs, whichever the head has most of. A row that does not fit is
 * told, and the others are kept.
 */
export function readCsv(text: string): CsvReading {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const headLine = lines.findIndex((line) => line.trim() !== '');
  if (headLine === -1) return { head: [], rows: [], bad: [] };
  const delimiter = delimiterOf(lines[headLine] ?? '');
  const names = rawRows(lines[headLine] ?? '', delimiter);
  if ('broken' in names) return { head: [], rows: [], bad: [{ line: headLine + 1, problem: names.broken }] };
  const head = (names.rows[0]?.cells ?? []).map((name) => name.trim().toLowerCase());

  const rows: CsvRow[] = [];
  const bad: BadRow[] = [];
  let start = headLine + 1;
  for (let broken = 0; start < lines.length; broken += 1) {
    const reading = rawRows(lines.slice(start).join('\n'), delimiter);
    for (const { line, cells } of reading.rows) {
      const at = start + line;
      if (cells.every((cell) => cell.trim() === '')) continue;
      if (cells.length === head.length) {
        rows.push({ line: at, cells: Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ''])) });
      } else {
        bad.push({ line: at, problem: `It has ${cells.length} cells, and the head has ${head.length}.` });
      }
    }
    if (!('broken' in reading)) break;
    // The broken row is left out, and what stands below its first line is read as if it were a file of its own.
    const next = start + reading.line;
    bad.push({ line: next, problem: reading.broken });
    if (broken === MOST_BROKEN) {
      bad.push({ line: next + 1, problem: 'From here on nothing was read: too many rows are broken.' });
      break;
    }
    start = next;
  }
  return { head, rows, bad };
}

interface RawRow {
  readonly line: number;
  readonly cells: readonly string[];
}
type RawReading =
  | { readonly rows: readonly RawRow[] }
  /** Where it broke off, and why. */
  | { readonly rows: readonly RawRow[]; readonly broken: string; readonly line: number };

function rawRows(text: string, delimiter: string): RawReading {
  const rows: RawRow[] = [];
  let last = 0;
  try {
    parse(text, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LARGEST_ROW,
      record_delimiter: ['\n'],
      on_record: (cells: string[], { lines }) => {
        const height = cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
        rows.push({ line: lines - height, cells });
        last = lines;
        return null;
      },
    });
    return { rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rows, broken: reasonOf(error.code), line: firstLineAfter(text, last) };
  }
}

/** The line, from 1, of the first row that is not empty after this line. */
function firstLineAfter(text: string, line: number): number {
  const lines = text.split('\n');
  const index = lines.findIndex((content, at) => at >= line && content !== '');
  return index === -1 ? line + 1 : index + 1;
}

function reasonOf(code: string): string {
  if (code === 'CSV_MAX_RECORD_SIZE') return `It is longer than ${LARGEST_ROW / 1024} KiB.`;
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'A quotation mark opens here and none closes it.';
  return 'A quotation mark stands in the midst of a cell: write it twice, and the cell between quotation marks.';
}

function delimiterOf(line: string): string {
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: line.split(sign).length }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ',';
}

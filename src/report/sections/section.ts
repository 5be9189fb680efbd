/** One part of a page for people, as plain text: whoever renders it escapes it for its place. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** Sentences that say what is so. */
  readonly paragraphs: readonly string[];
  readonly list: readonly string[];
  readonly table: Table | null;
  /** How it was counted; empty where it needs no word. */
  readonly notes: readonly string[];
  /** Parts within it. */
  readonly parts: readonly Section[];
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** Rows that there are besides. */
  readonly more: number;
}

export interface Column {
  readonly title: string;
  readonly isNumber: boolean;
}

/** A section of which only that is said that it has. */
export function section(id: string, title: string, rest: Partial<Section>): Section {
  return { paragraphs: [], list: [], table: null, notes: [], parts: [], ...rest, id, title };
}

/** @param most rows that are shown; the others are counted */
export function table(
  columns: readonly (string | Column)[],
  rows: readonly (readonly string[])[],
  most = rows.length,
): Table {
  return {
    columns: columns.map((column) => (typeof column === 'string' ? { title: column, isNumber: false } : column)),
    rows: rows.slice(0, most),
    more: Math.max(0, rows.length - most),
  };
}

/** A column of numbers. */
export function figures(title: string): Column {
  return { title, isNumber: true };
}

import type { IMPORT_SOURCES } from '../entry.ts';

export type ImportSource = (typeof IMPORT_SOURCES)[number];

/** One signature as another program has it. */
export interface ImportedSignature {
  /** Where it stands in the file, from 1: a line of CSV, an item of JSON. */
  readonly line: number;
  /** null: the file does not tell. */
  readonly accountId: number | null;
  readonly login: string | null;
  readonly name: string | null;
  readonly email: string | null;
  /** ISO 8601, UTC, to the millisecond. */
  readonly signedAt: string;
  /** SHA-256 of the document; null: the file does not tell. */
  readonly revision: string | null;
  /** Whatever else the file has, by its name there. */
  readonly fields: Readonly<Record<string, string>>;
  /** The comment by which it was signed; null: none, or the file does not tell. */
  readonly comment: { readonly id: number; readonly repositoryId: number; readonly number: number } | null;
  /** The file shows that the account itself, by its id, agreed. */
  readonly isProved: boolean;
}

/** A row that cannot be taken, with what is wrong and what to do. */
export interface BadRow {
  readonly line: number;
  /** One sentence. */
  readonly problem: string;
}

export interface ImportReading {
  readonly signatures: readonly ImportedSignature[];
  readonly bad: readonly BadRow[];
}

import { hash } from 'node:crypto';
import { canonical } from './canonical.ts';
import {
  ChainedLine,
  type ChainRow,
  type Entry,
  type EntryContent,
  type EntryDraft,
  Personal,
  type PersonKeys,
  type PersonRow,
} from './entry.ts';

/** What the first row has for the hash of the row before. */
export const BEFORE_FIRST = '0'.repeat(64);

/** The end of a chain. */
export interface Head {
  /** 0: there is no row yet. */
  readonly sequence: number;
  readonly hash: string;
}

export const NO_ROWS: Head = { sequence: 0, hash: BEFORE_FIRST };

/** The next row after a head, and what stands beside it. */
export interface NextRow {
  readonly row: ChainRow;
  readonly person: PersonRow & { readonly keys: PersonKeys };
  readonly head: Head;
}

/** How and when a row is written. */
export interface Writing {
  readonly organization: number;
  readonly installation: number;
  /** 32 random bytes, hexadecimal, used for no other row. */
  readonly salt: string;
  /** ISO 8601, UTC, to the millisecond. */
  readonly recordedAt: string;
}

/** Makes the next row of a chain. */
export function nextRow(head: Head, { content, personal }: EntryDraft, writing: Writing): NextRow {
  const { organization, installation, salt, recordedAt } = writing;
  const sequence = head.sequence + 1;
  const data = canonical(Personal.parse(personal));
  const line = canonical(
    ChainedLine.parse({
      format: 'portreeve-ledger-1',
      organization,
      sequence,
      installation,
      recordedAt,
      content,
      commitment: commitmentOf(data, salt),
      previous: head.hash,
    }),
  );
  const own = sha256(line);
  return {
    row: { organization, installation, sequence, kind: content.kind, line, hash: own },
    person: { organization, installation, sequence, data, salt, keys: keysOf(companyOf(sequence, content), personal) },
    head: { sequence, hash: own },
  };
}

/** What a row is to be found by. */
export function keysOf(company: number | null, { accountId, by, domain, once }: Personal): PersonKeys {
  return { accountId, byAccountId: by?.accountId ?? null, company, domain, once };
}

/** The company that a row is about, by its number; null: none. */
export function companyOf(sequence: number, content: EntryContent): number | null {
  return 'company' in content ? (content.company ?? sequence) : null;
}

/** What the chain holds instead of what a row says about people. */
export function commitmentOf(data: string, salt: string): string {
  return sha256(`${salt}\n${data}`);
}

/** Lower-case hexadecimal, of the text in UTF-8. */
export function sha256(text: string): string {
  return hash('sha256', text);
}

/** Reads a row's line; null where it is none. */
export function readLine(line: string): ChainedLine | null {
  return ChainedLine.safeParse(jsonOf(line)).data ?? null;
}

/** Reads what stands beside a row; null where it is nothing that was written so. */
export function readPersonal(data: string): Personal | null {
  return Personal.safeParse(jsonOf(data)).data ?? null;
}

/**
 * A row with what stands beside it. A row that is not as it was written is none (null), and data that is not counts as
 * erased, so that nobody is covered by what somebody wrote into the database: `verifyLedger` says what is wrong.
 */
export function readEntry(
  row: Pick<ChainRow, 'line' | 'hash'>,
  person: Pick<PersonRow, 'data' | 'salt'> | null,
): Entry | null {
  const line = sha256(row.line) === row.hash ? readLine(row.line) : null;
  if (line === null) return null;
  const { sequence, recordedAt, content, commitment } = line;
  const isAsWritten = person !== null && commitmentOf(person.data, person.salt) === commitment;
  return { sequence, recordedAt, hash: row.hash, content, personal: isAsWritten ? readPersonal(person.data) : null };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is read as nothing, and told by the callers.
    return undefined;
  }
}

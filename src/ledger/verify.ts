import { BEFORE_FIRST, commitmentOf, companyOf, keysOf, readLine, readPersonal, sha256 } from './chain.ts';
import type { ChainedLine, ChainRow, PersonKeys, PersonRow } from './entry.ts';

/** Something that is not as it was written. */
export interface LedgerProblem {
  /** The row's number; null where the whole chain is meant. */
  readonly sequence: number | null;
  readonly code:
    | 'altered'
    | 'unreadable'
    | 'removed'
    | 'repeated'
    | 'out-of-order'
    | 'of-another-chain'
    | 'not-linked'
    | 'head-missing'
    | 'data-altered'
    | 'data-missing'
    | 'data-returned'
    | 'data-without-row'
    | 'not-signed'
    | 'signature-broken'
    | 'another-key';
  /** One sentence. */
  readonly sentence: string;
}

export interface LedgerReading {
  readonly rows: number;
  /** The last row's hash; null in an empty chain. */
  readonly head: string | null;
  /** Rows whose data beside was erased, as a row says. */
  readonly erased: number;
  readonly problems: readonly LedgerProblem[];
}

export interface Ledger {
  /** In the order in which they stand. */
  readonly rows: readonly ChainRow[];
  /** Null: only the chain is there to be looked at. */
  readonly people: readonly PersonRow[] | null;
  /** Heads that were published earlier. Only they show that the end was cut off, or all rewritten. */
  readonly heads?: readonly string[];
}

/** As much of a row as is needed to judge what stands beside it: of all rows at once it has to be little. */
interface RowSummary {
  readonly organization: number;
  readonly installation: number;
  readonly commitment: string;
  readonly company: number | null;
}

function summaryOf({ sequence, organization, installation, commitment, content }: ChainedLine): RowSummary {
  return { organization, installation, commitment, company: companyOf(sequence, content) };
}

function noteErased({ content }: ChainedLine, erased: Set<number>): void {
  if (content.kind === 'erased') for (const sequence of content.of) erased.add(sequence);
}

/** Looks through a whole chain and what stands beside it, and names everything that is not as it was written. */
export function verifyLedger({ rows, people, heads = [] }: Ledger): LedgerReading {
  const problems: LedgerProblem[] = [];
  const summaries = new Map<number, RowSummary>();
  const erased = new Set<number>();
  let previous: { readonly sequence: number; readonly hash: string } = { sequence: 0, hash: BEFORE_FIRST };
  const organization = rows[0]?.organization;
  for (const row of rows) {
    const line = readLine(row.line);
    problems.push(...problemsOf(row, line, organization), ...linkProblems(row, line, previous));
    if (line !== null && !summaries.has(row.sequence)) {
      summaries.set(row.sequence, summaryOf(line));
      noteErased(line, erased);
    }
    previous = { sequence: Math.max(row.sequence, previous.sequence), hash: row.hash };
  }
  const known = new Set(rows.map(({ hash }) => hash));
  for (const head of heads) {
    if (known.has(head) || (head === BEFORE_FIRST && rows.length === 0)) continue;
    const sentence = `No row has the published hash ${head}: the chain was cut before that row, or written anew.`;
    problems.push({ sequence: null, code: 'head-missing', sentence });
  }
  if (people !== null) problems.push(...dataProblems(summaries, people, erased));
  return { rows: rows.length, head: rows.at(-1)?.hash ?? null, erased: erased.size, problems };
}

/** Looks at some rows of a chain, such as one person's, where the rows between them are not there to be looked at. */
export function verifySelection({
  rows,
  people,
}: Omit<Ledger, 'heads' | 'people'> & { readonly people: readonly PersonRow[] }): LedgerReading {
  const problems: LedgerProblem[] = [];
  const summaries = new Map<number, RowSummary>();
  const erased = new Set<number>();
  const organization = rows[0]?.organization;
  for (const row of rows) {
    const line = readLine(row.line);
    problems.push(...problemsOf(row, line, organization));
    if (line === null) continue;
    summaries.set(row.sequence, summaryOf(line));
    noteErased(line, erased);
  }
  // What stands beside a row about somebody else is not this person's, so it may be missing.
  const data = dataProblems(summaries, people, erased).filter(({ code }) => code !== 'data-missing');
  return { rows: rows.length, head: rows.at(-1)?.hash ?? null, erased: erased.size, problems: [...problems, ...data] };
}

function problemsOf(row: ChainRow, line: ChainedLine | null, organization: number | undefined): LedgerProblem[] {
  const { sequence } = row;
  if (sha256(row.line) !== row.hash) {
    return [{ sequence, code: 'altered', sentence: `Row ${sequence} was altered: its hash is not that of its text.` }];
  }
  if (line === null) {
    return [
      { sequence, code: 'unreadable', sentence: `Row ${sequence} is not in the form in which rows are written.` },
    ];
  }
  const isSame =
    line.sequence === sequence &&
    line.organization === row.organization &&
    line.installation === row.installation &&
    line.content.kind === row.kind;
  if (!isSame) {
    const sentence = `Row ${sequence} was altered: its number, kind or owner is not that of its text.`;
    return [{ sequence, code: 'altered', sentence }];
  }
  if (row.organization === organization) return [];
  return [{ sequence, code: 'of-another-chain', sentence: `Row ${sequence} belongs to another organisation’s chain.` }];
}

function linkProblems(
  { sequence }: ChainRow,
  line: ChainedLine | null,
  before: { readonly sequence: number; readonly hash: string },
): LedgerProblem[] {
  const expected = before.sequence + 1;
  if (sequence === before.sequence) {
    return [{ sequence, code: 'repeated', sentence: `Row ${sequence} is there more than once.` }];
  }
  if (sequence < expected) {
    const sentence = `Row ${sequence} stands after row ${before.sequence}: the order was changed.`;
    return [{ sequence, code: 'out-of-order', sentence }];
  }
  if (sequence > expected) {
    const missing = sequence - 1 === expected ? `Row ${expected} is` : `Rows ${expected} to ${sequence - 1} are`;
    return [{ sequence: expected, code: 'removed', sentence: `${missing} missing: removed, or moved.` }];
  }
  if (line === null || line.previous === before.hash) return [];
  const sentence = `Row ${sequence} does not follow from ${
    before.sequence === 0 ? 'the beginning' : `row ${before.sequence} as it stands`
  }: one of the two was replaced.`;
  return [{ sequence, code: 'not-linked', sentence }];
}

function dataProblems(
  rows: ReadonlyMap<number, RowSummary>,
  people: readonly PersonRow[],
  erased: ReadonlySet<number>,
): LedgerProblem[] {
  const problems: LedgerProblem[] = [];
  const found = new Set<number>();
  for (const person of people) {
    const { sequence } = person;
    const row = rows.get(sequence);
    found.add(sequence);
    if (row === undefined) {
      const sentence = `Data stands beside row ${sequence}, which is missing or cannot be read.`;
      problems.push({ sequence, code: 'data-without-row', sentence });
    } else if (erased.has(sequence)) {
      const sentence = `The data beside row ${sequence} was erased, and is there again: erase it once more.`;
      problems.push({ sequence, code: 'data-returned', sentence });
    } else if (!isAsWritten(person, row)) {
      const sentence = `The data beside row ${sequence} was altered: it is not what the row was written with.`;
      problems.push({ sequence, code: 'data-altered', sentence });
    }
  }
  for (const sequence of rows.keys()) {
    if (found.has(sequence) || erased.has(sequence)) continue;
    const sentence = `The data beside row ${sequence} is missing, and no row says that it was erased.`;
    problems.push({ sequence, code: 'data-missing', sentence });
  }
  return problems;
}

const KEY_NAMES = ['accountId', 'byAccountId', 'company', 'domain', 'once'] as const satisfies (keyof PersonKeys)[];

function isAsWritten({ data, salt, organization, installation, keys }: PersonRow, row: RowSummary): boolean {
  const personal = commitmentOf(data, salt) === row.commitment ? readPersonal(data) : null;
  if (personal === null || organization !== row.organization || installation !== row.installation) return false;
  if (keys === undefined) return true;
  const own = keysOf(row.company, personal);
  return KEY_NAMES.every((name) => keys[name] === own[name]);
}

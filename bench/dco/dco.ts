import process from 'node:process';
import { checkCommits } from '../../src/contributions/check-commits.ts';
import type { Commit } from '../../src/contributions/commit.ts';
import { DEFAULT_POLICY } from '../../src/contributions/policy.ts';
import { figure, median, type Table } from '../table.ts';

export interface DcoRow {
  readonly input: string;
  readonly reader: string;
  readonly ms: number;
}

const ORDINARY = 100_000;
const LARGEST = 64 * 1024;
/** A regular expression that needs minutes is stopped by giving it less. */
const SMALLER = 4;

/** The way in which such lines are often read: both match across each other's parts, so the work grows with the power. */
const NAIVE_SIGN_OFF = /^Signed-off-by: (.*) <(.*)@(.*)>\s*$/gim;
const NAIVE_BEHALF = /^On behalf of (.*) <(.*)>, I, (.*) <(.*)>, hereby add my Signed-off-by to this commit: (.*)$/gim;

const AUTHOR = { name: 'Ada Lovelace', email: 'ada@example.org' };

/** Times the check beside naive regular expressions, on the same messages. */
export async function run({ rounds }: { readonly rounds: number }) {
  const ordinary = ordinaryCommits();
  const line = `A subject\n\nSigned-off-by: A${' <'.repeat(LARGEST)}`.slice(0, LARGEST);
  const behalf = `A subject\n\nOn behalf of ${' <>, I, '.repeat(400)}`.slice(0, 3_200);
  const cases: readonly (readonly [string, string, () => unknown])[] = [
    [`${ORDINARY.toLocaleString('en')} ordinary messages`, 'portreeve', () => checkInHundreds(ordinary)],
    [
      `${ORDINARY.toLocaleString('en')} ordinary messages`,
      'regular expression',
      () => ordinary.filter(({ message }) => message.match(NAIVE_SIGN_OFF) !== null).length,
    ],
    ['64 KiB hostile sign-off', 'portreeve', () => check([aCommit(line)])],
    [
      `${64 / SMALLER} KiB hostile sign-off`,
      'regular expression',
      () => line.slice(0, LARGEST / SMALLER).match(NAIVE_SIGN_OFF),
    ],
    ['3.2 KB hostile later sign-off', 'portreeve', () => check([aCommit(behalf), aCommit('A subject')])],
    [
      `${(3.2 / SMALLER).toFixed(1)} KB hostile later sign-off`,
      'regular expression',
      () => behalf.slice(0, 3_200 / SMALLER).match(NAIVE_BEHALF),
    ],
  ];
  const rows = cases.map(([input, reader, work]): DcoRow => {
    process.stderr.write(`${input}, ${reader}\n`);
    work();
    const times = Array.from({ length: rounds }, () => timed(work));
    return { input, reader, ms: median(times) };
  });
  const table: Table = {
    columns: ['Input', 'Reader', 'ms of CPU'],
    rows: rows.map(({ input, reader, ms }) => [input, reader, figure(ms)]),
    notes: [
      `Medians of ${rounds} runs after one that does not count, in one process.`,
      'portreeve: the whole judgement (trailers, identities, co-authors, remedies), a hundred commits at a time; regular expression: one `match`, no judgement.',
      `The regular expressions get a ${SMALLER === 4 ? 'quarter' : 'part'} of the hostile messages: their work grows with the square of the length and more.`,
    ],
  };
  return { rows, table };
}

/** Milliseconds of the processor, those of collecting garbage included: what else the machine does is no part of it. */
function timed(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function check(commits: readonly Commit[]) {
  const options = { policy: DEFAULT_POLICY, overrides: [], hasAccounts: false, now: new Date(0) };
  return checkCommits({ commits, incomplete: null, doubt: null, pullRequest: null }, options);
}

/** As they come: some in each pull request, and nothing is kept of those before. */
function checkInHundreds(commits: readonly Commit[]): void {
  for (let at = 0; at < commits.length; at += 100) check(commits.slice(at, at + 100));
}

function aCommit(message: string, index = 0): Commit {
  return {
    sha: index.toString(16).padStart(40, '0'),
    parents: ['f'.repeat(40)],
    message,
    author: AUTHOR,
    committer: AUTHOR,
    authorAccount: null,
    committerAccount: null,
    verifiedBy: null,
    merge: null,
    revertOf: null,
  };
}

function ordinaryCommits(): Commit[] {
  return Array.from({ length: ORDINARY }, (_, index) =>
    aCommit(
      [
        `Let the reader of part ${index} say what it found`,
        '',
        'It used to stop at the first thing that it did not know, which hid all',
        'that came after. Now it goes on, and tells each of them with its place.',
        '',
        `Fixes: #${index}`,
        'Reviewed-by: Bob <bob@example.org>',
        'Signed-off-by: Ada Lovelace <ada@example.org>',
        '',
      ].join('\n'),
      index,
    ),
  );
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { judgeAgreements } from '../../src/contributions/agreements/judge-agreements.ts';
import { checkCommits } from '../../src/contributions/check-commits.ts';
import type { Commit, PullRequestOrigin } from '../../src/contributions/commit.ts';
import type { ContributionFinding, Step } from '../../src/contributions/finding.ts';
import { DEFAULT_POLICY } from '../../src/contributions/policy.ts';
import { distinctSteps } from '../../src/report/contribution.ts';
import { git, writeFiles } from '../support/repositories.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { aCommit, aPullRequest, check, DEPENDABOT } from './a-commit.ts';

const root = temporaryFolder();
const folderWithin = () => mkdtempSync(join(root, 'case-'));

const ADA = 'Ada <ada@example.org>';
const OLD_ADA = 'Ada <ada@old.example>';
const BOB = 'Bob <bob@example.org>';
const OLD_BOB = 'Bob <bob@old.example>';

/** What a branch holds, the oldest first: author, who signed it off, and who committed it where that is somebody else. */
type Made = readonly [author: string, signedBy: string | null, committer?: string];

const DEPENDABOT_NAME = 'dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>';

const nameOf = (who: string) => who.slice(0, who.indexOf(' <'));
const addressOf = (who: string) => who.slice(who.indexOf('<') + 1, -1);

function withIdentity(folder: string, author: string, committer: string, args: readonly string[]): void {
  const env = {
    ...process.env,
    GIT_AUTHOR_NAME: nameOf(author),
    GIT_AUTHOR_EMAIL: addressOf(author),
    GIT_COMMITTER_NAME: nameOf(committer),
    GIT_COMMITTER_EMAIL: addressOf(committer),
  };
  execFileSync('git', args, { cwd: folder, env, stdio: 'pipe' });
}

/** A clone with these commits on `feature`, pushed to a repository beside it. */
function aBranch(made: readonly Made[]): string {
  const remote = folderWithin();
  git(remote, 'init', '--quiet', '--bare', '--initial-branch=main');
  const folder = folderWithin();
  git(folder, 'init', '--quiet', '--initial-branch=main');
  writeFiles(folder, { base: 'base' });
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message=Base');
  git(folder, 'remote', 'add', 'origin', remote);
  git(folder, 'switch', '--quiet', '--create', 'feature');
  made.forEach(([author, signedBy, committer = author], index) => {
    writeFiles(folder, { [`file-${index}`]: `${index}` });
    git(folder, 'add', '--all');
    const sign = signedBy === null ? [] : [`--message=Signed-off-by: ${signedBy}`];
    withIdentity(folder, author, committer, ['commit', '--quiet', `--message=Commit ${index}`, ...sign]);
  });
  git(folder, 'push', '--quiet', '--set-upstream', 'origin', 'feature');
  git(folder, 'switch', '--quiet', 'main');
  return folder;
}

const FORMAT = ['%H', '%P', '%an <%ae>', '%cn <%ce>', '%B'].join('%x1f');

/** The commits of the pushed branch, the oldest first. */
function commitsOf(folder: string): Commit[] {
  const printed = git(folder, 'log', '--reverse', '-z', `--format=${FORMAT}`, 'main..origin/feature');
  return printed
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [sha = '', parents = '', author = '', committer = '', message = ''] = entry.split('\x1f');
      const accounts = { authorAccount: null, committerAccount: null };
      return aCommit({ sha, parents: parents.split(' '), author, committer, message, ...accounts });
    });
}

/** Types the commands of a step as somebody whom git knows. */
function type(folder: string, { lines }: Step, who: string): void {
  git(folder, 'config', 'user.name', nameOf(who));
  git(folder, 'config', 'user.email', addressOf(who));
  const home = { HOME: folder, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' };
  execFileSync('sh', ['-e', '-c', lines.join('\n')], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...home },
    stdio: 'pipe',
  });
}

/** Author, committer and sign-offs of each commit of the pushed branch. */
function stateOf(folder: string): string[] {
  return commitsOf(folder).map(({ author, committer, message }) => {
    const signed = [...message.matchAll(/^Signed-off-by: .*<(.*)>$/gm)].map(([, address]) => address);
    return `${author.email} by ${committer.email}, signed by ${signed.join(' and ') || 'nobody'}`;
  });
}

/** What is told about sign-offs: commands that make author and sign-off one. */
function signOffSteps(commits: readonly Commit[]): Step[] {
  const pullRequest = aPullRequest();
  const { findings } = checkCommits(
    { commits, incomplete: null, doubt: null, pullRequest },
    { policy: DEFAULT_POLICY, overrides: [], hasAccounts: false, now: new Date('2026-11-25T12:00:00Z') },
  );
  return commandsIn(findings);
}

/** What is told about addresses that no account is known of. */
function addressSteps(commits: readonly Commit[], pullRequest: PullRequestOrigin = aPullRequest()): Step[] {
  const demand = {
    agreements: [{ id: 'cla', kind: 'individual', revisions: [] }],
    notFound: [],
    coAuthors: 'ignore',
    skipsMerges: true,
    exemptAccounts: new Set<number>(),
    minimum: { lines: null, files: null },
  } as const;
  const size = { lines: 10, files: 1, areLinesCounted: true };
  return commandsIn(
    judgeAgreements({ commits, pullRequest, size }, demand, [], new Date('2026-11-25T12:00:00Z')).findings,
  );
}

function commandsIn(findings: readonly ContributionFinding[]): Step[] {
  return distinctSteps(findings).filter(({ way, lines }) => way === null && lines.length > 0);
}

interface Case {
  readonly what: string;
  readonly made: readonly Made[];
  /** Who types the commands of which step, in this order. */
  readonly typed: readonly (readonly [step: number, who: string])[];
  readonly leaves: readonly string[];
}

const SIGN_OFFS: readonly Case[] = [
  {
    what: 'commits of somebody else, before, between and after',
    made: [
      [BOB, BOB],
      [OLD_ADA, ADA],
      [BOB, BOB],
      [OLD_ADA, ADA],
      [BOB, BOB],
    ],
    typed: [[0, ADA]],
    leaves: [
      'bob@example.org by bob@example.org, signed by bob@example.org',
      'ada@example.org by ada@example.org, signed by ada@example.org',
      'bob@example.org by ada@example.org, signed by bob@example.org',
      'ada@example.org by ada@example.org, signed by ada@example.org',
      'bob@example.org by ada@example.org, signed by bob@example.org',
    ],
  },
  {
    what: 'two at fault: each types the commands for their own, one after the other',
    made: [
      [OLD_ADA, ADA],
      [OLD_BOB, BOB],
      [OLD_ADA, ADA],
    ],
    typed: [
      [0, ADA],
      [1, BOB],
    ],
    leaves: [
      'ada@example.org by ada@example.org, signed by ada@example.org',
      'bob@example.org by bob@example.org, signed by bob@example.org',
      'ada@example.org by bob@example.org, signed by ada@example.org',
    ],
  },
  {
    what: 'all of one author',
    made: [
      [OLD_ADA, ADA],
      [OLD_ADA, ADA],
    ],
    typed: [[0, ADA]],
    leaves: [
      'ada@example.org by ada@example.org, signed by ada@example.org',
      'ada@example.org by ada@example.org, signed by ada@example.org',
    ],
  },
];

const ADDRESSES: readonly Case[] = [
  {
    what: 'an author without an account, among commits of somebody else',
    made: [
      [OLD_ADA, null],
      [BOB, null],
    ],
    typed: [[0, ADA]],
    leaves: [
      'ada@example.org by ada@example.org, signed by nobody',
      'bob@example.org by ada@example.org, signed by nobody',
    ],
  },
  {
    what: 'a committer without an account: the author stays who it is',
    made: [
      [BOB, null, OLD_ADA],
      [BOB, null],
    ],
    typed: [[1, ADA]],
    leaves: [
      'bob@example.org by ada@example.org, signed by nobody',
      'bob@example.org by ada@example.org, signed by nobody',
    ],
  },
];

describe.each([
  { about: 'sign-offs', cases: SIGN_OFFS, stepsFor: signOffSteps },
  { about: 'addresses', cases: ADDRESSES, stepsFor: addressSteps },
])('the commands shown for $about, typed into a real git', ({ cases, stepsFor }) => {
  test.each(cases)('$what', ({ made, typed, leaves }) => {
    const folder = aBranch(made);
    const steps = stepsFor(commitsOf(folder));
    for (const [place, who] of typed) type(folder, steps[place] ?? { way: null, says: '', lines: ['exit 1'] }, who);

    expect(stateOf(folder)).toEqual(leaves);
    for (const { lines } of steps) expect(lines.join()).not.toMatch(/@/);
  });
});

interface Mended {
  readonly what: string;
  readonly made: readonly Made[];
  /** One after the other, each their own step. */
  readonly typedBy: readonly string[];
}

const MENDED: readonly Mended[] = [
  {
    what: 'a commit that says to be a bot’s, between others',
    made: [
      [BOB, BOB],
      [DEPENDABOT_NAME, null],
      [BOB, BOB],
    ],
    typedBy: [ADA],
  },
  { what: 'a commit that says to be a bot’s, alone', made: [[DEPENDABOT_NAME, null]], typedBy: [ADA] },
  {
    what: 'commits without a sign-off of two authors, each of whom types their own step',
    made: [
      [ADA, null],
      [BOB, null],
      [ADA, null],
    ],
    typedBy: [ADA, BOB],
  },
  {
    what: 'commits without a sign-off of one author, before others',
    made: [
      [ADA, null],
      [BOB, BOB],
    ],
    typedBy: [ADA],
  },
];

test.each(MENDED)('what was told mends it: $what', ({ made, typedBy }) => {
  const folder = aBranch(made);
  const judged = () => {
    const commits = commitsOf(folder).map((commit) =>
      commit.author.email === addressOf(DEPENDABOT_NAME) ? { ...commit, authorAccount: DEPENDABOT } : commit,
    );
    return check(commits, { pullRequest: aPullRequest() });
  };
  const before = judged();
  const steps = distinctSteps(before.findings).filter(({ lines, way }) => way !== 'browser' && lines.length > 0);
  typedBy.forEach((who, place) => {
    type(folder, steps[place] ?? { way: null, says: '', lines: ['exit 1'] }, who);
  });

  expect(before.verdict).toBe('fail');
  expect(steps).toHaveLength(typedBy.length);
  expect(judged()).toMatchObject({ verdict: 'pass' });
});

test('where several are at fault, each step says whose commits it is about', () => {
  const commits = [
    aCommit({ author: OLD_ADA, message: `A\n\nSigned-off-by: ${ADA}\n` }),
    aCommit({ author: OLD_BOB, message: `B\n\nSigned-off-by: ${BOB}\n` }),
  ];
  const starts = commits.map(({ sha }) => `For the commits of the author of \`${sha.slice(0, 12)}\`: If both are you`);

  expect(signOffSteps(commits).map(({ says }) => says)).toEqual(
    starts.map((start) => expect.stringContaining(start) as unknown),
  );
});

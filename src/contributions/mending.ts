import type { Commit } from './commit.ts';
import type { Remedy, Step } from './finding.ts';
import { ADDS_SIGN_OFF } from './later-sign-off.ts';

/** All that it takes to write down the commands for one branch. */
export interface Mending {
  /** All commits of the contribution, the oldest first. */
  readonly commits: readonly Commit[];
  /** Null: the branch that is checked out. */
  readonly branch: string | null;
  /** Whether a later commit may sign off for an earlier one: then it can be done in the browser. */
  readonly isLaterAllowed: boolean;
}

type Amend = '--signoff' | '--signoff --reset-author' | '--reset-author';

/** How to add the sign-off to these commits, by their places in the list. */
export function addSignOffs(mending: Mending, places: readonly number[]): Remedy {
  return [
    {
      way: 'git',
      says: 'Add your sign-off, by which you certify the Developer Certificate of Origin (https://developercertificate.org).',
      lines: withPush(mending, rewrite(mending, places, '--signoff')),
    },
    ...inBrowser(mending, places),
  ];
}

/** How to make author and sign-off one, where they are of two addresses. */
export function alignIdentities(mending: Mending, places: readonly number[]): Remedy {
  return [
    {
      way: null,
      says: 'If both are you, these commands make author and sign-off the same, by the name and address that git knows of you (`git config user.name`, `git config user.email`). If the author is somebody else, that person has to sign off.',
      lines: withPush(mending, rewrite(mending, places, '--signoff --reset-author')),
    },
  ];
}

/** How to give these commits the name and the address that git knows of whoever types the commands. */
export function resetAuthors(mending: Mending, places: readonly number[], says: string): Remedy {
  return [{ way: null, says, lines: withPush(mending, rewrite(mending, places, '--reset-author')) }];
}

/** How to change what the messages of these commits say. */
export function rewordMessages(mending: Mending, places: readonly number[], says: string): Remedy {
  const { commits } = mending;
  const isHeadOnly = places.length === 1 && places[0] === commits.length - 1;
  const command = isHeadOnly ? 'git commit --amend' : `git rebase --interactive ${from(mending, places)}`;
  const hint = isHeadOnly ? '' : ' In the list that opens, write `reword` instead of `pick` for these commits.';
  return [{ way: null, says: `${says}${hint}`, lines: withPush(mending, [command]) }];
}

/** The branch's newest commits are rewritten down to the oldest that needs it. */
function rewrite(mending: Mending, places: readonly number[], amend: Amend): string[] {
  const { commits } = mending;
  const isHeadOnly = places.length === 1 && places[0] === commits.length - 1;
  if (isHeadOnly) return [`git commit --amend ${amend} --no-edit`];
  const start = from(mending, places);
  if (amend === '--signoff') return [`git rebase --signoff ${start}`];
  return [`git rebase ${start} --exec 'git commit --amend ${amend} --no-edit'`];
}

/** After which commit the rewriting begins, in the words of `git rebase`. */
function from({ commits }: Mending, places: readonly number[]): string {
  const oldest = Math.min(...places);
  const commit = commits[oldest];
  if (commit?.parents.length === 0) return '--root';
  const following = commits.slice(oldest);
  const isLinear = following.every(({ parents }) => parents.length < 2);
  return isLinear ? `HEAD~${following.length}` : `--rebase-merges ${commit?.sha.slice(0, 12) ?? 'HEAD'}^`;
}

function withPush({ branch }: Mending, commands: readonly string[]): string[] {
  const push = 'git push --force-with-lease';
  return branch === null ? [...commands, push] : [`git switch ${shellWord(branch)}`, ...commands, push];
}

/** A branch's name may hold what a shell would obey. */
export function shellWord(word: string): string {
  return /^[\w./@+][\w./@+-]*$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** For people without git: a new commit, made in the browser, that names those that lack the sign-off. */
function inBrowser({ commits, isLaterAllowed }: Mending, places: readonly number[]): Step[] {
  if (!isLaterAllowed) return [];
  const shas = places.slice(0, MOST_NAMED).flatMap((place) => commits[place]?.sha ?? []);
  const more = places.length > MOST_NAMED ? [`… and so on for the other ${places.length - MOST_NAMED}`] : [];
  return [
    {
      way: 'browser',
      says: 'Without git at hand: change any file of the branch in the browser, and give that commit this message, with the name and the address that the commits carry.',
      lines: [
        'Sign off earlier commits',
        '',
        ...shas.map((sha) => `I, NAME <ADDRESS>${ADDS_SIGN_OFF}${sha}`),
        ...more,
        '',
        'Signed-off-by: NAME <ADDRESS>',
      ],
    },
  ];
}

/** More would bury the rest. */
const MOST_NAMED = 20;

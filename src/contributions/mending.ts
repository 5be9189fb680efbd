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

const ADD_IT =
  'Add your sign-off, by which you certify the Developer Certificate of Origin (https://developercertificate.org).';

/** How to add the sign-off to these commits, by their places in the list. */
export function addSignOffs(mending: Mending, places: readonly number[]): Remedy {
  const authors = new Set(places.map((place) => writtenAddress(mending.commits[place])));
  const withGit =
    authors.size > 1
      ? // Nobody can sign off for another: each author does it for the own commits.
        amendByAuthor(mending, places, '--signoff', ADD_IT)
      : [{ way: 'git' as const, says: ADD_IT, lines: withPush(mending, signOff(mending, places)) }];
  return [...withGit, ...inBrowser(mending, places, AS_ITS_AUTHOR)];
}

/** How somebody signs off what a program made, and so answers for it. */
export function answerFor(mending: Mending, places: readonly number[]): Remedy {
  return [
    { way: 'git', says: ADD_IT, lines: withPush(mending, signOff(mending, places)) },
    ...inBrowser(mending, places, AS_ONESELF),
  ];
}

/** How to make commits one's own that say to be a bot's. */
export function takeOver(mending: Mending, places: readonly number[]): Remedy {
  return amendByAuthor(
    mending,
    places,
    '--signoff --reset-author',
    'If you made it yourself, these commands make you its author and sign it off. What a bot really made has to come in a pull request that the bot itself opened and pushed.',
  );
}

/** How to make author and sign-off one, where they are of two addresses. */
export function alignIdentities(mending: Mending, places: readonly number[]): Remedy {
  return amendByAuthor(
    mending,
    places,
    '--signoff --reset-author',
    'If both are you, these commands make author and sign-off the same, by the name and address that git knows of you (`git config user.name`, `git config user.email`). If the author is somebody else, that person has to sign off.',
  );
}

/** How to give these commits the name and the address that git knows of whoever types the commands. */
export function resetAuthors(mending: Mending, places: readonly number[], says: string): Remedy {
  return amendByAuthor(mending, places, '--reset-author', says);
}

/** How to make whoever types the commands the committer of these commits; their authors stay who they are. */
export function resetCommitters(mending: Mending, places: readonly number[], says: string): Remedy {
  const command = isHeadOnly(mending, places)
    ? 'git commit --amend --no-edit'
    : `git rebase --force-rebase ${from(mending, places)}`;
  return [{ way: null, says, lines: withPush(mending, [command]) }];
}

/** How to change what the messages of these commits say. */
export function rewordMessages(mending: Mending, places: readonly number[], says: string): Remedy {
  const isHead = isHeadOnly(mending, places);
  const command = isHead ? 'git commit --amend' : `git rebase --interactive ${from(mending, places)}`;
  const hint = isHead ? '' : ' In the list that opens, write `reword` instead of `pick` for these commits.';
  return [{ way: null, says: `${says}${hint}`, lines: withPush(mending, [command]) }];
}

/** The branch's newest commits are signed off down to the oldest that needs it. */
function signOff(mending: Mending, places: readonly number[]): string[] {
  if (isHeadOnly(mending, places)) return ['git commit --amend --signoff --no-edit'];
  return [`git rebase --signoff ${from(mending, places)}`];
}

/** One step for each author: whoever types its commands takes over no commit of anybody else. */
function amendByAuthor(mending: Mending, places: readonly number[], amend: string, says: string): Remedy {
  const byAuthor = new Map<string, number[]>();
  for (const place of places) {
    const author = writtenAddress(mending.commits[place]);
    byAuthor.set(author, [...(byAuthor.get(author) ?? []), place]);
  }
  return [...byAuthor].map(([author, own]) => {
    const sample = startOfSha(mending, own[0]);
    return {
      way: null,
      says: byAuthor.size === 1 ? says : `For the commits of the author of \`${sample}\`: ${says}`,
      lines: withPush(mending, [amendOwn(mending, own, author, amend)]),
    };
  });
}

/**
 * Where commits of others stand among those that are rewritten, only those are amended whose author has the address of
 * one that needs it: git compares the two, so that the address need not be shown, and the earlier commit is found by its
 * id also when it was rewritten meanwhile.
 */
function amendOwn(mending: Mending, own: readonly number[], author: string, amend: string): string {
  const amended = `git commit --amend ${amend} --no-edit`;
  if (isHeadOnly(mending, own)) return amended;
  const following = mending.commits.slice(Math.min(...own));
  const isAlone = following.every((commit) => writtenAddress(commit) === author);
  const address = 'git log -1 --format=%ae';
  const unlessOthers = `test "$(${address})" != "$(${address} ${startOfSha(mending, own[0])})" || `;
  return `git rebase ${from(mending, own)} --exec '${isAlone ? '' : unlessOthers}${amended}'`;
}

function isHeadOnly({ commits }: Mending, places: readonly number[]): boolean {
  return places.length === 1 && places[0] === commits.length - 1;
}

/** The author's address letter by letter, as git compares it. */
function writtenAddress(commit: Commit | undefined): string {
  return commit?.author.email ?? '';
}

function startOfSha({ commits }: Mending, place = 0): string {
  return commits[place]?.sha.slice(0, 12) ?? 'HEAD';
}

/** After which commit the rewriting begins, in the words of `git rebase`. */
function from(mending: Mending, places: readonly number[]): string {
  const { commits } = mending;
  const oldest = Math.min(...places);
  if (commits[oldest]?.parents.length === 0) return '--root';
  const following = commits.slice(oldest);
  const isLinear = following.every(({ parents }) => parents.length < 2);
  return isLinear ? `HEAD~${following.length}` : `--rebase-merges ${startOfSha(mending, oldest)}^`;
}

function withPush({ branch }: Mending, commands: readonly string[]): string[] {
  const push = 'git push --force-with-lease';
  return branch === null ? [...commands, push] : [`git switch ${shellWord(branch)}`, ...commands, push];
}

/** A branch's name may hold what a shell would obey. */
export function shellWord(word: string): string {
  return /^[\w./@+][\w./@+-]*$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

const IN_BROWSER =
  'Without git at hand: change any file of the branch in the browser, and give that commit this message, with';
const AS_ITS_AUTHOR = {
  way: 'browser',
  says: `${IN_BROWSER} the name and the address that the commits carry.`,
} as const;
const AS_ONESELF = {
  way: null,
  says: `${IN_BROWSER} your own name, and the address under which you commit it.`,
} as const;

/** For people without git: a new commit, made in the browser, that names those that lack the sign-off. */
function inBrowser(
  { commits, isLaterAllowed }: Mending,
  places: readonly number[],
  who: typeof AS_ITS_AUTHOR | typeof AS_ONESELF,
): Step[] {
  if (!isLaterAllowed) return [];
  const shas = places.slice(0, MOST_NAMED).flatMap((place) => commits[place]?.sha ?? []);
  const more = places.length > MOST_NAMED ? [`… and so on for the other ${places.length - MOST_NAMED}`] : [];
  return [
    {
      ...who,
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

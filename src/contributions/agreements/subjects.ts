import { agentOfAccount, agentOfEmail } from '../agents.ts';
import type { Account, Commit, Identity, PullRequestOrigin } from '../commit.ts';
import { canonicalEmail, noreplyId } from '../identity.ts';
import { isAuthorProved, isBehind, isBotProved } from '../proof.ts';
import { peopleIn } from '../sign-off.ts';
import { isCommittedByGitHub } from '../signature.ts';

export type SubjectRole = 'opener' | 'author' | 'committer' | 'co-author';

/**
 * How it is known that an account had its part in a commit. `proved`: GitHub attests it, or the account's own signature
 * does. `handed-on`: by the word of somebody whom GitHub attests. `claimed`: the commit says so, and that is all.
 */
export type Attestation = 'proved' | 'handed-on' | 'claimed';

/** One part that somebody had. */
export interface Part {
  readonly role: SubjectRole;
  /** Null for who opened the pull request. */
  readonly sha: string | null;
  readonly attestation: Attestation;
}

/** Somebody whose work a pull request brings in, once each: by account, or by address where no account is known. */
export interface Subject {
  /** null: unidentified. No name and no address ever stands for a signature. */
  readonly account: Account | null;
  /** As the first of the commits names them; for showing only. */
  readonly identity: Identity;
  readonly kind: 'person' | 'bot' | 'agent';
  readonly parts: readonly Part[];
}

export interface SubjectOptions {
  /** Whether merges that bring in nothing of their own are left out. */
  readonly skipsMerges: boolean;
  /** Whether those count whom only a line of the message names. */
  readonly withCoAuthors: boolean;
}

/** All whom a contribution comes from: the opener, then authors, committers and co-authors in the order of the commits. */
export function subjectsOf(
  commits: readonly Commit[],
  pullRequest: PullRequestOrigin,
  { skipsMerges, withCoAuthors }: SubjectOptions,
): Subject[] {
  const judged = commits.filter(({ parents, merge }) => !(skipsMerges && parents.length > 1 && merge !== 'changed'));
  const { opener } = pullRequest;
  const found: Found[] = [
    ...(opener === null ? [] : [openerOf(opener)]),
    ...judged.flatMap((commit) => [author(commit, pullRequest), ...committer(commit, pullRequest)]),
    ...(withCoAuthors ? judged.flatMap((commit) => coAuthors(commit, accountsIn(judged, pullRequest))) : []),
  ];
  const byKey = new Map<string, Found[]>();
  for (const one of found) {
    const key = keyOf(one);
    byKey.set(key, [...(byKey.get(key) ?? []), one]);
  }
  return [...byKey.values()].map(toSubject);
}

function openerOf(account: Account): Found {
  return {
    account,
    identity: { name: account.login, email: null },
    part: { role: 'opener', sha: null, attestation: 'proved' },
    isBotProved: true,
  };
}

interface Found {
  readonly account: Account | null;
  readonly identity: Identity;
  readonly part: Part;
  readonly isBotProved: boolean;
}

/** Two people without an account are one only where they have one address; those without either stay apart. */
function keyOf({ account, identity, part }: Found): string {
  if (account !== null) return `account ${account.id}`;
  const email = canonicalEmail(identity.email ?? '');
  return email === '' ? `commit ${part.sha} ${part.role}` : `address ${email}`;
}

function toSubject(found: Found[]): Subject {
  const [first] = found;
  if (first === undefined) throw new Error('A subject has at least one part.');
  const { account, identity } = first;
  return { account, identity, kind: kindOf(found), parts: found.map(({ part }) => part) };
}

/** What says of itself to be a bot and is not proved to be one is a person who did not say who they are. */
function kindOf(found: readonly Found[]): Subject['kind'] {
  const isAgent = ({ account, identity }: Found): boolean =>
    account === null ? agentOfEmail(identity.email) !== null : agentOfAccount(account) !== null;
  if (found.some(isAgent)) return 'agent';
  const isBot = found.every(({ account, isBotProved: isProved }) => account?.type === 'Bot' && isProved);
  return isBot ? 'bot' : 'person';
}

function author(commit: Commit, pullRequest: PullRequestOrigin): Found {
  const { sha, authorAccount: account, author: identity, committerAccount } = commit;
  const isProved = isAuthorProved(commit, pullRequest) || isBehind(account, pullRequest);
  const isHandedOn = !pullRequest.isFromFork || isBehind(committerAccount, pullRequest);
  const attestation = isProved ? 'proved' : isHandedOn ? 'handed-on' : 'claimed';
  return {
    account: usable(account),
    identity,
    part: { role: 'author', sha, attestation },
    isBotProved: isBotProved(commit, pullRequest),
  };
}

function committer(commit: Commit, pullRequest: PullRequestOrigin): Found[] {
  const { sha, committerAccount: account, committer: identity, verifiedBy } = commit;
  // GitHub itself commits what is made in the browser: it is nobody's work, and only its own signature proves that.
  const isGitHub = verifiedBy === 'github' && isCommittedByGitHub(identity);
  if (isGitHub || isSameAsAuthor(commit)) return [];
  const isProved = verifiedBy !== null || isBehind(account, pullRequest);
  const attestation = isProved ? 'proved' : pullRequest.isFromFork ? 'claimed' : 'handed-on';
  const part: Part = { role: 'committer', sha, attestation };
  return [{ account: usable(account), identity, part, isBotProved: account?.type === 'Bot' && isProved }];
}

function isSameAsAuthor({ author: made, committer: put, authorAccount, committerAccount }: Commit): boolean {
  if (authorAccount !== null || committerAccount !== null) return authorAccount?.id === committerAccount?.id;
  return canonicalEmail(made.email ?? '') === canonicalEmail(put.email ?? '');
}

/** Nobody can sign in the name of an organisation, or of an account that an import made up. */
function usable(account: Account | null): Account | null {
  return account === null || account.type === 'Organization' || account.type === 'Mannequin' ? null : account;
}

/** The accounts that GitHub names for addresses, all of the same pull request. */
function accountsIn(commits: readonly Commit[], { opener, sender }: PullRequestOrigin) {
  const byAddress = new Map<string, Account>();
  const byId = new Map<number, Account>([opener, sender].flatMap((one) => (one === null ? [] : [[one.id, one]])));
  for (const { author: made, authorAccount, committer: put, committerAccount } of commits) {
    for (const [{ email }, account] of [
      [made, authorAccount],
      [put, committerAccount],
    ] as const) {
      if (account === null) continue;
      byId.set(account.id, account);
      if (email !== null) byAddress.set(canonicalEmail(email), account);
    }
  }
  return { byAddress, byId };
}

/** Nobody has more, and each line of a message costs a look. */
const MOST_CO_AUTHORS = 100;

function coAuthors({ sha, message }: Commit, { byAddress, byId }: ReturnType<typeof accountsIn>): Found[] {
  const people = peopleIn(message);
  return (people?.coAuthors ?? []).slice(0, MOST_CO_AUTHORS).map(({ identity }): Found => {
    const id = noreplyId(identity.email);
    const login = identity.email.slice(identity.email.indexOf('+') + 1, identity.email.lastIndexOf('@'));
    const isBot = login.toLowerCase().endsWith('[bot]');
    const named =
      id === null ? null : (byId.get(id) ?? { id, login, type: isBot ? ('Bot' as const) : ('User' as const) });
    const account = byAddress.get(canonicalEmail(identity.email)) ?? named;
    // Whoever made the commit names them; that is all that can be had, and nobody is excused by it.
    const part: Part = { role: 'co-author', sha, attestation: 'handed-on' };
    return { account: usable(account), identity, part, isBotProved: account?.type === 'Bot' };
  });
}

import { type Agent, agentOfAccount, agentOfEmail } from './agents.ts';
import type { Account, Commit, PullRequestOrigin } from './commit.ts';
import { type ArgumentsOf, type ContributionCode, type ContributionFinding, finding } from './finding.ts';
import {
  canonicalEmail,
  describeIdentity,
  type IdentityProblem,
  maskEmail,
  noreplyId,
  shownText,
  visibleOnly,
} from './identity.ts';
import type { Override } from './override.ts';
import type { ContributionPolicy } from './policy.ts';
import { isAuthorProved, isBehind, isBotProved, isPartProved, openerName } from './proof.ts';
import {
  authorOf,
  committerOf,
  knownPeople,
  type Match,
  type MessagePeople,
  matchSignOff,
  type NamedLine,
  peopleIn,
  type Signatory,
  whoseAddress,
} from './sign-off.ts';
import { isCommittedByGitHub } from './signature.ts';

export interface JudgeContext {
  readonly policy: ContributionPolicy;
  readonly pullRequest: PullRequestOrigin | null;
  /** Whether GitHub was asked which accounts the addresses belong to. */
  readonly hasAccounts: boolean;
  /** The overrides in force, by the commits that they cover. */
  readonly overrides: ReadonlyMap<string, Override>;
}

/** Why a commit fails, and so what has to be done about it. */
export type Lack = 'sign-off' | 'identity' | 'wording' | 'person' | 'authorship';

/** What became of one commit. */
export interface CommitJudgement {
  readonly commit: Commit;
  /** The first says how it ended; the others add to it. */
  readonly findings: readonly ContributionFinding[];
  /** `signed` and `lacking` by its own message; `excused` where no sign-off was asked for. */
  readonly state: 'signed' | 'lacking' | 'excused';
  readonly lack: Lack | null;
  /** Whose sign-off in its own message counts; null: nobody's. */
  readonly signatory: Signatory | null;
  /** Null where the message could not be read, or was not. */
  readonly people: MessagePeople | null;
}

export const PROBLEMS: Readonly<Record<IdentityProblem, string>> = {
  'no-address': 'an address in angle brackets is missing.',
  'text-after-address': 'something follows the address.',
  'no-name': 'the name is missing.',
  'no-email': 'the address is missing.',
  'not-an-address': 'what stands between the angle brackets is no e-mail address.',
};

/** Judges one commit by itself. Later commits that sign off for it are no part of that. */
export function judgeCommit(commit: Commit, context: JudgeContext): CommitJudgement {
  const people = peopleIn(commit.message);
  const excuse = excuseFor(commit, people, context);
  if (excuse !== null) return { commit, findings: excuse, state: 'excused', lack: null, signatory: null, people: null };
  const override = context.overrides.get(commit.sha);
  if (override !== undefined) return overridden(commit, people, override, context);
  if (people === null) return lacking(commit, 'message-too-large', 'wording', null);
  const missing = missingIn(commit);
  if (missing !== null) return lacking(commit, 'incomplete-author', 'identity', people, { missing });
  const judged = judgeSignOff(commit, people, context);
  return { ...judged, findings: [...judged.findings, ...remarks(commit, people, context, judged.signatory)] };
}

function lacking<C extends ContributionCode>(
  commit: Commit,
  code: C,
  lack: Lack,
  people: MessagePeople | null,
  ...args: ArgumentsOf<C>
): CommitJudgement {
  const findings = [finding({ sha: commit.sha, outcome: 'fail' }, code, ...args)];
  return { commit, findings, state: 'lacking', lack, signatory: null, people };
}

function missingIn({ author }: Commit): string | null {
  if (visibleOnly(author.name ?? '').trim() === '') return 'name';
  return (author.email ?? '').trim() === '' ? 'address' : null;
}

/** Null: it is to be judged. */
function excuseFor(commit: Commit, people: MessagePeople | null, context: JudgeContext): ContributionFinding[] | null {
  const { policy, pullRequest } = context;
  const { sha, authorAccount } = commit;
  const excused = { sha, outcome: 'not-applicable' } as const;
  if (commit.parents.length > 1) {
    const merge = excuseForMerge(commit, policy);
    if (merge !== null) return merge;
  } else if (commit.revertOf !== null && policy.reverts === 'skip-exact') {
    return [finding(excused, 'exact-revert', { of: short(commit.revertOf) })];
  }
  const who = authorAccount === null ? '' : visibleOnly(authorAccount.login);
  const isAgent = agentOfAccount(authorAccount) !== null;
  // From signing off, and from nothing else: what the project says of programs holds all the same.
  const alone = (excuse: ContributionFinding) => [
    excuse,
    ...(people === null ? [] : aiFindings(commit, people, context)),
  ];
  if (policy.bots === 'exempt' && !isAgent && isBotProved(commit, pullRequest)) {
    return alone(finding(excused, 'bot', { who }));
  }
  if (authorAccount !== null && policy.exemptAccounts.has(authorAccount.id) && isAuthorProved(commit, pullRequest)) {
    return alone(finding(excused, 'exempt-account', { who }));
  }
  return null;
}

/** It stands in for the sign-off, and for nothing else: what the project says of programs holds all the same. */
function overridden(
  commit: Commit,
  people: MessagePeople | null,
  { by, role, reason, expiresAt }: Override,
  context: JudgeContext,
): CommitJudgement {
  const told = { who: visibleOnly(by.login), role, until: lastDay(expiresAt), reason: visibleOnly(reason) };
  const excuse = finding({ sha: commit.sha, outcome: 'not-applicable' }, 'overridden', told);
  const findings = [excuse, ...(people === null ? [] : aiFindings(commit, people, context))];
  return { commit, findings, state: 'excused', lack: null, signatory: null, people: null };
}

function excuseForMerge({ sha, merge, verifiedBy }: Commit, { merges }: ContributionPolicy) {
  if (merges === 'require' || merge === 'changed') return null;
  if (merge === 'conflicted') {
    if (merges === 'require-if-conflicted') return null;
    return [
      finding({ sha, outcome: 'not-applicable' }, 'merge'),
      finding({ sha, outcome: 'notice' }, 'merge-with-conflicts'),
    ];
  }
  const skipped = finding({ sha, outcome: 'not-applicable' }, 'merge');
  if (merge === 'clean' || verifiedBy === 'github') return [skipped];
  // GitHub does not tell whether there were conflicts: what may have had some is taken to have had them.
  if (merges === 'require-if-conflicted') return null;
  return [skipped, finding({ sha, outcome: 'notice' }, 'merge-not-compared')];
}

function judgeSignOff(commit: Commit, people: MessagePeople, context: JudgeContext): CommitJudgement {
  const { policy } = context;
  const { sha } = commit;
  const isStrict = policy.placement === 'strict';
  const counted = isStrict ? people.signOffs.filter(({ placement }) => placement === 'trailer') : people.signOffs;
  const agent = agentOf(commit);
  const signatories = agent === null ? signatoriesOf(commit, policy) : personsBehind(commit, people, context);
  const match = matchSignOff(counted, signatories, policy);
  if (match !== null) {
    const { signatory, signOff, name } = match;
    const differs = { author: shownText(signatory.identity.name ?? ''), got: shownText(signOff.identity.name) };
    if (policy.name === 'require' && name === 'different') {
      return lacking(commit, 'name-differs', 'identity', people, differs);
    }
    const pass = finding({ sha, outcome: 'pass' }, 'signed-off', { who: describeIdentity(signatory.identity) });
    const findings = [pass, ...oddities(sha, match, policy, differs)];
    return { commit, findings, state: 'signed', lack: null, signatory, people };
  }
  const who = describeIdentity(commit.author);
  if (agent !== null) return lacking(commit, 'agent-needs-person', 'person', people, { agent: agent.name });
  if (isStrict && matchSignOff(people.signOffs, [authorOf(commit)], policy) !== null) {
    return lacking(commit, 'sign-off-not-at-the-end', 'wording', people, { who });
  }
  const claimed = unprovedClaim(commit, context);
  if (claimed !== null) {
    const lack = claimed === 'unproved-bot' ? 'authorship' : 'sign-off';
    return lacking(commit, claimed, lack, people, { who: accountName(commit) });
  }
  if (counted.length > 0) {
    const got = namesOf(counted);
    return lacking(commit, 'sign-off-of-another', 'identity', people, { who, got });
  }
  const [problem] = people.malformedSignOffs;
  if (problem !== undefined) {
    return lacking(commit, 'malformed-sign-off', 'sign-off', people, { problem: PROBLEMS[problem] });
  }
  return lacking(commit, 'no-sign-off', 'sign-off', people, { who });
}

function signatoriesOf(commit: Commit, { subject }: ContributionPolicy): Signatory[] {
  // What is made in the browser GitHub commits under its own name, and it can certify nothing.
  const isByGitHub = isCommittedByGitHub(commit.committer);
  return subject === 'author' || isByGitHub ? [authorOf(commit)] : [authorOf(commit), committerOf(commit)];
}

/** Whoever answers for what a program wrote: its committer, a co-author, or who opened or pushed the pull request. */
function personsBehind(commit: Commit, people: MessagePeople, { pullRequest }: JudgeContext): Signatory[] {
  const named = [
    committerOf(commit),
    ...people.coAuthors.map(({ identity }): Signatory => ({ identity, account: null })),
    ...people.signOffs
      .filter(({ identity }) => isNoreplyOf(identity.email, pullRequest))
      .map(({ identity }): Signatory => ({ identity, account: null })),
  ];
  return named.filter(
    ({ identity, account }) => agentOfEmail(identity.email) === null && agentOfAccount(account) === null,
  );
}

function isNoreplyOf(email: string, pullRequest: PullRequestOrigin | null): boolean {
  const id = noreplyId(email);
  return id !== null && isBehind({ id }, pullRequest);
}

/** The program that the author's account or address belongs to. */
export function agentOf({ authorAccount, author }: Commit): Agent | null {
  return agentOfAccount(authorAccount) ?? agentOfEmail(author.email);
}

/** A commit that would be excused if what it says of its author were proved. */
function unprovedClaim({ authorAccount }: Commit, { policy }: JudgeContext): 'unproved-bot' | 'unproved-member' | null {
  if (authorAccount === null) return null;
  if (authorAccount.type === 'Bot' && policy.bots === 'exempt') return 'unproved-bot';
  return policy.exemptAccounts.has(authorAccount.id) ? 'unproved-member' : null;
}

function oddities(
  sha: string,
  match: Match,
  policy: ContributionPolicy,
  differs: { readonly author: string; readonly got: string },
): ContributionFinding[] {
  const notice = { sha, outcome: 'notice' } as const;
  const { signOff, name, hasSpaces, isOddAddress, isOddIdentity } = match;
  return [
    ...(signOff.placement === 'line' ? [finding(notice, 'sign-off-outside-trailers')] : []),
    ...(name !== 'same' && policy.name !== 'ignore' ? [finding(notice, 'name-differs', differs)] : []),
    ...(hasSpaces ? [finding(notice, 'spaces-in-address')] : []),
    ...(isOddAddress ? [finding(notice, 'odd-address', { email: maskEmail(signOff.identity.email) })] : []),
    ...(isOddIdentity ? [finding(notice, 'odd-identity')] : []),
  ];
}

/** What else is to be said of a commit, whether it is signed off or not. */
function remarks(commit: Commit, people: MessagePeople, context: JudgeContext, signatory: Signatory | null) {
  return [
    ...(commit.merge === 'changed' ? [finding({ sha: commit.sha, outcome: 'notice' }, 'changed-merge')] : []),
    ...originRemarks(commit, context, signatory),
    ...coAuthorFindings(commit, people, context.policy),
    ...aiFindings(commit, people, context),
  ];
}

function originRemarks(commit: Commit, context: JudgeContext, signatory: Signatory | null): ContributionFinding[] {
  const { pullRequest, hasAccounts } = context;
  const { sha, author, authorAccount, verifiedBy } = commit;
  const notice = { sha, outcome: 'notice' } as const;
  const unlinked =
    authorAccount === null && hasAccounts
      ? [finding(notice, 'unlinked-email', { email: maskEmail(author.email ?? '') })]
      : [];
  if (signatory !== null) return [...unlinked, ...unprovedParts(commit, accountOfSignatory(signatory), pullRequest)];
  return authorAccount !== null && verifiedBy === 'github' ? [finding(notice, 'web-commit-unsigned')] : unlinked;
}

/** The account that signed, also where only an address that GitHub made up tells it. */
function accountOfSignatory({ identity, account }: Signatory): Account | null {
  const email = identity.email ?? '';
  const id = noreplyId(email);
  if (account !== null || id === null) return account;
  return { id, login: email.slice(email.indexOf('+') + 1, email.lastIndexOf('@')), type: 'User' };
}

/**
 * What a signed commit says of people who are neither behind the pull request nor proved to have had a part in it: its
 * author, and whoever signed it off. A program certifies nothing, so nobody need prove that it was its author.
 */
export function unprovedParts(
  commit: Commit,
  signer: Account | null,
  pullRequest: PullRequestOrigin | null,
): ContributionFinding[] {
  if (pullRequest === null) return [];
  const named = [agentOf(commit) === null ? commit.authorAccount : null, signer];
  const unproved = named.flatMap((one) => (one === null || isPartProved(one, commit, pullRequest) ? [] : [one]));
  const isTrusted = !pullRequest.isFromFork || isBehind(commit.committerAccount, pullRequest);
  const about = { sha: commit.sha, outcome: isTrusted ? 'notice' : 'fail' } as const;
  return [...new Map(unproved.map((one) => [one.id, one])).values()].map(({ login }) =>
    finding(about, isTrusted ? 'handed-on' : 'impersonation-suspect', {
      who: visibleOnly(login),
      opener: openerName(pullRequest),
    }),
  );
}

function coAuthorFindings(commit: Commit, people: MessagePeople, policy: ContributionPolicy): ContributionFinding[] {
  if (policy.coAuthors === 'ignore') return [];
  const { sha } = commit;
  const outcome = policy.coAuthors === 'require' ? 'fail' : 'notice';
  const malformed = people.malformedCoAuthors.map((problem) =>
    finding({ sha, outcome: 'notice' }, 'malformed-co-author', { problem: PROBLEMS[problem] }),
  );
  if (people.coAuthors.length === 0) return malformed;
  const author = knownPeople([authorOf(commit)], policy);
  const signed = knownPeople(
    people.signOffs.map(({ identity }) => ({ identity, account: null })),
    policy,
  );
  const unsigned = distinct(people.coAuthors).filter(
    ({ identity: { email } }) =>
      agentOfEmail(email) === null &&
      whoseAddress(email, author, policy) === null &&
      whoseAddress(email, signed, policy) === null,
  );
  return [
    ...malformed,
    ...unsigned.map(({ identity }) =>
      finding({ sha, outcome }, 'co-author-without-sign-off', { who: describeIdentity(identity) }),
    ),
  ];
}

function distinct(lines: readonly NamedLine[]): NamedLine[] {
  const seen = new Set<string | number>();
  return lines.filter(({ identity }) => {
    const key = noreplyId(identity.email) ?? canonicalEmail(identity.email);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function aiFindings(
  commit: Commit,
  people: MessagePeople,
  { policy, pullRequest }: JudgeContext,
): ContributionFinding[] {
  const { sha } = commit;
  const author = agentOf(commit);
  const committer = agentOfAccount(commit.committerAccount);
  const opener = agentOfAccount(pullRequest?.opener ?? null);
  const namesNobody = people.assistants.length === 0 && people.coAuthors.length === 0;
  if (namesNobody && author === null && committer === null && opener === null) return [];
  const disclosed = [
    ...people.assistants.map(shownText),
    ...people.coAuthors.flatMap(({ identity }) => agentOfEmail(identity.email)?.name ?? []),
  ];
  const made = [author, committer, opener].flatMap((agent) => agent?.name ?? []);
  if (made.length === 0 && disclosed.length === 0) return [];
  const agents = [...new Set([...made, ...disclosed])].join(', ');
  if (policy.ai === 'forbid') return [finding({ sha, outcome: 'fail' }, 'ai-forbidden', { agents })];
  if (policy.ai === 'disclose' && disclosed.length === 0) {
    return [finding({ sha, outcome: 'fail' }, 'ai-undisclosed', { agents })];
  }
  return [finding({ sha, outcome: 'notice' }, 'ai-assisted', { agents })];
}

function namesOf(signOffs: readonly NamedLine[]): string {
  const all = distinct(signOffs).map(({ identity }) => describeIdentity(identity));
  return all.length > MOST_NAMED ? `${all.slice(0, MOST_NAMED).join(', ')} and others` : all.join(', ');
}

const MOST_NAMED = 3;

function accountName({ authorAccount, author }: Commit): string {
  return authorAccount === null ? describeIdentity(author) : visibleOnly(authorAccount.login);
}

/** The day on which something counts for the last time that ends at this moment. */
function lastDay(endsAt: string): string {
  return new Date(Date.parse(endsAt) - 1).toISOString().slice(0, 10);
}

/** As much of a commit's id as people read. */
export function short(sha: string): string {
  return sha.slice(0, 7);
}

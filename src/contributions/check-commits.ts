import type { Commit, Contribution, PullRequestOrigin } from './commit.ts';
import { type ContributionFinding, type ContributionVerdict, finding, type Remedy, verdictOf } from './finding.ts';
import { describeIdentity, type WrittenIdentity } from './identity.ts';
import { agentOf, type CommitJudgement, judgeCommit, type Lack, short, unprovedParts } from './judge-commit.ts';
import { type LaterSignOff, laterSignOffsIn } from './later-sign-off.ts';
import { addSignOffs, alignIdentities, answerFor, type Mending, rewordMessages, takeOver } from './mending.ts';
import { type Override, overridesInForce } from './override.ts';
import type { ContributionPolicy } from './policy.ts';
import { isAllOf, isAuthorProved, isBehind, isPartProved } from './proof.ts';
import { authorOf, compareNames, isSameAddress } from './sign-off.ts';

export interface CheckOptions {
  readonly policy: ContributionPolicy;
  readonly overrides: readonly Override[];
  /** Whether GitHub was asked which accounts the addresses belong to. */
  readonly hasAccounts: boolean;
  readonly now: Date;
}

/** What a contribution comes to: at least one finding a commit, in the order of the commits. */
export interface ContributionReport {
  readonly verdict: ContributionVerdict;
  readonly findings: readonly ContributionFinding[];
}

/** Judges the commits of a contribution by the Developer Certificate of Origin and the policy on programs that write code. */
export function checkCommits(contribution: Contribution, options: CheckOptions): ContributionReport {
  const { commits, incomplete, doubt, pullRequest } = contribution;
  const { policy, overrides, hasAccounts, now } = options;
  const context = { policy, pullRequest, hasAccounts, overrides: overridesInForce(overrides, now) };
  const judged = commits.map((commit) => judgeCommit(commit, context));
  const settled = withLaterSignOffs(judged, policy, pullRequest);
  const mended = withRemedies(settled, {
    commits,
    branch: pullRequest?.branch ?? null,
    isLaterAllowed: policy.remediation.individual,
  });
  const reason = incomplete ?? (commits.length === 0 ? 'There is no commit to judge.' : null);
  const whole = reason === null ? [] : [finding({ sha: null, outcome: 'unknown' }, 'incomplete', { reason })];
  const doubts =
    doubt === null ? [] : [finding({ sha: null, outcome: 'notice' }, 'perhaps-incomplete', { reason: doubt })];
  const findings = [...whole, ...doubts, ...mended.flatMap((judgement) => judgement.findings)];
  return { verdict: verdictOf(findings), findings };
}

/** With what was found beside its commits. */
export function addFindings(report: ContributionReport, more: readonly ContributionFinding[]): ContributionReport {
  if (more.length === 0) return report;
  const findings = [...report.findings, ...more];
  return { verdict: verdictOf(findings), findings };
}

/** A later sign-off, with the commit whose message holds it. */
interface Declared {
  readonly place: number;
  readonly in: CommitJudgement;
  readonly signOff: LaterSignOff;
}

function withLaterSignOffs(
  judged: readonly CommitJudgement[],
  policy: ContributionPolicy,
  pullRequest: PullRequestOrigin | null,
): CommitJudgement[] {
  const { individual, representatives } = policy.remediation;
  const isLacking = judged.some(({ state }) => state === 'lacking');
  if (!isLacking || (!individual && representatives.size === 0)) return [...judged];
  const declared = declaredFor(judged);
  return judged.map((judgement, place) => {
    if (judgement.state !== 'lacking') return judgement;
    const found = declared.get(place) ?? [];
    const problems = found.map((one) => ({ one, problem: problemOf(one, judgement, place, policy, pullRequest) }));
    const valid = problems.find(({ problem }) => problem === null);
    if (valid !== undefined) return signedLater(judgement, valid.one, pullRequest);
    const [first] = problems;
    return first === undefined ? judgement : withVoid(judgement, first.one, first.problem ?? '');
  });
}

/** By the places of the commits that they name. A part of an id counts where it fits one commit only. */
function declaredFor(judged: readonly CommitJudgement[]): Map<number, Declared[]> {
  const byStart = new Map<string, number[]>();
  judged.forEach(({ commit }, place) => {
    const start = short(commit.sha);
    byStart.set(start, [...(byStart.get(start) ?? []), place]);
  });
  const declared = new Map<number, Declared[]>();
  judged.forEach((judgement, place) => {
    for (const signOff of laterSignOffsIn(readable(judgement))) {
      const fitting = (byStart.get(short(signOff.sha)) ?? []).filter((target) =>
        judged[target]?.commit.sha.startsWith(signOff.sha),
      );
      const [target, another] = fitting;
      if (target === undefined || another !== undefined) continue;
      const list = declared.get(target) ?? [];
      if (list.length < MOST_LATER_SIGN_OFFS) list.push({ place, in: judgement, signOff });
      declared.set(target, list);
    }
  });
  return declared;
}

/** Nobody needs more for one commit. */
const MOST_LATER_SIGN_OFFS = 20;

/** A message that was too large to be judged is not read for this either. */
function readable({ commit, people, state }: CommitJudgement): string {
  return people === null && state === 'lacking' ? '' : commit.message;
}

/** Why a later sign-off does not count, in a sentence; null where it does. */
function problemOf(
  { place, in: judgement, signOff }: Declared,
  target: CommitJudgement,
  targetPlace: number,
  policy: ContributionPolicy,
  pullRequest: PullRequestOrigin | null,
): string | null {
  const { commit } = judgement;
  if (place <= targetPlace) return 'it does not come after the commit that it names.';
  if (commit.parents.length > 1) return 'a merge cannot sign off for another commit.';
  if (judgement.state !== 'signed') return 'the commit that holds it is not signed off itself.';
  if (!isPerson(signOff.by, commit, policy)) return 'whoever signs is not the author of the commit that holds it.';
  if (signOff.onBehalfOf === null) {
    if (!policy.remediation.individual) return 'this project does not take sign-offs after the fact.';
    if (isPerson(signOff.by, target.commit, policy) || mayAnswerFor(target.commit, commit, pullRequest)) return null;
    return 'it is not by the author of the commit that it names.';
  }
  if (!isPerson(signOff.onBehalfOf, target.commit, policy)) {
    return 'it is on behalf of somebody who is not the author of the commit that it names.';
  }
  const { authorAccount } = commit;
  if (authorAccount === null || !policy.remediation.representatives.has(authorAccount.id)) {
    return 'whoever signs is not listed as one who may sign on behalf of others.';
  }
  const isProved = isAuthorProved(commit, pullRequest) || isAllOf(authorAccount, pullRequest);
  return isProved ? null : 'nothing proves who made the commit that holds it.';
}

/** Whether the author of a later commit may sign off what a program made: a person who is behind the pull request. */
function mayAnswerFor(made: Commit, later: Commit, pullRequest: PullRequestOrigin | null): boolean {
  if (agentOf(made) === null || agentOf(later) !== null) return false;
  return pullRequest === null || isBehind(later.authorAccount, pullRequest);
}

function isPerson({ name, email }: WrittenIdentity, commit: Commit, policy: ContributionPolicy): boolean {
  if (!isSameAddress(email, authorOf(commit), policy)) return false;
  return policy.name !== 'require' || compareNames(name, commit.author.name ?? '') !== 'different';
}

/** The lack is mended, and what else was found stays. */
function signedLater(
  judgement: CommitJudgement,
  { in: holder, signOff }: Declared,
  pullRequest: PullRequestOrigin | null,
): CommitJudgement {
  const { commit, findings } = judgement;
  const [, ...others] = findings;
  const told = { who: describeIdentity(signOff.onBehalfOf ?? signOff.by), by: short(holder.commit.sha) };
  const pass = { sha: commit.sha, outcome: 'pass' } as const;
  const isShort = signOff.sha.length < commit.sha.length;
  return {
    ...judgement,
    state: 'signed',
    lack: null,
    findings: [
      signOff.onBehalfOf === null
        ? finding(pass, 'signed-off-later', told)
        : finding(pass, 'signed-off-on-behalf', told),
      ...(isShort ? [finding({ sha: commit.sha, outcome: 'notice' }, 'short-sha', { by: told.by })] : []),
      ...others,
      ...(signOff.onBehalfOf === null && !isSameProved(commit, holder.commit, pullRequest)
        ? unprovedParts(commit, null, pullRequest)
        : []),
    ],
  };
}

/** Whether the later commit is proved to be by the account that made the one that it signs off for. */
function isSameProved(commit: Commit, later: Commit, pullRequest: PullRequestOrigin | null): boolean {
  const { authorAccount } = later;
  if (authorAccount === null || authorAccount.id !== commit.authorAccount?.id) return false;
  return isPartProved(authorAccount, later, pullRequest);
}

function withVoid(judgement: CommitJudgement, { in: holder }: Declared, problem: string): CommitJudgement {
  const about = { sha: judgement.commit.sha, outcome: 'notice' } as const;
  const told = { by: short(holder.commit.sha), problem };
  return { ...judgement, findings: [...judgement.findings, finding(about, 'later-sign-off-void', told)] };
}

/** What fails is told what to do: all that lack the same are mended by the same commands. */
function withRemedies(judged: readonly CommitJudgement[], mending: Mending): CommitJudgement[] {
  const places = new Map<Lack, number[]>();
  judged.forEach(({ lack }, place) => {
    if (lack !== null) places.set(lack, [...(places.get(lack) ?? []), place]);
  });
  const remedies = new Map([...places].map(([lack, at]) => [lack, remedyFor(lack, mending, at)]));
  return judged.map((judgement, place) => {
    if (judgement.findings.every(({ outcome }) => outcome !== 'fail')) return judgement;
    const findings = judgement.findings.map((one, index) => {
      if (one.outcome !== 'fail') return one;
      const lack = index === 0 && judgement.lack !== null ? remedies.get(judgement.lack) : undefined;
      return { ...one, remedy: lack ?? remedyOf(one, mending, place) };
    });
    return { ...judgement, findings };
  });
}

function remedyFor(lack: Lack, mending: Mending, places: readonly number[]): Remedy {
  switch (lack) {
    case 'sign-off':
      return addSignOffs(mending, places);
    case 'person':
      return answerFor(mending, places);
    case 'authorship':
      return takeOver(mending, places);
    case 'identity':
      return alignIdentities(mending, places);
    case 'wording':
      return rewordMessages(
        mending,
        places,
        'Let the message end, after an empty line, with nothing but lines like “Signed-off-by: NAME <ADDRESS>”.',
      );
  }
}

/** What a commit fails besides its sign-off. */
function remedyOf({ code }: ContributionFinding, mending: Mending, place: number): Remedy {
  switch (code) {
    case 'ai-undisclosed':
      return rewordMessages(
        mending,
        [place],
        'Say in the last paragraph of the message which tool helped: “Assisted-by: TOOL”.',
      );
    case 'ai-forbidden':
      return [
        {
          way: null,
          says: 'Take it back, or write it anew yourself; ask a maintainer where you think that this is wrong.',
          lines: [],
        },
      ];
    case 'co-author-without-sign-off':
      return rewordMessages(
        mending,
        [place],
        'Ask the co-author for their sign-off, and add it as a line of its own at the end of the message.',
      );
    case 'impersonation-suspect':
      return [
        {
          way: null,
          says: 'Let the author open the pull request, or sign the commit with their key (`git commit -S`).',
          lines: [],
        },
        ...addSignOffs({ ...mending, isLaterAllowed: false }, [place]).map(({ lines }) => ({
          way: null,
          says: 'Or hand it on in your own name: this adds your own sign-off and makes you its committer.',
          lines,
        })),
      ];
    default:
      return [{ way: null, says: 'Ask a maintainer.', lines: [] }];
  }
}

import { contributionPolicy, excusesMembers } from '../config/contribution-policy.ts';
import type { EffectiveConfiguration } from '../config/effective-configuration.ts';
import { lacksSignOff } from '../contributions/agreements/join-reports.ts';
import { isUnsigned } from '../contributions/agreements/judge-agreements.ts';
import { addFindings, type ContributionReport, checkCommits } from '../contributions/check-commits.ts';
import type { Account, PullRequestOrigin } from '../contributions/commit.ts';
import { type ContributionFinding, finding } from '../contributions/finding.ts';
import type { Override } from '../contributions/override.ts';
import { type Fact, known, valueOr } from '../core/fact.ts';
import type { CollectedPullRequest } from '../github/collect-pull-request.ts';
import type { CollectedContribution } from '../github/contribution-commits.ts';
import type { ReportCheckRun } from '../plan/action.ts';
import { asksSignOffs, commitCheckName } from '../plan/expected-checks.ts';
import { checkRunKey, planCheckRun } from '../plan/plan-check-run.ts';
import { concludeSignOffs, verdictsIn } from '../plan/plan-sign-off-check.ts';
import { distinctSteps } from '../report/contribution.ts';
import type { ReportFrame } from '../report/frame.ts';
import type { MissingInCommits } from '../report/living-comment.ts';
import { renderSignOffCheck } from '../report/sign-off-check.ts';
import { findArtifact } from '../store/artifacts.ts';
import { overridesOf } from '../store/overrides.ts';
import { asksForSignatures, withAgreements } from './check-agreements.ts';
import { checkQueue } from './check-queue.ts';
import type { Configuration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { aliasesOf, dcoSettingsOf } from './contribution-files.ts';
import { findMembers } from './members.ts';
import { heedOverride, momentIn, voidIn, voidNotices } from './override.ts';
import type { PullRequestTask } from './requests.ts';
import { othersOf } from './shared-heads.ts';
import { detailsOf, isRunAsked, standingCheckRun } from './standing.ts';

/** Whether the organisation asks for sign-offs or signatures anywhere, so that the commits have to be read. */
export function checksCommits(configuration: Configuration): boolean {
  return checksSignOffs(configuration) || asksForSignatures(configuration);
}

/** Whether exact reverts are excused anywhere, so that GitHub has to be asked for the trees of the commits. */
export function excusesReverts({ layers }: Configuration): boolean {
  return layers.some(({ settings, groups }) =>
    [settings, ...groups].some(({ contributions }) => contributions?.signOff?.reverts === 'skip-exact'),
  );
}

function checksSignOffs({ layers }: Configuration): boolean {
  return layers.some(({ settings, groups }) =>
    [settings, ...groups].some(({ contributions }) => contributions?.signOff?.check === true),
  );
}

/** What became of a pull request's commits. */
export interface SignOffCheck {
  readonly actions: readonly ReportCheckRun[];
  /** Null where nothing is, or nothing was judged. */
  readonly missing: MissingInCommits | null;
  readonly isUnknown: boolean;
  /** The override that a comment gave counts. */
  readonly isTaken: boolean;
}

const NOTHING: SignOffCheck = { actions: [], missing: null, isUnknown: false, isTaken: false };

/** Judges a pull request's commits, and plans the check run that says so: none where it stands already. */
export async function checkSignOffs(
  context: TaskContext,
  configuration: Configuration,
  effective: EffectiveConfiguration,
  collected: CollectedPullRequest,
  frame: ReportFrame,
  task: PullRequestTask,
): Promise<SignOffCheck> {
  const { store, now } = context;
  const { contribution, description, headSha, repositoryId, number } = collected;
  const { contributions } = effective;
  const isAskedFor = asksSignOffs(contributions);
  if (contribution === null || !(isAskedFor || contributions.agreement.agreements.length > 0)) return NOTHING;
  const name = commitCheckName(contributions);
  const reportedOn = task.groupSha ?? headSha;
  const { reported, atHead, overrides } = await store.asInstallation(configuration.installationId, async (db) => ({
    reported: await findArtifact(db, checkRunKey(repositoryId, name, reportedOn)),
    atHead: await findArtifact(db, checkRunKey(repositoryId, name, headSha)),
    overrides: await overridesOf(db, repositoryId, number),
  }));
  const kept = reported === undefined ? {} : detailsOf(reported);
  const pusher = pusherOf(task, headSha) ?? (atHead === undefined ? null : accountIn(detailsOf(atHead).pusher));
  const dco = dcoSettingsOf(collected.before);
  const isExcusing = excusesMembers(contributions.signOff, dco);
  const members = isExcusing ? await membersAmong(context, configuration, contribution) : known(new Set<number>());
  const people = { aliases: aliasesOf(collected.before), members: valueOr(members, new Set()) };
  const policy = contributionPolicy(contributions, people, dco);
  const origin = originOf(contribution, pusher);
  const judge = (inForce: readonly Override[]) =>
    checkCommits(
      { ...contribution, doubt: null, pullRequest: origin },
      { policy, overrides: inForce, hasAccounts: true, now: now() },
    );
  const first = judge(overrides);
  const keptAtHead = atHead === undefined ? {} : detailsOf(atHead);
  const seenAt = momentIn(keptAtHead.seenAt);
  const { owner, name: repositoryName } = description;
  const { taken, refused } = await heedOverride(context, task, {
    owner,
    name: repositoryName,
    number,
    headSha,
    lacking: isAskedFor ? lackingIn(first) : [],
    seenAt,
    kept: overrides,
  });
  const voided = taken === null ? (refused ?? voidIn(keptAtHead.overrideVoid)) : null;
  const judged = taken === null ? first : judge([...overrides, taken]);
  const signOffs = addFindings(judged, [...unknownMembers(members, judged), ...voidNotices(voided)]);
  const { report, shown } = await withAgreements(
    context,
    configuration,
    effective,
    collected,
    { origin, nodeId: task.nodeId, signingProblem: task.signingProblem ?? null },
    signOffs,
  );
  // Told where it belongs, and not to the contributor, who can do nothing about it.
  const queue = isAskedFor ? await checkQueue(context, task, contribution.commits, signOffs) : [];
  const whole = addFindings(report, queue);
  const others = await othersOf(context, task, verdictsIn(kept), { number, headSha });
  const verdicts = { ...others, [number]: whole.verdict };
  const text = renderSignOffCheck(frame, {
    report: whole,
    headSha,
    others: Object.entries(others).flatMap(([other, verdict]) => (verdict === 'pass' ? [] : [Number(other)])),
    agreements: shown,
    asksSignOffs: isAskedFor,
    ai: contributions.ai,
  });
  const actions = planCheckRun(
    {
      repository: { repositoryId, owner: description.owner, name: description.name },
      name,
      headSha: reportedOn,
      conclusion: concludeSignOffs(verdicts),
      // A queue's commit is no head of a pull request: nobody can have looked at it.
      text: task.groupSha === undefined ? text : { ...text, requestedActions: [] },
      standing: standingCheckRun(reported),
      isRequested: isRunAsked(task, reported),
      mayStand: task.mayStand === true,
    },
    {
      number,
      verdicts,
      pusher: pusher === null ? null : { ...pusher },
      seenAt: (seenAt ?? now()).toISOString(),
      overrideVoid: voided === null ? null : { ...voided },
    },
  );
  const isUnknown = report.verdict === 'unknown';
  const missing = missingIn(report, { checkName: name, agreements: shown, asksSignOffs: isAskedFor });
  return { actions, missing, isUnknown, isTaken: taken !== null };
}

/** The commits that fail for more than what the project says of programs. */
function lackingIn({ findings }: ContributionReport): string[] {
  const lacking = findings.flatMap(({ sha, outcome, code }) =>
    sha === null || outcome !== 'fail' || code === 'ai-undisclosed' || code === 'ai-forbidden' ? [] : [sha],
  );
  return [...new Set(lacking)];
}

/** Those of the authors who belong to the organisation. */
function membersAmong(
  context: TaskContext,
  configuration: Configuration,
  { commits }: CollectedContribution,
): Promise<Fact<ReadonlySet<number>>> {
  const authors = commits.flatMap(({ authorAccount }) => authorAccount?.id ?? []);
  return findMembers(context, configuration, authors);
}

function unknownMembers(members: Fact<unknown>, { verdict }: ContributionReport): ContributionFinding[] {
  if (members.status === 'known' || verdict !== 'fail') return [];
  return [finding({ sha: null, outcome: 'notice' }, 'members-unknown', { reason: members.reason })];
}

/** What people are told in the one comment under their pull request. */
function missingIn(
  { verdict, findings }: ContributionReport,
  asked: Pick<MissingInCommits, 'checkName' | 'agreements'> & { readonly asksSignOffs: boolean },
): MissingInCommits | null {
  if (verdict !== 'fail') return null;
  const failing = findings.filter(({ outcome }) => outcome === 'fail');
  const others = failing.filter(({ code }) => code !== 'no-sign-off' && !isUnsigned(code));
  return {
    signOffs: failing.filter(({ code }) => code === 'no-sign-off').length,
    lacksSignOff: asked.asksSignOffs && failing.some(lacksSignOff),
    others,
    steps: distinctSteps(failing),
    agreements: asked.agreements,
    checkName: asked.checkName,
  };
}

function originOf({ opener, isFromFork, branch }: CollectedContribution, sender: Account | null): PullRequestOrigin {
  return { opener, sender, isFromFork, branch };
}

/** Who pushed this head, as the delivery told it; nobody where the branch has moved since. */
function pusherOf({ pushedBy, headSha }: PullRequestTask, head: string): Account | null {
  return headSha === head ? (pushedBy ?? null) : null;
}

function accountIn(value: unknown): Account | null {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('login' in value) || !('type' in value)) {
    return null;
  }
  const { id, login, type } = value;
  if (typeof id !== 'number' || typeof login !== 'string') return null;
  return { id, login, type: type === 'Bot' ? 'Bot' : 'User' };
}

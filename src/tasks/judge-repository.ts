import type { EffectiveConfiguration } from '../config/effective-configuration.ts';
import { evaluatePolicies } from '../core/evaluate.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { Verdict } from '../core/verdict.ts';
import type { CollectedRepository } from '../github/collect-repositories.ts';
import { permittedActions } from '../github/rights.ts';
import type { Action, RepositoryTarget } from '../plan/action.ts';
import { expectedChecks } from '../plan/expected-checks.ts';
import { isFoughtOver } from '../plan/fight.ts';
import { mayShow } from '../plan/may-show.ts';
import { launchIssueKey, planLaunchIssue } from '../plan/plan-launch-issue.ts';
import { planPublicationEnd } from '../plan/plan-publication.ts';
import { planRepository } from '../plan/plan-repository.ts';
import { proposalGaps, wantedFiles } from '../plan/wanted-files.ts';
import { renderLaunchIssue } from '../report/launch-issue.ts';
import { renderPolicyIssue } from '../report/policy-issue.ts';
import { renderProposal } from '../report/proposal-body.ts';
import type { Artifact } from '../store/artifacts.ts';
import type { SeenProposal } from '../store/open-proposals.ts';
import { acknowledge } from './acknowledge.ts';
import { signOffSettingsOf, snapshotOf } from './collect.ts';
import type { Configuration } from './configuration.ts';
import { rejectedCheck } from './configuration-check.ts';
import type { TaskContext } from './context.ts';
import { defaultLicense, kindOf, proposalTexts } from './proposal-texts.ts';
import { publicationComments } from './publication-comments.ts';
import { reportFailures } from './report-failures.ts';
import { frameFor } from './report-frame.ts';
import { settleRepositoryConfiguration } from './repository-configuration.ts';
import type { RepositoryTask } from './requests.ts';
import { type RepositoryStanding, seenProposals, standingOf } from './standing.ts';

/** What was found of a repository, and what is to be done about it. */
export interface Judgement {
  readonly repository: RepositoryTarget;
  readonly snapshot: Snapshot<'repository'>;
  readonly mode: EffectiveConfiguration['mode'];
  readonly verdicts: readonly Verdict[];
  /** The names of the check runs that pull requests get. */
  readonly checkNames: readonly string[];
  /** How the proposals stood that were made before. */
  readonly proposals: readonly SeenProposal[];
  /** What is to be written and may be. */
  readonly actions: readonly Action[];
}

/** What an audit is asked for beyond the audit itself. */
export type AuditWish = Pick<RepositoryTask, 'isProposalRequested' | 'isCheckRequested' | 'commentId'>;

export const NO_WISH: AuditWish = { isProposalRequested: false, isCheckRequested: false, commentId: null };

/** Evaluates what was collected, and plans what follows from it. Nothing on GitHub is touched. */
export async function judgeRepository(
  context: TaskContext,
  configuration: Configuration,
  collected: CollectedRepository,
  artifacts: readonly Artifact[],
  wish: AuditWish,
): Promise<Judgement> {
  const { policies, now, checkpoint } = context;
  const { repositoryId, description } = collected;
  const repository = { repositoryId, owner: description.owner, name: description.name };
  const own = await settleRepositoryConfiguration(context, configuration, collected);
  const effective = configuration.forRepository(description, own.text);
  const snapshot = snapshotOf(context, collected, {
    kind: effective.kind,
    signOffSettings: signOffSettingsOf(context, effective.contributions, collected.mergeSettings),
  });
  const evaluation = evaluatePolicies(policies, snapshot, effective.settings, now().toISOString().slice(0, 10));
  reportFailures(context, repository, evaluation);
  await checkpoint('evaluated');

  const { verdicts } = evaluation;
  const proposals = seenProposals(repositoryId, artifacts, collected.standing);
  const judged = {
    repository,
    snapshot,
    mode: effective.mode,
    checkNames: expectedChecks(effective),
    verdicts,
    proposals,
  };
  const complaint = await complainOf(context, configuration, collected, own.problems, { effective, wish });
  const plan = planFor(
    context,
    configuration,
    { collected, artifacts, licenses: snapshot.licenses },
    { effective, verdicts },
    wish,
  );
  const { installationId } = configuration;
  const launch = launchOf(context, configuration, { collected, artifacts }, effective, verdicts);
  const isPrivate = description.visibility === 'private';
  const ended = planPublicationEnd(repository, isPrivate, publicationComments(repositoryId, artifacts));
  const heard = effective.mode === 'enforce' ? await acknowledge(context, repository, { installationId, ...wish }) : [];
  await checkpoint('planned');
  return {
    ...judged,
    actions: permittedActions([...complaint, ...launch, ...plan, ...ended, ...heard], configuration.granted),
  };
}

function planFor(
  context: TaskContext,
  { governanceRepository, ...configuration }: Configuration,
  {
    collected,
    artifacts,
    licenses,
  }: {
    readonly collected: CollectedRepository;
    readonly artifacts: readonly Artifact[];
    readonly licenses: Snapshot<'repository'>['licenses'];
  },
  { effective, verdicts }: { readonly effective: EffectiveConfiguration; readonly verdicts: readonly Verdict[] },
  { isProposalRequested }: AuditWish,
): Action[] {
  const { policies, texts, now } = context;
  const { repositoryId, description, headSha } = collected;
  const frame = frameFor(context, configuration, effective);
  const textOf = proposalTexts(texts, policies, effective, description, licenses);
  // A proposal tells what is missing to whoever may read the repository.
  const told = verdicts.filter((verdict) => mayShow(verdict, description));
  const gaps = effective.proposals ? proposalGaps(policies, told, textOf) : [];
  const standing = standingOf(repositoryId, governanceRepository?.repositoryId ?? null, artifacts, collected.standing);
  tellOfFights(context, description, standing);
  return planRepository({
    repository: { repositoryId, owner: description.owner, name: description.name },
    description,
    headSha,
    mode: effective.mode,
    features: effective,
    verdicts,
    governanceRepository,
    standing,
    wantedFiles: wantedFiles(policies, told, textOf),
    isProposalRequested,
    now: now().toISOString(),
    renderIssue: (failing, { unknown, about }) =>
      renderPolicyIssue(frame, { failing, unknown, gaps, defaultBranch: description.defaultBranch, about }),
    renderProposal: (files) => {
      const paths = files.map(({ path }) => path);
      return renderProposal(frame, {
        paths,
        license: paths.includes('LICENSE') ? defaultLicense(effective, description) : null,
      });
    },
  });
}

/** Where the organisation wants it, a new repository is helped to a good start. */
function launchOf(
  context: TaskContext,
  configuration: Configuration,
  { collected, artifacts }: { readonly collected: CollectedRepository; readonly artifacts: readonly Artifact[] },
  effective: EffectiveConfiguration,
  verdicts: readonly Verdict[],
): Action[] {
  if (!effective.launchIssues || effective.mode !== 'enforce') return [];
  const { repositoryId, description, createdAt } = collected;
  // Where the organisation keeps its rules and reports is no project.
  if (configuration.ownRepositories.includes(repositoryId)) return [];
  const key = launchIssueKey(repositoryId);
  return planLaunchIssue({
    repository: { repositoryId, owner: description.owner, name: description.name },
    description,
    createdAt,
    now: context.now(),
    isWritten: artifacts.some((artifact) => artifact.key === key && artifact.externalId !== null),
    render: () =>
      renderLaunchIssue(frameFor(context, configuration, effective), {
        name: description.name,
        kind: kindOf(effective, description),
        license: defaultLicense(effective, description),
        verdicts: verdicts.filter((verdict) => mayShow(verdict, description)),
        hasProposals: effective.proposals,
      }),
  });
}

/** What others undo again and again is left to them for an hour; the operator is to know who fights whom. */
function tellOfFights(
  { log, now }: TaskContext,
  { owner, name }: CollectedRepository['description'],
  { issue, governanceIssue, proposals }: RepositoryStanding,
): void {
  for (const thing of [issue, governanceIssue, ...proposals]) {
    if (thing === null || !isFoughtOver(thing.flippedAt, now().toISOString())) continue;
    const about = { repository: `${owner}/${name}`, key: thing.key, number: thing.number };
    log.warn(about, 'somebody opens and closes it against us: it is left alone for an hour');
  }
}

/** A repository's own broken configuration is told on the commit that broke it. */
async function complainOf(
  context: TaskContext,
  configuration: Configuration,
  { repositoryId, description, headSha }: CollectedRepository,
  problems: Parameters<typeof rejectedCheck>[4],
  { effective, wish }: { readonly effective: EffectiveConfiguration; readonly wish: AuditWish },
): Promise<Action[]> {
  if (problems.length === 0 || headSha === null || effective.mode !== 'enforce' || !effective.checks) return [];
  const place = { repository: { repositoryId, owner: description.owner, name: description.name }, headSha };
  const frame = frameFor(context, configuration, effective);
  return rejectedCheck(context, configuration.installationId, place, frame, problems, wish.isCheckRequested);
}

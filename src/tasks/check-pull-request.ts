import { CODE_OWNERS_NOT_LOOKED_UP } from '../core/code-owners.ts';
import { evaluatePolicies } from '../core/evaluate.ts';
import { type Fact, known } from '../core/fact.ts';
import { isGranted } from '../core/features.ts';
import type { RepositoryFiles } from '../core/files.ts';
import { NO_SIGN_OFFS_ASKED } from '../core/sign-off-settings.ts';
import { type CollectedPullRequest, collectPullRequest } from '../github/collect-pull-request.ts';
import { missingFor } from '../github/rights.ts';
import type { TaskRequest } from '../jobs/jobs.ts';
import type { Action } from '../plan/action.ts';
import { compareVerdicts } from '../plan/compare-verdicts.ts';
import { mayShow } from '../plan/may-show.ts';
import { CHECK_NAME, checkRunKey, concludePullRequest, OPEN_REPAIR, planCheckRun } from '../plan/plan-check-run.ts';
import {
  AGREEMENT_CHECK_NAME,
  DCOAPP_CHECK_NAME,
  SIGN_OFF_CHECK_NAME,
  verdictsIn,
} from '../plan/plan-sign-off-check.ts';
import { wantedFiles } from '../plan/wanted-files.ts';
import { renderNothingToJudge, renderPullRequestCheck } from '../report/check-run.ts';
import { type Artifact, findArtifact } from '../store/artifacts.ts';
import { recordAudit } from '../store/audits.ts';
import { acknowledge } from './acknowledge.ts';
import { carryOut } from './carry-out.ts';
import { asksForSignatures, forgetPeople } from './check-agreements.ts';
import { checkSignOffs, checksCommits, excusesReverts } from './check-sign-offs.ts';
import { contentFacts, snapshotOf } from './collect.ts';
import { type Configuration, loadConfiguration, ownConfigurationText, rightsUnder } from './configuration.ts';
import { configurationCheck } from './configuration-check.ts';
import { CONFIGURATION_FILE } from './configuration-files.ts';
import { contentCache } from './content-cache.ts';
import type { TaskContext } from './context.ts';
import { CONTRIBUTION_FILES } from './contribution-files.ts';
import { heedMissedComments } from './missed-comments.ts';
import { findComment, keepComment, NOTHING_MISSING, planOnboarding, rememberLanguage } from './onboarding.ts';
import { proposalTexts } from './proposal-texts.ts';
import { mayClearUp } from './record.ts';
import { reportFailures } from './report-failures.ts';
import { frameFor } from './report-frame.ts';
import {
  auditRequest,
  aWhileLater,
  installationRequest,
  type PullRequestTask,
  pullRequestRequest,
} from './requests.ts';
import { releaseOthers } from './shared-heads.ts';
import { detailsOf, isRunAsked, standingCheckRun } from './standing.ts';
import { inheritableOf, watchedBy } from './watched.ts';

/** Judges one pull request by what it would make of the default branch: collect → evaluate → plan → execute → record. */
export async function checkPullRequest(context: TaskContext, task: PullRequestTask): Promise<void> {
  const { store, github, policies, now, checkpoint } = context;
  const { installationId, repositoryId, nodeId } = task;
  const configuration = await loadConfiguration(context, installationId, {
    isAwaited: task.isRequested || task.commentId !== null,
  });
  const [number = null, ...others] = task.number === null ? await numbersOf(context, task) : [task.number];
  if (configuration === null) return;
  if (number === null) {
    // No pull request: it may be the check of a configuration on the default branch.
    if (task.isRequested) await context.enqueue(configurationChecks(task));
    return;
  }
  if (others.length > 0 && task.isRequested) {
    // One new run is enough; what it says depends on all of them.
    await context.enqueue(others.map((other) => pullRequestRequest({ ...task, number: other, isRequested: false })));
  }
  if (!isGranted({ pull_requests: 'read' }, configuration.granted)) {
    context.log.info({ installationId, repositoryId, number }, 'pull requests may not be read: not judged');
    return;
  }
  await rememberLanguage(context, task);
  const comment = await findComment(context, installationId, repositoryId, number);
  if (task.isClosed === true) {
    await forgetPeople(context, task);
    await releaseOthers(context, task);
  }
  if (task.isClosed === true && comment === undefined) return;
  const request = {
    repositoryNodeId: nodeId,
    number,
    headSha: task.headSha,
    commentNodeId: comment?.nodeId ?? null,
    watched: [...watchedBy(policies), CONFIGURATION_FILE, ...CONTRIBUTION_FILES],
    inheritable: inheritableOf(policies),
    withCommits: checksCommits(configuration),
    withTrees: excusesReverts(configuration),
    withComments: asksForSignatures(configuration),
  };
  const read = await collectPullRequest(github.reader(installationId), request, contentCache(context, installationId));
  await checkpoint('collected');
  if (read === null) return lookAgain(context, task);
  const { before, after, inherited } = read;
  const collected = { ...read, ...contentFacts({ before, after, inherited }, read.description, configuration.granted) };

  if (!read.isOpen && !task.isRequested) {
    await forgetPeople(context, { ...task, number });
    // Its check would be of no use to anybody.
    await keepComment(context, configuration, { ...collected, ...NOTHING_MISSING, files: before, comment }, task);
    return;
  }
  await heedMissedComments(context, configuration, collected, task);
  const judged = await judge(context, configuration, { ...collected, comment }, task);
  const actions = [
    ...judged.actions,
    ...(await acknowledge(
      context,
      { repositoryId, owner: collected.description.owner, name: collected.description.name },
      { ...task, ...(task.isOverride === true ? { isTaken: judged.isTaken } : {}) },
    )),
  ];
  await checkpoint('planned');
  const rights = rightsUnder(configuration, judged.mode);
  const permitted = rights.mode === 'enforce' || rights.ownRepositories.includes(repositoryId) ? actions : [];
  const { retry } = await carryOut(context, installationId, permitted, rights);
  await checkpoint('executed');

  const { owner, name } = collected.description;
  await store.asInstallation(installationId, (db) =>
    recordAudit(db, {
      installationId,
      repositoryId,
      subject: `${owner}/${name}#${number}`,
      commit: collected.headSha,
      trigger: task.isRequested ? 'requested' : 'pull_request',
      mode: judged.mode,
      configurationSha: configuration.commit,
      at: now(),
      verdicts: judged.verdicts,
    }),
  );
  await checkpoint('recorded');
  context.log.info(
    { installationId, pullRequest: `${owner}/${name}#${number}`, conclusion: judged.conclusion, mode: judged.mode },
    'judged',
  );
  if (mayClearUp(judged.verdicts, configuration.granted)) await lookAgain(context, task);
  if (retry !== null) throw retry;
}

/** Once: what GitHub calls missing then is missing. */
async function lookAgain({ enqueue }: TaskContext, task: PullRequestTask): Promise<void> {
  if (task.isSecondLook !== true) await enqueue([aWhileLater(pullRequestRequest({ ...task, isSecondLook: true }))]);
}

async function judge(
  context: TaskContext,
  configuration: Configuration,
  collected: CollectedPullRequest & { readonly comment: Artifact | undefined },
  task: PullRequestTask,
) {
  const { policies, store, now } = context;
  const { description, headSha, repositoryId, inherited } = collected;
  const repository = { repositoryId, owner: description.owner, name: description.name };
  const effective = configuration.forRepository(description, ownConfigurationText(configuration, repositoryId));
  const frame = frameFor(context, configuration, effective);
  const today = now().toISOString().slice(0, 10);
  // What GitHub takes the licence for is that of the default branch, not of what the pull request makes of it.
  const described = { ...description, detectedLicense: null };
  const evaluate = (files: Fact<RepositoryFiles>) => {
    const evaluation = evaluatePolicies(
      policies,
      snapshotOf(
        context,
        { description: described, inherited, files, codeOwners: known(CODE_OWNERS_NOT_LOOKED_UP) },
        { kind: effective.kind, signOffSettings: known(NO_SIGN_OFFS_ASKED) },
      ),
      effective.settings,
      today,
    );
    reportFailures(context, repository, evaluation);
    return evaluation.verdicts;
  };
  const verdicts = evaluate(collected.after);
  const shown = verdicts.filter((verdict) => mayShow(verdict, description));
  const shownBefore = evaluate(collected.before).filter((verdict) => mayShow(verdict, description));
  const comparison = compareVerdicts(shownBefore, shown);
  await context.checkpoint('evaluated');

  // Without the right to read contents GitHub does not name the default branch: then the check says what is unknown.
  const isIntoDefault = description.defaultBranch === null || collected.baseBranch === description.defaultBranch;
  const signOffs = await checkSignOffs(context, configuration, effective, collected, frame, task);
  const onboarding = await planOnboarding(context, configuration, effective, {
    ...collected,
    files: collected.before,
    missing: { commits: signOffs.missing, policies: isIntoDefault ? comparison.broken : [] },
    isUnknown: signOffs.isUnknown || (isIntoDefault && comparison.unknown.length > 0),
  });

  const isMended = (id: string): boolean => comparison.mended.some(({ policy }) => policy === id);
  const mayPropose = missingFor('open-proposal', configuration.granted).length === 0;
  const repairable =
    mayPropose &&
    wantedFiles(policies, shown, proposalTexts(context.texts, policies, effective, description)).length > 0;
  const text = isIntoDefault
    ? renderPullRequestCheck(frame, {
        comparison,
        holding: shown.filter(({ outcome, policy }) => outcome === 'pass' && !isMended(policy)),
        baseBranch: collected.baseBranch,
        headSha,
        exempt: shown
          .filter(({ outcome }) => outcome === 'exempt')
          .map((verdict) => (description.visibility === 'private' ? verdict : { ...verdict, reason: null })),
        changedPaths: collected.changedPaths,
        repair: repairable ? OPEN_REPAIR : null,
        isConversationLocked: onboarding.isLocked,
      })
    : renderNothingToJudge(frame);
  const conclusion = isIntoDefault ? concludePullRequest(comparison) : 'neutral';
  const reportedOn = task.groupSha ?? headSha;
  const key = checkRunKey(repositoryId, CHECK_NAME, reportedOn);
  const reported = await store.asInstallation(configuration.installationId, (db) => findArtifact(db, key));
  const standing = standingCheckRun(reported);
  const check = {
    repository,
    name: CHECK_NAME,
    headSha: reportedOn,
    conclusion,
    text,
    standing,
    isRequested: isRunAsked(task, reported),
    mayStand: task.mayStand === true,
  } as const;
  // A commit has one check, whatever its pull requests: one into another branch never clears what one into the default
  // branch was told.
  const isSpokenFor = !isIntoDefault && numberIn(reported) !== null && numberIn(reported) !== collected.number;
  const actions: Action[] = [
    ...(effective.checks && !isSpokenFor ? planCheckRun(check, { number: collected.number }) : []),
    ...signOffs.actions,
    ...(isIntoDefault
      ? await configurationCheck(context, configuration, collected, task.nodeId, frame, task.isRequested)
      : []),
    ...onboarding.actions,
  ];
  return { actions, verdicts, conclusion, mode: effective.mode, isTaken: signOffs.isTaken };
}

/** On a default branch, the check of a broken configuration is the organisation's, or the repository's own. */
function configurationChecks({ installationId, repositoryId, nodeId }: PullRequestTask): TaskRequest[] {
  const isCheckRequested = true;
  return [
    installationRequest({ installationId, isCheckRequested }),
    auditRequest({ installationId, repositoryId, nodeId, trigger: 'check_run.rerequested', isCheckRequested }),
  ];
}

/** A pull request that an event names only by its head commit is one whose check run we reported there, the last first. */
async function numbersOf(
  { store }: TaskContext,
  { installationId, repositoryId, headSha }: PullRequestTask,
): Promise<number[]> {
  if (headSha === null) return [];
  const keys = [CHECK_NAME, SIGN_OFF_CHECK_NAME, DCOAPP_CHECK_NAME, AGREEMENT_CHECK_NAME].map((name) =>
    checkRunKey(repositoryId, name, headSha),
  );
  const artifacts = await store.asInstallation(installationId, (db) =>
    Promise.all(keys.map((key) => findArtifact(db, key))),
  );
  const last = artifacts.flatMap((artifact) => numberIn(artifact) ?? []);
  const all = artifacts.flatMap((artifact) =>
    artifact === undefined ? [] : Object.keys(verdictsIn(detailsOf(artifact))).map(Number),
  );
  return [...new Set([...last, ...all])];
}

/** The pull request that a check run was last reported for. */
function numberIn(check: Artifact | undefined): number | null {
  const details = check?.details;
  const isRecord = typeof details === 'object' && details !== null && !Array.isArray(details);
  return isRecord && 'number' in details && typeof details.number === 'number' ? details.number : null;
}

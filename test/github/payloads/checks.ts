import type { CheckRun, CheckSuite, Json, World } from '../state.ts';
import { appPayload } from './apps.ts';
import { pushCommitPayload } from './git.ts';
import { namedPull } from './pulls.ts';
import { repositoryHtmlUrl, repositoryPayload, repositoryUrl } from './repositories.ts';

/** Open pull requests of the same repository at this head; those from forks are not named, as on GitHub. */
function pullsOf(world: World, suite: CheckSuite): Json[] {
  return [...suite.repository.issues.values()].flatMap(({ pull, state }) =>
    pull && state === 'open' && pull.head.sha === suite.headSha && pull.head.repository === suite.repository
      ? [namedPull(world, pull)]
      : [],
  );
}

export function checkRunPayload(world: World, run: CheckRun): Json {
  const { suite } = run;
  const url = `${repositoryUrl(world, suite.repository)}/check-runs/${run.id}`;
  const html = `${repositoryHtmlUrl(world, suite.repository)}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: run.nodeId,
    head_sha: suite.headSha,
    external_id: run.externalId,
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: { ...run.output, annotations_count: run.annotations.length, annotations_url: `${url}/annotations` },
    check_suite: { id: suite.id },
    app: appPayload(world, suite.app),
    pull_requests: pullsOf(world, suite),
  };
}

/** The worst of the suite's runs, as GitHub sums them up. */
function outcome(runs: readonly CheckRun[]): { status: string; conclusion: string | null } {
  if (runs.length === 0) return { status: 'queued', conclusion: null };
  if (runs.some(({ status }) => status !== 'completed')) return { status: 'in_progress', conclusion: null };
  const order = ['failure', 'timed_out', 'cancelled', 'action_required', 'stale', 'success', 'neutral', 'skipped'];
  const conclusion = order.find((value) => runs.some((run) => run.conclusion === value)) ?? 'neutral';
  return { status: 'completed', conclusion };
}

export function checkSuitePayload(world: World, suite: CheckSuite): Json {
  const { repository } = suite;
  const url = `${repositoryUrl(world, repository)}/check-suites/${suite.id}`;
  const runs = latestRuns(repository.checkRuns.filter((run) => run.suite === suite));
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    ...outcome(runs),
    url,
    before: suite.before,
    after: suite.headSha,
    pull_requests: pullsOf(world, suite),
    app: appPayload(world, suite.app),
    repository: repositoryPayload(world, repository),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
    head_commit: headCommit(world, suite),
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
    rerequestable: true,
    runs_rerequestable: true,
  };
}

/** A suite in its own webhook, where it does not repeat the repository. */
export function webhookCheckSuite(world: World, suite: CheckSuite): Json {
  const { repository: _, ...rest } = checkSuitePayload(world, suite);
  return rest;
}

/** A suite inside a check run's webhook. */
export function briefCheckSuite(world: World, suite: CheckSuite): Json {
  const { latest_check_runs_count: _, check_runs_url: __, head_commit: ___, ...rest } = checkSuitePayload(world, suite);
  return rest;
}

function headCommit(world: World, suite: CheckSuite): Json {
  const commit = suite.repository.git.store.commit(suite.headSha);
  const { id, tree_id, message, timestamp, author, committer } = pushCommitPayload(world, suite.repository, commit);
  return { id, tree_id, message, timestamp, author, committer };
}

/** Of each suite and name the youngest run. */
export function latestRuns(runs: readonly CheckRun[]): CheckRun[] {
  return runs.filter(
    (run) => !runs.some((other) => other.suite === run.suite && other.name === run.name && other.id > run.id),
  );
}

export function annotationPayload(world: World, run: CheckRun, index: number): Json {
  const annotation = run.annotations[index];
  const path = annotation?.path ?? '';
  return {
    ...annotation,
    blob_href: `${repositoryHtmlUrl(world, run.suite.repository)}/blob/${run.suite.headSha}/${path}`,
  };
}

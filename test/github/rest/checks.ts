import { ApiError, notFound, validationFailed } from '../errors.ts';
import type { CheckRunChange } from '../operations/checks.ts';
import { createCheckRun, rerequestCheckRun, rerequestCheckSuite, updateCheckRun } from '../operations/checks.ts';
import { annotationPayload, checkRunPayload, checkSuitePayload, latestRuns } from '../payloads/checks.ts';
import type { App, CheckRun, CheckSuite, Json, Repository } from '../state.ts';
import type { ApiAnswer, ApiRequest, Route } from './route.ts';
import { actor, numberParam, ok, page, param, repositoryRoute, requiredText, text } from './route.ts';

/** Only apps write check runs. */
function writingApp(request: ApiRequest): App {
  const { caller } = request;
  if (caller.kind !== 'installation') throw new ApiError(403, 'You must authenticate via a GitHub App.');
  return caller.token.installation.app;
}

function runOf(request: ApiRequest, repository: Repository): CheckRun {
  const found = repository.checkRuns.find(({ id }) => id === numberParam(request, 'check_run_id'));
  if (!found) throw notFound();
  return found;
}

function ownRun(request: ApiRequest, repository: Repository): CheckRun {
  const run = runOf(request, repository);
  if (run.suite.app !== writingApp(request))
    throw new ApiError(
      403,
      'Invalid app_id `' +
        writingApp(request).id +
        '` - check run can only be modified by the GitHub App that created it.',
    );
  return run;
}

function suiteOf(request: ApiRequest, repository: Repository): CheckSuite {
  const found = repository.checkSuites.find(({ id }) => id === numberParam(request, 'check_suite_id'));
  if (!found) throw notFound();
  return found;
}

/** The fields of a request by our names; what is left out stays as it is. */
function changeOf(body: Json): CheckRunChange {
  const output = body.output as CheckRunChange['output'] | undefined;
  if (output && typeof output.summary !== 'string' && (output.title !== undefined || output.text !== undefined)) {
    throw validationFailed({ resource: 'CheckRun', code: 'missing_field', field: 'summary' });
  }
  return {
    name: text(body, 'name'),
    status: text(body, 'status') as CheckRun['status'] | undefined,
    conclusion: text(body, 'conclusion'),
    externalId: text(body, 'external_id'),
    detailsUrl: text(body, 'details_url'),
    startedAt: text(body, 'started_at'),
    completedAt: text(body, 'completed_at'),
    output,
    actions: body.actions as readonly Json[] | undefined,
  };
}

function shownRuns(request: ApiRequest, runs: readonly CheckRun[]): ApiAnswer {
  const { query, world, asOf } = request;
  const standing = world.versions.view(runs, asOf);
  const latest = query.get('filter') === 'all' ? standing : latestRuns(standing);
  const found = latest
    .filter((run) => !query.get('check_name') || run.name === query.get('check_name'))
    .filter((run) => !query.get('app_id') || run.suite.app.id === Number(query.get('app_id')))
    .filter((run) => !query.get('status') || run.status === query.get('status'))
    .sort((a, b) => b.id - a.id);
  return page(
    request,
    found,
    (run) => checkRunPayload(world, run),
    (check_runs) => ({ total_count: found.length, check_runs }),
  );
}

function commitSha(request: ApiRequest, repository: Repository): string {
  const name = param(request, 'ref');
  const commit = repository.git.resolveCommit(name);
  if (!commit) throw new ApiError(422, `No commit found for SHA: ${name}`);
  return commit.oid;
}

export const checkRoutes: readonly Route[] = [
  repositoryRoute(
    'POST',
    '/check-runs',
    'checks:write',
    (request, repository) => {
      const app = writingApp(request);
      const { body, world } = request;
      const given = {
        ...changeOf(body),
        name: requiredText(body, 'name', 'CheckRun'),
        headSha: requiredText(body, 'head_sha', 'CheckRun'),
      };
      return ok(checkRunPayload(world, createCheckRun(world, repository, app, given)), 201);
    },
    { isContent: true },
  ),
  repositoryRoute('GET', '/check-runs/{check_run_id}', 'checks:read', (request, repository) =>
    ok(checkRunPayload(request.world, runOf(request, repository))),
  ),
  repositoryRoute('PATCH', '/check-runs/{check_run_id}', 'checks:write', (request, repository) => {
    const run = ownRun(request, repository);
    updateCheckRun(request.world, run, changeOf(request.body));
    return ok(checkRunPayload(request.world, run));
  }),
  repositoryRoute('GET', '/check-runs/{check_run_id}/annotations', 'checks:read', (request, repository) => {
    const run = runOf(request, repository);
    return page(request, [...run.annotations.keys()], (index) => annotationPayload(request.world, run, index));
  }),
  repositoryRoute('POST', '/check-runs/{check_run_id}/rerequest', 'checks:write', (request, repository) => {
    rerequestCheckRun(request.world, runOf(request, repository), actor(request));
    return ok({}, 201);
  }),
  repositoryRoute('GET', '/commits/{ref}/check-runs', 'checks:read', (request, repository) => {
    const sha = commitSha(request, repository);
    return shownRuns(
      request,
      repository.checkRuns.filter((run) => run.suite.headSha === sha),
    );
  }),
  repositoryRoute('GET', '/commits/{ref}/check-suites', 'checks:read', (request, repository) => {
    const { query, world } = request;
    const sha = commitSha(request, repository);
    const app = query.get('app_id');
    const found = repository.checkSuites.filter(
      (suite) => suite.headSha === sha && (!app || suite.app.id === Number(app)),
    );
    return page(
      request,
      found,
      (suite) => checkSuitePayload(world, suite),
      (check_suites) => ({ total_count: found.length, check_suites }),
    );
  }),
  repositoryRoute('GET', '/check-suites/{check_suite_id}', 'checks:read', (request, repository) =>
    ok(checkSuitePayload(request.world, suiteOf(request, repository))),
  ),
  repositoryRoute('GET', '/check-suites/{check_suite_id}/check-runs', 'checks:read', (request, repository) => {
    const suite = suiteOf(request, repository);
    return shownRuns(
      request,
      repository.checkRuns.filter((run) => run.suite === suite),
    );
  }),
  repositoryRoute('POST', '/check-suites/{check_suite_id}/rerequest', 'checks:write', (request, repository) => {
    rerequestCheckSuite(request.world, suiteOf(request, repository), actor(request));
    return ok({}, 201);
  }),
];

import { emitRepositoryEvent } from '../emit.ts';
import { ApiError, validationFailed } from '../errors.ts';
import { nodeId } from '../ids.ts';
import { briefCheckSuite, checkRunPayload, webhookCheckSuite } from '../payloads/checks.ts';
import type { Actor, Annotation, App, CheckRun, CheckSuite, Json, Repository, World } from '../state.ts';
import { createCheckSuite } from './pushes.ts';

/** GitHub's longest summary and text of a check run, in characters. */
const TEXT_LIMIT = 65_535;
const ANNOTATION_LIMIT = 50;
const NAMESAKES = 1000;

export interface CheckRunChange {
  readonly name?: string | undefined;
  readonly status?: CheckRun['status'] | undefined;
  readonly conclusion?: string | null | undefined;
  readonly externalId?: string | undefined;
  readonly detailsUrl?: string | undefined;
  readonly startedAt?: string | undefined;
  readonly completedAt?: string | undefined;
  readonly output?:
    | {
        readonly title?: string;
        readonly summary?: string;
        readonly text?: string | null;
        readonly annotations?: readonly Json[];
      }
    | undefined;
  readonly actions?: readonly Json[] | undefined;
}

export function createCheckRun(
  world: World,
  repository: Repository,
  app: App,
  given: CheckRunChange & { readonly name: string; readonly headSha: string },
): CheckRun {
  if (!repository.git.resolveCommit(given.headSha))
    throw new ApiError(422, `No commit found for SHA: ${given.headSha}`);
  checkChange(given);
  const suite =
    repository.checkSuites.find((candidate) => candidate.app === app && candidate.headSha === given.headSha) ??
    createCheckSuite(world, repository, app, {
      headSha: given.headSha,
      headBranch: branchAt(repository, given.headSha),
      before: null,
    });
  if (repository.checkRuns.filter((run) => run.suite === suite && run.name === given.name).length >= NAMESAKES) {
    throw validationFailed({
      resource: 'CheckRun',
      code: 'custom',
      message: `More than ${NAMESAKES} check runs of this name in the suite`,
    });
  }
  const id = world.ids.next();
  const run = world.versions.created<CheckRun>({
    id,
    nodeId: nodeId('CR', repository.id, id),
    suite,
    name: given.name,
    status: 'queued',
    conclusion: null,
    externalId: '',
    detailsUrl: null,
    startedAt: world.clock.iso(),
    completedAt: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
    actions: [],
  });
  Object.assign(run, changed(world, run, given));
  repository.checkRuns.push(run);
  emitCheckRun(world, run, { action: 'created' }, { account: app.bot, app });
  if (run.status === 'completed') emitCheckRun(world, run, { action: 'completed' }, { account: app.bot, app });
  return run;
}

/** Changes a check run; annotations are added to those that stand. */
export function updateCheckRun(world: World, run: CheckRun, change: CheckRunChange): void {
  checkChange(change);
  const wasCompleted = run.status === 'completed';
  world.versions.update(run, changed(world, run, change));
  const { app } = run.suite;
  if (run.status === 'completed' && !wasCompleted)
    emitCheckRun(world, run, { action: 'completed' }, { account: app.bot, app });
}

function changed(world: World, run: CheckRun, change: CheckRunChange): Partial<CheckRun> {
  const completed = change.conclusion ? 'completed' : change.status;
  const status = completed ?? run.status;
  const { output } = change;
  const isCompleted = status === 'completed';
  return {
    name: change.name ?? run.name,
    status,
    conclusion: isCompleted ? (change.conclusion ?? run.conclusion) : null,
    externalId: change.externalId ?? run.externalId,
    detailsUrl: change.detailsUrl ?? run.detailsUrl,
    startedAt: change.startedAt ?? run.startedAt,
    completedAt: isCompleted ? (change.completedAt ?? run.completedAt ?? world.clock.iso()) : null,
    actions: change.actions ?? run.actions,
    ...(output
      ? {
          output: {
            title: output.title ?? run.output.title,
            summary: output.summary ?? run.output.summary,
            text: output.text ?? run.output.text,
          },
          annotations: [...run.annotations, ...(output.annotations ?? []).map(annotation)],
        }
      : {}),
  };
}

function annotation(given: Json): Annotation {
  const number = (name: string) => (typeof given[name] === 'number' ? given[name] : null);
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : null);
  return {
    path: String(given.path),
    start_line: Number(given.start_line),
    end_line: Number(given.end_line),
    start_column: number('start_column'),
    end_column: number('end_column'),
    annotation_level: String(given.annotation_level),
    title: text('title'),
    message: String(given.message),
    raw_details: text('raw_details'),
  };
}

function checkChange(change: CheckRunChange): void {
  if (change.status === 'completed' && !change.conclusion) {
    throw validationFailed({ resource: 'CheckRun', code: 'missing_field', field: 'conclusion' });
  }
  const { summary, text, annotations } = change.output ?? {};
  for (const [field, value] of Object.entries({ summary, text })) {
    if (value && [...value].length > TEXT_LIMIT)
      throw validationFailed({
        resource: 'CheckRun',
        code: 'invalid',
        field,
        message: `Only ${TEXT_LIMIT} characters are allowed`,
      });
  }
  if ((annotations?.length ?? 0) > ANNOTATION_LIMIT) {
    throw new ApiError(
      422,
      `Invalid request.\n\nNo more than ${ANNOTATION_LIMIT} items are allowed; ${annotations?.length} were supplied.`,
    );
  }
  if ((change.actions?.length ?? 0) > 3)
    throw new ApiError(422, 'Invalid request.\n\nNo more than 3 items are allowed.');
}

function branchAt(repository: Repository, sha: string): string | null {
  for (const [name, oid] of repository.git.refs)
    if (oid === sha && name.startsWith('refs/heads/')) return name.slice('refs/heads/'.length);
  return null;
}

function emitCheckRun(world: World, run: CheckRun, parts: Json, sender: Actor, onlyFor?: App): void {
  const check_run = { ...checkRunPayload(world, run), check_suite: briefCheckSuite(world, run.suite) };
  const { action, ...rest } = parts;
  const event = { name: 'check_run', parts: { action, check_run, ...rest }, ...(onlyFor ? { onlyFor } : {}) };
  emitRepositoryEvent(world, event, run.suite.repository, sender);
}

/** Someone pressed "Re-run" on a check: its app alone is told. */
export function rerequestCheckRun(world: World, run: CheckRun, sender: Actor): void {
  world.versions.update(run, { status: 'queued', conclusion: null, completedAt: null });
  emitCheckRun(world, run, { action: 'rerequested' }, sender, run.suite.app);
}

export function rerequestCheckSuite(world: World, suite: CheckSuite, sender: Actor): void {
  const parts = { action: 'rerequested', check_suite: webhookCheckSuite(world, suite) };
  emitRepositoryEvent(world, { name: 'check_suite', parts, onlyFor: suite.app }, suite.repository, sender);
}

/** Someone pressed a button that the check run offers. */
export function requestAction(world: World, run: CheckRun, identifier: string, sender: Actor): void {
  if (!run.actions.some((action) => action.identifier === identifier))
    throw new Error(`The check run offers no action ${identifier}`);
  emitCheckRun(world, run, { action: 'requested_action', requested_action: { identifier } }, sender, run.suite.app);
}

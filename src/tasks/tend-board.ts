import { type FollowedActivity, followActivity } from '../ggi/board/follow.ts';
import { activityIssueKey } from '../ggi/board/keys.ts';
import { type Past, pastOf } from '../ggi/board/past.ts';
import { readBody } from '../ggi/board/read-body.ts';
import { firstLabels } from '../ggi/board/state.ts';
import { type BoardIssue, type CollectedBoard, readBoardIssues } from '../github/read-board.ts';
import { readIssueHistories } from '../github/read-board-history.ts';
import { readComment, readRole } from '../github/read-comment.ts';
import { planBoard, type StandingActivityIssue } from '../plan/plan-board.ts';
import { governanceTitle, renderAddedHeading, renderGovernanceIssue, renderPoint } from '../report/governance-issue.ts';
import { type Artifact, artifactsUnder } from '../store/artifacts.ts';
import { addBoardChanges, type BoardProblem, noteBoard, readBoard, saveBoard } from '../store/board.ts';
import { acknowledge } from './acknowledge.ts';
import { attest } from './attest.ts';
import { type ChosenBoard, chosenBoard } from './board.ts';
import { carryOut, type Outcome } from './carry-out.ts';
import { type Configuration, type GovernanceRepository, loadConfiguration, rightsUnder } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { goalArtifacts, keepGoals } from './keep-goals.ts';
import { keepProject, projectArtifacts } from './keep-project.ts';
import { remindOwners } from './remind-owners.ts';
import { type BoardTask, reportRequest } from './requests.ts';
import { tellEvidence } from './tell-evidence.ts';

/** An issue has no past in the minutes after it was filed. */
const JUST_FILED_MS = 600_000;

/** On a line of its own, in a new comment. */
const INIT = /^\/portreeve ggi init[ \t\r]*$/m;

/** Keeps the board of good governance: files what is missing, reads what people changed, and dates it. */
export async function tendBoard(context: TaskContext, task: BoardTask): Promise<void> {
  const { installationId } = task;
  const configuration = await loadConfiguration(context, installationId, { isAwaited: task.commentId !== null });
  if (configuration === null) return;
  const place = configuration.governanceRepository;
  const chosen = chosenBoard(context, configuration);
  if (task.work === 'attest') return takeAttestation(context, configuration, { chosen, place }, task);
  if (task.commentId !== null && !(await mayAsk(context, task, place))) return;
  if (chosen === null || place === null) {
    context.log.warn({ installationId, isChosen: chosen !== null }, 'there is no board, or no repository for it');
    await answer(context, configuration, task, place, false);
    return;
  }
  const work = { chosen, place, isRequested: task.work === 'init' };
  const board = await keepBoard(context, configuration, work);
  const isDone = board !== null;
  if (isDone) await tellEvidence(context, configuration);
  // Last, as the least of it: where GitHub lets us write no more for now, all else is there.
  if (isDone) await keepGoals(context, configuration, work, board);
  if (isDone) await keepProject(context, configuration, work, board);
  // Whoever asked for a board is not left with empty issues until the night.
  if (isDone && task.work === 'init') await context.enqueue([reportRequest({ installationId })]);
  await answer(context, configuration, task, place, isDone);
}

async function takeAttestation(
  context: TaskContext,
  configuration: Configuration,
  { chosen, place }: { readonly chosen: ChosenBoard | null; readonly place: GovernanceRepository | null },
  task: BoardTask,
): Promise<void> {
  if (chosen === null || place === null) return;
  const isTaken = await attest(context, configuration, { chosen, place }, task);
  if (isTaken === null) return;
  if (isTaken) await tellEvidence(context, configuration);
  await answer(context, configuration, task, place, isTaken);
}

interface BoardWork {
  readonly chosen: ChosenBoard;
  readonly place: GovernanceRepository;
  readonly isRequested: boolean;
}

/** @returns the board as it stands now; null where there can be none */
async function keepBoard(
  context: TaskContext,
  configuration: Configuration,
  work: BoardWork,
): Promise<CollectedBoard | null> {
  const { installationId } = configuration;
  const artifacts = await boardArtifacts(context, installationId, work);
  const read = await readAll(context, configuration, work, artifacts);
  const problem = problemOf(read, work.place);
  if (read === null || problem !== null) {
    await notePlace(context, installationId, work.place, problem);
    return null;
  }
  await context.checkpoint('collected');
  const { written, retry } = await fileIssues(context, configuration, work, { artifacts, read });
  // What was just filed is known by reading it, as everything else is.
  const after = written === 0 ? { artifacts, read } : await again(context, configuration, work);
  if (after.read !== null) await follow(context, installationId, work, { ...after, read: after.read });
  if (retry !== null) throw retry;
  await remindOwners(context, configuration, work.chosen, work.place);
  return after.read;
}

async function again(context: TaskContext, configuration: Configuration, work: BoardWork) {
  const artifacts = await boardArtifacts(context, configuration.installationId, work);
  return { artifacts, read: await readAll(context, configuration, work, artifacts) };
}

/** What the store remembers of the activities' issues, by the activity's id. */
async function boardArtifacts(
  { store }: TaskContext,
  installationId: number,
  { chosen, place }: BoardWork,
): Promise<Map<string, Artifact>> {
  const keys = new Map(
    chosen.board.activities.map(({ id }) => [activityIssueKey(place.repositoryId, id), id] as const),
  );
  const found = await store.asInstallation(installationId, (db) => artifactsUnder(db, [...keys.keys()]));
  return new Map(
    found.flatMap((artifact): [string, Artifact][] => {
      const id = keys.get(artifact.key);
      return id === undefined || artifact.nodeId === null ? [] : [[id, artifact]];
    }),
  );
}

async function readAll(
  context: TaskContext,
  configuration: Configuration,
  work: BoardWork,
  artifacts: ReadonlyMap<string, Artifact>,
): Promise<CollectedBoard | null> {
  const { installationId } = configuration;
  const goals = await goalArtifacts(context, installationId, work);
  const shown = await projectArtifacts(context, configuration, work);
  const nodeIds = [...artifacts.values(), ...goals, ...shown].flatMap(({ nodeId }) => nodeId ?? []);
  return readBoardIssues(context.github.reader(installationId), work.place, nodeIds);
}

/** Why nothing can be filed there. Another repository that took the name since is none of ours. */
function problemOf(read: CollectedBoard | null, place: GovernanceRepository): BoardProblem | null {
  if (read === null || read.repository.repositoryId !== place.repositoryId) return 'no-repository';
  if (read.repository.isArchived) return 'archived';
  return read.repository.hasIssues ? null : 'without-issues';
}

async function notePlace(
  { store, log, now }: TaskContext,
  installationId: number,
  { repositoryId, isPublic }: GovernanceRepository,
  problem: BoardProblem | null,
): Promise<void> {
  log.warn({ installationId, repositoryId, problem }, 'the board cannot be kept there');
  await store.asInstallation(installationId, (db) =>
    noteBoard(db, installationId, { repositoryId, isPublic, problem }, now()),
  );
}

interface BoardAsRead {
  readonly artifacts: ReadonlyMap<string, Artifact>;
  readonly read: CollectedBoard;
}

async function fileIssues(
  context: TaskContext,
  configuration: Configuration,
  { chosen, place, isRequested }: BoardWork,
  { artifacts, read }: BoardAsRead,
): Promise<Outcome> {
  const { store, log } = context;
  const { installationId } = configuration;
  const { board, frame, settings } = chosen;
  const { words } = frame;
  if (read.repository.isPublic) log.warn({ installationId }, 'the board stands where everybody may read it');
  const kept = await store.asInstallation(installationId, (db) => readBoard(db, place.repositoryId));
  const issuesUrl = `${read.repository.url}/issues`;
  const isTicked = (key: string) => kept.points.get(key)?.isTicked ?? false;
  const actions = planBoard({
    repository: place,
    isConfidential: !place.isPublic,
    board,
    isRequested,
    standing: new Map([...artifacts].map(([id, artifact]) => [id, standingOf(artifact, read.issues)])),
    isTicked,
    labels: (activity) =>
      firstLabels(activity, settings.labels, kept.imported.get(activity.id)?.state ?? 'not-selected'),
    render: {
      issue: (activity) => renderGovernanceIssue(frame, activity, { board, issuesUrl, isTicked }),
      title: governanceTitle,
      point: (point, isTicked) => renderPoint(words, point, isTicked),
      heading: renderAddedHeading(words),
    },
  });
  return carryOut(context, installationId, actions, rightsUnder(configuration, 'observe'));
}

function standingOf(artifact: Artifact, issues: readonly BoardIssue[]): StandingActivityIssue {
  const issue = issues.find(({ nodeId }) => nodeId === artifact.nodeId);
  return {
    number: artifact.number ?? 0,
    isDeleted: issue === undefined,
    title: issue?.title ?? '',
    body: issue?.body ?? '',
    details: artifact.details,
  };
}

/** Compares what people left with what was known, and keeps it. */
async function follow(context: TaskContext, installationId: number, work: BoardWork, as: BoardAsRead): Promise<void> {
  const { store, now, log } = context;
  const { chosen, place } = work;
  const {
    artifacts,
    read: { issues, repository },
  } = as;
  const at = now();
  const { repositoryId } = place;
  const past = await unfollowedPast(context, installationId, work, as);
  const changed = await store.asInstallation(installationId, async (db) => {
    const kept = await readBoard(db, repositoryId);
    const followed = chosen.board.activities.flatMap((activity) => {
      const issue = issues.find(({ nodeId }) => nodeId === artifacts.get(activity.id)?.nodeId);
      if (issue === undefined) return [];
      const before = kept.activities.has(activity.id) ? undefined : past.get(activity.id);
      const result = followActivity({
        activity,
        readable: chosen.readable(activity),
        labels: chosen.settings.labels,
        issue,
        kept: kept.activities.get(activity.id) ?? before?.activity ?? kept.imported.get(activity.id) ?? null,
        keptPoints: new Map([...kept.points, ...(before?.points ?? [])]),
        at: at.toISOString(),
      });
      return [{ id: activity.id, issue, result, past: before?.changes ?? [] }];
    });
    const changes = followed.flatMap(({ result }) => result.changes);
    const reading = {
      repositoryId,
      isPublic: repository.isPublic,
      activities: new Map(followed.map(({ id, issue, result }) => [id, rowOf(issue, result)])),
      points: new Map(followed.flatMap(({ result }) => [...result.points])),
      changes,
    };
    const lived = followed.flatMap((one) => one.past);
    await addBoardChanges(db, installationId, repositoryId, lived, 'events');
    await saveBoard(db, installationId, reading, at);
    return changes.length;
  });
  log.info({ installationId, issues: issues.length, changed }, 'board read');
}

/** What happened, before anybody followed them, to issues that have stood for a while: it is asked for once. */
async function unfollowedPast(
  { store, github, now }: TaskContext,
  installationId: number,
  { chosen, place }: BoardWork,
  { artifacts, read }: BoardAsRead,
): Promise<Map<string, Past>> {
  const kept = await store.asInstallation(installationId, (db) => readBoard(db, place.repositoryId));
  const ids = new Set(read.issues.map(({ nodeId }) => nodeId));
  const unfollowed = chosen.board.activities.flatMap((activity) => {
    const { nodeId = null, doneAt = null } = artifacts.get(activity.id) ?? {};
    const isNew = doneAt !== null && now().getTime() - doneAt.getTime() < JUST_FILED_MS;
    const isOld = nodeId !== null && ids.has(nodeId) && !isNew && !kept.activities.has(activity.id);
    return isOld ? [{ activity, nodeId }] : [];
  });
  const nodeIds = unfollowed.map(({ nodeId }) => nodeId);
  const histories = await readIssueHistories(github.reader(installationId), nodeIds);
  return new Map(
    unfollowed.flatMap(({ activity, nodeId }): [string, Past][] => {
      const history = histories.find((one) => one.nodeId === nodeId);
      if (history === undefined) return [];
      const readable = chosen.readable(activity);
      const ticksIn = (body: string) => readBody(body, readable).ticks;
      return [[activity.id, pastOf({ activity: activity.id, history, labels: chosen.settings.labels, ticksIn })]];
    }),
  );
}

function rowOf({ number, url, isOpen }: BoardIssue, { activity, ownTasks }: FollowedActivity) {
  return { ...activity, number, url, isOpen, ownTasks };
}

/**
 * Nothing of the event is believed: the comment is read again, and what its author may do now. Whoever may not write to
 * the repository gets no answer.
 */
async function mayAsk(
  { github, log }: TaskContext,
  { installationId, repositoryId, commentId }: BoardTask,
  place: GovernanceRepository | null,
): Promise<boolean> {
  const refuse = (reason: string): boolean => {
    log.warn({ installationId, commentId, reason }, 'the board was asked for in vain');
    return false;
  };
  if (commentId === null || place === null || place.repositoryId !== repositoryId) return refuse('another repository');
  const reader = github.reader(installationId);
  const where = { owner: place.owner, repo: place.name };
  const comment = await readComment(reader, where, commentId);
  if (comment === null || !INIT.test(comment.body)) return refuse('no command');
  if (!comment.author.isPerson || comment.isByApp || !comment.isUnedited) return refuse('not a person’s own words');
  const role = await readRole(reader, where, comment.author.login);
  if (role === null || role.accountId !== comment.author.id || !role.canWrite) return refuse('no right to write');
  return true;
}

/** Whoever asked in a comment sees by a reaction that it was done, or that there can be no board. */
async function answer(
  context: TaskContext,
  configuration: Configuration,
  { installationId, commentId }: BoardTask,
  place: GovernanceRepository | null,
  isDone: boolean,
): Promise<void> {
  if (commentId === null || place === null) return;
  const actions = await acknowledge(context, place, { installationId, commentId, isTaken: isDone });
  const { retry } = await carryOut(context, installationId, actions, rightsUnder(configuration, 'observe'));
  if (retry !== null) throw retry;
}

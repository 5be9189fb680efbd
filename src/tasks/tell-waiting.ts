import { isAnswered, promisedUntil } from '../contributions/onboarding.ts';
import { valueOr } from '../core/fact.ts';
import { type Replies, readReplies } from '../github/read-replies.ts';
import type { TaskRequest } from '../jobs/jobs.ts';
import type { CreateComment } from '../plan/action.ts';
import { waitingIssueKey } from '../plan/brake.ts';
import { fingerprint } from '../plan/fingerprint.ts';
import { planNote } from '../plan/plan-note.ts';
import { renderWaiting, renderWaitingNote, type Waiting } from '../report/waiting.ts';
import { findArtifact } from '../store/artifacts.ts';
import { markAnswered, markTold, type WaitingContribution, waitingContributions } from '../store/contributions.ts';
import { type KnownRepository, listRepositories } from '../store/repositories.ts';
import { carryOut } from './carry-out.ts';
import {
  type Configuration,
  type GovernanceRepository,
  loadConfiguration,
  ownConfigurationText,
  rightsUnder,
} from './configuration.ts';
import type { TaskContext } from './context.ts';
import { keepWaitingIssue } from './kept-issue.ts';
import { findMembers } from './members.ts';
import { frameForOrganization } from './report-frame.ts';
import { conversationRequest, pullRequestRequest } from './requests.ts';

/** More are looked at the next day. */
const MOST_LOOKED_AT = 500;
const DAY = 86_400_000;

/** A contribution that waits for longer than its repository promises. */
interface Overdue extends WaitingContribution {
  readonly repository: KnownRepository;
  readonly isPublic: boolean;
  readonly promisedUntil: string;
  /** Who is to be told. */
  readonly contact: string | null;
}

/**
 * Looks which promises to answer were not kept, and tells the organisation so in one issue in its governance repository,
 * and the person whom it named once of each. Whoever waits sees in our comment that it was told.
 */
export async function tellWaiting(context: TaskContext, installationId: number): Promise<void> {
  const { store, github, now } = context;
  const configuration = await loadConfiguration(context, installationId);
  if (configuration === null) return;
  const overdue = await findOverdue(context, configuration);
  const replies =
    overdue.length === 0
      ? []
      : await readReplies(
          github.reader(installationId),
          overdue.map(({ nodeId }) => nodeId),
        );
  await context.checkpoint('collected');
  const repliers = replies.flatMap((one) => one.repliers.flatMap((by) => by?.id ?? []));
  const members = valueOr(await findMembers(context, configuration, repliers), new Set<number>());
  const waiting = overdue.filter((one) => isStillWaiting(one, replies, members));
  const answered = overdue.filter((one) => !waiting.includes(one));
  await store.asInstallation(installationId, (db) => markAnswered(db, answered, now()));

  const place = configuration.governanceRepository;
  if (place === null) {
    if (waiting.length > 0) context.log.warn({ installationId }, 'there is no repository in which to tell who waits');
    return;
  }
  const untold = waiting.filter(({ toldAt }) => toldAt === null);
  await keepIssue(context, configuration, place, waiting, replies);
  await callContacts(context, configuration, place, untold);
  await store.asInstallation(installationId, async (db) => {
    await markTold(db, untold, now());
    // Under each of them our comment says now that it waits, or no longer does.
    const changed = [...untold, ...answered.filter(({ toldAt }) => toldAt !== null)];
    await context.enqueue(
      changed.map((one) => lookAgain(installationId, one)),
      db,
    );
  });
  context.log.info({ installationId, waiting: waiting.length, told: untold.length }, 'promises looked at');
}

async function findOverdue({ store, now }: TaskContext, configuration: Configuration): Promise<Overdue[]> {
  const { installationId } = configuration;
  const { waiting, repositories } = await store.asInstallation(installationId, async (db) => ({
    waiting: await waitingContributions(db, new Date(now().getTime() - DAY), MOST_LOOKED_AT),
    repositories: new Map((await listRepositories(db)).map((repository) => [repository.repositoryId, repository])),
  }));
  return waiting.flatMap((one): Overdue[] => {
    const repository = repositories.get(one.repositoryId);
    const description = repository?.facts?.description;
    if (repository === undefined || description?.status !== 'known') return [];
    const own = ownConfigurationText(configuration, one.repositoryId);
    const { mode, contributions } = configuration.forRepository(description.value, own);
    const { answerWithinDays: days, contact } = contributions.onboarding;
    if (mode !== 'enforce' || days === null) return [];
    const until = promisedUntil(one.openedAt.toISOString(), days);
    const isPublic = description.value.visibility === 'public';
    return until > now().toISOString() ? [] : [{ ...one, repository, isPublic, promisedUntil: until, contact }];
  });
}

/** One that is gone waits no longer. */
function isStillWaiting({ nodeId }: Overdue, replies: readonly Replies[], members: ReadonlySet<number>): boolean {
  const found = replies.find((one) => one.nodeId === nodeId);
  return found !== undefined && !isAnswered(found, found.repliers, members);
}

function nameOf({ repository, number }: Overdue): string {
  return `${repository.name}#${number}`;
}

/** Where everybody reads, only what everybody may know. */
async function keepIssue(
  context: TaskContext,
  configuration: Configuration,
  place: GovernanceRepository,
  waiting: readonly Overdue[],
  replies: readonly Replies[],
): Promise<void> {
  const shown = waiting.filter(({ isPublic }) => isPublic || !place.isPublic);
  const items = shown.map((one): Waiting => {
    const url = replies.find(({ nodeId }) => nodeId === one.nodeId)?.url ?? '';
    return { name: nameOf(one), url, openedAt: one.openedAt.toISOString(), promisedUntil: one.promisedUntil };
  });
  await keepWaitingIssue(context, configuration, {
    key: waitingIssueKey(place.repositoryId),
    place,
    waiting: waiting.map(({ repositoryId, number }) => `${repositoryId}:${number}`),
    render: () =>
      renderWaiting(frameForOrganization(context, configuration), {
        waiting: items,
        restricted: waiting.length - shown.length,
      }),
  });
}

/** Calls each person who is to be told once, under the issue. */
async function callContacts(
  context: TaskContext,
  configuration: Configuration,
  place: GovernanceRepository,
  untold: readonly Overdue[],
): Promise<void> {
  const { store } = context;
  const { installationId } = configuration;
  const frame = frameForOrganization(context, configuration);
  const contacts = new Set(untold.flatMap(({ contact }) => contact ?? []));
  const notes = await store.asInstallation(installationId, async (db) => {
    const issue = await findArtifact(db, waitingIssueKey(place.repositoryId));
    if (issue?.number == null) return [];
    const found: CreateComment[] = [];
    for (const contact of contacts) {
      const theirs = untold.filter((one) => one.contact === contact);
      const places = theirs.map(({ repositoryId, number }) => `${repositoryId}:${number}`).sort();
      const key = `${waitingIssueKey(place.repositoryId)}:${fingerprint([contact, places]).slice(0, 16)}`;
      // It stands already where the work was broken off after it.
      if ((await findArtifact(db, key))?.externalId != null) continue;
      const body = renderWaitingNote(frame, contact, theirs.length);
      found.push(planNote({ repository: place, key, number: issue.number, body }));
    }
    return found;
  });
  const { retry } = await carryOut(context, installationId, notes, rightsUnder(configuration, 'observe'));
  if (retry !== null) throw retry;
}

function lookAgain(installationId: number, { kind, repository, number }: Overdue): TaskRequest {
  const { repositoryId, nodeId } = repository;
  const subject = { installationId, repositoryId, nodeId, number };
  return kind === 'issue'
    ? conversationRequest({ ...subject, work: 'issue' })
    : pullRequestRequest({ ...subject, headSha: null });
}

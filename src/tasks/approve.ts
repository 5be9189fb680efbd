import { type IssueComment, readComment, readRole } from '../github/read-comment.ts';
import { HASH_LENGTH, heldIssueKey, type Refusal } from '../plan/brake.ts';
import { findArtifact } from '../store/artifacts.ts';
import { type Approver, readBrake, release } from '../store/brake.ts';
import type { Store } from '../store/store.ts';
import { loadCandidate, newestFiles } from './brake.ts';
import { type Configuration, loadConfiguration } from './configuration.ts';
import { CONFIGURATION_REPOSITORIES } from './configuration-files.ts';
import type { TaskContext } from './context.ts';
import { type ApprovalTask, approvalRequest } from './requests.ts';
import { sweepAnew } from './sweep-anew.ts';
import { placeOf, tellHeld } from './tell-held.ts';

/** On a line of its own, with the hash of the plan. */
const APPROVE = new RegExp(`^/portreeve approve ([0-9a-f]{${HASH_LENGTH}})[ \\t\\r]*$`, 'gm');

/** Somebody meant to give the command, whether or not it is whole. */
const COMMAND = /^\/portreeve approve\b/m;

/** Tells what waits, or releases it where a comment says so and its author may. */
export async function settleApproval(context: TaskContext, task: ApprovalTask): Promise<void> {
  const refusal = task.work === 'approve' ? await approveByComment(context, task) : null;
  await tellHeld(context, task.installationId, refusal);
}

/**
 * Nothing of the event is believed: the comment is read again, and its author's rights as they are now.
 * @returns what a person did wrong who wrote the command below the issue; everything else gets no answer
 */
async function approveByComment(context: TaskContext, task: ApprovalTask): Promise<Refusal | null> {
  const { store, github, log } = context;
  const { installationId, repositoryId, commentId } = task;
  const refuse = (reason: string, told: Refusal | null = null): Refusal | null => {
    log.warn({ installationId, commentId, reason }, 'approval refused');
    return told;
  };
  const configuration = await loadConfiguration(context, installationId, { isAwaited: true });
  if (configuration === null || commentId === null || repositoryId === null) return null;
  const { held } = await store.asInstallation(installationId, readBrake);
  if (held === null) return refuse('nothing waits');
  const candidate = await loadCandidate(context, configuration);
  const place = await placeOf(context, configuration, candidate ?? configuration);
  if (place === null || place.repositoryId !== repositoryId) return refuse('another repository');
  const reader = github.reader(installationId);
  const comment = await readComment(reader, { owner: place.owner, repo: place.name }, commentId);
  const issue = await store.asInstallation(installationId, (db) => findArtifact(db, heldIssueKey(repositoryId)));
  if (comment === null || issue === undefined || comment.issueNumber !== issue.number) return refuse('another issue');
  if (!comment.author.isPerson || comment.isByApp) return refuse('not a person');
  if (!COMMAND.test(comment.body)) return refuse('no command');
  if (!comment.isUnedited) return refuse('the comment was edited', 'edited');
  const hashes = [...comment.body.matchAll(APPROVE)].map(([, hash]) => hash);
  const [hash] = hashes;
  if (hash === undefined || hashes.length > 1 || hash !== held.hash) return refuse('another plan', 'another-plan');
  const approver = await approverAmong(context, configuration, candidate, comment.author);
  if (approver === null) return refuse('not a named approver with the rights for it', 'not-approver');
  await context.checkpoint('approving');
  const isReleased = await releaseHeld(context, installationId, hash, approver);
  await context.checkpoint('approved');
  if (!isReleased) return refuse('another plan by now', 'another-plan');
  log.info({ installationId, hash, approver: approver.name }, 'released');
  return null;
}

/**
 * Those named by the configuration in force need to be able to write to where it stands. Who is named only by one that
 * waits must be an administrator there: else whoever can push could name themselves.
 * @param author of the comment, by the login that GitHub gives the account now: names are given away and change
 */
async function approverAmong(
  context: TaskContext,
  inForce: Configuration,
  candidate: Configuration | null,
  author: IssueComment['author'],
): Promise<Approver | null> {
  const { store, github } = context;
  const { installationId, owner } = inForce;
  const files = await store.asInstallation(installationId, newestFiles);
  const places = CONFIGURATION_REPOSITORIES.filter((name) => files.some(({ path }) => path.startsWith(`${name}/`)));
  if (places.length === 0) return null;
  const reader = github.reader(installationId);
  const nameIn = (approvers: readonly string[] = []) =>
    approvers.find((named) => named.toLowerCase() === author.login.toLowerCase());
  const nameInForce = nameIn(inForce.brake.approvers);
  const name = nameInForce ?? nameIn(candidate?.brake.approvers);
  if (name === undefined) return null;
  const roles = await Promise.all(places.map((repo) => readRole(reader, { owner, repo }, name)));
  const isTheirs = roles.every((role) => role?.accountId === author.id);
  const isEnough = roles.every((role) => (nameInForce === undefined ? role?.isAdmin : role?.canWrite) === true);
  return isTheirs && isEnough ? { name, accountId: author.id } : null;
}

/** Releases a plan and asks for what follows from it, all or nothing. @returns false where another plan waits, or none */
export async function releaseHeld(
  context: { readonly store: Store } & Pick<TaskContext, 'enqueue' | 'now'>,
  installationId: number,
  hash: string,
  approver: Approver,
): Promise<boolean> {
  const { store, enqueue, now } = context;
  return store.asInstallation(installationId, async (db) => {
    const isReleased = await release(db, installationId, hash, approver, now());
    if (!isReleased) return false;
    await enqueue([approvalRequest({ installationId, work: 'tell' })], db);
    await sweepAnew(context, db, installationId);
    return true;
  });
}

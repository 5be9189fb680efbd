import { collectPublication } from '../github/collect-publication.ts';
import type { CollectedRepository } from '../github/collect-repositories.ts';
import { readComment, readRole } from '../github/read-comment.ts';
import { auditPublication } from '../insights/publication/audit-publication.ts';
import type { Action } from '../plan/action.ts';
import { planKeptComment } from '../plan/plan-kept-comment.ts';
import { planPublicationIssue, publicationCommentKey, publicationIssueKey } from '../plan/plan-publication.ts';
import { renderPublicationComment, renderPublicationIssue } from '../report/publication.ts';
import { type Artifact, findArtifact } from '../store/artifacts.ts';
import { acknowledge } from './acknowledge.ts';
import { carryOut } from './carry-out.ts';
import { type Configuration, rightsUnder } from './configuration.ts';
import type { TaskContext } from './context.ts';
import type { Judgement } from './judge-repository.ts';
import { isDeleted } from './publication-comments.ts';
import { frameForOrganization } from './report-frame.ts';
import type { RepositoryTask } from './requests.ts';

/** On a line of its own, in a new comment. */
const PUBLISH = /^\/portreeve publish[ \t\r]*$/m;

interface Audited {
  readonly collected: CollectedRepository;
  readonly judgement: Judgement;
  /** As the store had them before. */
  readonly artifacts: readonly Artifact[];
}

/**
 * Tells the people of a private repository what to look at before it becomes public: in an issue there, as somebody
 * asked for it, and after each push as long as that is open. What was found is taken away again by the first audit that
 * finds the repository public.
 */
export async function tellPublication(
  context: TaskContext,
  configuration: Configuration,
  audited: Audited,
  task: RepositoryTask,
): Promise<void> {
  const { collected, judgement, artifacts } = audited;
  const { repositoryId, description } = collected;
  const isRequested = task.isPublicationRequested === true;
  const list = artifacts.find(({ key }) => key === publicationIssueKey(repositoryId));
  if (!isRequested && list?.nodeId == null) return;
  if (isRequested && !(await mayAsk(context, judgement, task))) return;
  const { installationId } = configuration;
  const write = async (actions: readonly Action[]): Promise<void> => {
    const { retry } = await carryOut(context, installationId, actions, rightsUnder(configuration, judgement.mode));
    if (retry !== null) throw retry;
  };
  const isPrivate = description.visibility === 'private';
  const isTold =
    isPrivate && (isRequested || isOpen(list, collected)) && (await tell(context, configuration, audited, write));
  if (!isRequested || judgement.mode !== 'enforce') return;
  const { commentId } = task;
  await write(await acknowledge(context, judgement.repository, { installationId, commentId, isTaken: isTold }));
}

type Write = (actions: readonly Action[]) => Promise<void>;

/** @returns whether it stands there now */
async function tell(
  context: TaskContext,
  configuration: Configuration,
  { collected, judgement, artifacts }: Audited,
  write: Write,
): Promise<boolean> {
  const { repository, snapshot, verdicts } = judgement;
  const { repositoryId } = repository;
  const { installationId } = configuration;
  const { description, nodeId, headSha } = collected;
  const frame = frameForOrganization(context, configuration);
  const before = artifacts.find(({ key }) => key === publicationIssueKey(repositoryId));
  const stands = before?.nodeId != null && collected.standing.has(before.nodeId);
  if (!stands) await write([planPublicationIssue(repository, renderPublicationIssue(frame, description.name))]);
  const list = await kept(context, installationId, publicationIssueKey(repositoryId));
  // It was refused, as in a repository that is only observed: there is nothing to write below.
  if (list?.number == null) return false;
  const { number } = list;
  const key = publicationCommentKey(repositoryId, number);
  const comment = await kept(context, installationId, key);
  // The repository was public in between: for another look the old list is to be deleted first.
  if (comment !== undefined && isDeleted(comment)) return false;
  const subject = { owner: description.owner, name: description.name, nodeId, headSha };
  const facts = await collectPublication(context.github.reader(installationId), subject);
  const body = renderPublicationComment(frame, auditPublication({ facts, licenses: snapshot.licenses, verdicts }));
  const standing = comment?.externalId == null ? null : { id: comment.externalId, fingerprint: comment.fingerprint };
  await write(planKeptComment({ repository, key, number, body, standing }));
  return true;
}

function kept({ store }: TaskContext, installationId: number, key: string): Promise<Artifact | undefined> {
  return store.asInstallation(installationId, (db) => findArtifact(db, key));
}

function isOpen(issue: Artifact | undefined, { standing }: CollectedRepository): boolean {
  const thing = issue?.nodeId == null ? undefined : standing.get(issue.nodeId);
  return thing?.__typename === 'Issue' && thing.issueState === 'OPEN';
}

/**
 * Nothing of the event is believed: the comment is read again, and what its author may do now. Whoever may not write to
 * the repository gets no answer.
 */
async function mayAsk(
  { github, log }: TaskContext,
  { repository: { owner, name } }: Judgement,
  { installationId, commentId }: RepositoryTask,
): Promise<boolean> {
  const reader = github.reader(installationId);
  const where = { owner, repo: name };
  const comment = commentId === null ? null : await readComment(reader, where, commentId);
  const isAsked = comment !== null && PUBLISH.test(comment.body) && comment.author.isPerson && !comment.isByApp;
  const role = isAsked ? await readRole(reader, where, comment.author.login) : null;
  const may = isAsked && role?.accountId === comment.author.id && role.canWrite;
  if (!may) log.warn({ installationId, commentId }, 'a look before publication was asked for in vain');
  return may;
}

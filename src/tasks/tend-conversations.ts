import { isGranted } from '../core/features.ts';
import { collectIssue } from '../github/collect-issue.ts';
import { findRepository } from '../store/repositories.ts';
import { answerCompanyRequest } from './answer-company-request.ts';
import { contentFacts } from './collect.ts';
import { type Configuration, loadConfiguration, ownConfigurationText } from './configuration.ts';
import { contentCache } from './content-cache.ts';
import type { TaskContext } from './context.ts';
import { keepMembers } from './members.ts';
import { findComment, keepComment, NOTHING_MISSING, rememberLanguage } from './onboarding.ts';
import type { ConversationTask, IssueTask } from './requests.ts';
import { heedSigning } from './sign-by-comment.ts';
import { tellCompanies } from './tell-companies.ts';
import { tellWaiting } from './tell-waiting.ts';
import { inheritableOf } from './watched.ts';

/** What concerns people from outside and is no pull request. */
export async function tendConversations(context: TaskContext, task: ConversationTask): Promise<void> {
  if (task.work === 'promises') await tellWaiting(context, task.installationId);
  else if (task.work === 'members') await keepMembers(context, task.installationId);
  else if (task.work === 'signing') await heedSigning(context, task);
  else if (task.work === 'companies') await tellCompanies(context, task.installationId);
  else if (task.work === 'company') await answerCompanyRequest(context, task);
  else await tendIssue(context, task);
}

/** Speaks to who opened an issue from outside. */
async function tendIssue(context: TaskContext, task: IssueTask): Promise<void> {
  const { github, policies } = context;
  const { installationId, repositoryId, nodeId, number } = task;
  await rememberLanguage(context, task);
  const configuration = await loadConfiguration(context, installationId, { isAwaited: task.commentId !== null });
  if (configuration === null || !isGranted({ issues: 'read' }, configuration.granted)) return;
  const comment = await findComment(context, installationId, repositoryId, number);
  if (comment === undefined && task.language === undefined && !(await mayBeWelcomed(context, configuration, task)))
    return;
  const request = {
    repositoryNodeId: nodeId,
    number,
    commentNodeId: comment?.nodeId ?? null,
    inheritable: inheritableOf(policies),
  };
  const read = await collectIssue(github.reader(installationId), request, contentCache(context, installationId));
  await context.checkpoint('collected');
  if (read === null) return;
  const { description, files, inherited } = read;
  const facts = contentFacts({ files, inherited }, description, configuration.granted);
  await keepComment(context, configuration, { ...read, ...facts, ...NOTHING_MISSING, number, comment }, task);
}

/** Whether issues are welcomed there, by what was last seen of the repository: most organisations ask for no such thing. */
async function mayBeWelcomed(
  { store }: TaskContext,
  configuration: Configuration,
  { installationId, repositoryId }: IssueTask,
): Promise<boolean> {
  const known = await store.asInstallation(installationId, (db) => findRepository(db, repositoryId));
  const description = known?.facts?.description;
  if (description?.status !== 'known') return true;
  const own = ownConfigurationText(configuration, repositoryId);
  return configuration.forRepository(description.value, own).contributions.onboarding.issues;
}

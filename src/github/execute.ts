import type { Octokit } from '@octokit/rest';
import type { Action, ActionKind } from '../plan/action.ts';
import { reportCheckRun } from './execute-check-run.ts';
import { createComment, deleteComment, updateComment } from './execute-comment.ts';
import { amendIssue, createIssue, nodeStands, updateIssue } from './execute-issue.ts';
import { changeLabels } from './execute-labels.ts';
import { createMilestone } from './execute-milestone.ts';
import { placeIssue } from './execute-place.ts';
import { createProject, createProjectField, setProjectItem } from './execute-project.ts';
import { openProposal, setProposalState, updateProposal } from './execute-proposal.ts';
import { react } from './execute-reaction.ts';
import type { Execution, Executor } from './executor.ts';
import { GitHubFailure } from './failure.ts';
import type { ExternalId } from './intents.ts';
import { grantFor } from './rights.ts';

/** GitHub's lists may lag behind its writes by this much; before then, "not in the list" proves nothing. */
export const LIST_LAG_SECONDS = 60;

/** What is found in lists alone; a branch and its pull request are found by their names. */
const LISTED_LATE: readonly ActionKind[] = [
  'create-issue',
  'create-milestone',
  'create-project',
  'create-comment',
  'report-check-run',
];

/** What is planned where none is known, or the one that is known was found to be gone. */
const MADE_ONCE: readonly ActionKind[] = ['create-issue', 'create-milestone', 'create-project', 'create-project-field'];

/**
 * Carries out one action: the only code that writes to GitHub. Intent, request and answer are committed one by one, so
 * that a crash or a lost answer at any point makes no second thing.
 * @returns what GitHub calls the thing; null when it was left alone
 */
export async function execute(action: Action, executor: Executor): Promise<ExternalId | null> {
  const grant = grantFor(action, executor.rights);
  if ('isConfidential' in action && action.isConfidential) await assertPrivate(action, executor);
  let state = await executor.intents.begin(action);
  if (state.status === 'dead') return null;
  if (state.status === 'done' && MADE_ONCE.includes(action.kind)) {
    // It was planned because the issue was not known, or gone. Another worker may have made it since.
    if (await nodeStands(executor, state.external)) return null;
    state = await executor.intents.renew(action, state.external);
  }
  if (state.status === 'done' && action.kind === 'create-comment') {
    const message = 'another worker has made the comment since it was planned';
    throw new GitHubFailure('unconfirmed', action.kind, message, { retryAfterSeconds: 1 });
  }
  const known = state.status === 'done' ? state.external : null;
  const execution = executionOf(action, executor, known);
  // An issue is looked for before it is first made, too: the store may be younger than what stands (a lost database, an
  // installation made anew, a repository that came from another organisation). So is a check run, where no event told
  // of its commit: a new commit has none; and a comment where somebody under our name has written.
  const isRenewed = action.kind === 'report-check-run' && action.isRenewed;
  const mayStand = MADE_ONCE.includes(action.kind) || ('mayStand' in action && action.mayStand);
  const isUnsure = state.status === 'intended' && (mayStand || state.isUnsure);
  const isLookedFor = state.status === 'sent' || isUnsure || isRenewed;
  if (isLookedFor && execution.find !== null) {
    const wait = state.status === 'sent' ? executor.listLagSeconds - state.secondsAgo : 0;
    if (wait > 0 && LISTED_LATE.includes(action.kind)) {
      const message = 'an earlier request was never answered; what it made may not be listed yet';
      throw new GitHubFailure('unconfirmed', action.kind, message, { retryAfterSeconds: wait });
    }
    const found = await execution.find();
    if (found !== null) {
      const isCurrent = await executor.intents.adopt(action, found);
      if (isCurrent) return found;
      const message = 'what stands was written by an earlier request: it is brought up to date';
      throw new GitHubFailure('unconfirmed', action.kind, message, { retryAfterSeconds: 1 });
    }
  }
  // First the token: where GitHub gives none, nothing was sent.
  const writer = await executor.github.writer(executor.installationId, grant);
  await executor.intents.sending(action);
  const written = await write(action, execution, executor, writer);
  await executor.intents.done(action, written);
  return written;
}

/** A repository may have been made public since it was last read. */
async function assertPrivate({ kind, repository }: Action, { github, installationId }: Executor): Promise<void> {
  const where = { owner: repository.owner, repo: repository.name };
  const { data } = await github.reader(installationId).rest.repos.get(where);
  // `private` is also true of internal repositories, which the whole enterprise may read.
  if (data.visibility === 'private') return;
  throw new GitHubFailure(
    'refused',
    kind,
    `${where.owner}/${where.repo} is not private, and this is not for everybody`,
  );
}

async function write(action: Action, execution: Execution, executor: Executor, writer: Octokit): Promise<ExternalId> {
  try {
    const written = await execution.write(writer);
    if (!Number.isSafeInteger(written.id)) throw new GitHubFailure('outage', action.kind, 'the answer names no id');
    return written;
  } catch (error) {
    const isAnswered = error instanceof GitHubFailure && error.kind !== 'outage';
    if (isAnswered) await executor.intents.refused(action, error.message);
    throw error;
  }
}

function executionOf(action: Action, executor: Executor, known: ExternalId | null): Execution {
  switch (action.kind) {
    case 'create-issue':
      return createIssue(action, executor);
    case 'create-milestone':
      return createMilestone(action, executor);
    case 'place-issue':
      return placeIssue(action, executor);
    case 'create-project':
      return createProject(action, executor);
    case 'create-project-field':
      return createProjectField(action, executor);
    case 'set-project-item':
      return setProjectItem(action, executor);
    case 'update-issue':
      return updateIssue(action, executor);
    case 'amend-issue':
      return amendIssue(action, executor);
    case 'report-check-run':
      return reportCheckRun(action, executor, known);
    case 'open-proposal':
      return openProposal(action, executor);
    case 'update-proposal':
      return updateProposal(action, executor);
    case 'set-proposal-state':
      return setProposalState(action);
    case 'create-comment':
      return createComment(action, executor);
    case 'update-comment':
      return updateComment(action, executor);
    case 'delete-comment':
      return deleteComment(action);
    case 'change-labels':
      return changeLabels(action);
    case 'react':
      return react(action);
  }
}

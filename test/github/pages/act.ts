import { ApiError, notFound, validationFailed } from '../errors.ts';
import { checkPlace } from '../operations/file-place.ts';
import type { Issue, Repository } from '../state.ts';
import { subjectPath } from './home-page.ts';
import { encodePath } from './text.ts';
import {
  checkRunOf,
  hasRoleOn,
  installableBy,
  issuePath,
  maySteer,
  permitted,
  repositoryPath,
  runPath,
  type Visit,
} from './visit.ts';

/** The fields of a form. */
export type Fields = Readonly<Record<string, string>>;

/** Each of these does one thing in the person's name and returns the path of what to look at then. */

export function openIssue(visit: Visit, repository: Repository, { title = '', body = '' }: Fields): string {
  const author = permitted(visit, repository, 'issues:write');
  return issuePath(visit.github.openIssue(repository, { title, body: unixLines(body), author }));
}

export function commentOn(visit: Visit, issue: Issue, { body = '' }: Fields): string {
  const author = permitted(visit, issue.repository, 'issues:write');
  const { id } = visit.github.comment(issue, unixLines(body), author);
  return `${issuePath(issue)}#issuecomment-${id}`;
}

export function changeState(visit: Visit, issue: Issue, { state, reason }: Fields): string {
  const by = permitted(visit, issue.repository, 'issues:write');
  if (!maySteer(visit, issue)) throw new ApiError(403, 'Only its author and those who sort issues here may do that.');
  if (state === 'open') {
    if (issue.pull?.mergedAt) throw new ApiError(422, 'It was merged, and cannot be opened again.');
    visit.github.reopenIssue(issue, by);
  } else {
    visit.github.closeIssue(issue, { by, ...(reason === 'not_planned' && !issue.pull ? { stateReason: reason } : {}) });
  }
  return issuePath(issue);
}

export function merge(visit: Visit, issue: Issue): string {
  const by = permitted(visit, issue.repository, 'contents:write');
  if (!issue.pull) throw notFound();
  visit.github.mergePullRequest(issue.pull, { by });
  return issuePath(issue);
}

export function rerequest(visit: Visit, repository: Repository, id: number): string {
  const by = permitted(visit, repository, 'checks:write');
  const run = checkRunOf(repository, id);
  visit.github.rerequestCheckRun(run, by);
  return runPath(run);
}

export function pressAction(visit: Visit, repository: Repository, id: number, { identifier = '' }: Fields): string {
  const by = permitted(visit, repository, 'checks:write');
  const run = checkRunOf(repository, id);
  if (!run.actions.some((action) => action.identifier === identifier)) throw notFound();
  visit.github.requestAction(run, identifier, by);
  return runPath(run);
}

/** Adds, edits or deletes one file, on its branch or by a pull request from a new one. */
export function changeFile(visit: Visit, repository: Repository, fields: Fields): string {
  const { branch = '', path = '', content, message = '', way, task } = fields;
  checkPath(path);
  const isDeletion = task === 'delete';
  checkPlace(repository, { branch, path, isDeletion });
  if (!isDeletion && content === undefined) throw validationFailed({ field: 'content', code: 'missing_field' });
  const change = isDeletion ? { deletes: [path] } : { files: { [path]: contentOf(repository, fields) } };
  const title = message.trim() === '' ? `${isDeletion ? 'Delete' : 'Write'} ${path}` : message.trim();
  if (way === 'pull') {
    const author = permitted(visit, repository, 'issues:write');
    const fork = !hasRoleOn(visit, repository, 'write');
    const given = { repository, base: branch, ...change, title, message: title, author };
    return issuePath(visit.github.openPullRequest({ ...given, fork, head: freeBranch(repository) }).issue);
  }
  const author = permitted(visit, repository, 'contents:write');
  const isFirst = repository.git.branch(repository.defaultBranch) === undefined && branch === repository.defaultBranch;
  if (!isFirst && repository.git.branch(branch) === undefined) throw notFound();
  visit.github.pushFiles(repository, { branch, ...change, message: title, author });
  return isDeletion
    ? `${repositoryPath(repository)}/tree/${encodePath(branch)}`
    : `${repositoryPath(repository)}/blob/${encodePath(branch)}/${encodePath(path)}`;
}

/** A file keeps its mode; what is written anew is an ordinary one. */
function contentOf(repository: Repository, { branch = '', path = '', content = '' }: Fields) {
  const commit = repository.git.resolveCommit(`refs/heads/${branch}`);
  const mode = commit ? repository.git.entryAt(commit.tree, path)?.mode : undefined;
  return { mode: mode === '100755' || mode === '120000' ? mode : '100644', content: unixLines(content) };
}

/** What git would not take as a path. */
function checkPath(path: string): void {
  const isBad =
    path.length > 1000 || path.includes('\0') || path.split('/').some((part) => /^(|\.|\.\.|\.git)$/i.test(part));
  if (isBad)
    throw new ApiError(422, 'A path is a name, or names with slashes between them; none may be “.”, “..” or “.git”.');
}

function freeBranch(repository: Repository): string {
  const heads = [repository, ...repository.forks];
  for (let number = repository.lastNumber + 1; ; number++) {
    const name = `patch-${number}`;
    if (heads.every(({ git }) => git.branch(name) === undefined)) return name;
  }
}

/** Browsers send the lines of a form with a carriage return. */
function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Installs an app on all repositories of an account, as its owner. */
export function install(visit: Visit, { app: slug = '', account: login = '' }: Fields): string {
  const app = [...visit.github.world.apps.values()].find((candidate) => candidate.slug === slug);
  const account = installableBy(visit).find((candidate) => candidate.login === login);
  if (!app || !account || visit.person === null) throw notFound();
  const isThere = [...visit.github.world.installations.values()].some(
    (one) => one.app === app && one.account === account,
  );
  if (!isThere) visit.github.installApp({ app, account, by: visit.person });
  return `/apps/${encodePath(slug)}`;
}

/** Does what the guide suggests, in the name of whom it names. */
export function follow({ github }: Visit, index: number): string {
  const suggestion = github.guide?.suggestions[index];
  if (!suggestion) throw notFound();
  if (!suggestion.isPossible()) throw new ApiError(409, 'That was done already, or is no longer possible.');
  return subjectPath(suggestion.act());
}

import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { notFound } from '../errors.ts';
import type { GitHub } from '../github.ts';
import type { Caller } from '../permissions.ts';
import { authorize, canSee, hasRole, roleOf } from '../permissions.ts';
import type { Account, CheckRun, Issue, Repository, RepositoryRole } from '../state.ts';
import { accountByLogin, fullName, repositoryByName } from '../state.ts';
import { encodePath } from './text.ts';

/** The cookie that says who sits at the browser. */
export const PERSON_COOKIE = 'embedded-github-person';

/** One request for a page: whose GitHub, who looks, and where. */
export interface Visit {
  readonly github: GitHub;
  /** Who sits at the browser; `null` for a stranger, who sees what is public and may do nothing. */
  readonly person: Account | null;
  readonly url: URL;
  readonly nonce: string;
}

export type PageContext = Context<{ Variables: { secureHeadersNonce?: string } }>;

export function visitOf(github: GitHub, context: PageContext): Visit {
  const login = getCookie(context, PERSON_COOKIE);
  const chosen = login === undefined ? undefined : accountByLogin(github.world, login);
  // Nobody is a choice too, unlike a name from another demonstration.
  const instead = login === '' ? null : github.world.signedIn;
  const person = chosen && isPerson(github, chosen) ? chosen : instead;
  return { github, person, url: new URL(context.req.url), nonce: context.get('secureHeadersNonce') ?? '' };
}

/** Everybody who can sit at a browser. */
export function peopleOf(github: GitHub): Account[] {
  return [...github.world.accounts.values()].filter((account) => isPerson(github, account));
}

function isPerson({ world }: GitHub, account: Account): boolean {
  return account.type === 'User' && account !== world.ghost && account !== world.webFlow;
}

/** The accounts on which the person may install apps: their own, and the organisations that they own. */
export function installableBy({ github, person }: Visit): Account[] {
  if (person === null) return [];
  return [...github.world.accounts.values()].filter(
    (account) => account === person || account.members.get(person.id) === 'admin',
  );
}

export function callerOf({ person }: Visit): Caller {
  return person === null ? { kind: 'anonymous' } : { kind: 'user', account: person, app: null };
}

export function isVisible(visit: Visit, repository: Repository): boolean {
  return canSee(visit.github.world, callerOf(visit), repository);
}

export function hasRoleOn(visit: Visit, repository: Repository, role: RepositoryRole): boolean {
  return visit.person !== null && !repository.archived && hasRole(roleOf(repository, visit.person), role);
}

/** Whether the person may close, reopen or otherwise steer an issue or a pull request: its author, and who sorts issues. */
export function maySteer(visit: Visit, issue: Issue): boolean {
  return hasRoleOn(visit, issue.repository, 'triage') || (visit.person === issue.user && !issue.repository.archived);
}

/** The person, when they may do this; throws GitHub's refusal when not. `permission` as in `contents:write`. */
export function permitted(visit: Visit, repository: Repository, permission: string): Account {
  authorize(visit.github.world, callerOf(visit), repository, [permission]);
  if (visit.person === null) throw notFound();
  return visit.person;
}

/** The repository of an address; throws 404 where there is none, or none that the person may know of. */
export function repositoryOf(visit: Visit, owner: string, name: string): Repository {
  const repository = repositoryByName(visit.github.world, owner, name);
  if (!repository || !isVisible(visit, repository)) throw notFound();
  return repository;
}

export function issueOf(visit: Visit, repository: Repository, number: number): Issue {
  const issue = repository.issues.get(number);
  if (!issue || visit.github.world.versions.isRemoved(issue)) throw notFound();
  return issue;
}

export function checkRunOf(repository: Repository, id: number): CheckRun {
  const run = repository.checkRuns.find((candidate) => candidate.id === id);
  if (!run) throw notFound();
  return run;
}

/** The path of a repository's page. */
export function repositoryPath(repository: Repository): string {
  return `/${encodePath(fullName(repository))}`;
}

export function issuePath(issue: Issue): string {
  return `${repositoryPath(issue.repository)}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;
}

export function runPath(run: CheckRun): string {
  return `${repositoryPath(run.suite.repository)}/runs/${run.id}`;
}

/** Issues, or pull requests, that were not deleted; the youngest first. */
export function listed(visit: Visit, repository: Repository, kind: 'issues' | 'pulls'): Issue[] {
  return visit.github.world.versions
    .view([...repository.issues.values()])
    .filter(({ pull }) => (pull === null) === (kind === 'issues'))
    .sort((a, b) => b.number - a.number);
}

import { ApiError, notFound } from '../errors.ts';
import { fullOrganization, publicUser, simpleUser } from '../payloads/accounts.ts';
import { fullRepository, repositoryPayload } from '../payloads/repositories.ts';
import { canSee, roleOf } from '../permissions.ts';
import type { Account, Repository } from '../state.ts';
import { accountByLogin } from '../state.ts';
import type { ApiRequest, Route } from './route.ts';
import { numberParam, ok, page, param, repositoryRoute } from './route.ts';

function organization(request: ApiRequest): Account {
  const found = accountByLogin(request.world, param(request, 'org'));
  if (found?.type !== 'Organization') throw notFound();
  return found;
}

function user(account: Account | undefined): Account {
  if (!account) throw notFound();
  return account;
}

const SORT_KEYS = { created: 'createdAt', updated: 'updatedAt', pushed: 'pushedAt' } as const;

/** `GET /orgs/{org}/repos` sorts by creation, youngest first, unless told. */
function sorted(repositories: readonly Repository[], query: URLSearchParams): Repository[] {
  const sort = query.get('sort') ?? 'created';
  const ascending = (query.get('direction') ?? (sort === 'full_name' ? 'asc' : 'desc')) === 'asc';
  const key = (repository: Repository) =>
    sort === 'full_name'
      ? repository.name.toLowerCase()
      : (repository[SORT_KEYS[sort as keyof typeof SORT_KEYS] ?? 'createdAt'] ?? '');
  const ordered = [...repositories].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id));
  return ascending ? ordered : ordered.reverse();
}

function ofType(repository: Repository, type: string): boolean {
  if (type === 'public' || type === 'private') return (repository.visibility === 'public') === (type === 'public');
  if (type === 'forks' || type === 'sources') return (repository.parent !== null) === (type === 'forks');
  return true;
}

const OLD_NAMES = { admin: 'admin', maintain: 'write', write: 'write', triage: 'read', read: 'read' } as const;

export const accountRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/orgs/{org}',
    handle: (request) => ok(fullOrganization(request.world, organization(request))),
  },
  {
    method: 'GET',
    template: '/orgs/{org}/repos',
    handle(request) {
      const owner = organization(request);
      const { world, caller, query } = request;
      const seen = [...world.repositories.values()].filter(
        (repository) => repository.owner === owner && canSee(world, caller, repository),
      );
      const wanted = seen.filter((repository) => ofType(repository, query.get('type') ?? 'all'));
      return page(request, sorted(wanted, query), (repository) => repositoryPayload(world, repository));
    },
  },
  {
    method: 'GET',
    template: '/users/{username}',
    handle: (request) => ok(publicUser(request.world, user(accountByLogin(request.world, param(request, 'username'))))),
  },
  {
    method: 'GET',
    template: '/user/{account_id}',
    handle: (request) =>
      ok(publicUser(request.world, user(request.world.accounts.get(numberParam(request, 'account_id'))))),
  },
  {
    method: 'GET',
    template: '/user',
    handle({ world, caller }) {
      if (caller.kind === 'user') return ok(publicUser(world, caller.account));
      if (caller.kind === 'anonymous') throw new ApiError(401, 'Requires authentication');
      throw new ApiError(403, 'Resource not accessible by integration');
    },
  },
  repositoryRoute('GET', '', 'metadata:read', ({ world }, repository) => ok(fullRepository(world, repository))),
  repositoryRoute('GET', '/collaborators/{username}/permission', 'metadata:read', (request, repository) => {
    const account = user(accountByLogin(request.world, param(request, 'username')));
    const role = roleOf(repository, account);
    const permission = role === null ? 'none' : OLD_NAMES[role];
    const may = (...roles: readonly string[]) => role !== null && roles.includes(role);
    const permissions = {
      admin: may('admin'),
      maintain: may('admin', 'maintain'),
      push: may('admin', 'maintain', 'write'),
      triage: may('admin', 'maintain', 'write', 'triage'),
      pull: role !== null,
    };
    return ok({
      permission,
      role_name: role ?? 'none',
      user: { ...simpleUser(request.world, account), permissions, role_name: role ?? 'none' },
    });
  }),
];

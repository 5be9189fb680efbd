import { ApiError, notFound } from '../errors.ts';
import { membershipPayload, simpleOrganization, simpleUser } from '../payloads/accounts.ts';
import { installationPayload } from '../payloads/apps.ts';
import { repositoryPayload } from '../payloads/repositories.ts';
import { canSee, hasRole, roleOf } from '../permissions.ts';
import type { Account, Installation, Json, Repository, World } from '../state.ts';
import { accountByLogin, covers, repositoriesOf } from '../state.ts';
import { requirePermission } from './apps.ts';
import type { ApiRequest, Route } from './route.ts';
import { numberParam, ok, page, param } from './route.ts';

function signedIn(request: ApiRequest): Account {
  const { caller } = request;
  if (caller.kind === 'user') return caller.account;
  if (caller.kind === 'anonymous') throw new ApiError(401, 'Requires authentication');
  throw new ApiError(403, 'Resource not accessible by integration');
}

function organization(request: ApiRequest): Account {
  const found = accountByLogin(request.world, param(request, 'org'));
  if (found?.type !== 'Organization') throw notFound();
  return found;
}

/** Members see each other, apps with the permission see them, all others only those who are public. */
function isInsider(request: ApiRequest, owner: Account): boolean {
  const { caller } = request;
  if (caller.kind === 'installation')
    return caller.token.installation.account === owner && caller.token.permissions.members !== undefined;
  return caller.kind === 'user' && owner.members.has(caller.account.id);
}

function listMembers(request: ApiRequest) {
  const owner = organization(request);
  const role = request.query.get('role') ?? 'all';
  const isInside = isInsider(request, owner);
  const members = [...owner.members].flatMap(([id, held]) => {
    const isShown =
      (isInside || owner.publicMembers.has(id)) && (role === 'all' || (role === 'admin') === (held === 'admin'));
    return isShown ? (request.world.accounts.get(id) ?? []) : [];
  });
  return page(request, members, (member) => simpleUser(request.world, member));
}

function membership(world: World, owner: Account, member: Account): Json {
  return { ...membershipPayload(world, owner, member), organization: simpleOrganization(world, owner) };
}

function memberOf(owner: Account, member: Account | undefined): Account {
  if (!member || !owner.members.has(member.id)) throw notFound();
  return member;
}

/** The installations where a person owns the account, belongs to it, or works on a repository of it. */
function installationsFor(request: ApiRequest, person: Account): Installation[] {
  const { caller, world } = request;
  const app = caller.kind === 'user' ? caller.app : null;
  if (app === null)
    throw new ApiError(
      403,
      'You must authenticate with an access token authorized to a GitHub App in order to list installations',
    );
  const works = (installation: Installation) =>
    repositoriesOf(world, installation).some((repository) => repository.collaborators.has(person.id));
  return [...world.installations.values()].filter(
    (installation) =>
      installation.app === app &&
      (installation.account === person || installation.account.members.has(person.id) || works(installation)),
  );
}

function withRights(world: World, repository: Repository, person: Account): Json {
  const role = roleOf(repository, person);
  const may = (wanted: Parameters<typeof hasRole>[1]) => hasRole(role, wanted);
  const permissions = {
    admin: may('admin'),
    maintain: may('maintain'),
    push: may('write'),
    triage: may('triage'),
    pull: may('read'),
  };
  return { ...repositoryPayload(world, repository), permissions };
}

/** Members of organisations, and what a person who signed in asks about herself. */
export const peopleRoutes: readonly Route[] = [
  { method: 'GET', template: '/orgs/{org}/members', handle: listMembers },
  {
    method: 'GET',
    template: '/orgs/{org}/members/{username}',
    handle(request) {
      const owner = organization(request);
      const member = memberOf(owner, accountByLogin(request.world, param(request, 'username')));
      if (!isInsider(request, owner) && !owner.publicMembers.has(member.id)) throw notFound();
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    template: '/orgs/{org}/teams/{team_slug}/members',
    handle(request) {
      requirePermission(request, 'members:read');
      const team = organization(request).teams.get(param(request, 'team_slug').toLowerCase());
      if (team === undefined) throw notFound();
      const members = [...team].flatMap((id) => request.world.accounts.get(id) ?? []);
      return page(request, members, (member) => simpleUser(request.world, member));
    },
  },
  {
    method: 'GET',
    template: '/user/emails',
    handle(request) {
      const { caller } = request;
      const person = signedIn(request);
      const isGranted = caller.kind === 'user' && caller.app !== null && 'emails' in caller.app.permissions;
      if (!isGranted) throw new ApiError(403, 'Resource not accessible by integration');
      const own = [
        ...[...person.emails].map((email) => ({ email, verified: true })),
        ...[...person.unverifiedEmails].map((email) => ({ email, verified: false })),
      ];
      return page(request, own, (one) => ({ ...one, primary: one.email === person.email, visibility: null }));
    },
  },
  {
    method: 'GET',
    template: '/orgs/{org}/memberships/{username}',
    handle(request) {
      requirePermission(request, 'members:read');
      const owner = organization(request);
      if (!isInsider(request, owner))
        throw new ApiError(403, 'You must be a member of this organization to see membership information');
      return ok(
        membership(request.world, owner, memberOf(owner, accountByLogin(request.world, param(request, 'username')))),
      );
    },
  },
  {
    method: 'GET',
    template: '/user/memberships/orgs/{org}',
    handle: (request) =>
      ok(membership(request.world, organization(request), memberOf(organization(request), signedIn(request)))),
  },
  {
    method: 'GET',
    template: '/user/orgs',
    handle(request) {
      const person = signedIn(request);
      const joined = [...request.world.accounts.values()].filter(({ members }) => members.has(person.id));
      return page(request, joined, (owner) => simpleOrganization(request.world, owner));
    },
  },
  {
    method: 'GET',
    template: '/user/installations',
    handle(request) {
      const found = installationsFor(request, signedIn(request));
      return page(
        request,
        found,
        (one) => installationPayload(request.world, one),
        (installations) => ({ total_count: found.length, installations }),
      );
    },
  },
  {
    method: 'GET',
    template: '/user/installations/{installation_id}/repositories',
    handle(request) {
      const person = signedIn(request);
      const installation = installationsFor(request, person).find(
        ({ id }) => id === numberParam(request, 'installation_id'),
      );
      if (!installation) throw notFound();
      const seen = [...request.world.repositories.values()].filter(
        (repository) => covers(installation, repository) && canSee(request.world, request.caller, repository),
      );
      return page(
        request,
        seen,
        (one) => withRights(request.world, one, person),
        (repositories) => ({ total_count: seen.length, repositories }),
      );
    },
  },
];

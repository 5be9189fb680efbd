import { verify } from 'node:crypto';
import { ApiError, notFound } from './errors.ts';
import type {
  Access,
  Account,
  Actor,
  App,
  Installation,
  InstallationToken,
  Json,
  Permissions,
  Repository,
  RepositoryRole,
  World,
} from './state.ts';
import { covers } from './state.ts';

/** Who calls: proved by the `Authorization` header and nothing else. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'app'; readonly app: App }
  | { readonly kind: 'installation'; readonly token: InstallationToken }
  /** Through an app, when the person signed in there. */
  | { readonly kind: 'user'; readonly account: Account; readonly app: App | null };

const RANK: Readonly<Record<Access, number>> = { read: 1, write: 2, admin: 3 };
const ROLES: readonly RepositoryRole[] = ['read', 'triage', 'write', 'maintain', 'admin'];

/** Reads `Authorization`: a JWT, an installation or personal token, also as the password of basic authentication. */
export function authenticate(world: World, header: string | undefined): Caller {
  if (header === undefined || header === '') return { kind: 'anonymous' };
  const [scheme = '', value = ''] = header.split(/\s+/, 2);
  const credential = scheme.toLowerCase() === 'basic' ? password(value) : value;
  if (credential.split('.').length === 3) return { kind: 'app', app: verifyJwt(world, credential) };
  const own = world.userTokens.get(credential);
  if (own) {
    if (own.expiresAt !== null && own.expiresAt <= world.clock.now()) throw badCredentials();
    return { kind: 'user', account: own.account, app: own.app };
  }
  const token = world.tokens.get(credential);
  if (!token || token.expiresAt <= world.clock.now() || !world.installations.has(token.installation.id))
    throw badCredentials();
  if (token.installation.suspendedAt !== null) throw new ApiError(403, 'This installation has been suspended');
  return { kind: 'installation', token };
}

function badCredentials(): ApiError {
  return new ApiError(401, 'Bad credentials');
}

/** Git sends the token as the password; some tools send it as the user name with an empty password. */
function password(value: string): string {
  const [name = '', ...rest] = Buffer.from(value, 'base64').toString('utf8').split(':');
  return rest.join(':') || name;
}

/** Checks an app's JWT by the server's clock, with GitHub's own words: clients correct their clock by them. */
function verifyJwt(world: World, token: string): App {
  const [head = '', claims = '', signature = ''] = token.split('.');
  const header = decodeJson(head);
  const payload = decodeJson(claims);
  const undecodable = new ApiError(401, 'A JSON web token could not be decoded');
  if (header?.alg !== 'RS256' || payload === undefined) throw undecodable;
  const issuer = String(payload.iss);
  const app = [...world.apps.values()].find(({ id, clientId }) => String(id) === issuer || clientId === issuer);
  if (!app) throw new ApiError(404, 'Integration not found');
  const [signed, mac] = [Buffer.from(`${head}.${claims}`), Buffer.from(signature, 'base64url')];
  if (![...app.publicKeys.values()].some((key) => verify('RSA-SHA256', signed, key, mac))) throw undecodable;
  const now = Math.floor(world.clock.now() / 1000);
  const [issued, expires] = [Number(payload.iat), Number(payload.exp)];
  if (!Number.isInteger(issued) || issued > now + 60) {
    throw new ApiError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (!Number.isFinite(expires) || expires <= now) {
    throw new ApiError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (expires > now + 660) throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the future");
  return app;
}

function decodeJson(part: string): Json | undefined {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}

/** Whether permissions include one such as `issues:write`; `metadata:read` always. */
export function hasPermission(permissions: Permissions, wanted: string): boolean {
  const [name = '', access = 'read'] = wanted.split(':');
  if (name === 'metadata') return true;
  const held = permissions[name];
  return held !== undefined && RANK[held] >= RANK[access as Access];
}

/** Whether `asked` goes nowhere beyond `held`. */
export function isSubset(asked: Permissions, held: Permissions): boolean {
  return Object.entries(asked).every(([name, access]) => hasPermission(held, `${name}:${access}`));
}

/** A person's role on a repository: as owner, organisation owner, collaborator, member, or as anyone for a public one. */
export function roleOf(repository: Repository, account: Account): RepositoryRole | null {
  const { owner } = repository;
  if (owner.id === account.id || owner.members.get(account.id) === 'admin') return 'admin';
  const given = repository.collaborators.get(account.id);
  if (given) return given;
  if (owner.members.has(account.id) || repository.visibility === 'public') return 'read';
  return null;
}

export function hasRole(role: RepositoryRole | null, wanted: RepositoryRole): boolean {
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(wanted);
}

/** Whether the caller may know that the repository exists. */
export function canSee(world: World, caller: Caller, repository: Repository): boolean {
  if (repository.deleted) return false;
  if (caller.kind === 'installation') {
    return tokenCovers(caller.token, repository) || (world.publicReads && repository.visibility === 'public');
  }
  if (caller.kind === 'user') {
    const { account, app } = caller;
    const isReached =
      app === null || repository.visibility === 'public' || installationsOn(world, app, repository).length > 0;
    return isReached && roleOf(repository, account) !== null;
  }
  return caller.kind === 'anonymous' && repository.visibility === 'public';
}

/** The installations of an app that cover a repository. */
function installationsOn(world: World, app: App, repository: Repository): Installation[] {
  return [...world.installations.values()].filter(
    (installation) => installation.app === app && covers(installation, repository),
  );
}

export function tokenCovers(token: InstallationToken, repository: Repository): boolean {
  return covers(token.installation, repository) && (token.repositoryIds?.has(repository.id) ?? true);
}

/**
 * Refuses as GitHub does: 404 for what the caller must not know of, 401 for a write without a token,
 * 403 for a missing permission and for a write to an archived repository.
 * `accepted` are alternatives, e.g. `['issues:write', 'pull_requests:write']`.
 */
export function authorize(world: World, caller: Caller, repository: Repository, accepted: readonly string[]): void {
  if (!canSee(world, caller, repository)) throw notFound();
  const isWrite = accepted.some((permission) => !permission.endsWith(':read'));
  if (caller.kind === 'anonymous' && isWrite) throw new ApiError(401, 'Requires authentication');
  if (caller.kind === 'installation') authorizeToken(caller.token, repository, accepted, isWrite);
  if (caller.kind === 'user') authorizeThroughApp(world, caller, repository, accepted);
  if (
    caller.kind === 'user' &&
    isWrite &&
    !accepted.some((permission) => mayUser(repository, caller.account, permission))
  ) {
    throw new ApiError(403, 'Must have write access to repository.');
  }
  if (isWrite && repository.archived) throw new ApiError(403, 'Repository was archived so is read-only.');
}

/** Through an app a person may do no more than the app may. */
function authorizeThroughApp(
  world: World,
  caller: Extract<Caller, { kind: 'user' }>,
  repository: Repository,
  accepted: readonly string[],
): void {
  if (caller.app === null) return;
  const held = installationsOn(world, caller.app, repository);
  if (held.some(({ permissions }) => accepted.some((permission) => hasPermission(permissions, permission)))) return;
  if (repository.visibility === 'public' && accepted.every((permission) => permission.endsWith(':read'))) return;
  throw new ApiError(
    403,
    'Resource not accessible by integration',
    {},
    { 'x-accepted-github-permissions': acceptedPermissions(accepted) },
  );
}

function authorizeToken(
  token: InstallationToken,
  repository: Repository,
  accepted: readonly string[],
  isWrite: boolean,
): void {
  if (!tokenCovers(token, repository) && !isWrite) return;
  if (tokenCovers(token, repository) && accepted.some((permission) => hasPermission(token.permissions, permission)))
    return;
  throw new ApiError(
    403,
    'Resource not accessible by integration',
    {},
    {
      'x-accepted-github-permissions': acceptedPermissions(accepted),
    },
  );
}

/** The header by which GitHub names the permissions, one of which a call needs: `issues=write; pull_requests=write`. */
export function acceptedPermissions(accepted: readonly string[]): string {
  return accepted.map((permission) => permission.replace(':', '=')).join('; ');
}

/** Anyone who can read may open issues and comment; all else needs the write role. */
function mayUser(repository: Repository, account: Account, permission: string): boolean {
  const isTalk = permission.startsWith('issues:') || permission.startsWith('pull_requests:');
  return hasRole(roleOf(repository, account), isTalk ? 'read' : 'write');
}

/** In whose name the caller writes. */
export function actorOf(caller: Caller): Actor {
  if (caller.kind === 'installation')
    return { account: caller.token.installation.app.bot, app: caller.token.installation.app };
  if (caller.kind === 'user') return { account: caller.account, app: caller.app };
  throw new ApiError(401, 'Requires authentication');
}

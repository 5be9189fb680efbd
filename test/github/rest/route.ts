import { notFound, validationFailed } from '../errors.ts';
import type { Caller } from '../permissions.ts';
import { acceptedPermissions, actorOf, authorize } from '../permissions.ts';
import type { Actor, Json, Repository, World } from '../state.ts';
import { repositoryByName } from '../state.ts';

export interface ApiRequest {
  readonly world: World;
  readonly caller: Caller;
  /** The parts of the path, decoded, by the names in the template. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Json;
  /** The request's own address without its query, for `Link` headers. */
  readonly address: string;
  /** The version of the world that lists are to show; the present one when left out. */
  readonly asOf: number | undefined;
  /** Holds the body against GitHub's description; throws 422. */
  readonly checkBody: () => void;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As in GitHub's published description, e.g. `/repos/{owner}/{repo}/issues`. */
  readonly template: string;
  readonly handle: (request: ApiRequest) => ApiAnswer;
  /** GitHub serves it outside of its API, at an address of its own: no description has it. */
  readonly isElsewhere?: true;
  /** Whether it counts as content creation in GitHub's secondary limits. */
  readonly isContent?: boolean;
  /** Whether it only reads although its method is not GET, or is no change that `writes()` should list. */
  readonly isRead?: boolean;
  /** Whether it looks at the caller's rights first and calls `checkBody` itself, as a stranger must not learn by a 422. */
  readonly checksBody?: boolean;
}

/** A route below `/repos/{owner}/{repo}`: the repository is looked up and the caller's rights are checked first. */
export function repositoryRoute(
  method: Route['method'],
  path: string,
  accepted: string | readonly string[],
  handle: (request: ApiRequest, repository: Repository) => ApiAnswer,
  more: { readonly isContent?: boolean } = {},
): Route {
  const permissions = typeof accepted === 'string' ? [accepted] : accepted;
  return {
    method,
    template: `/repos/{owner}/{repo}${path}`,
    ...(more.isContent ? { isContent: true } : {}),
    checksBody: true,
    handle(request) {
      const repository = repositoryByName(request.world, param(request, 'owner'), param(request, 'repo'));
      if (!repository) throw notFound();
      authorize(request.world, request.caller, repository, permissions);
      request.checkBody();
      const answer = handle(request, repository);
      return {
        ...answer,
        headers: { 'x-accepted-github-permissions': acceptedPermissions(permissions), ...answer.headers },
      };
    },
  };
}

export function ok(body: unknown, status = 200): ApiAnswer {
  return { status, body };
}

export function param(request: ApiRequest, name: string): string {
  return request.params[name] ?? '';
}

export function numberParam(request: ApiRequest, name: string): number {
  return Number(param(request, name));
}

export function actor(request: ApiRequest): Actor {
  return actorOf(request.caller);
}

/** A field of the body that must be text when it is there. */
export function text(body: Json, field: string): string | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw validationFailed({ code: 'invalid', field });
  return value;
}

export function requiredText(body: Json, field: string, resource: string): string {
  const value = text(body, field);
  if (value === undefined || value === '') throw validationFailed({ resource, code: 'missing_field', field });
  return value;
}

/** One page of a list with its `Link` header; `per_page` is 30 unless told and at most 100. */
export function page<T>(
  request: ApiRequest,
  items: readonly T[],
  show: (item: T) => unknown,
  wrap: (shown: unknown[]) => unknown = (shown) => shown,
): ApiAnswer {
  const size = Math.min(100, Math.max(1, Number(request.query.get('per_page') ?? 30) || 30));
  const current = Math.max(1, Number(request.query.get('page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const shown = items.slice((current - 1) * size, current * size).map(show);
  const link = (number: number, relation: string) => {
    const query = new URLSearchParams(request.query);
    query.set('page', String(number));
    return `<${request.address}?${query}>; rel="${relation}"`;
  };
  const links = [
    ...(current > 1 ? [link(current - 1, 'prev')] : []),
    ...(current < last ? [link(current + 1, 'next'), link(last, 'last')] : []),
    ...(current > 1 ? [link(1, 'first')] : []),
  ];
  return { status: 200, body: wrap(shown), ...(links.length > 0 ? { headers: { link: links.join(', ') } } : {}) };
}

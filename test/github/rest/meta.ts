import type { Limits } from '../limits.ts';
import type { Route } from './route.ts';
import { ok } from './route.ts';

/** What says something about the service itself. */
export const metaRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/meta',
    handle: () =>
      ok({
        verifiable_password_authentication: false,
        hooks: ['127.0.0.0/8'],
        web: ['127.0.0.0/8'],
        api: ['127.0.0.0/8'],
        git: ['127.0.0.0/8'],
      }),
  },
];

/** `GET /rate_limit` needs the counters, which only the server has. */
export function rateLimitRoute(limits: Limits, keyOf: (request: Parameters<Route['handle']>[0]) => string): Route {
  return {
    method: 'GET',
    template: '/rate_limit',
    handle(request) {
      const key = keyOf(request);
      const core = limits.state(key, 'core');
      const search = { limit: 30, remaining: 30, used: 0, reset: core.reset, resource: 'search' };
      return ok({ resources: { core, search, graphql: limits.state(key, 'graphql') }, rate: core });
    },
  };
}

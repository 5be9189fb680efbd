import type { IncomingMessage } from 'node:http';
import type { Route } from '../rest/route.ts';
import type { World } from '../state.ts';
import { accountByLogin } from '../state.ts';

/** Where nobody's pages are: what is served besides the REST routes, and the pages of GitHub's settings. */
const TAKEN = ['api', 'graphql', 'login', 'organizations', 'repositories', 'settings'];

/**
 * Tells the pages from the API, which GitHub keeps on two hosts and an embedded GitHub on one.
 * Where both have a path, it is the API's, unless a browser asks: those name HTML in `Accept`, clients of the API do not.
 */
export function pagePaths(world: World, routes: readonly Route[]): (incoming: IncomingMessage, url: URL) => boolean {
  const roots = new Set([...TAKEN, ...routes.map(({ template }) => template.split('/')[1] ?? '')]);
  return ({ method, headers }, { pathname }) => {
    const [, first = '', second] = pathname.split('/');
    const isBrowser = method === 'GET' && headers.accept?.includes('text/html') === true;
    if (first === '-') return true;
    if (first === 'apps' && second !== undefined) return isBrowser;
    if (roots.has(first)) return false;
    return isBrowser || (first !== '' && accountByLogin(world, decode(first)) !== undefined);
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

import type { Route } from './rest/route.ts';

/** Parameters that may hold slashes. */
const LONG = new Set(['path', 'ref', 'basehead']);

interface Compiled {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a request; templates with fewer parameters win, as `/commits/{ref}` must not take `/commits/x/check-runs`. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const compiled = routes
    .map(compile)
    .sort((a, b) => Number(hasLongEnd(a.route)) - Number(hasLongEnd(b.route)) || a.names.length - b.names.length);
  const byMethod = new Map<string, Compiled[]>();
  for (const entry of compiled) byMethod.set(entry.route.method, [...(byMethod.get(entry.route.method) ?? []), entry]);
  return (method, path) => {
    for (const { route, pattern, names } of byMethod.get(method) ?? []) {
      const found = pattern.exec(path);
      if (found)
        return {
          route,
          params: Object.fromEntries(names.map((name, index) => [name, decode(found[index + 1] ?? '')])),
        };
    }
    return undefined;
  };
}

function hasLongEnd({ template }: Route): boolean {
  return [...LONG].some((name) => template.endsWith(`{${name}}`));
}

function compile(route: Route): Compiled {
  const names: string[] = [];
  const source = route.template.split('/').map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    names.push(name);
    return LONG.has(name) ? '(.*)' : '([^/]+)';
  });
  // The root of a repository's contents has no slash at its end.
  return { route, names, pattern: new RegExp(`^${source.join('/').replace(/\/\(\.\*\)$/, '(?:/(.*))?')}$`) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

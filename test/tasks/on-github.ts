import type { CheckRun, Issue, PullRequest, Repository } from '../github/state.ts';
import type { House } from '../support/house.ts';

/** A licence that is approved unless an organisation says otherwise. */
export const MIT = `MIT License

Copyright (c) 2026 City

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;
export const SECURITY = '# Security\n\nPlease write to security@city.example; we answer within three days.\n';
export const CONTRIBUTING =
  '# Contributing\n\nFork the repository, make a branch, run `npm test` and open a pull request. Report bugs as issues.\nWe answer within a week and review every change before it is merged.\n';

/** Files with which a repository meets every policy. */
export const ALL_WELL = {
  'README.md': '# Bus stops\n',
  LICENSE: MIT,
  'SECURITY.md': SECURITY,
  'CONTRIBUTING.md': CONTRIBUTING,
};

export function issuesOf(repository: Repository): Issue[] {
  return [...repository.issues.values()].filter(({ pull }) => pull === null);
}

export function ourIssues(repository: Repository): Issue[] {
  return issuesOf(repository).filter(({ user }) => user.login === 'portreeve[bot]');
}

/** The pull requests that Portreeve opened, the oldest first. */
export function proposalsOf(repository: Repository): PullRequest[] {
  return [...repository.issues.values()].flatMap(({ pull, user }) =>
    pull !== null && user.login === 'portreeve[bot]' ? [pull] : [],
  );
}

export function checksOf(repository: Repository, headSha: string, name = 'Portreeve'): CheckRun[] {
  return repository.checkRuns.filter((run) => run.suite.headSha === headSha && run.name === name);
}

/** The one check run of a head; more or fewer is an error. */
export function checkOf(repository: Repository, headSha: string, name = 'Portreeve'): CheckRun {
  const [run, ...more] = checksOf(repository, headSha, name);
  if (run === undefined || more.length > 0) throw new Error(`${more.length + (run ? 1 : 0)} check runs on ${headSha}`);
  return run;
}

/** What a write changed, as `METHOD path`, tokens left out. */
export function writesOf(house: House): string[] {
  return house.github
    .writes()
    .filter(({ route }) => !route.includes('access_tokens'))
    .map(({ method, path }) => `${method} ${path}`);
}

/** Requests other than those for tokens. */
export function requestsOf(house: House): string[] {
  return house.github.requests.filter(({ route }) => !route.includes('access_tokens')).map(({ route }) => route);
}

export function only<T>(items: readonly T[]): T {
  const [item, ...more] = items;
  if (item === undefined || more.length > 0) throw new Error(`Wanted one, found ${items.length}`);
  return item;
}

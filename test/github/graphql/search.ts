import type { Issue, World } from '../state.ts';
import { fullName } from '../state.ts';

type Test = (issue: Issue, value: string) => boolean;

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The qualifiers that are understood; another one is an error, so that no search is taken for a wider one. */
const QUALIFIERS: Readonly<Record<string, Test>> = {
  author: ({ user }, login) => same(user.login, login),
  'reviewed-by': ({ pull }, login) => pull?.reviews.some(({ user }) => same(user.login, login)) === true,
  org: ({ repository: { owner } }, login) => owner.type === 'Organization' && same(owner.login, login),
  user: ({ repository: { owner } }, login) => same(owner.login, login),
  repo: ({ repository }, name) => same(fullName(repository), name),
  created: ({ createdAt }, range) => {
    const [from = '', until = ''] = range.split('..');
    const day = createdAt.slice(0, 10);
    return day >= from && day <= until;
  },
  is({ pull, repository }, what) {
    if (what === 'pr') return pull !== null;
    if (what === 'issue') return pull === null;
    if (what === 'merged') return pull?.mergedAt != null;
    if (what === 'public') return repository.visibility === 'public';
    throw new Error(`The embedded GitHub does not search for is:${what}`);
  },
};

/** Searches issues and pull requests of public repositories, whoever asks. */
export function searchIssues(world: World, query: string): Issue[] {
  const tests = query.split(/\s+/).map((word) => {
    const isNot = word.startsWith('-');
    const [name = '', value = ''] = word.slice(isNot ? 1 : 0).split(/:(.*)/, 2);
    const test = QUALIFIERS[name];
    if (test === undefined) throw new Error(`The embedded GitHub does not search by ${name}`);
    return (issue: Issue) => test(issue, value) !== isNot;
  });
  const all = [...world.repositories.values()].filter(({ deleted, visibility }) => !deleted && visibility === 'public');
  return all.flatMap(({ issues }) => [...issues.values()]).filter((issue) => tests.every((test) => test(issue)));
}

import { readMarkers } from '../../src/report/marker.ts';
import type { PullRequest, Repository } from '../github/index.ts';
import { portraitOf, proposalsOf, withoutIds } from '../support/town.ts';
import type { Region } from './region.ts';

/** What stands in each repository, by `owner/name`, in a form that two runs can be compared by. */
export type Picture = ReadonlyMap<string, string>;

/** All that stands and ever stood, but for what differs from run to run: ids, commits, times. */
export function wholePicture({ github, organizations }: Region): Picture {
  return new Map(
    organizations.flatMap((organization) =>
      Object.entries(portraitOf(github, organization)).map(([name, seen]): [string, string] => [
        `${organization.login}/${name}`,
        JSON.stringify(seen, null, 1),
      ]),
    ),
  );
}

/**
 * What a person finds who looks now: open issues, open pull requests with the check on their head, proposals with the
 * files that they bring. An issue that was opened and closed while nobody was told of either is no difference, nor are
 * the thanks for a comment that never arrived.
 */
export function presentPicture({ github, organizations }: Region): Picture {
  const ids = organizations.map(({ id }) => id);
  const repositories = [...github.world.repositories.values()].filter(
    ({ owner, deleted }) => !deleted && ids.includes(owner.id),
  );
  return new Map(
    repositories.map((repository) => [
      `${repository.owner.login}/${repository.name}`,
      JSON.stringify(presentOf(repository), null, 1),
    ]),
  );
}

function presentOf(repository: Repository) {
  const open = [...repository.issues.values()].filter(({ state }) => state === 'open');
  const issues = open.map((issue) => ({
    title: issue.title,
    body: withoutIds(issue.body ?? ''),
    author: issue.user.login,
    brings: issue.pull === null || issue.app === null ? null : broughtBy(repository, issue.pull),
    check: issue.pull === null ? null : checksOn(repository, issue.pull.head.sha),
  }));
  const proposals = proposalsOf(repository).filter(
    ({ issue }) => issue.state === 'closed' && issue.closedBy?.type !== 'Bot',
  );
  return {
    issues: issues.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    answered: proposals.map(({ head, mergedAt }) => `${head.ref} ${mergedAt === null ? 'refused' : 'merged'}`).sort(),
  };
}

/** The newest run of each name, which is the one that GitHub shows. */
function checksOn(repository: Repository, headSha: string): string[] {
  const newest = new Map(
    repository.checkRuns
      .filter(({ suite }) => suite.headSha === headSha)
      .map(({ name, conclusion, output }) => [
        name,
        `${name} ${conclusion} ${output.title} ${withoutIds(output.summary ?? '')}`,
      ]),
  );
  return [...newest.values()].sort();
}

/** Path and content of what a branch changes, whatever the commit that it began at. */
function broughtBy(repository: Repository, { head }: PullRequest): string[] {
  const { git, defaultBranch } = repository;
  const base = git.branch(defaultBranch);
  const from = base === undefined ? undefined : git.mergeBase(base, head.sha);
  if (from === undefined) return [];
  const trees = [from, head.sha].map((oid) => git.resolveCommit(oid)?.tree ?? '');
  const [before = '', after = ''] = trees;
  const { added, removed, modified } = git.changedPaths(before, after);
  const written = [...added, ...modified].map((path) => `${path} ${git.entryAt(after, path)?.oid}`);
  return [...written, ...removed.map((path) => `${path} removed`)].sort();
}

/** How often each of our things was made, by what it is: one mark, one check run of a content, one reaction. */
export function countThings({ github, organizations }: Region): ReadonlyMap<string, number> {
  const ids = organizations.map(({ id }) => id);
  const counts = new Map<string, number>();
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const repository of github.world.repositories.values()) {
    if (!ids.includes(repository.owner.id)) continue;
    for (const issue of repository.issues.values()) {
      if (issue.app !== null) for (const { key } of readMarkers(issue.body ?? '')) count(`${repository.id} ${key}`);
      for (const comment of issue.comments) {
        if (comment.app !== null) for (const { key } of readMarkers(comment.body)) count(`${repository.id} ${key}`);
        for (const { user, content } of comment.reactions) {
          if (user.type === 'Bot')
            count(`${repository.id} ${content} on a comment in #${issue.number}: ${comment.body}`);
        }
      }
    }
    // The id that we give a run names its commit and its annotations: another content is another run.
    for (const { name, externalId } of repository.checkRuns) count(`${repository.id} ${name} ${externalId}`);
  }
  return counts;
}

/** What was ever called a success, by repository and commit: also what was said only for a moment. */
export function successes({ github }: Region, apart: readonly Repository[] = []): ReadonlySet<string> {
  const repositories = [...github.world.repositories.values()].filter((repository) => !apart.includes(repository));
  const runs = new Map(
    repositories.flatMap((repository) => repository.checkRuns.map((run) => [run.id, { run, repository }] as const)),
  );
  const heads = new Map([...runs.values()].map(({ run, repository }) => [run.suite.headSha, repository]));
  return new Set(
    github.writes().flatMap(({ route, path, body }) => {
      if (!route.includes('/check-runs') || body.conclusion !== 'success') return [];
      const headSha = String(body.head_sha ?? runs.get(Number(path.split('/').at(-1)))?.run.suite.headSha);
      const repository = heads.get(headSha);
      const commit = repository?.git.resolveCommit(headSha);
      return repository === undefined ? [] : [`${repository.id} ${body.name}: ${commit?.message} (${commit?.tree})`];
    }),
  );
}

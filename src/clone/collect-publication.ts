import { type Fact, known, unavailable } from '../core/fact.ts';
import { type CommitHistory, domainsOf, type PublicationFacts } from '../core/publication-facts.ts';
import { resolve, rootOf } from './collect-clone.ts';
import { findRepository } from './find-repository.ts';
import { type Git, gitFor } from './git.ts';

/**
 * Reads what becomes public with a clone's last commit: every file, the whole history, and its size.
 * @throws OperatorError `folder-not-found`, `folder-not-readable`, `git-missing`, `git-failed`
 */
export async function collectClonePublication(folder: string): Promise<PublicationFacts> {
  const root = await rootOf(folder);
  const repository = await findRepository(root);
  const secretScanning = unavailable('A clone does not hold it: see “Advanced Security” in the settings on GitHub.');
  if (repository === null) {
    const none = unavailable('The folder is no git repository.');
    return { paths: none, history: none, kilobytes: none, secretScanning };
  }
  const git = await gitFor(repository, root);
  if ((await resolve(git, 'HEAD^{commit}')) === null) {
    const history = known({ commits: 0, read: 0, since: null, domains: [] });
    return { paths: known([]), history, kilobytes: known(0), secretScanning };
  }
  const [paths, history, kilobytes] = await Promise.all([pathsOf(git), historyOf(git), kilobytesOf(git)]);
  return { paths: known(paths), history, kilobytes: known(kilobytes), secretScanning };
}

async function lines(git: Git, args: readonly string[], end: string): Promise<string[]> {
  const { output } = await git.run(args);
  return output
    .toString('utf8')
    .split(end)
    .filter((line) => line !== '');
}

function pathsOf(git: Git): Promise<string[]> {
  return lines(git, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', 'HEAD'], '\0');
}

async function historyOf(git: Git): Promise<Fact<CommitHistory>> {
  const [isShallow] = await lines(git, ['rev-parse', '--is-shallow-repository'], '\n');
  if (isShallow === 'true')
    return unavailable('The clone is shallow: `git fetch --unshallow` reads the whole history.');
  // As it stands in the commits, and not as a `.mailmap` would have it.
  const commits = await lines(git, ['log', '-z', '--format=%cI %ae', 'HEAD'], '\0');
  const since = commits.at(-1)?.split(' ', 1)[0] ?? null;
  const addresses = commits.map((commit) => commit.slice(commit.indexOf(' ') + 1));
  return known({ commits: commits.length, read: commits.length, since, domains: domainsOf(addresses) });
}

async function kilobytesOf(git: Git): Promise<number> {
  const counted = await lines(git, ['count-objects', '-v'], '\n');
  const sizes = counted.map((line) => /^size(?:-pack)?: (\d{1,15})$/.exec(line)?.[1]);
  return sizes.reduce((sum, size) => sum + Number(size ?? 0), 0);
}

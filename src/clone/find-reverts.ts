import type { Commit } from '../contributions/commit.ts';
import type { Git } from './git.ts';

/** What a commit holds, and what it was made from. */
interface Made {
  readonly parents: readonly string[];
  readonly tree: string;
}

/** So many ids fit into one command, whatever the system. */
const MOST_AT_ONCE = 100;

/**
 * Marks each commit that brings back, to the byte, what stood before the one right below it. Of an older one that tells
 * nothing: then what came in between would have to be taken off.
 */
export async function withReverts<C extends Commit & Made>(git: Git, commits: readonly C[]): Promise<C[]> {
  const made = new Map<string, Made>(commits.map((commit) => [commit.sha, commit]));
  // A range holds neither what it was made from nor what that was made from.
  await readOthers(git, made, commits);
  await readOthers(git, made, [...made.values()]);
  return commits.map((commit) => ({ ...commit, revertOf: revertOf(commit, made) }));
}

function revertOf({ parents, tree }: Made, made: ReadonlyMap<string, Made>): string | null {
  const [below, another] = parents;
  if (below === undefined || another !== undefined) return null;
  const taken = made.get(below);
  const before = made.get(taken?.parents[0] ?? '');
  if (taken === undefined || before === undefined || tree === taken.tree) return null;
  return tree === before.tree ? below : null;
}

/** Reads the first parents that are not known yet; what the clone lacks stays unknown. */
async function readOthers(git: Git, made: Map<string, Made>, of: readonly Made[]): Promise<void> {
  const first = of.flatMap(({ parents: [parent] }) => (parent === undefined || made.has(parent) ? [] : [parent]));
  const wanted = [...new Set(first)];
  for (let at = 0; at < wanted.length; at += MOST_AT_ONCE) {
    const ids = wanted.slice(at, at + MOST_AT_ONCE);
    const { output } = await git.run([
      'rev-list',
      '--no-walk=unsorted',
      '--ignore-missing',
      '--format=%H %T %P',
      ...ids,
    ]);
    for (const line of output.toString('latin1').split('\n')) {
      const [id = '', tree = '', ...parents] = line.trim().split(' ');
      if (ids.includes(id)) made.set(id, { tree, parents: parents.filter((parent) => parent !== '') });
    }
  }
}

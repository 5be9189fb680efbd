/** What stands at a path in a tree of files; null when nothing does. */
export type TreeNode =
  | { readonly kind: 'file' | 'folder' | 'submodule' | 'other' }
  | { readonly kind: 'symlink'; readonly target: string }
  | null;

/** Where a path leads when every symbolic link on the way is followed. */
export type FollowedPath =
  | { readonly status: 'file'; readonly path: string }
  | { readonly status: 'broken'; readonly problem: 'outside' | 'dangling' | 'loop' | 'folder' };

/** As many links as Linux follows before it calls a path a loop. */
const MOST_LINKS = 40;

/**
 * Follows a path inside a repository, link by link, never out of it. It yields each path that it must know about and
 * is sent what stands there, so that a working tree, git's objects and GitHub's API all follow links by the same rules.
 * An absolute target is outside, even when it happens to point back in: on another machine it would not.
 */
export function* followPath(start: string): Generator<string, FollowedPath, TreeNode> {
  const ahead = start.split('/').reverse();
  const walked: string[] = [];
  let links = 0;
  for (let segment = ahead.pop(); segment !== undefined; segment = ahead.pop()) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') {
      if (walked.pop() === undefined) return broken('outside');
      continue;
    }
    if (segment.toLowerCase() === '.git') return broken('dangling');
    const path = [...walked, segment].join('/');
    const node = yield path;
    if (node === null || node.kind === 'other') return broken('dangling');
    if (node.kind === 'symlink') {
      links += 1;
      if (links > MOST_LINKS) return broken('loop');
      if (node.target.startsWith('/')) return broken('outside');
      ahead.push(...node.target.split('/').reverse());
    } else if (node.kind === 'file') {
      return ahead.length === 0 ? { status: 'file', path } : broken('dangling');
    } else {
      walked.push(segment);
    }
  }
  return broken('folder');
}

function broken(problem: 'outside' | 'dangling' | 'loop' | 'folder'): FollowedPath {
  return { status: 'broken', problem };
}

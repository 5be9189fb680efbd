import { hasRole, roleOf } from '../permissions.ts';
import type { Repository, World } from '../state.ts';
import { accountByEmail, accountByLogin } from '../state.ts';
import type { GraphqlNode } from './connection.ts';

/** Where GitHub looks, in its order. */
const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];
const LARGEST = 3 * 1024 * 1024;

/** The CODEOWNERS file of a branch with the errors that GitHub finds in it; null where there is none. */
export function codeOwnersNode(world: World, repository: Repository, refName: string | null): GraphqlNode | null {
  const commit = repository.git.resolveCommit(refName ?? repository.defaultBranch);
  if (!commit) return null;
  for (const path of PLACES) {
    const entry = repository.git.entryAt(commit.tree, path);
    const object = entry && repository.git.object(entry.oid);
    if (object?.kind !== 'blob') continue;
    const lines = object.data.length < LARGEST ? object.data.toString('utf8').split('\n') : [];
    const errors = lines.flatMap((source, index) => errorsOf(world, repository, path, source, index + 1));
    return { __typename: 'RepositoryCodeowners', errors };
  }
  return null;
}

function errorsOf(world: World, repository: Repository, path: string, source: string, line: number): GraphqlNode[] {
  const rule = /^[^#]*/.exec(source)?.[0] ?? '';
  const words = [...rule.matchAll(/(?:\\.|\S)+/g)];
  const error = (kind: string, column: number, suggestion: string | null): GraphqlNode => ({
    __typename: 'RepositoryCodeownersError',
    path,
    line,
    column,
    kind,
    source,
    suggestion,
    message: `${kind} on line ${line}:\n\n  ${source}\n  ${' '.repeat(column - 1)}^`,
  });
  const [pattern, ...owners] = words;
  if (!pattern) return [];
  if (/^!|[[\]]/.test(pattern[0])) return [error('Invalid pattern', pattern.index + 1, null)];
  return owners.flatMap((owner) => {
    const kind = kindOfOwner(world, repository, owner[0]);
    const hint = `make sure ${owner[0]} exists and has write access to the repository`;
    return kind === null ? [] : [error(kind, owner.index + 1, kind === 'Unknown owner' ? hint : null)];
  });
}

/** There are no teams in this world, so none is known. */
function kindOfOwner(world: World, repository: Repository, owner: string): string | null {
  const isTeam = /^@[\w-]+\/[\w.-]+$/.test(owner);
  const isLogin = /^@[\w-]+$/.test(owner);
  const isMail = /^[^@\s]+@[^@\s]+$/.test(owner);
  if (!isTeam && !isLogin && !isMail) return 'Invalid owner';
  const account = isLogin ? accountByLogin(world, owner.slice(1)) : isMail ? accountByEmail(world, owner) : undefined;
  return account && hasRole(roleOf(repository, account), 'write') ? null : 'Unknown owner';
}

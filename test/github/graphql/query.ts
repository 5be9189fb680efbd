import { canSee } from '../permissions.ts';
import type { Issue, Repository } from '../state.ts';
import { accountByLogin } from '../state.ts';
import { accountNode } from './accounts.ts';
import type { GraphqlNode } from './connection.ts';
import { graphqlError } from './connection.ts';
import type { GraphqlContext } from './engine.ts';
import { checkRunNode, checkSuiteNode, commentNode, issueNode, milestoneNode, pullNode } from './issues.ts';
import { objectByOid } from './objects.ts';
import { projectThing } from './projects.ts';
import { notResolved, ownerNode, repositoryNode, visibleRepository } from './repositories.ts';
import { searchIssues } from './search.ts';

/** The fields of `Query` that apps use. */
export function queryRoot(context: GraphqlContext): GraphqlNode {
  const { world } = context;
  return {
    __typename: 'Query',
    organization: ({ login }: { login: string }) => {
      const account = accountByLogin(world, login);
      if (account?.type !== 'Organization') throw notResolved('an Organization', `login of '${login}'`);
      return ownerNode(context, account);
    },
    user: ({ login }: { login: string }) => {
      const account = accountByLogin(world, login);
      if (account?.type !== 'User') throw notResolved('a User', `login of '${login}'`);
      return ownerNode(context, account);
    },
    repositoryOwner: ({ login }: { login: string }) => {
      const account = accountByLogin(world, login);
      return account && account.type !== 'Bot' ? ownerNode(context, account) : null;
    },
    repository: ({ owner, name }: { owner: string; name: string }) => visibleRepository(context, owner, name, true),
    search: ({ query }: { query: string }) => ({
      __typename: 'SearchResultItemConnection',
      issueCount: searchIssues(world, query).length,
    }),
    node: ({ id }: { id: string }) => requireNode(context, id),
    nodes: ({ ids }: { ids: readonly string[] }) =>
      ids.map((id) => () => requireNode(context, id)).map((find) => attempt(find)),
    viewer: () => {
      if (context.caller.kind !== 'user') throw graphqlError('FORBIDDEN', 'Resource not accessible by integration');
      return accountNode(world, context.caller.account);
    },
    rateLimit: () => {
      const { limit, remaining, used, reset } = context.limits.state(context.key, 'graphql');
      const resetAt = new Date(reset * 1000).toISOString().replace('.000Z', 'Z');
      return {
        __typename: 'RateLimit',
        cost: context.cost.points,
        nodeCount: context.cost.nodes,
        limit,
        remaining,
        used,
        resetAt,
      };
    },
  };
}

/** In a list an error belongs to its entry alone: GraphQL takes a thrown error given as a value for just that. */
function attempt(find: () => GraphqlNode): GraphqlNode | Error {
  try {
    return find();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

function requireNode(context: GraphqlContext, id: string): GraphqlNode {
  const node = nodeById(context, id);
  if (!node) throw graphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
  return node;
}

/** What a node id names: its prefix says the kind, its numbers the repository and the record (see ids.ts). */
export function nodeById(context: GraphqlContext, id: string): GraphqlNode | null {
  const { world } = context;
  const { prefix, numbers, rest } = parseNodeId(id);
  const [first = 0, second = 0] = numbers;
  if (prefix === 'U' || prefix === 'O' || prefix === 'BOT') {
    const account = world.accounts.get(first);
    return account?.nodeId === id ? ownerNode(context, account) : null;
  }
  if (prefix.startsWith('PVT')) return projectThing(context, id);
  const repository = world.repositories.get(first);
  if (!repository || !canSee(world, context.caller, repository)) return null;
  if (prefix === 'R') return repositoryNode(context, repository);
  if (prefix === 'C' || prefix === 'T' || prefix === 'B') return objectByOid(world, repository, rest);
  return recordById(context, repository, prefix, second);
}

function recordById(context: GraphqlContext, repository: Repository, prefix: string, id: number): GraphqlNode | null {
  const issues = context.world.versions.view([...repository.issues.values()]);
  const pick = <T>(found: T | undefined, show: (record: T) => GraphqlNode | null) =>
    found === undefined ? null : show(found);
  if (prefix === 'I')
    return pick(
      issues.find((issue) => issue.id === id && !issue.pull),
      (issue) => issueNode(context, issue),
    );
  if (prefix === 'PR')
    return pick(
      issues.find((issue) => issue.pull?.id === id),
      (issue) => pullNode(context, issue),
    );
  if (prefix === 'IC')
    return pick(
      commentsOf(context, issues).find((comment) => comment.id === id),
      (comment) => commentNode(context, comment),
    );
  if (prefix === 'MI')
    return pick(
      [...repository.milestones.values()].find((milestone) => milestone.id === id),
      milestoneNode,
    );
  if (prefix === 'CR')
    return pick(
      repository.checkRuns.find((run) => run.id === id),
      (run) => checkRunNode(context, run),
    );
  if (prefix === 'CS')
    return pick(
      repository.checkSuites.find((suite) => suite.id === id),
      (suite) => checkSuiteNode(context, suite),
    );
  return null;
}

function commentsOf(context: GraphqlContext, issues: readonly Issue[]) {
  return context.world.versions.view(issues.flatMap(({ comments }) => comments));
}

/** Reads a node id; what it does not understand gives no numbers. */
export function parseNodeId(id: string): { prefix: string; numbers: number[]; rest: string } {
  const split = id.lastIndexOf('_', id.indexOf('_') + 1);
  const prefix = id.slice(0, Math.max(0, split));
  const packed = Buffer.from(id.slice(split + 1), 'base64url');
  const count = (packed[0] ?? 0x90) - 0x90 - 1;
  if (count < 1 || count > 3 || packed.length < 2 + count * 5) return { prefix, numbers: [], rest: '' };
  const numbers = Array.from({ length: count }, (_, index) => packed.readUInt32BE(3 + index * 5));
  const isObject = prefix === 'C' || prefix === 'T' || prefix === 'B';
  const rest = isObject ? Buffer.from(id.slice(split + 11), 'base64url').toString('utf8') : '';
  return { prefix, numbers, rest };
}

/** The name of a repository by its node id, as mutations take it. */
export function repositoryByNodeId(context: GraphqlContext, id: string): Repository {
  const repository = context.world.repositories.get(parseNodeId(id).numbers[0] ?? 0);
  if (repository?.nodeId !== id || !canSee(context.world, context.caller, repository)) {
    throw graphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
  }
  return repository;
}

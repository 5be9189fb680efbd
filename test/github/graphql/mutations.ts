import type { GraphqlNode } from './connection.ts';
import type { GraphqlContext } from './engine.ts';

/** The mutations that apps use. */
export function mutations(_context: GraphqlContext): GraphqlNode {
  return { __typename: 'Mutation' };
}

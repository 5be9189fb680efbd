import { hasPermission } from '../permissions.ts';
import { graphqlError } from './connection.ts';
import type { GraphqlContext } from './engine.ts';

/** 403 of GraphQL: the error stands beside the data, the field is null. */
export function requireGraphqlPermission({ caller }: GraphqlContext, ...accepted: readonly string[]): void {
  if (caller.kind !== 'installation') return;
  if (accepted.some((permission) => hasPermission(caller.token.permissions, permission))) return;
  throw graphqlError('FORBIDDEN', 'Resource not accessible by integration');
}

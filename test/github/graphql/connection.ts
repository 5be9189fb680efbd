import { GraphQLError } from 'graphql';

/** The arguments that every connection has. */
export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** A resolved object: its type and, by field, values or functions of the field's arguments. */
export interface GraphqlNode {
  readonly __typename: string;
  readonly [field: string]: unknown;
}

/** An error with the `type` that GitHub puts beside its message. */
export function graphqlError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** One page of a list as a connection; the cursor is the place in the list. */
export function connection<T>(
  name: string,
  items: readonly T[],
  page: PageArguments,
  show: (item: T) => GraphqlNode | null,
  typename = 'Connection',
): GraphqlNode {
  const size = page.first ?? page.last;
  if (size === undefined || size === null) {
    throw graphqlError(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  }
  if (size < 1 || size > 100) {
    const bound = page.first ? 'first' : 'last';
    throw graphqlError(
      'EXCESSIVE_PAGINATION',
      `Requesting ${size} records on the \`${name}\` connection exceeds the \`${bound}\` limit of 100 records.`,
    );
  }
  const from = page.after ? place(page.after) + 1 : 0;
  const to = page.before ? place(page.before) : items.length;
  const start = page.first ? from : Math.max(from, to - size);
  const end = page.first ? Math.min(to, from + size) : to;
  const shown = items.slice(start, end);
  return {
    __typename: typename,
    totalCount: items.length,
    nodes: () => shown.map(show),
    edges: () =>
      shown.map((item, index) => ({ __typename: `${typename}Edge`, cursor: cursor(start + index), node: show(item) })),
    pageInfo: {
      __typename: 'PageInfo',
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: shown.length > 0 ? cursor(start) : null,
      endCursor: shown.length > 0 ? cursor(end - 1) : null,
    },
  };
}

function cursor(index: number): string {
  return Buffer.from(`cursor:v2:${index}`).toString('base64');
}

function place(text: string): number {
  const index = /^cursor:v2:(\d+)$/.exec(Buffer.from(text, 'base64').toString('utf8'))?.[1];
  if (index === undefined)
    throw graphqlError('INVALID_CURSOR_ARGUMENTS', `\`${text}\` does not appear to be a valid cursor.`);
  return Number(index);
}

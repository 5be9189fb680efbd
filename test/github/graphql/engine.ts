import { readFileSync } from 'node:fs';
import type {
  DocumentNode,
  ExecutionResult,
  GraphQLFormattedError,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { buildASTSchema, execute, GraphQLError, getOperationAST, parse, validate, visit } from 'graphql';
import { ApiError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import type { Caller } from '../permissions.ts';
import type { Json, World } from '../state.ts';
import type { GraphqlNode } from './connection.ts';
import type { Cost } from './cost.ts';
import { costOf } from './cost.ts';
import { mutations } from './mutations.ts';
import { queryRoot } from './query.ts';

/** What resolvers know of the call they work for. */
export interface GraphqlContext {
  readonly world: World;
  readonly caller: Caller;
  readonly asOf: number | undefined;
  readonly cost: Cost;
  readonly limits: Limits;
  readonly key: string;
}

interface Prepared {
  readonly document: DocumentNode;
  /** Unset until the document was held against the schema. */
  errors?: readonly GraphQLError[];
}

const NODE_LIMIT = 500_000;
const CONTENT = new Set(['createIssue', 'addComment', 'createPullRequest', 'createCheckRun', 'createDiscussion']);

/** What a server that knows no sub-issues has not in its schema. */
const SUB_ISSUES = /^(addSubIssue|removeSubIssue|reprioritizeSubIssue|subIssues|subIssuesSummary|parent)$/;
const SUB_ISSUE_TYPES = /^(Add|Remove|Reprioritize)SubIssue(Input|Payload)$/;

const schemas = new Map<boolean, GraphQLSchema>();

/** Whether the schema knows sub-issues → queries that were held against it, which all servers of a process share. */
const queries = new Map<boolean, Map<string, Prepared>>();
const MOST_QUERIES = 200;

/**
 * GitHub's own published schema; building it takes a fifth of a second, so it waits for the first query. Only the file
 * is read: the package itself builds another one, from five megabytes, when it is imported.
 */
function githubSchema(hasSubIssues: boolean): GraphQLSchema {
  const known = schemas.get(hasSubIssues);
  if (known !== undefined) return known;
  const file = new URL('../../../node_modules/@octokit/graphql-schema/schema.graphql', import.meta.url);
  const document = parse(readFileSync(file, 'utf8'), { noLocation: true });
  const schema = buildASTSchema(hasSubIssues ? document : withoutSubIssues(document), { assumeValid: true });
  schemas.set(hasSubIssues, schema);
  return schema;
}

function withoutSubIssues(document: DocumentNode): DocumentNode {
  return visit(document, {
    InputObjectTypeDefinition: ({ name }) => (SUB_ISSUE_TYPES.test(name.value) ? null : undefined),
    ObjectTypeDefinition: (type) => {
      if (SUB_ISSUE_TYPES.test(type.name.value)) return null;
      if (type.name.value !== 'Mutation' && type.name.value !== 'Issue') return undefined;
      return { ...type, fields: (type.fields ?? []).filter(({ name }) => !SUB_ISSUES.test(name.value)) };
    },
  });
}

/** Executes queries and mutations on GitHub's schema; a field without a resolver is an error that names it. */
export class GraphqlEngine {
  readonly #world: World;
  readonly #limits: Limits;

  constructor(world: World, limits: Limits) {
    this.#world = world;
    this.#limits = limits;
  }

  isMutation(body: Json): boolean {
    return this.#operation(body)?.operation === 'mutation';
  }

  isContent(body: Json): boolean {
    const selections = this.#operation(body)?.selectionSet.selections ?? [];
    return (
      this.isMutation(body) &&
      selections.some((selection) => selection.kind === 'Field' && CONTENT.has(selection.name.value))
    );
  }

  /** Answers as GitHub does: always with status 200, errors beside the data. */
  async execute(body: Json, caller: Caller, key: string, asOf: number | undefined): Promise<Json> {
    const query = body.query;
    if (typeof query !== 'string')
      return { errors: [{ message: 'A query attribute must be specified and must be a string.' }] };
    const schema = githubSchema(this.#world.hasSubIssues);
    const prepared = this.#prepare(query);
    const { document } = prepared;
    prepared.errors ??= validate(schema, document);
    if (prepared.errors.length > 0) return { errors: prepared.errors.map(formatError) };
    const variables = (body.variables ?? {}) as Record<string, unknown>;
    const operation = this.#operation(body);
    if (!operation) return { errors: [{ message: 'No operation named as asked' }] };
    const cost = costOf(document, operation, variables);
    if (cost.nodes > NODE_LIMIT) {
      const message = `This query requests up to ${cost.nodes} possible nodes which exceeds the maximum limit of 500,000.`;
      return { errors: [{ type: 'MAX_NODE_LIMIT_EXCEEDED', message }] };
    }
    if (this.#limits.isSpent(key, 'graphql'))
      return { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded for installation.' }] };
    this.#limits.spend(key, 'graphql', cost.points);
    const context: GraphqlContext = { world: this.#world, caller, asOf, cost, limits: this.#limits, key };
    const result = await execute({
      schema,
      document,
      rootValue: operation.operation === 'mutation' ? mutations(context) : queryRoot(context),
      contextValue: context,
      variableValues: variables,
      operationName: typeof body.operationName === 'string' ? body.operationName : null,
      fieldResolver: resolveField,
      typeResolver: (value) => (value as GraphqlNode).__typename,
    });
    return formatResult(result);
  }

  #operation(body: Json): OperationDefinitionNode | undefined {
    const { query, operationName } = body;
    if (typeof query !== 'string') return undefined;
    const { document } = this.#prepare(query);
    return getOperationAST(document, typeof operationName === 'string' ? operationName : undefined) ?? undefined;
  }

  #prepare(query: string): Prepared {
    const { hasSubIssues } = this.#world;
    const known = queries.get(hasSubIssues) ?? new Map<string, Prepared>();
    queries.set(hasSubIssues, known);
    const prepared = known.get(query) ?? prepare(query);
    if (known.size > MOST_QUERIES) known.clear();
    known.set(query, prepared);
    return prepared;
  }
}

function prepare(query: string): Prepared {
  try {
    return { document: parse(query) };
  } catch (error) {
    if (error instanceof GraphQLError)
      return { document: { kind: 'Document' as DocumentNode['kind'], definitions: [] }, errors: [error] };
    throw error;
  }
}

function resolveField(
  source: unknown,
  args: unknown,
  context: unknown,
  info: { fieldName: string; parentType: { name: string } },
): unknown {
  const node = source as GraphqlNode;
  if (!(info.fieldName in node)) {
    throw new GraphQLError(
      `The embedded GitHub does not implement the field '${info.fieldName}' of '${info.parentType.name}'`,
    );
  }
  const value = node[info.fieldName];
  return typeof value === 'function' ? (value as (args: unknown, context: unknown) => unknown)(args, context) : value;
}

/** What GraphQL calls the refusals that it shares with REST. */
const TYPES: Readonly<Record<number, string>> = { 401: 'FORBIDDEN', 403: 'FORBIDDEN', 404: 'NOT_FOUND' };

/** GitHub puts `type` beside the message, not into `extensions`. */
function formatError(error: GraphQLError): GraphQLFormattedError & { type?: unknown } {
  const { extensions, ...rest } = error.toJSON();
  const refusal = error.originalError instanceof ApiError ? error.originalError : undefined;
  const type = refusal ? (TYPES[refusal.status] ?? 'UNPROCESSABLE') : extensions?.type;
  return type === undefined ? { ...rest, ...(extensions ? { extensions } : {}) } : { type, ...rest };
}

function formatResult(result: ExecutionResult): Json {
  const errors = result.errors?.map(formatError);
  return { ...(result.data === undefined ? {} : { data: result.data }), ...(errors ? { errors } : {}) };
}

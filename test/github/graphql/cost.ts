import type { DocumentNode, FieldNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { Kind } from 'graphql';

/** What GitHub computes of a query before it runs. */
export interface Cost {
  /** Points: requests needed to fill every connection, by 100, at least 1. */
  readonly points: number;
  /** Nodes that the query may answer with; more than 500 000 are refused. */
  readonly nodes: number;
}

/** GitHub's documented cost: each connection is asked once for every node of the connection around it. */
export function costOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Cost {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
  let requests = 0;
  let nodes = 0;
  const walk = (selections: SelectionSetNode | undefined, factor: number): void => {
    for (const selection of selections?.selections ?? []) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) walk(fragments.get(selection.name.value)?.selectionSet, factor);
      else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, factor);
      else {
        const size = argument(selection, 'first', variables) ?? argument(selection, 'last', variables);
        const ids = argument(selection, 'ids', variables);
        if (typeof size === 'number') {
          requests += factor;
          nodes += factor * size;
        }
        const many = typeof size === 'number' ? size : Array.isArray(ids) ? ids.length : 1;
        walk(selection.selectionSet, factor * many);
      }
    }
  };
  walk(operation.selectionSet, 1);
  return { points: Math.max(1, Math.round(requests / 100)), nodes };
}

function argument(field: FieldNode, name: string, variables: Readonly<Record<string, unknown>>): unknown {
  const value = field.arguments?.find((candidate) => candidate.name.value === name)?.value;
  if (value?.kind === Kind.VARIABLE) return variables[value.name.value];
  if (value?.kind === Kind.INT) return Number(value.value);
  return value?.kind === Kind.LIST ? value.values : undefined;
}

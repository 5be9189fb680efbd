import type { JsonValue } from '../core/json-value.ts';
import type { Action, ActionKind } from '../plan/action.ts';
import { json } from './json.ts';
import type { Db } from './tables.ts';

/** What one action takes at most, by its kind: what GitHub counts of it. */
export const REQUESTS: Readonly<Record<ActionKind, number>> = {
  'create-issue': 2,
  'create-milestone': 1,
  'place-issue': 1,
  // The project, and what it says of itself.
  'create-project': 2,
  'create-project-field': 1,
  // The item, and its fields.
  'set-project-item': 2,
  'update-issue': 1,
  'amend-issue': 1,
  'report-check-run': 2,
  // Branch, commit and its parent, tree, branch, pull request.
  'open-proposal': 6,
  'update-proposal': 5,
  'set-proposal-state': 1,
  'create-comment': 1,
  'update-comment': 1,
  'delete-comment': 1,
  // Three labels at most, each by a request of its own.
  'change-labels': 3,
  react: 1,
};

/** The most of them. */
export const MOST_REQUESTS = Math.max(...Object.values(REQUESTS));

/** Appends what came of an action to the log, which nobody can change afterwards. */
export async function recordAction(
  db: Db,
  installationId: number,
  action: Pick<Action, 'kind' | 'key' | 'repository'>,
  outcome: 'written' | 'refused' | 'failed' | 'adopted',
  detail: JsonValue,
  now: Date,
): Promise<void> {
  await db
    .insertInto('action')
    .values({
      installation_id: installationId,
      repository_id: action.repository.repositoryId,
      kind: action.kind,
      key: action.key,
      outcome,
      requests: REQUESTS[action.kind],
      detail: json(detail),
      at: now,
    })
    .execute();
}

import type { JsonValue } from '../core/json-value.ts';
import type { Action } from '../plan/action.ts';
import { json } from './json.ts';
import type { Db } from './tables.ts';

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
      requests: 1,
      detail: json(detail),
      at: now,
    })
    .execute();
}

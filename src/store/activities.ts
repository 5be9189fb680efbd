import type { Activity } from '../insights/chaoss/activity.ts';
import { json } from './json.ts';
import type { Db } from './tables.ts';

/** Keeps what was read; what was read before of the same repository goes. */
export async function saveActivities(db: Db, installationId: number, activities: readonly Activity[]): Promise<void> {
  for (const activity of activities) {
    const row = { read_at: activity.readAt, activity: json(activity) };
    await db
      .insertInto('activity')
      .values({ installation_id: installationId, repository_id: activity.repositoryId, ...row })
      .onConflict((conflict) => conflict.columns(['installation_id', 'repository_id']).doUpdateSet(row))
      .execute();
  }
}

/** Of the repositories that are still there. */
export async function readActivities(db: Db): Promise<Activity[]> {
  const rows = await db
    .selectFrom('activity')
    .innerJoin('repository', 'repository.repository_id', 'activity.repository_id')
    .select('activity.activity')
    .where('repository.removed_at', 'is', null)
    .orderBy('activity.repository_id')
    .execute();
  return rows.map(({ activity }) => activity);
}

/** Repositories that are still worked on and whose activity was not read since a moment, those never read first. */
export function activitiesDue(
  db: Db,
  readBefore: Date,
): Promise<{ readonly repositoryId: number; readonly nodeId: string }[]> {
  return db
    .selectFrom('repository')
    .leftJoin('activity', (join) =>
      join
        .onRef('activity.installation_id', '=', 'repository.installation_id')
        .onRef('activity.repository_id', '=', 'repository.repository_id'),
    )
    .select(['repository.repository_id as repositoryId', 'repository.node_id as nodeId'])
    .where('repository.removed_at', 'is', null)
    .where('repository.archived', '=', false)
    .where((eb) => eb.or([eb('activity.read_at', 'is', null), eb('activity.read_at', '<=', readBefore)]))
    .orderBy('activity.read_at', (order) => order.asc().nullsFirst())
    .orderBy('repository.repository_id')
    .execute();
}

import { valueOr } from '../core/fact.ts';
import { collectActivity, REPOSITORIES_A_QUERY } from '../github/collect-activity.ts';
import { activitiesDue, saveActivities } from '../store/activities.ts';
import { heedAllowance } from './allowance.ts';
import type { Configuration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { findMembers } from './members.ts';

const DAY = 86_400_000;

/** Reports look back over weeks and months: so old is new enough. */
const READ_EVERY_DAYS = 7;
/** Commits of so many days are counted. */
const LOOK_BACK_DAYS = 365;

/** Reads anew what happened around repositories where that was read a week ago or never: so many in one query. */
export async function keepActivity(
  context: TaskContext,
  configuration: Pick<Configuration, 'installationId' | 'granted'>,
): Promise<void> {
  const { installationId } = configuration;
  const { store, github, now, log } = context;
  const readBefore = new Date(now().getTime() - READ_EVERY_DAYS * DAY);
  const since = new Date(now().getTime() - LOOK_BACK_DAYS * DAY);
  const due = await store.asInstallation(installationId, (db) => activitiesDue(db, readBefore));
  const reader = github.reader(installationId);
  const membersAmong = async (accountIds: readonly number[]) =>
    valueOr(await findMembers(context, configuration, accountIds), new Set<number>());
  for (let start = 0; start < due.length; start += REPOSITORIES_A_QUERY) {
    await heedAllowance(context, installationId);
    const nodeIds = due.slice(start, start + REPOSITORIES_A_QUERY).map(({ nodeId }) => nodeId);
    const { activities, unread } = await collectActivity(reader, nodeIds, { since, now: now(), membersAmong });
    for (const repository of unread) log.warn({ installationId, ...repository }, 'a repository’s activity is unread');
    await store.asInstallation(installationId, (db) => saveActivities(db, installationId, activities));
  }
  if (due.length > 0) log.info({ installationId, repositories: due.length }, 'activity read');
}

import { GitHubFailure } from '../github/failure.ts';
import { listInstallationIds } from '../github/read-installation.ts';
import { activeInstallations, claimCatchUp } from '../store/installations.ts';
import type { Db } from '../store/tables.ts';
import type { TaskContext } from './context.ts';
import { installationRequest } from './requests.ts';

/** An installation is swept in place of lost deliveries every ten minutes at most, less what a look may be early. */
const CATCH_UP_SECONDS = 570;

/**
 * Has installations read and swept in place of deliveries that never arrived.
 * @returns how many: those that were swept just now are left out
 */
export function catchUp(context: TaskContext, installationIds: readonly number[]): Promise<number> {
  return context.store.asOperator((db) => catchUpIn(context, db, installationIds));
}

/** The same, within a transaction of the operator's. */
export async function catchUpIn(
  { enqueue, now }: TaskContext,
  db: Db,
  installationIds: readonly number[],
): Promise<number> {
  // 0: the event belonged to none.
  const ids = [...new Set(installationIds)].filter((id) => id > 0);
  const due = await claimCatchUp(db, ids, CATCH_UP_SECONDS, now());
  await enqueue(
    due.map((installationId) => installationRequest({ installationId, isCatchUp: true })),
    db,
  );
  return due.length;
}

/** All that are known, and those that GitHub lists; where it lists none for now, the known ones. */
export async function everyInstallation({ store, github, log }: TaskContext): Promise<number[]> {
  const known = (await store.asOperator(activeInstallations)).map(({ installation_id }) => installation_id);
  try {
    return [...new Set([...known, ...(await listInstallationIds(github))])];
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    log.warn({ message: error.message }, 'the installations could not be listed: the known ones are swept');
    return known;
  }
}

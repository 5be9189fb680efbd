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
  const due = await claimCatchUp(db, ids, () => CATCH_UP_SECONDS, now());
  await enqueue(
    due.map((installationId) => installationRequest({ installationId, isCatchUp: true })),
    db,
  );
  return due.length;
}

/** A quarter of an hour, less what a look may be early. */
const QUIET_CATCH_UP_SECONDS = 870;
/**
 * A sweep takes a request for each hundred repositories and one for each 25, so a twentieth of their number; GitHub
 * allows 5,000 an hour. No more than a twentieth of that goes into listening to silence: beyond 1,250 repositories the
 * sweeps are further apart.
 */
const QUIET_SECONDS_A_REPOSITORY = 0.72;

/** Has installations swept of which nothing was heard for some time. @returns those whose turn it is */
export async function catchUpQuiet(
  { store, enqueue, now }: TaskContext,
  installationIds: readonly number[],
): Promise<readonly number[]> {
  return store.asOperator(async (db) => {
    const rest = (repositories: number) => Math.max(QUIET_CATCH_UP_SECONDS, repositories * QUIET_SECONDS_A_REPOSITORY);
    const due = await claimCatchUp(db, installationIds, rest, now());
    await enqueue(
      due.map((installationId) => installationRequest({ installationId, isCatchUp: true })),
      db,
    );
    return due;
  });
}

/** All that are known, and those that GitHub lists; where it lists none for now, the known ones. */
export async function everyInstallation(context: TaskContext): Promise<number[]> {
  const { github, log } = context;
  const known = await knownInstallations(context);
  try {
    return [...new Set([...known, ...(await listInstallationIds(github))])];
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    log.warn({ message: error.message }, 'the installations could not be listed: the known ones are swept');
    return known;
  }
}

export async function knownInstallations({ store }: TaskContext): Promise<number[]> {
  return (await store.asOperator(activeInstallations)).map(({ installation_id }) => installation_id);
}

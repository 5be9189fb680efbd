import { listInstallationIds } from '../github/read-installation.ts';
import { installationsDue, pendingDue } from '../store/agreements.ts';
import { deleteOldBackups } from '../store/backup/before-migration.ts';
import { deleteOldDeliveries } from '../store/deliveries.ts';
import { activeInstallations, forgetInstallation, forgettableInstallations } from '../store/installations.ts';
import type { TaskContext } from './context.ts';
import { type ForgetTask, forgetRequest, installationRequest, reportRequest } from './requests.ts';
import { judgedAgain } from './take-up-agreements.ts';

/** Has every installation read and swept, also one whose event was lost: what lost deliveries left behind is healed within a day. */
export async function sweepAll({ store, github, enqueue, log }: TaskContext): Promise<void> {
  const known = await store.asOperator(activeInstallations);
  const listed = await listInstallationIds(github);
  const ids = new Set([...listed, ...known.map(({ installation_id }) => installation_id)]);
  await enqueue([...ids].map((installationId) => installationRequest({ installationId, isSweepWanted: true })));
  log.info({ installations: ids.size }, 'daily sweep asked for');
}

/** Has open pull requests judged again on which somebody's signature has ended, or was ended at the command line. */
export async function judgeDue({ store, enqueue, now, log }: TaskContext): Promise<void> {
  for (const installationId of await store.asOperator((db) => installationsDue(db, now()))) {
    const due = await store.asInstallation(installationId, (db) => pendingDue(db, now()));
    await enqueue(judgedAgain(installationId, due));
    log.info({ installationId, pullRequests: due.length }, 'signatures changed: judged again');
  }
}

/** Has what reports rest on read anew, and the reports written that are due, of every installation. */
export async function reportAll({ store, enqueue, log }: TaskContext): Promise<void> {
  const active = await store.asOperator(activeInstallations);
  await enqueue(active.map(({ installation_id: installationId }) => reportRequest({ installationId })));
  log.info({ installations: active.length }, 'reports asked for');
}

/**
 * Deletes what has been kept long enough: payloads after 7 days, delivery ids after 90, uninstalled data and the backups
 * from before an upgrade after 30.
 */
export async function clean({ store, enqueue, log, dataFolder, now }: TaskContext): Promise<void> {
  const deleted = await store.asOperator(deleteOldDeliveries);
  const gone = await store.asOperator((db) => forgettableInstallations(db));
  await enqueue(gone.map((installationId) => forgetRequest({ installationId })));
  const backups = await deleteOldBackups(dataFolder, now());
  log.info({ ...deleted, installations: gone.length, backups }, 'cleaned');
}

/** Deletes everything about an installation that was uninstalled long ago, unless it came back since this was asked for. */
export async function forgetInstallationTask(
  { store, log }: TaskContext,
  { installationId }: ForgetTask,
): Promise<void> {
  const isForgotten = await store.asOperator((db) => forgetInstallation(db, installationId));
  if (isForgotten) log.info({ installationId }, 'installation forgotten');
}

import { deleteOldDeliveries } from '../store/deliveries.ts';
import { activeInstallations, forgetInstallation, forgettableInstallations } from '../store/installations.ts';
import type { TaskContext } from './context.ts';
import { type ForgetTask, forgetRequest, installationRequest } from './requests.ts';

/** Has every active installation read and swept: what lost deliveries left behind is healed within a day. */
export async function sweepAll({ store, enqueue, log }: TaskContext): Promise<void> {
  const installations = await store.asOperator(activeInstallations);
  await enqueue(
    installations.map(({ installation_id }) =>
      installationRequest({ installationId: installation_id, isSweepWanted: true }),
    ),
  );
  log.info({ installations: installations.length }, 'daily sweep asked for');
}

/** Deletes what has been kept long enough: payloads after 7 days, delivery ids after 90, uninstalled data after 30. */
export async function clean({ store, enqueue, log }: TaskContext): Promise<void> {
  const deleted = await store.asOperator(deleteOldDeliveries);
  const gone = await store.asOperator((db) => forgettableInstallations(db));
  await enqueue(gone.map((installationId) => forgetRequest({ installationId })));
  log.info({ ...deleted, installations: gone.length }, 'cleaned');
}

/** Deletes everything about an installation that was uninstalled long ago. */
export async function forgetInstallationTask(
  { store, log }: TaskContext,
  { installationId }: ForgetTask,
): Promise<void> {
  await store.asOperator((db) => forgetInstallation(db, installationId));
  log.info({ installationId }, 'installation forgotten');
}

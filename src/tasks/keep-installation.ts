import {
  FEATURES,
  FEATURES_BY_CHOICE,
  type Feature,
  featuresOff,
  missingPermissions,
  type Permissions,
} from '../core/features.ts';
import type { InstallationState } from '../github/read-installation.ts';
import { readInstallation as readKnown, saveInstallation, succeedInstallation } from '../store/installations.ts';
import type { TaskContext } from './context.ts';
import { sweepRequest } from './requests.ts';

/** What became other by reading an installation. */
export interface InstallationChange {
  /** It was not known, or its first sweep has not ended. */
  readonly isNew: boolean;
  /** Other permissions than were known. */
  readonly isRegranted: boolean;
  /** A sweep was asked for: it came back, or something is permitted that was not. */
  readonly isSweepAsked: boolean;
}

/**
 * Keeps what GitHub says of an installation. What was off and is granted now has everything swept, in one transaction.
 * The operator is told of missing permissions when they change, and not each time that something is left undone.
 */
export async function keepInstallation(context: TaskContext, reading: InstallationState): Promise<InstallationChange> {
  const { store, enqueue } = context;
  const { installationId, permissions, suspendedAt } = reading;
  const read = () => store.asInstallation(installationId, (db) => readKnown(db, installationId));
  let before = await read();
  if (before === null) {
    // The account may have had the app before, under another id.
    await store.asOperator((db) => succeedInstallation(db, reading));
    before = await read();
  }
  const isRevived = before !== null && before.suspended_at !== null && suspendedAt === null;
  const features: readonly Feature[] = [...FEATURES, ...FEATURES_BY_CHOICE];
  const isMore =
    before !== null && features.some((feature) => isGained(feature.permissions, before.permissions, permissions));
  const isSweepAsked = suspendedAt === null && (isRevived || isMore);
  await store.asInstallation(installationId, async (db) => {
    await saveInstallation(db, reading);
    if (isSweepAsked) await enqueue([sweepRequest({ installationId, trigger: 'installation' })], db);
  });
  const isRegranted = before !== null && printOf(before.permissions) !== printOf(permissions);
  tellMissing(context, reading, before === null ? null : before.permissions);
  return { isNew: before === null || before.first_audit_at === null, isRegranted, isSweepAsked };
}

function isGained(needed: Feature['permissions'], before: Permissions, now: Permissions): boolean {
  return missingPermissions(needed, now).length < missingPermissions(needed, before).length;
}

function printOf(permissions: Permissions): string {
  return JSON.stringify(Object.entries(permissions).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function tellMissing(
  { log }: TaskContext,
  { installationId, accountLogin, permissions }: InstallationState,
  before: Permissions | null,
): void {
  const off = featuresOff(permissions).map(({ id }) => id);
  const was = before === null ? [] : featuresOff(before).map(({ id }) => id);
  if (off.join() === was.join()) return;
  const about = { installationId, account: accountLogin };
  if (off.length === 0) {
    log.info(about, 'all permissions are granted: no feature is off');
    return;
  }
  const missing = [
    ...new Set(featuresOff(permissions).flatMap((one) => missingPermissions(one.permissions, permissions))),
  ];
  log.warn({ ...about, off, missing }, 'permissions are missing: these features are off until they are granted');
}

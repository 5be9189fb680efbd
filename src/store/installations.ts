import { type Selectable, sql } from 'kysely';
import { json } from './json.ts';
import type { Store } from './store.ts';
import type { Db, InstallationTable } from './tables.ts';

/** An installation as GitHub describes it. */
export interface InstallationState {
  readonly installationId: number;
  readonly accountId: number;
  readonly accountLogin: string;
  readonly accountType: InstallationTable['account_type'];
  readonly permissions: Readonly<Record<string, string>>;
  readonly suspendedAt: Date | null;
}

export type Installation = Selectable<InstallationTable>;

/** Writes what GitHub says; one that came back is no longer uninstalled. */
export async function saveInstallation(db: Db, state: InstallationState): Promise<void> {
  const described = {
    account_id: state.accountId,
    account_login: state.accountLogin,
    account_type: state.accountType,
    permissions: json(state.permissions),
    suspended_at: state.suspendedAt,
    uninstalled_at: null,
  };
  await db
    .insertInto('installation')
    .values({ installation_id: state.installationId, ...described })
    .onConflict((conflict) => conflict.column('installation_id').doUpdateSet(described))
    .execute();
}

export async function readInstallation(db: Db, installationId: number): Promise<Installation | null> {
  const row = await db
    .selectFrom('installation')
    .selectAll()
    .where('installation_id', '=', installationId)
    .executeTakeFirst();
  return row ?? null;
}

/** What the installation granted when it was last read; null where it never was. */
export async function grantedPermissions(
  store: Store,
  installationId: number,
): Promise<InstallationState['permissions'] | null> {
  const installation = await store.asInstallation(installationId, (db) => readInstallation(db, installationId));
  return installation?.permissions ?? null;
}

/** Those that may be worked for: neither uninstalled nor suspended. As operator: all of them. */
export async function activeInstallations(db: Db): Promise<Installation[]> {
  return db
    .selectFrom('installation')
    .selectAll()
    .where('uninstalled_at', 'is', null)
    .where('suspended_at', 'is', null)
    .orderBy('installation_id')
    .execute();
}

export async function markUninstalled(db: Db, installationId: number): Promise<void> {
  await db
    .updateTable('installation')
    .set({ uninstalled_at: sql<Date>`now()` })
    .where('installation_id', '=', installationId)
    .where('uninstalled_at', 'is', null)
    .execute();
}

/** The first sweep has audited everything. */
export async function markFirstAudit(db: Db, installationId: number): Promise<void> {
  await db
    .updateTable('installation')
    .set({ first_audit_at: sql<Date>`now()` })
    .where('installation_id', '=', installationId)
    .where('first_audit_at', 'is', null)
    .execute();
}

/**
 * Takes those whose turn it is to be swept in place of lost deliveries, so that no other process does: each once in so
 * many seconds, a suspended or parked one once an hour, an uninstalled one never. One that is not known yet always is.
 */
export async function claimCatchUp(db: Db, ids: readonly number[], seconds: number, now: Date): Promise<number[]> {
  const known = await db
    .selectFrom('installation')
    .select(['installation_id', 'uninstalled_at', 'suspended_at', 'parked_until', 'caught_up_at'])
    .where('installation_id', 'in', [0, ...ids])
    .forUpdate()
    .execute();
  const resting = known.filter((row) => {
    if (row.uninstalled_at !== null) return true;
    const isIdle = row.suspended_at !== null || (row.parked_until !== null && row.parked_until > now);
    const rest = (isIdle ? 3600 : seconds) * 1000;
    return row.caught_up_at !== null && row.caught_up_at.getTime() > now.getTime() - rest;
  });
  const due = ids.filter((id) => !resting.some((row) => row.installation_id === id));
  await db
    .updateTable('installation')
    .set({ caught_up_at: now })
    .where('installation_id', 'in', [0, ...due])
    .execute();
  return due;
}

/** Those uninstalled so long ago that their data goes. */
export async function forgettableInstallations(db: Db, days = 30): Promise<number[]> {
  const rows = await db
    .selectFrom('installation')
    .select('installation_id')
    .where('uninstalled_at', '<', sql<Date>`now() - ${days} * interval '1 day'`)
    .orderBy('installation_id')
    .execute();
  return rows.map((row) => row.installation_id);
}

const BELONGS_TO_INSTALLATION = [
  'repository',
  'blob',
  'configuration',
  'audit',
  'artifact',
  'action',
  'delivery',
  'missing_delivery',
  'sweep',
  'setting',
  'brake',
  'planned',
  'approved_write',
  'approval',
  'installation',
] as const;

/** Deletes everything that is kept about an installation. As operator: the log of actions goes too. */
export async function forgetInstallation(db: Db, installationId: number): Promise<void> {
  // Verdicts and delivery tasks go with their audit and delivery.
  for (const table of BELONGS_TO_INSTALLATION) {
    await db.deleteFrom(table).where('installation_id', '=', installationId).execute();
  }
}

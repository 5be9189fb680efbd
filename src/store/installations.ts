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

/** The active installation of an organisation by its login, whatever its case; as operator. */
export async function installationOf(
  db: Db,
  login: string,
): Promise<{ readonly installationId: number; readonly accountLogin: string } | null> {
  const { rows } = await sql<{ installationId: number; accountLogin: string }>`
    select installation_id as "installationId", account_login as "accountLogin" from installation
    where lower(account_login) = lower(${login}) and uninstalled_at is null and suspended_at is null
    order by installed_at desc limit 1`.execute(db);
  return rows[0] ?? null;
}

/** As operator: of all that are known. */
export async function accountLogins(db: Db): Promise<Map<number, string>> {
  const rows = await db.selectFrom('installation').select(['installation_id', 'account_login']).execute();
  return new Map(rows.map((row) => [row.installation_id, row.account_login]));
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
export async function markFirstAudit(db: Db, installationId: number, now: Date): Promise<void> {
  await db
    .updateTable('installation')
    .set({ first_audit_at: now })
    .where('installation_id', '=', installationId)
    .where('first_audit_at', 'is', null)
    .execute();
}

const PARKED_SECONDS = 3600;

/**
 * Whether an installation's work may go on: it waits while GitHub wants a pause; and where GitHub gave no token, one
 * worker an hour may try, and the others wait.
 */
export type Admission =
  | { readonly status: 'open' | 'probe' }
  | { readonly status: 'paused' | 'parked'; readonly retryAfterSeconds: number };

/** Takes the hour's one try where there is one to take, so that no other worker has it too. */
export async function admit(db: Db, installationId: number, now: Date): Promise<Admission> {
  const row = await db
    .selectFrom('installation')
    .select(['parked_until', 'paused_until'])
    .where('installation_id', '=', installationId)
    .executeTakeFirst();
  const pause = row?.paused_until ?? null;
  if (pause !== null && pause > now) return { status: 'paused', retryAfterSeconds: secondsUntil(pause, now) };
  const until = row?.parked_until ?? null;
  if (until === null) return { status: 'open' };
  if (until > now) return { status: 'parked', retryAfterSeconds: secondsUntil(until, now) };
  const { numUpdatedRows } = await db
    .updateTable('installation')
    .set({ parked_until: new Date(now.getTime() + PARKED_SECONDS * 1000) })
    .where('installation_id', '=', installationId)
    .where('parked_until', '<=', now)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? { status: 'probe' } : { status: 'parked', retryAfterSeconds: PARKED_SECONDS };
}

function secondsUntil(moment: Date, now: Date): number {
  return Math.ceil((moment.getTime() - now.getTime()) / 1000);
}

const MOST_REASON = 300;

/** GitHub wants to hear nothing for so long: every process learns of it before its next piece of work. */
export async function pauseInstallation(
  db: Db,
  installationId: number,
  { seconds, reason }: { readonly seconds: number; readonly reason: string },
  now: Date,
): Promise<void> {
  const until = new Date(now.getTime() + seconds * 1000);
  await db
    .updateTable('installation')
    .set({ paused_until: until, pause_reason: reason.slice(0, MOST_REASON) })
    .where('installation_id', '=', installationId)
    .where((eb) => eb.or([eb('paused_until', 'is', null), eb('paused_until', '<', until)]))
    .execute();
}

/** Whoever would wait for longer does something else meanwhile. */
const LONGEST_TURN_SECONDS = 20;

/**
 * Takes the next turn to write and keeps the one after it so many seconds away: one statement on the installation's row,
 * so that two processes never take the same.
 * @returns when the turn is; null: it would be too far away, and none was taken
 */
export async function takeTurn(db: Db, installationId: number, seconds: number, now: Date): Promise<Date | null> {
  const last = new Date(now.getTime() + LONGEST_TURN_SECONDS * 1000);
  // No turn is ever given so far away: another process's clock was wrong.
  const absurd = new Date(now.getTime() + 10 * LONGEST_TURN_SECONDS * 1000);
  const { rows } = await sql<{ turn: Date }>`
    update installation set next_write_at = ${seconds} * interval '1 second' + case
      when next_write_at > ${now} and next_write_at < ${absurd} then next_write_at else ${now}::timestamptz end
    where installation_id = ${installationId}
      and (next_write_at is null or next_write_at <= ${last} or next_write_at >= ${absurd})
    returning next_write_at - ${seconds} * interval '1 second' as turn`.execute(db);
  return rows[0]?.turn ?? null;
}

/** The database lacks what was done for these since it was put back. As operator. */
export async function markUnsure(db: Db, ids: readonly number[], now: Date): Promise<void> {
  await db
    .updateTable('installation')
    .set({ unsure_since: now })
    .where('installation_id', 'in', [0, ...ids])
    .execute();
}

/** What was made since then is known again; unless the database was put back once more meanwhile. */
export async function markSure(db: Db, installationId: number, since: Date): Promise<void> {
  await db
    .updateTable('installation')
    .set({ unsure_since: null })
    .where('installation_id', '=', installationId)
    .where('unsure_since', '=', since)
    .execute();
}

/** GitHub gives no token: nobody asks for one within the hour. @returns seconds to wait */
export async function parkInstallation(db: Db, installationId: number, now: Date): Promise<number> {
  await db
    .updateTable('installation')
    .set({ parked_until: new Date(now.getTime() + PARKED_SECONDS * 1000) })
    .where('installation_id', '=', installationId)
    .execute();
  return PARKED_SECONDS;
}

/** GitHub gives tokens again. */
export async function reopenInstallation(db: Db, installationId: number): Promise<void> {
  await db
    .updateTable('installation')
    .set({ parked_until: null })
    .where('installation_id', '=', installationId)
    .execute();
}

/**
 * Moves what is kept of an account's former installation to the present one, before anything is kept of that: GitHub
 * gives another id to whoever installs again. It is audited anew. As operator.
 */
export async function succeedInstallation(
  db: Db,
  { installationId, accountId, accountType }: Pick<InstallationState, 'installationId' | 'accountId' | 'accountType'>,
): Promise<void> {
  const former = await db
    .selectFrom('installation')
    .select('installation_id')
    .where('account_id', '=', accountId)
    .where('account_type', '=', accountType)
    .where('account_id', '<>', 0)
    .orderBy('installed_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  // Another worker may have moved it meanwhile.
  if (former === undefined || former.installation_id === installationId) return;
  for (const table of [...BELONGS_TO_INSTALLATION, 'delivery_task'] as const) {
    await sql`update ${sql.table(table)} set installation_id = ${installationId}
      where installation_id = ${former.installation_id}`.execute(db);
  }
  await db
    .updateTable('installation')
    .set({ uninstalled_at: null, suspended_at: null, parked_until: null, first_audit_at: null })
    .where('installation_id', '=', installationId)
    .execute();
}

/**
 * Takes those whose turn it is to be swept in place of lost deliveries, so that no other process does: each once in so
 * many seconds, which may hang on how many repositories its last sweep saw, a suspended one once an hour, an uninstalled or parked one never, as it is swept when it is no longer
 * parked. One that is not known yet always is.
 */
export async function claimCatchUp(
  db: Db,
  ids: readonly number[],
  seconds: (repositories: number) => number,
  now: Date,
): Promise<number[]> {
  const known = await db
    .selectFrom('installation')
    .leftJoin('sweep', 'sweep.installation_id', 'installation.installation_id')
    .select(['installation.installation_id', 'uninstalled_at', 'suspended_at', 'parked_until', 'caught_up_at'])
    .select('sweep.repositories')
    .where('installation.installation_id', 'in', [0, ...ids])
    .forUpdate('installation')
    .execute();
  const resting = known.filter((row) => {
    if (row.uninstalled_at !== null || row.parked_until !== null) return true;
    const rest = (row.suspended_at === null ? seconds(row.repositories ?? 0) : PARKED_SECONDS) * 1000;
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
export async function forgettableInstallations(db: Db): Promise<number[]> {
  const rows = await longUninstalled(db).orderBy('installation_id').execute();
  return rows.map((row) => row.installation_id);
}

function longUninstalled(db: Db) {
  return db
    .selectFrom('installation')
    .select('installation_id')
    .where('uninstalled_at', '<', sql<Date>`now() - interval '30 days'`);
}

const BELONGS_TO_INSTALLATION = [
  'organization_fact',
  'attestation',
  'bill_of_materials',
  'component',
  'evidence',
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
  'contribution',
  'contributor',
  'activity',
  'sign_off_override',
  'agreement_revision',
  'contribution_person',
  'member',
  'team_member',
  'company_request',
  'board',
  'board_activity',
  'board_point',
  'board_change',
  'installation',
] as const;

/**
 * Deletes everything that is kept about an installation that was uninstalled so long ago. As operator: the log of actions
 * goes too. @returns false where it is no such installation (any more)
 */
export async function forgetInstallation(db: Db, installationId: number): Promise<boolean> {
  const due = await longUninstalled(db).where('installation_id', '=', installationId).forUpdate().executeTakeFirst();
  if (due === undefined) return false;
  // Verdicts and delivery tasks go with their audit and delivery.
  for (const table of BELONGS_TO_INSTALLATION) {
    await db.deleteFrom(table).where('installation_id', '=', installationId).execute();
  }
  return true;
}

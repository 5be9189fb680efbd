import { type ExpressionBuilder, sql } from 'kysely';
import type { Action } from '../plan/action.ts';
import { type HeldPlan, isCounted, type PlannedRepository, writeName } from '../plan/brake.ts';
import { type ConfigurationFile, replaceOrganizationFiles } from './configurations.ts';
import { json } from './json.ts';
import type { Database, Db } from './tables.ts';

/** What an installation holds back. */
export interface BrakeState {
  /** When enforcement was first released; null: never. */
  readonly enforcedAt: Date | null;
  /** The organisation's files that wait to come into force; null: those in force are the newest. */
  readonly candidate: readonly ConfigurationFile[] | null;
  readonly held: HeldPlan | null;
  readonly heldSince: Date | null;
  /** Who released what was held last. */
  readonly releasedBy: string | null;
}

const NOTHING: BrakeState = { enforcedAt: null, candidate: null, held: null, heldSince: null, releasedBy: null };

export async function readBrake(db: Db): Promise<BrakeState> {
  const row = await db
    .selectFrom('brake')
    .select(['enforced_at as enforcedAt', 'candidate', 'held', 'held_since as heldSince', 'released_by as releasedBy'])
    .executeTakeFirst();
  return row ?? NOTHING;
}

/** The same, and nobody else changes it before the transaction ends. */
export async function lockBrake(db: Db, installationId: number): Promise<BrakeState> {
  await db
    .insertInto('brake')
    .values({ installation_id: installationId })
    .onConflict((conflict) => conflict.column('installation_id').doNothing())
    .execute();
  await sql`select 1 from brake where installation_id = ${installationId} for update`.execute(db);
  return readBrake(db);
}

/** Files that wait; null: what is in force is the newest. A sweep that judged by others begins anew. */
export async function saveCandidate(db: Db, candidate: readonly ConfigurationFile[] | null): Promise<void> {
  await db
    .updateTable('brake')
    .set({ candidate: candidate === null ? null : json(candidate) })
    .execute();
}

/** Brings the organisation's files into force. Where they enforce something, enforcement is released from now on. */
export async function putInForce(
  db: Db,
  installationId: number,
  files: readonly ConfigurationFile[],
  { isEnforcing, now }: { readonly isEnforcing: boolean; readonly now: Date },
): Promise<void> {
  await replaceOrganizationFiles(db, installationId, files, now);
  await db
    .updateTable('brake')
    .set((eb) => ({
      candidate: null,
      ...(isEnforcing ? { enforced_at: eb.fn.coalesce('enforced_at', eb.val(now)) } : {}),
    }))
    .execute();
}

/** Keeps a plan back; null: nothing is held any more. */
export async function hold(db: Db, plan: HeldPlan | null, now: Date): Promise<void> {
  const { held } = await readBrake(db);
  await db
    .updateTable('brake')
    .set({
      held: plan === null ? null : json(plan),
      ...(plan?.hash === held?.hash ? {} : { held_since: plan === null ? null : now }),
      ...(plan === null || plan.hash === held?.hash ? {} : { released_by: null }),
    })
    .execute();
}

export interface Approver {
  readonly name: string;
  /** The account's id on GitHub; null for the operator. */
  readonly accountId: number | null;
}

/**
 * Releases what is held, if it is this plan: what waits comes into force, and its writes are good for one time each.
 * @returns false where something else is held, or nothing
 */
export async function release(
  db: Db,
  installationId: number,
  hash: string,
  approver: Approver,
  now: Date,
): Promise<boolean> {
  const { held, candidate } = await lockBrake(db, installationId);
  if (held === null || held.hash !== hash) return false;
  if (held.basis === 'candidate') {
    if (candidate === null) return false;
    await putInForce(db, installationId, candidate, { isEnforcing: true, now });
  }
  const names = held.repositories.flatMap(({ writes }) => writes);
  if (names.length > 0) {
    await sql`insert into approved_write (installation_id, name, approved_at)
      select ${installationId}, name, ${now} from unnest(${names}::text[]) as name
      on conflict (installation_id, name) do update set approved_at = excluded.approved_at, used_at = null`.execute(db);
  }
  await db
    .insertInto('approval')
    .values({
      installation_id: installationId,
      hash,
      reason: held.reason,
      repositories: held.repositories.length,
      approver: approver.name,
      approver_id: approver.accountId,
      at: now,
    })
    .execute();
  await db
    .updateTable('brake')
    .set((eb) => ({
      held: null,
      held_since: null,
      released_by: approver.name,
      enforced_at: eb.fn.coalesce('enforced_at', eb.val(now)),
    }))
    .execute();
  return true;
}

/** An approval that was not used for so long was for something else. */
const APPROVED_DAYS = 30;

/** Whether an approved write may still be made. */
function isGood({ eb, now }: { readonly eb: ExpressionBuilder<Database, 'approved_write'>; readonly now: Date }) {
  return eb.and([
    eb('used_at', 'is', null),
    eb('approved_at', '>', new Date(now.getTime() - APPROVED_DAYS * 86_400_000)),
  ]);
}

/** The writes that were approved and not yet made. */
export async function approvedWrites(db: Db, now: Date): Promise<Set<string>> {
  const rows = await db
    .selectFrom('approved_write')
    .select('name')
    .where((eb) => isGood({ eb, now }))
    .execute();
  return new Set(rows.map(({ name }) => name));
}

/** Whether this write was approved. */
export async function isApproved(db: Db, action: Pick<Action, 'kind' | 'key'>, now: Date): Promise<boolean> {
  const found = await db
    .selectFrom('approved_write')
    .select('name')
    .where('name', '=', writeName(action))
    .where((eb) => isGood({ eb, now }))
    .executeTakeFirst();
  return found !== undefined;
}

/** An approved write was made. @returns whether it was an approved one */
export async function useApproval(db: Db, action: Pick<Action, 'kind' | 'key'>, now: Date): Promise<boolean> {
  if (!isCounted(action)) return false;
  const { numUpdatedRows } = await db
    .updateTable('approved_write')
    .set({ used_at: now })
    .where('name', '=', writeName(action))
    .where((eb) => isGood({ eb, now }))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** By which a repository is written to that was not before. */
const NEW: readonly string[] = ['create-issue', 'create-comment', 'open-proposal'] satisfies Action['kind'][];

/** Whether an action makes something new on a repository. */
export function isNew({ kind, key }: Pick<Action, 'kind' | 'key'>): boolean {
  return NEW.includes(kind) && isCounted({ kind, key });
}

/** Ids of the repositories that something new was made about within the last hour without having been approved. */
export async function writtenLately(db: Db, now: Date): Promise<Set<number>> {
  const rows = await db
    .selectFrom('action')
    .select('key')
    .distinct()
    .where('kind', 'in', NEW)
    .where('outcome', '=', 'written')
    .where('at', '>', new Date(now.getTime() - 3_600_000))
    .where(sql<boolean>`detail->>'approved' is null`)
    .execute();
  return new Set(rows.flatMap(({ key }) => subjectOf(key) ?? []));
}

/** Whom a thing is about, which may stand elsewhere: `governance-issue:12:in:7` is about 12. */
export function subjectOf(key: string): number | null {
  const id = /^(?:policy-issue|governance-issue|proposal|onboarding):(\d+)(?::|$)/.exec(key)?.[1];
  return id === undefined ? null : Number(id);
}

/** Keeps what a sweep would write to a repository, under what is in force or under what waits. */
export async function savePlanned(
  db: Db,
  installationId: number,
  basis: HeldPlan['basis'],
  plan: PlannedRepository,
): Promise<void> {
  const row = { plan: json(plan) };
  await db
    .insertInto('planned')
    .values({ installation_id: installationId, basis, repository_id: plan.repositoryId, ...row })
    .onConflict((conflict) => conflict.columns(['installation_id', 'basis', 'repository_id']).doUpdateSet(row))
    .execute();
}

export async function readPlanned(db: Db, basis: HeldPlan['basis']): Promise<PlannedRepository[]> {
  const rows = await db
    .selectFrom('planned')
    .select('plan')
    .where('basis', '=', basis)
    .orderBy('repository_id')
    .execute();
  return rows.map(({ plan }) => plan);
}

export async function clearPlanned(db: Db): Promise<void> {
  await db.deleteFrom('planned').execute();
}

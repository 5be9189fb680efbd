import { sql } from 'kysely';
import type { JsonValue } from '../core/json-value.ts';
import type { Action } from '../plan/action.ts';
import { MOST_REQUESTS } from './actions.ts';
import { json } from './json.ts';
import type { Db } from './tables.ts';

/** A thing that Portreeve keeps on GitHub, as the store remembers it. */
export interface Artifact {
  readonly key: string;
  readonly kind: string;
  readonly repositoryId: number;
  readonly externalId: number | null;
  readonly nodeId: string | null;
  readonly number: number | null;
  readonly headSha: string | null;
  readonly fingerprint: string | null;
  readonly pendingFingerprint: string | null;
  readonly details: JsonValue;
  readonly intentStatus: 'intended' | 'sent' | 'done' | 'dead';
  readonly attempts: number;
  readonly sentAt: Date | null;
  readonly doneAt: Date | null;
}

const COLUMNS = [
  'key',
  'kind',
  'repository_id as repositoryId',
  'external_id as externalId',
  'node_id as nodeId',
  'number',
  'head_sha as headSha',
  'fingerprint',
  'pending_fingerprint as pendingFingerprint',
  'details',
  'intent_status as intentStatus',
  'intent_attempts as attempts',
  'sent_at as sentAt',
  'done_at as doneAt',
] as const;

/**
 * The proposals of repositories, what was found before they become public, and what else is kept under these keys.
 * @param keys of issues, which may stand in another repository
 */
export function artifactsAbout(db: Db, repositoryIds: readonly number[], keys: readonly string[]): Promise<Artifact[]> {
  if (repositoryIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('artifact')
    .select(COLUMNS)
    .where((eb) =>
      eb.or([
        eb.and([
          eb('repository_id', 'in', repositoryIds),
          eb.or([eb('key', 'like', 'proposal:%'), eb('key', 'like', 'publication%')]),
        ]),
        eb('key', 'in', keys),
      ]),
    )
    .orderBy('key')
    .execute();
}

export function findArtifact(db: Db, key: string): Promise<Artifact | undefined> {
  return db.selectFrom('artifact').select(COLUMNS).where('key', '=', key).executeTakeFirst();
}

/** Those of them that are kept. */
export function findArtifacts(db: Db, keys: readonly string[]): Promise<Artifact[]> {
  if (keys.length === 0) return Promise.resolve([]);
  return db.selectFrom('artifact').select(COLUMNS).where('key', 'in', keys).orderBy('key').execute();
}

/** After so long an action that was given up is tried anew: what kept GitHub from answering has passed. */
const GIVEN_UP_HOURS = 20;

/** Writes down what an action is about to do, and tells how far it had come before. */
export async function intend(db: Db, installationId: number, action: Action, now: Date): Promise<Artifact> {
  await db
    .insertInto('artifact')
    .values({
      installation_id: installationId,
      key: action.key,
      kind: action.kind,
      repository_id: action.repository.repositoryId,
      pending_fingerprint: action.fingerprint,
      details: json(action.details),
      intent_status: 'intended',
      updated_at: now,
    })
    .onConflict((conflict) => conflict.columns(['installation_id', 'key']).doNothing())
    .execute();
  // A different content gets its own tries: what failed three times was something else.
  await db
    .updateTable('artifact')
    .set({ intent_status: 'intended', intent_attempts: 0, pending_fingerprint: action.fingerprint })
    .where('key', '=', action.key)
    .where('intent_status', '=', 'dead')
    .where((eb) =>
      eb.or([
        eb('pending_fingerprint', '!=', action.fingerprint),
        eb('updated_at', '<', new Date(now.getTime() - GIVEN_UP_HOURS * 3_600_000)),
      ]),
    )
    .execute();
  return readArtifact(db, action.key);
}

/** Forgets what stood and is gone, so that it is made anew; unless somebody else did so. */
export async function forgetStanding(db: Db, key: string, externalId: number): Promise<Artifact> {
  await db
    .updateTable('artifact')
    .set({ external_id: null, node_id: null, number: null, intent_status: 'intended', intent_attempts: 0 })
    .where('key', '=', key)
    .where('external_id', '=', externalId)
    .execute();
  return readArtifact(db, key);
}

function readArtifact(db: Db, key: string): Promise<Artifact> {
  return db.selectFrom('artifact').select(COLUMNS).where('key', '=', key).executeTakeFirstOrThrow();
}

/**
 * Marks an action as sent, unless another worker did anything with it since it was read: that is the fence.
 * @param seen as `intend` told it
 * @returns whether this worker may send it
 */
export async function markSending(db: Db, action: Action, seen: Artifact, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('artifact')
    .set((eb) => ({
      kind: action.kind,
      intent_status: eb
        .case()
        .when('external_id', 'is', null)
        .then('sent' as const)
        .else(eb.ref('intent_status'))
        .end(),
      intent_attempts: seen.attempts + 1,
      pending_fingerprint: action.fingerprint,
      // Should the answer be lost, what we closed is not taken for somebody's no.
      ...(action.kind === 'set-proposal-state'
        ? { details: sql`${eb.ref('details')} || jsonb_build_object('pendingState', ${action.state}::text)` }
        : {}),
      sent_at: now,
      updated_at: now,
    }))
    .where('key', '=', action.key)
    .where('intent_attempts', '=', seen.attempts)
    .where('external_id', 'is not distinct from', seen.externalId)
    .where('sent_at', 'is not distinct from', seen.sentAt)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** A commit that is about to become a branch's head: should the answer be lost, it is known as ours. */
export async function markPendingHead(db: Db, key: string, headSha: string, now: Date): Promise<void> {
  await db
    .updateTable('artifact')
    .set((eb) => ({
      details: sql`${eb.ref('details')} || jsonb_build_object('pendingHead', ${headSha}::text)`,
      updated_at: now,
    }))
    .where('key', '=', key)
    .execute();
}

/** What GitHub calls the thing, once it stands. */
export interface Standing {
  readonly id: number;
  readonly nodeId: string | null;
  readonly number: number | null;
  readonly headSha: string | null;
}

/** The thing stands, with the content of this fingerprint; null: nobody remembers which. */
export async function markDone(
  db: Db,
  action: Pick<Action, 'key' | 'details'> & { readonly fingerprint: string | null },
  standing: Standing,
  now: Date,
): Promise<void> {
  await db
    .updateTable('artifact')
    .set((eb) => ({
      external_id: standing.id,
      node_id: eb.fn.coalesce(eb.val(standing.nodeId), 'node_id'),
      number: eb.fn.coalesce(eb.val(standing.number), 'number'),
      head_sha: eb.fn.coalesce(eb.val(standing.headSha), 'head_sha'),
      fingerprint: action.fingerprint,
      details: json(action.details),
      intent_status: 'done' as const,
      intent_attempts: 0,
      done_at: now,
      updated_at: now,
    }))
    .where('key', '=', action.key)
    .execute();
}

/** A thing that stands on GitHub and was not known to. */
export interface FoundThing {
  readonly key: string;
  readonly kind: Extract<Action['kind'], 'create-issue' | 'open-proposal'>;
  readonly repositoryId: number;
  readonly standing: Standing;
  readonly details: Action['details'];
}

/**
 * Keeps it as it stands, with a content that nobody remembers; unless another worker was faster.
 * @param seen as the store had it before
 */
export async function adoptFound(
  db: Db,
  installationId: number,
  found: FoundThing,
  seen: Artifact | undefined,
  now: Date,
): Promise<void> {
  const { id, nodeId, number, headSha } = found.standing;
  const row = {
    kind: found.kind,
    repository_id: found.repositoryId,
    external_id: id,
    node_id: nodeId,
    number,
    head_sha: headSha,
    fingerprint: null,
    details: json(found.details),
    intent_status: 'done' as const,
    intent_attempts: 0,
    done_at: now,
    updated_at: now,
  };
  await db
    .insertInto('artifact')
    .values({ installation_id: installationId, key: found.key, ...row })
    .onConflict((conflict) =>
      conflict
        .columns(['installation_id', 'key'])
        .doUpdateSet(row)
        .where('artifact.external_id', 'is not distinct from', seen?.externalId ?? null)
        .where('artifact.sent_at', 'is not distinct from', seen?.sentAt ?? null),
    )
    .execute();
}

/**
 * Repositories in which something was sent that nobody knows the end of.
 * @param before sent before this moment, so that GitHub's lists must show it
 */
export async function unconfirmedIn(db: Db, before: Date): Promise<Set<number>> {
  const rows = await db
    .selectFrom('artifact')
    .select('repository_id')
    .distinct()
    .where('kind', 'in', ['create-issue', 'open-proposal'])
    .where('external_id', 'is', null)
    .where('sent_at', '<', before)
    .execute();
  return new Set(rows.map((row) => row.repository_id));
}

/** What is kept under these keys. */
export function artifactsUnder(db: Db, keys: readonly string[]): Promise<Artifact[]> {
  return db
    .selectFrom('artifact')
    .select(COLUMNS)
    .where('key', 'in', ['', ...keys])
    .execute();
}

/** GitHub refused: nothing was written, and it may be tried again. An answer, so it does not count as unanswered. */
export async function markRefused(db: Db, key: string, now: Date): Promise<void> {
  await db
    .updateTable('artifact')
    .set((eb) => ({
      intent_status: eb
        .case()
        .when('external_id', 'is', null)
        .then('intended' as const)
        .else(eb.ref('intent_status'))
        .end(),
      intent_attempts: 0,
      updated_at: now,
    }))
    .where('key', '=', key)
    .execute();
}

export async function markDead(db: Db, key: string, now: Date): Promise<void> {
  await db.updateTable('artifact').set({ intent_status: 'dead', updated_at: now }).where('key', '=', key).execute();
}

/** What was done for this installation since then, with what is under way or was never answered. */
export async function writesSince(
  db: Db,
  since: Date,
): Promise<{ readonly writes: number; readonly requests: number }> {
  const done = await db
    .selectFrom('action')
    .select((eb) => [eb.fn.countAll<number>().as('writes'), eb.fn.sum<number | null>('requests').as('requests')])
    .where('outcome', 'in', ['written', 'adopted'])
    .where('at', '>', since)
    .executeTakeFirstOrThrow();
  const { awaited } = await db
    .selectFrom('artifact')
    .select((eb) => eb.fn.countAll<number>().as('awaited'))
    .where('sent_at', '>', since)
    .where((eb) => eb.or([eb('done_at', 'is', null), eb('done_at', '<', eb.ref('sent_at'))]))
    .executeTakeFirstOrThrow();
  return {
    writes: Number(done.writes) + Number(awaited),
    requests: Number(done.requests ?? 0) + Number(awaited) * MOST_REQUESTS,
  };
}

/** Lets one worker at a time decide whether there is room for another write. Held until the transaction ends. */
export async function lockWrites(db: Db, installationId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`writes:${installationId}`}, 0))`.execute(db);
}

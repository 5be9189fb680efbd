import type { Override } from '../contributions/override.ts';
import { json } from './json.ts';
import type { Db } from './tables.ts';

export type OverrideSource = { readonly commentId: number } | { readonly deliveryId: string };

/** An override with where and when it was given. */
export interface KeptOverride extends Override {
  readonly repositoryId: number;
  readonly number: number;
  /** The comment that gave it, or the delivery that told of a button. */
  readonly source: OverrideSource;
  readonly givenAt: Date;
}

/** Keeps an override; one that is kept already stays as it is. */
export async function recordOverride(
  db: Db,
  installationId: number,
  { repositoryId, number, source, by, role, reason, shas, givenAt, expiresAt }: KeptOverride,
): Promise<void> {
  if (role !== 'admin' && role !== 'maintain') throw new Error(`Nobody may override as ${role}`);
  await db
    .insertInto('sign_off_override')
    .values({
      installation_id: installationId,
      repository_id: repositoryId,
      number,
      comment_id: 'commentId' in source ? source.commentId : null,
      delivery_id: 'deliveryId' in source ? source.deliveryId : null,
      account_id: by.id,
      login: by.login,
      role,
      reason,
      shas: json(shas),
      given_at: givenAt,
      expires_at: expiresAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** All of one pull request, the oldest first; whether they still count is not asked. */
export async function overridesOf(db: Db, repositoryId: number, number: number): Promise<KeptOverride[]> {
  const rows = await overrides(db).where('repository_id', '=', repositoryId).where('number', '=', number).execute();
  return rows.map(toOverride);
}

/** When the last of those ended that hold no longer, by the number of the pull request; none where there is none. */
export async function endsOfOverrides(db: Db, repositoryId: number, now: Date): Promise<Map<number, Date>> {
  const rows = await db
    .selectFrom('sign_off_override')
    .select((eb) => ['number', eb.fn.max('expires_at').as('endedAt')])
    .where('repository_id', '=', repositoryId)
    .where('expires_at', '<=', now)
    .groupBy('number')
    .execute();
  return new Map(rows.map(({ number, endedAt }) => [number, endedAt]));
}

/** All of the installation, the oldest first. */
export async function allOverrides(db: Db): Promise<KeptOverride[]> {
  return (await overrides(db).execute()).map(toOverride);
}

function overrides(db: Db) {
  return db
    .selectFrom('sign_off_override')
    .selectAll()
    .orderBy('given_at')
    .orderBy('comment_id')
    .orderBy('delivery_id');
}

function toOverride(row: Awaited<ReturnType<ReturnType<typeof overrides>['execute']>>[number]): KeptOverride {
  return {
    repositoryId: row.repository_id,
    number: row.number,
    source: row.comment_id === null ? { deliveryId: row.delivery_id ?? '' } : { commentId: row.comment_id },
    // Of nobody else is one kept.
    by: { id: row.account_id, login: row.login, type: 'User' },
    role: row.role,
    reason: row.reason,
    shas: row.shas,
    givenAt: row.given_at,
    expiresAt: row.expires_at.toISOString(),
  };
}

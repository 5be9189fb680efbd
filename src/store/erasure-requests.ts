import type { Db } from './tables.ts';

/** A person who asked to have erased what a ledger says about them. */
export interface ErasureRequest {
  readonly organizationId: number;
  readonly accountId: number;
  /** As the account was called then. */
  readonly login: string;
  readonly askedAt: Date;
}

/** Keeps that a person asked; a second time changes nothing. */
export async function askErasure(
  db: Db,
  { organizationId, installationId }: { readonly organizationId: number; readonly installationId: number },
  { accountId, login }: Pick<ErasureRequest, 'accountId' | 'login'>,
  now: Date,
): Promise<void> {
  await db
    .insertInto('erasure_request')
    .values({
      organization_id: organizationId,
      installation_id: installationId,
      account_id: accountId,
      login,
      asked_at: now,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'account_id']).doNothing())
    .execute();
}

/** Those that wait for an answer, the oldest first; as operator those of all organisations. */
export function erasureRequests(db: Db): Promise<ErasureRequest[]> {
  return db
    .selectFrom('erasure_request')
    .select(['organization_id as organizationId', 'account_id as accountId', 'login', 'asked_at as askedAt'])
    .orderBy('asked_at')
    .execute();
}

/** It is answered: nothing of it is kept. @returns whether there was one */
export async function forgetErasureRequest(
  db: Db,
  { organizationId }: { readonly organizationId: number },
  accountId: number,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('erasure_request')
    .where('organization_id', '=', organizationId)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

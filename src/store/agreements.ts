import { sql } from 'kysely';
import type { Db } from './tables.ts';

/** A revision of an agreement as it stood on a default branch from a moment on. */
export interface KeptRevision {
  readonly agreementId: string;
  /** SHA-256 in hexadecimal. */
  readonly revision: string;
  /** The whole file, as it is hashed. */
  readonly text: string;
  /** Where it stands, and since which commit. */
  readonly repository: string;
  readonly repositoryId: number;
  readonly commit: string;
  readonly since: Date;
}

/** Every revision of an agreement, the oldest first. */
export interface KeptAgreement {
  readonly id: string;
  readonly revisions: readonly KeptRevision[];
  /** The newest is on the default branch; else the file was taken away, and nobody can sign it. */
  readonly isThere: boolean;
}

/** @param ids of agreements; null: all */
export async function readAgreements(db: Db, ids: readonly string[] | null = null): Promise<KeptAgreement[]> {
  if (ids !== null && ids.length === 0) return [];
  const rows = await db
    .selectFrom('agreement_revision')
    .select(['agreement_id', 'revision', 'text', 'repository', 'repository_id', 'commit_sha', 'since'])
    .$if(ids !== null, (query) => query.where('agreement_id', 'in', [...(ids ?? [])]))
    .orderBy('revision_id')
    .execute();
  const byId = new Map<string, typeof rows>();
  for (const row of rows) byId.set(row.agreement_id, [...(byId.get(row.agreement_id) ?? []), row]);
  return [...byId].map(([id, all]) => ({
    id,
    isThere: all.at(-1)?.revision !== null,
    revisions: all.flatMap(({ revision, text, ...row }) =>
      revision === null || text === null
        ? []
        : [
            {
              agreementId: id,
              revision,
              text,
              repository: row.repository,
              repositoryId: row.repository_id,
              commit: row.commit_sha,
              since: row.since,
            },
          ],
    ),
  }));
}

/** So that of two that read the same push only one takes it up; until the transaction ends. */
export async function lockAgreements(db: Db, installationId: number): Promise<void> {
  await db
    .selectFrom('installation')
    .select('installation_id')
    .where('installation_id', '=', installationId)
    .forUpdate()
    .execute();
}

/** Adds a revision that came into force. */
export async function addRevision(db: Db, installationId: number, kept: KeptRevision): Promise<void> {
  await db
    .insertInto('agreement_revision')
    .values({
      installation_id: installationId,
      agreement_id: kept.agreementId,
      revision: kept.revision,
      text: kept.text,
      repository: kept.repository,
      repository_id: kept.repositoryId,
      commit_sha: kept.commit,
      since: kept.since,
    })
    .execute();
}

/** Keeps that the file is gone. What was signed stays signed. */
export async function noteAgreementGone(
  db: Db,
  installationId: number,
  gone: Omit<KeptRevision, 'revision' | 'text'>,
): Promise<void> {
  await db
    .insertInto('agreement_revision')
    .values({
      installation_id: installationId,
      agreement_id: gone.agreementId,
      revision: null,
      text: null,
      repository: gone.repository,
      repository_id: gone.repositoryId,
      commit_sha: gone.commit,
      since: gone.since,
    })
    .execute();
}

/** An open pull request of which signatures are asked. */
export interface PendingPullRequest {
  readonly repositoryId: number;
  readonly nodeId: string;
  readonly number: number;
}

/** Stands for nobody in particular: the pull request waits, though no account is known that could mend it. */
const NOBODY = 0;

/**
 * Keeps on whose signatures an open pull request hangs. Where that is kept already, nothing is written.
 * @param people accounts; null: it is closed, or nobody is asked to sign for it
 * @param dueAt when a signature ends that counts until then; null: none does
 */
export async function keepPeople(
  db: Db,
  installationId: number,
  { repositoryId, nodeId, number }: PendingPullRequest,
  people: readonly number[] | null,
  dueAt: Date | null,
): Promise<void> {
  const kept = await db
    .selectFrom('contribution_person')
    .select(['account_id', 'due_at'])
    .where('repository_id', '=', repositoryId)
    .where('number', '=', number)
    .execute();
  const wanted = people === null ? [] : people.length === 0 ? [NOBODY] : [...new Set(people)].sort((a, b) => a - b);
  const has = kept.map(({ account_id }) => account_id).sort((a, b) => a - b);
  const isDue = kept.every(({ due_at }) => (due_at?.getTime() ?? null) === (dueAt?.getTime() ?? null));
  if (isDue && has.length === wanted.length && has.every((id, index) => id === wanted[index])) return;
  await db
    .deleteFrom('contribution_person')
    .where('repository_id', '=', repositoryId)
    .where('number', '=', number)
    .execute();
  if (wanted.length === 0) return;
  await db
    .insertInto('contribution_person')
    .values(
      wanted.map((account_id) => ({
        installation_id: installationId,
        repository_id: repositoryId,
        number,
        account_id,
        node_id: nodeId,
        due_at: dueAt,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['installation_id', 'repository_id', 'number', 'account_id']).doUpdateSet({ due_at: dueAt }),
    )
    .execute();
}

/** Those that hang on one of these accounts' signatures; with null, all of which a signature is asked. */
export function pendingOf(db: Db, accounts: readonly number[] | null): Promise<PendingPullRequest[]> {
  return pending(db)
    .$if(accounts !== null, (query) => query.where('account_id', 'in', [NOBODY - 1, ...(accounts ?? [])]))
    .execute();
}

/** The numbers of those in a repository of which signatures are asked. */
export async function pendingIn(db: Db, repositoryId: number): Promise<Set<number>> {
  const all = await pending(db).where('repository_id', '=', repositoryId).execute();
  return new Set(all.map(({ number }) => number));
}

/** Has what hangs on these accounts' signatures judged again soon, where the process that changes them cannot ask for it. */
export async function markDue(db: Db, accounts: readonly number[], now: Date): Promise<void> {
  if (accounts.length === 0) return;
  await db
    .updateTable('contribution_person')
    .set({ due_at: now })
    .where(sql<boolean>`account_id = any(${[...accounts]}::bigint[])`)
    .execute();
}

/** The installations in which something is due; as operator. */
export async function installationsDue(db: Db, now: Date): Promise<number[]> {
  const rows = await db
    .selectFrom('contribution_person')
    .select('installation_id')
    .distinct()
    .where('due_at', '<=', now)
    .execute();
  return rows.map(({ installation_id }) => installation_id);
}

/** Those of which a signature has ended by the clock, or changed. */
export function pendingDue(db: Db, now: Date): Promise<PendingPullRequest[]> {
  return pending(db).where('due_at', '<=', now).execute();
}

function pending(db: Db) {
  return db
    .selectFrom('contribution_person')
    .select(['repository_id as repositoryId', 'node_id as nodeId', 'number'])
    .distinct()
    .orderBy('repository_id')
    .orderBy('number');
}

import type { Snapshot } from '../core/snapshot.ts';
import { json } from './json.ts';
import type { Db } from './tables.ts';

/** A repository as the store last saw it. */
export interface KnownRepository {
  readonly repositoryId: number;
  readonly nodeId: string;
  readonly owner: string;
  readonly name: string;
  readonly archived: boolean;
  readonly headSha: string | null;
  readonly facts: Snapshot<'repository'> | null;
}

const COLUMNS = [
  'repository_id as repositoryId',
  'node_id as nodeId',
  'owner',
  'name',
  'archived',
  'head_sha as headSha',
  'facts',
] as const;

export interface SeenRepository {
  readonly installationId: number;
  readonly repositoryId: number;
  readonly nodeId: string;
  readonly owner: string;
  readonly name: string;
  readonly visibility: 'public' | 'private' | 'internal';
  readonly archived: boolean;
  readonly defaultBranch: string | null;
  readonly headSha: string | null;
  /** What it was judged by; kept, so that another configuration can be tried on it without asking GitHub. */
  readonly snapshot: Snapshot<'repository'>;
}

/** Keeps what was just seen of a repository. */
export async function saveRepository(db: Db, seen: SeenRepository, now: Date): Promise<void> {
  const row = {
    node_id: seen.nodeId,
    owner: seen.owner,
    name: seen.name,
    visibility: seen.visibility,
    archived: seen.archived,
    removed_at: null,
    default_branch: seen.defaultBranch,
    head_sha: seen.headSha,
    facts: json(seen.snapshot),
    seen_at: now,
    audited_at: now,
  };
  await db
    .insertInto('repository')
    .values({ installation_id: seen.installationId, repository_id: seen.repositoryId, ...row })
    .onConflict((conflict) => conflict.columns(['installation_id', 'repository_id']).doUpdateSet(row))
    .execute();
}

export function findRepository(db: Db, repositoryId: number): Promise<KnownRepository | undefined> {
  return db.selectFrom('repository').select(COLUMNS).where('repository_id', '=', repositoryId).executeTakeFirst();
}

export function findRepositoryByName(db: Db, owner: string, name: string): Promise<KnownRepository | undefined> {
  return db
    .selectFrom('repository')
    .select(COLUMNS)
    .where('owner', 'ilike', owner.replaceAll(/[\\%_]/g, '\\$&'))
    .where('name', 'ilike', name.replaceAll(/[\\%_]/g, '\\$&'))
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

/** The repositories that are still there, by name. */
export function listRepositories(db: Db): Promise<KnownRepository[]> {
  return db.selectFrom('repository').select(COLUMNS).where('removed_at', 'is', null).orderBy('name').execute();
}

/** A repository with the moments at which it was last read and judged. */
export interface InventoriedRepository extends KnownRepository {
  readonly visibility: 'public' | 'private' | 'internal';
  readonly defaultBranch: string | null;
  readonly seenAt: Date;
  readonly auditedAt: Date | null;
}

/** The same with what an inventory says of them. */
export function inventoryRepositories(db: Db): Promise<InventoriedRepository[]> {
  return db
    .selectFrom('repository')
    .select(COLUMNS)
    .select(['visibility', 'default_branch as defaultBranch', 'seen_at as seenAt', 'audited_at as auditedAt'])
    .where('removed_at', 'is', null)
    .orderBy('name')
    .execute();
}

/** `owner/name` by id, as far as they are known. As operator: of all installations. */
export async function repositoryNames(db: Db, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('repository')
    .select(['repository_id', 'owner', 'name'])
    .where('repository_id', 'in', [0, ...ids])
    .execute();
  return new Map(rows.map((row) => [row.repository_id, `${row.owner}/${row.name}`]));
}

/** It is gone, or no longer ours to see. What was recorded of it stays. */
export async function markRemoved(db: Db, repositoryId: number, now: Date): Promise<void> {
  await db.updateTable('repository').set({ removed_at: now }).where('repository_id', '=', repositoryId).execute();
}

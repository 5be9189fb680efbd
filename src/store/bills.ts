import { sql } from 'kysely';
import type { Package } from '../ggi/evidence/read-bill.ts';
import { json, storableText } from './json.ts';
import type { Db } from './tables.ts';

/** How the bill of materials of a repository stands. */
export interface KeptBill {
  readonly repositoryId: number;
  /** Id of the report that is waited for; null: none is. */
  readonly report: string | null;
  readonly askedAt: Date | null;
  /** When it was last read; null: never. */
  readonly readAt: Date | null;
  readonly reason: string | null;
  readonly packages: number;
}

/** By repository, without the packages themselves. */
export async function keptBills(db: Db): Promise<Map<number, KeptBill>> {
  const rows = await db
    .selectFrom('bill_of_materials')
    .select(['repository_id as repositoryId', 'report', 'asked_at as askedAt', 'read_at as readAt', 'reason'])
    .select(sql<number>`coalesce(jsonb_array_length(packages), 0)`.as('packages'))
    .execute();
  return new Map(rows.map((row) => [row.repositoryId, row]));
}

/** GitHub was asked for it, or said why there is none; what was read before stays until there is something newer. */
export async function markBill(
  db: Db,
  installationId: number,
  repositoryId: number,
  { report, reason }: Pick<KeptBill, 'report' | 'reason'>,
  askedAt: Date,
): Promise<void> {
  const row = { report, reason: reason === null ? null : storableText(reason), asked_at: askedAt };
  await db
    .insertInto('bill_of_materials')
    .values({ installation_id: installationId, repository_id: repositoryId, ...row })
    .onConflict((conflict) => conflict.columns(['installation_id', 'repository_id']).doUpdateSet(row))
    .execute();
}

/** Keeps what a repository is built from, and since when each package is in the inventory. */
export async function saveBill(
  db: Db,
  installationId: number,
  repositoryId: number,
  packages: readonly Package[],
  readAt: Date,
): Promise<void> {
  await db
    .updateTable('bill_of_materials')
    .set({ packages: json(packages), read_at: readAt, report: null, reason: null })
    .where('repository_id', '=', repositoryId)
    .execute();
  await sql`insert into component (installation_id, name, since)
    select distinct ${installationId}::bigint, p->>'name', ${readAt.toISOString().slice(0, 10)}::date
    from bill_of_materials, jsonb_array_elements(packages) p where repository_id = ${repositoryId}
    on conflict do nothing`.execute(db);
}

/** A package with the number of repositories that build on it. */
export interface KeptComponent {
  readonly name: string;
  readonly license: string | null;
  readonly repositories: number;
  /** YYYY-MM-DD. */
  readonly since: string;
}

/** All packages of the repositories that are still worked on, the most used first. */
export async function keptComponents(db: Db): Promise<KeptComponent[]> {
  const { rows } = await sql<KeptComponent>`
    select p->>'name' as name, max(p->>'license') as license, count(*)::int as repositories,
      to_char(c.since, 'YYYY-MM-DD') as since
    from bill_of_materials b
      join repository r on r.repository_id = b.repository_id and r.removed_at is null and not r.archived,
      jsonb_array_elements(b.packages) p
      join component c on c.name = p->>'name'
    group by p->>'name', c.since order by count(*) desc, p->>'name'`.execute(db);
  return rows;
}

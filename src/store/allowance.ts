import { sql } from 'kysely';
import type { Db } from './tables.ts';

/** What GitHub lets an installation ask within its hour, as any process last heard it. */
export interface StoredAllowance {
  readonly resource: 'core' | 'graphql';
  readonly limit: number;
  readonly remaining: number;
  /** Seconds since 1970. */
  readonly resetAt: number;
}

/** Of one hour the least that was told is true: answers overtake each other. Its end is told a little differently each time. */
export async function saveAllowance(
  db: Db,
  installationId: number,
  { resource, limit, remaining, resetAt }: StoredAllowance,
): Promise<void> {
  const [most, left, reset] = [`${resource}_limit`, `${resource}_left`, `${resource}_reset`].map((name) =>
    sql.ref(name),
  );
  const end = sql`to_timestamp(${resetAt}::float8)`;
  await sql`update installation set
    ${most} = ${limit},
    ${left} = case
      when ${reset} is null or ${end} > ${reset} + interval '5 seconds' then ${remaining}
      when ${end} < ${reset} - interval '5 seconds' then ${left}
      else least(${left}, ${remaining}) end,
    ${reset} = greatest(${reset}, ${end})
    where installation_id = ${installationId}`.execute(db);
}

export async function readAllowance(db: Db, installationId: number): Promise<StoredAllowance[]> {
  const row = await db
    .selectFrom('installation')
    .select(['core_limit', 'core_left', 'core_reset', 'graphql_limit', 'graphql_left', 'graphql_reset'])
    .where('installation_id', '=', installationId)
    .executeTakeFirst();
  if (row === undefined) return [];
  return [
    ...stored('core', row.core_limit, row.core_left, row.core_reset),
    ...stored('graphql', row.graphql_limit, row.graphql_left, row.graphql_reset),
  ];
}

function stored(
  resource: StoredAllowance['resource'],
  limit: number | null,
  remaining: number | null,
  reset: Date | null,
): StoredAllowance[] {
  if (limit === null || remaining === null || reset === null) return [];
  return [{ resource, limit, remaining, resetAt: reset.getTime() / 1000 }];
}

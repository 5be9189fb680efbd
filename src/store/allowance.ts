import { type Selectable, sql } from 'kysely';
import type { Db, InstallationTable } from './tables.ts';

/** What GitHub lets an installation ask within its hour, as any process last heard it. */
export interface StoredAllowance {
  readonly resource: 'core' | 'graphql';
  readonly limit: number;
  readonly remaining: number;
  /** Seconds since 1970. */
  readonly resetAt: number;
}

/** The tenth of an installation's hour that sweeps leave to pull requests and to whoever asked for something. */
export const LEFT_TO_PEOPLE = 0.1;

/** @param isAwaited whether somebody waits for the work: then it may use up the last of it */
export function isSpent(
  { limit, remaining }: Pick<StoredAllowance, 'limit' | 'remaining'>,
  isAwaited: boolean,
): boolean {
  return remaining <= (isAwaited ? 0 : limit * LEFT_TO_PEOPLE);
}

/** Such as `3 of 5000 requests (graphql) are left of GitHub’s hour`. */
export function sentenceOfAllowance({ limit, remaining, resource }: Omit<StoredAllowance, 'resetAt'>): string {
  return `${remaining} of ${limit} requests (${resource}) are left of GitHub’s hour`;
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

/** The columns of an installation that hold its allowances. */
export const ALLOWANCE_COLUMNS = [
  'core_limit',
  'core_left',
  'core_reset',
  'graphql_limit',
  'graphql_left',
  'graphql_reset',
] as const;

export async function readAllowance(db: Db, installationId: number): Promise<StoredAllowance[]> {
  const row = await db
    .selectFrom('installation')
    .select(ALLOWANCE_COLUMNS)
    .where('installation_id', '=', installationId)
    .executeTakeFirst();
  return row === undefined ? [] : allowancesOf(row);
}

/** What an installation's row says of its allowances. */
export function allowancesOf(
  row: Pick<Selectable<InstallationTable>, (typeof ALLOWANCE_COLUMNS)[number]>,
): StoredAllowance[] {
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

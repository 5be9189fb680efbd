import type { Db } from './tables.ts';

/** Keeps who belongs to the organisation, in place of what was kept before. */
export async function saveMembers(
  db: Db,
  installationId: number,
  accountIds: readonly number[],
  now: Date,
): Promise<void> {
  await db.deleteFrom('member').execute();
  const rows = [...new Set(accountIds)].map((account_id) => ({ installation_id: installationId, account_id }));
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await db
      .insertInto('member')
      .values(rows.slice(start, start + ROWS_AT_ONCE))
      .execute();
  }
  await db
    .updateTable('installation')
    .set({ members_read_at: now })
    .where('installation_id', '=', installationId)
    .execute();
}

/** A query takes 65,535 values. */
const ROWS_AT_ONCE = 10_000;

/** When it was last read who belongs to the organisation; null: never. */
export async function membersReadAt(db: Db): Promise<Date | null> {
  const row = await db.selectFrom('installation').select('members_read_at').executeTakeFirst();
  return row?.members_read_at ?? null;
}

/** All who belong to the organisation, as it was last read. */
export async function allMembers(db: Db): Promise<ReadonlySet<number>> {
  const rows = await db.selectFrom('member').select('account_id').execute();
  return new Set(rows.map(({ account_id }) => account_id));
}

/** Those of these accounts that belong to the organisation, as it was last read. */
export async function membersAmong(db: Db, accountIds: readonly number[]): Promise<ReadonlySet<number>> {
  const ids = [...new Set(accountIds)];
  if (ids.length === 0) return new Set();
  const rows = await db.selectFrom('member').select('account_id').where('account_id', 'in', ids).execute();
  return new Set(rows.map(({ account_id }) => account_id));
}

/** Stands for nobody in particular: the team was read, whoever is in it. */
const NOBODY = 0;

/**
 * Keeps who is in some teams, in place of all that was kept of teams before.
 * @param teams accounts by the team's slug
 * @returns whether that says anything else than before
 */
export async function saveTeams(
  db: Db,
  installationId: number,
  teams: ReadonlyMap<string, readonly number[]>,
): Promise<boolean> {
  const rows = [...teams].flatMap(([team, accountIds]) =>
    [...new Set([NOBODY, ...accountIds])].map((account_id) => ({ installation_id: installationId, team, account_id })),
  );
  const kept = await db.selectFrom('team_member').select(['team', 'account_id']).execute();
  const before = new Set(kept.map(({ team, account_id }) => `${team} ${account_id}`));
  if (before.size === rows.length && rows.every((row) => before.has(`${row.team} ${row.account_id}`))) return false;
  await db.deleteFrom('team_member').execute();
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await db
      .insertInto('team_member')
      .values(rows.slice(start, start + ROWS_AT_ONCE))
      .execute();
  }
  return true;
}

/** The teams that were read, by their slugs. */
export async function teamsRead(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('team_member').select('team').where('account_id', '=', NOBODY).execute();
  return new Set(rows.map(({ team }) => team));
}

/** Those of these accounts that are in one of these teams, as they were last read. */
export async function teamMembersAmong(
  db: Db,
  teams: readonly string[],
  accountIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const ids = [...new Set(accountIds)];
  if (ids.length === 0 || teams.length === 0) return new Set();
  const rows = await db
    .selectFrom('team_member')
    .select('account_id')
    .where('team', 'in', [...teams])
    .where('account_id', 'in', ids)
    .execute();
  return new Set(rows.map(({ account_id }) => account_id));
}

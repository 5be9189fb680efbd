import { type Fact, known, unavailable } from '../core/fact.ts';
import { isGranted, type Permissions } from '../core/features.ts';
import { listMembers } from '../github/list-members.ts';
import { listTeamMembers } from '../github/list-team-members.ts';
import { readInstallation } from '../store/installations.ts';
import {
  allMembers,
  membersAmong,
  membersReadAt,
  saveMembers,
  saveTeams,
  teamMembersAmong,
  teamsRead,
} from '../store/members.ts';
import type { Db } from '../store/tables.ts';
import { type Configuration, loadConfiguration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { conversationRequest } from './requests.ts';
import { sweepAnew } from './sweep-anew.ts';

const NEEDED = { members: 'read' } as const;

/** An event tells of each change; this is for those that were lost. Less than a day, so that each night's sweep is one. */
const MOST_HOURS = 20;

/** Who of some accounts belongs to the organisation; where that may not be read, nobody is taken for a member. */
export async function findMembers(
  { store }: Pick<TaskContext, 'store'>,
  { installationId, granted }: { readonly installationId: number; readonly granted: Permissions },
  accountIds: readonly number[],
): Promise<Fact<ReadonlySet<number>>> {
  if (!isGranted(NEEDED, granted)) return unavailable('The permission `members: read` is not granted.');
  return store.asInstallation(installationId, async (db) => {
    if ((await membersReadAt(db)) === null) return unavailable('The list of members was not read yet.');
    return known(await membersAmong(db, accountIds));
  });
}

/** Who of some accounts is in one of these teams; where that may not be read, or was not yet, nobody is. */
export async function findTeamMembers(
  { store }: Pick<TaskContext, 'store'>,
  { installationId, granted }: Pick<Configuration, 'installationId' | 'granted'>,
  teams: readonly string[],
  accountIds: readonly number[],
): Promise<ReadonlySet<number>> {
  if (teams.length === 0 || !isGranted(NEEDED, granted)) return new Set();
  return store.asInstallation(installationId, (db) => teamMembersAmong(db, teams, accountIds));
}

/** The teams that the configuration names anywhere, by their slugs. */
function teamsNamedIn({ layers }: Pick<Configuration, 'layers'>): Set<string> {
  const named = layers.flatMap(({ settings, groups }) =>
    [settings, ...groups].flatMap(({ contributions }) => contributions?.agreement?.exemptTeams ?? []),
  );
  return new Set(named);
}

/** Reads who belongs to the organisation and to the teams that its configuration names, and keeps it. */
export async function keepMembers(context: TaskContext, installationId: number): Promise<void> {
  const { store, github, now, log } = context;
  const configuration = await loadConfiguration(context, installationId);
  if (configuration === null || !isGranted(NEEDED, configuration.granted)) return;
  const installation = await store.asInstallation(installationId, (db) => readInstallation(db, installationId));
  if (installation?.account_type !== 'Organization') return;
  const reader = github.reader(installationId);
  const members = await listMembers(reader, installation.account_login);
  const teams = new Map<string, readonly number[]>();
  for (const team of teamsNamedIn(configuration)) {
    const accounts = await listTeamMembers(reader, installation.account_login, team);
    if (accounts === null) log.warn({ installationId, team }, 'a team that the configuration names is not there');
    teams.set(team, accounts ?? []);
  }
  await store.asInstallation(installationId, async (db) => {
    const before = (await membersReadAt(db)) === null ? null : await allMembers(db);
    await saveMembers(db, installationId, members, now());
    const hasOtherTeams = await saveTeams(db, installationId, teams);
    const hasOtherMembers = mayExcuseMembers(configuration) && !isSame(before, members);
    // Whoever came or went may be excused from now on, or no more.
    if (hasOtherTeams || hasOtherMembers) await sweepAnew(context, db, installationId);
  });
  log.info({ installationId, members: members.length, teams: teams.size }, 'members read');
}

/** Whether it may matter to a pull request who is a member: a repository's `.github/dco.yml` may say so, too. */
function mayExcuseMembers({ layers }: Configuration): boolean {
  return layers.some(({ settings, groups }) =>
    [settings, ...groups].some(({ contributions }) => {
      const { signOff, agreement } = contributions ?? {};
      return signOff?.members === 'excuse' || signOff?.compatible === 'dcoapp' || agreement?.exemptMembers === true;
    }),
  );
}

function isSame(before: ReadonlySet<number> | null, members: readonly number[]): boolean {
  const after = new Set(members);
  return before !== null && before.size === after.size && members.every((id) => before.has(id));
}

/** Has the members read again where that was not done for long, or of other teams; in the caller's transaction. */
export async function refreshMembers(
  { enqueue, now }: Pick<TaskContext, 'enqueue' | 'now'>,
  db: Db,
  configuration: Pick<Configuration, 'installationId' | 'granted' | 'layers'>,
): Promise<void> {
  const { installationId, granted } = configuration;
  if (!isGranted(NEEDED, granted)) return;
  const readAt = await membersReadAt(db);
  const isFresh = readAt !== null && now().getTime() - readAt.getTime() < MOST_HOURS * 3_600_000;
  const [named, read] = [teamsNamedIn(configuration), await teamsRead(db)];
  const areSame = named.size === read.size && [...named].every((team) => read.has(team));
  if (isFresh && areSame) return;
  await enqueue([conversationRequest({ work: 'members', installationId })], db);
}

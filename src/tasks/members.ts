import { type Fact, known, unavailable } from '../core/fact.ts';
import { isGranted, type Permissions } from '../core/features.ts';
import { listMembers } from '../github/list-members.ts';
import { readInstallation } from '../store/installations.ts';
import { allMembers, membersAmong, membersReadAt, saveMembers } from '../store/members.ts';
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

/** Reads who belongs to the organisation, and keeps it. */
export async function keepMembers(context: TaskContext, installationId: number): Promise<void> {
  const { store, github, now, log } = context;
  const configuration = await loadConfiguration(context, installationId);
  if (configuration === null || !isGranted(NEEDED, configuration.granted)) return;
  const installation = await store.asInstallation(installationId, (db) => readInstallation(db, installationId));
  if (installation?.account_type !== 'Organization') return;
  const members = await listMembers(github.reader(installationId), installation.account_login);
  await store.asInstallation(installationId, async (db) => {
    const before = (await membersReadAt(db)) === null ? null : await allMembers(db);
    await saveMembers(db, installationId, members, now());
    // Whoever came or went may be excused from now on, or no more.
    if (mayExcuseMembers(configuration) && !isSame(before, members)) await sweepAnew(context, db, installationId);
  });
  log.info({ installationId, members: members.length }, 'members read');
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

/** Has the members read again where that was not done for long; in the caller's transaction. */
export async function refreshMembers(
  { enqueue, now }: Pick<TaskContext, 'enqueue' | 'now'>,
  db: Db,
  { installationId, granted }: { readonly installationId: number; readonly granted: Permissions },
): Promise<void> {
  if (!isGranted(NEEDED, granted)) return;
  const readAt = await membersReadAt(db);
  if (readAt !== null && now().getTime() - readAt.getTime() < MOST_HOURS * 3_600_000) return;
  await enqueue([conversationRequest({ work: 'members', installationId })], db);
}

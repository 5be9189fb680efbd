import type { ConfigurationProblem } from '../config/problem.ts';
import { readConfiguration } from '../config/read-configuration.ts';
import { type FileOnDefaultBranch, readFileOnDefaultBranch } from '../github/read-configuration.ts';
import { readInstallation } from '../github/read-installation.ts';
import { type ConfigurationFile, forgetConfiguration, saveConfiguration } from '../store/configurations.ts';
import { markUninstalled } from '../store/installations.ts';
import { findRepository } from '../store/repositories.ts';
import { newestFiles, takeUpFiles } from './brake.ts';
import { carryOut } from './carry-out.ts';
import { loadConfiguration } from './configuration.ts';
import { rejectedCheck } from './configuration-check.ts';
import {
  AGREEMENTS_FOLDER,
  CONFIGURATION_PATH,
  CONFIGURATION_REPOSITORIES,
  HANDED_DOWN_FROM,
  organizationPath,
} from './configuration-files.ts';
import type { TaskContext } from './context.ts';
import { keepInstallation } from './keep-installation.ts';
import { frameForOrganization } from './report-frame.ts';
import { CATCH_UP, DAILY, type InstallationTask, secondLookAt, sweepRequest } from './requests.ts';
import { sweepAnew } from './sweep-anew.ts';
import { takeUpAgreements } from './take-up-agreements.ts';

/**
 * Reads an installation and its organisation's configuration again. A configuration that changed and is good comes into
 * force once a sweep has counted what it would write; a broken one never does, and its author is told on the commit.
 */
export async function refreshInstallation(context: TaskContext, task: InstallationTask): Promise<void> {
  const { store, github, log } = context;
  const { installationId } = task;
  const reading = await readInstallation(github, installationId);
  await context.checkpoint('collected');
  if (reading === null) {
    await store.asInstallation(installationId, async (db) => {
      await markUninstalled(db, installationId);
      if (task.isSecondLook !== true) await context.enqueue([secondLookAt(installationId)], db);
    });
    return;
  }
  const { isNew, isSweepAsked } = await keepInstallation(context, reading);
  if (reading.suspendedAt !== null) return;

  let isAsked = isSweepAsked;
  let isHandedDown = task.isHandedDown;
  for (const name of CONFIGURATION_REPOSITORIES) {
    const where = { owner: reading.accountLogin, name };
    const file = await readFileOnDefaultBranch(
      github.reader(installationId),
      where.owner,
      name,
      CONFIGURATION_PATH,
      AGREEMENTS_FOLDER,
    );
    // By what was missed: a pass over everything looks for it.
    if (task.isSweepWanted || task.isCatchUp) isHandedDown ||= await hasMoved(context, installationId, name, file);
    isAsked = (await takeUp(context, task, where, file)) || isAsked;
  }
  await context.checkpoint('configured');
  log.info({ installationId, account: reading.accountLogin, isNew }, 'installation read');
  if (isHandedDown) await store.asInstallation(installationId, (db) => sweepAnew(context, db, installationId));
  else if (!isAsked && (isNew || task.isSweepWanted || task.isCatchUp)) {
    const trigger = isNew ? 'installation' : task.isSweepWanted ? DAILY : CATCH_UP;
    await context.enqueue([sweepRequest({ installationId, trigger })]);
  }
}

/** Whether what is handed down may have changed without our being told: the event was lost. */
async function hasMoved(
  { store }: TaskContext,
  installationId: number,
  name: string,
  file: FileOnDefaultBranch,
): Promise<boolean> {
  if (name !== HANDED_DOWN_FROM || file.status === 'no-repository') return false;
  const { repositoryId } = file.repository;
  const known = await store.asInstallation(installationId, (db) => findRepository(db, repositoryId));
  return known !== undefined && known.headSha !== file.commit;
}

/**
 * What changes what is in force has everything swept, in one transaction: neither is ever without the other.
 * @returns whether it does
 */
async function takeUp(
  context: TaskContext,
  { installationId, isCheckRequested }: InstallationTask,
  { owner, name }: { readonly owner: string; readonly name: string },
  file: FileOnDefaultBranch,
): Promise<boolean> {
  const { store, policies, now, log } = context;
  const path = organizationPath(name);
  const isPath = (known: ConfigurationFile): boolean => known.path === path;
  if (file.status === 'no-repository') {
    // Deleted, or no longer ours to see: which of them is not known, so the last good one stays.
    if ((await store.asInstallation(installationId, newestFiles)).some(isPath))
      log.warn({ installationId, path }, 'the configuration repository is out of sight: the last good one stays');
    return false;
  }
  const problems = await takeUpAgreements(context, installationId, file);
  const without = (files: readonly ConfigurationFile[]) => files.filter((known) => !isPath(known));
  if (file.status === 'absent') {
    const isChanged = await takeUpFiles(context, installationId, without);
    await tellRejected(context, installationId, { owner, file, problems, isCheckRequested });
    return isChanged;
  }
  const { repositoryId } = file.repository;
  const record = { repositoryId, path, commit: file.commit, text: file.text };
  const reading = readConfiguration(file.text, path, policies, 'organization');
  if (reading.ok) {
    await store.asInstallation(installationId, (db) => forgetConfiguration(db, repositoryId, path, 'rejected'));
    // A repository that was made anew under the same name is another one: what the old one said is over.
    const isChanged = await takeUpFiles(context, installationId, (files) => [...without(files), record]);
    await tellRejected(context, installationId, { owner, file, problems, isCheckRequested });
    return isChanged;
  }
  // What waited for this path was not the newest: only what is in force stays.
  await takeUpFiles(context, installationId, (files, inForce) => [...without(files), ...inForce.filter(isPath)]);
  await store.asInstallation(installationId, (db) =>
    saveConfiguration(
      db,
      installationId,
      record,
      { status: 'rejected', problems: reading.problems.map((problem) => ({ ...problem })) },
      now(),
    ),
  );
  await tellRejected(context, installationId, {
    owner,
    file,
    problems: [...reading.problems, ...problems],
    isCheckRequested,
  });
  return false;
}

/** Tells on the commit what is wrong in the organisation's files; nothing where nothing is. */
async function tellRejected(
  context: TaskContext,
  installationId: number,
  {
    owner,
    file: { repository, commit },
    problems,
    isCheckRequested,
  }: {
    readonly owner: string;
    readonly file: Extract<FileOnDefaultBranch, { readonly status: 'present' | 'absent' }>;
    readonly problems: readonly ConfigurationProblem[];
    readonly isCheckRequested: boolean;
  },
): Promise<void> {
  if (problems.length === 0 || commit === null) return;
  const configuration = await loadConfiguration(context, installationId);
  if (configuration === null) return;
  const { repositoryId, name } = repository;
  const frame = frameForOrganization(context, configuration);
  const place = { repository: { repositoryId, owner, name }, headSha: commit };
  const actions = await rejectedCheck(context, installationId, place, frame, problems, isCheckRequested);
  const ownRepositories = [...configuration.ownRepositories, repositoryId];
  const { retry } = await carryOut(context, installationId, actions, {
    mode: 'observe',
    ownRepositories,
    granted: configuration.granted,
    mostNewAnHour: configuration.brake.repositories,
  });
  if (retry !== null) throw retry;
}

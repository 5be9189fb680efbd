import type { Snapshot } from '../core/snapshot.ts';
import {
  type CollectedRepositories,
  type CollectedRepository,
  collectRepositories,
} from '../github/collect-repositories.ts';
import { licensesFact } from '../licenses/licenses-fact.ts';
import type { RepositoryTarget } from '../plan/action.ts';
import { governanceIssueKey, policyIssueKey } from '../plan/plan-repository.ts';
import { type Artifact, artifactsAbout } from '../store/artifacts.ts';
import { CONFIGURATION_FILE } from './configuration-files.ts';
import { contentCache } from './content-cache.ts';
import type { TaskContext } from './context.ts';
import { inheritableOf, watchedBy } from './watched.ts';

export interface CollectOptions {
  readonly governanceRepository: RepositoryTarget | null;
  /** Whether the heads of open pull requests are wanted too. */
  readonly withPullRequests: boolean;
}

/** What was read on GitHub, and what the store had of it before. */
export interface CollectedWithArtifacts extends CollectedRepositories {
  readonly artifacts: readonly Artifact[];
}

/** Reads repositories with what we keep about them. Those that are gone are left out. */
export async function collect(
  context: TaskContext,
  installationId: number,
  repositories: readonly { readonly repositoryId: number; readonly nodeId: string }[],
  { governanceRepository, withPullRequests }: CollectOptions,
): Promise<CollectedWithArtifacts> {
  const { store, github, policies } = context;
  const ids = repositories.map(({ repositoryId }) => repositoryId);
  const keys = ids.flatMap((id) => [
    policyIssueKey(id),
    ...(governanceRepository === null ? [] : [governanceIssueKey(id, governanceRepository.repositoryId)]),
  ]);
  const artifacts = await store.asInstallation(installationId, (db) => artifactsAbout(db, ids, keys));
  const request = {
    nodeIds: repositories.map(({ nodeId }) => nodeId),
    watched: [...watchedBy(policies), CONFIGURATION_FILE],
    inheritable: inheritableOf(policies),
    standing: artifacts.flatMap(({ nodeId }) => (nodeId === null ? [] : [nodeId])),
    withPullRequests,
  };
  const collected = await collectRepositories(
    github.reader(installationId),
    request,
    contentCache(context, installationId),
  );
  await context.checkpoint('collected');
  return { ...collected, artifacts };
}

/** All facts about a repository: those collected, and those that follow from them. */
export function snapshotOf(
  { reference }: TaskContext,
  { description, files, inherited }: Pick<CollectedRepository, 'description' | 'files' | 'inherited'>,
): Snapshot<'repository'> {
  return {
    description: { status: 'known', value: description },
    files,
    inherited,
    licenses: licensesFact(files, reference.licenseTexts),
  };
}

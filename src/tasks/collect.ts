import { type Fact, known, mapFact, unavailable } from '../core/fact.ts';
import { isGranted, type Permissions } from '../core/features.ts';
import { type RepositoryKind, repositoryKind } from '../core/repository-kind.ts';
import { type MergeSettings, NO_SIGN_OFFS_ASKED, type SignOffSettings } from '../core/sign-off-settings.ts';
import type { RepositoryDescription, Snapshot } from '../core/snapshot.ts';
import {
  type CollectedRepositories,
  type CollectedRepository,
  collectRepositories,
} from '../github/collect-repositories.ts';
import { licenseFacts } from '../licenses/license-facts.ts';
import type { RepositoryTarget } from '../plan/action.ts';
import { asksSignOffs, COMMIT_CHECK_NAMES, type CommitDemands, commitCheckName } from '../plan/expected-checks.ts';
import { launchIssueKey } from '../plan/plan-launch-issue.ts';
import { governanceIssueKey, policyIssueKey } from '../plan/plan-repository.ts';
import { type Artifact, artifactsAbout } from '../store/artifacts.ts';
import { CONFIGURATION_FILE } from './configuration-files.ts';
import { contentCache } from './content-cache.ts';
import type { TaskContext } from './context.ts';
import { JUDGING_FILES } from './contribution-files.ts';
import { inheritableOf, watchedBy } from './watched.ts';

export interface CollectOptions {
  readonly governanceRepository: RepositoryTarget | null;
  /** Whether the heads of open pull requests are wanted too. */
  readonly withPullRequests: boolean;
  /** Whether anywhere in the organisation sign-offs are asked for, so that what bears on them is wanted. */
  readonly asksSignOffs: boolean;
  /** What the installation granted: what may not be read is not asked for. */
  readonly granted: Permissions;
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
  { governanceRepository, withPullRequests, asksSignOffs: withSettings, granted }: CollectOptions,
): Promise<CollectedWithArtifacts> {
  const { store, github, policies } = context;
  const ids = repositories.map(({ repositoryId }) => repositoryId);
  const keys = ids.flatMap((id) => [
    policyIssueKey(id),
    launchIssueKey(id),
    ...(governanceRepository === null ? [] : [governanceIssueKey(id, governanceRepository.repositoryId)]),
  ]);
  const artifacts = await store.asInstallation(installationId, (db) => artifactsAbout(db, ids, keys));
  const request = {
    nodeIds: repositories.map(({ nodeId }) => nodeId),
    watched: [...watchedBy(policies), CONFIGURATION_FILE, ...(withSettings ? JUDGING_FILES : [])],
    inheritable: inheritableOf(policies),
    standing: artifacts.flatMap(({ nodeId, key }) => (nodeId === null || !mayRead(key, granted) ? [] : [nodeId])),
    withPullRequests: withPullRequests && isGranted({ pull_requests: 'read' }, granted),
    withMergeSettings: withSettings,
    withCodeOwners: policies.some(({ needs }) => needs.includes('codeOwners')),
  };
  const { collected, unread } = await collectRepositories(
    github.reader(installationId),
    request,
    contentCache(context, installationId),
  );
  await context.checkpoint('collected');
  const whole = collected.map(({ files, inherited, ...repository }) => ({
    ...repository,
    ...contentFacts({ files, inherited }, repository.description, granted),
  }));
  return { collected: whole, unread, artifacts };
}

/** Whether GitHub would show us a thing of ours. What is then planned about it may not be written either. */
function mayRead(key: string, granted: Permissions): boolean {
  return isGranted(key.startsWith('proposal:') ? { pull_requests: 'read' } : { issues: 'read' }, granted);
}

/**
 * Facts from files, where the installation does not let us read contents. What GitHub told all the same, as it may of a
 * public repository, counts; but that a repository is empty is not believed.
 */
export function contentFacts<F extends Readonly<Record<string, Fact<unknown>>>>(
  facts: F,
  { isEmpty }: RepositoryDescription,
  granted: Permissions,
): F {
  if (isGranted({ contents: 'read' }, granted)) return facts;
  const entries = Object.entries(facts).map(([name, fact]) => [
    name,
    fact.status === 'known' && !isEmpty ? fact : unavailable(NO_CONTENTS),
  ]);
  return Object.fromEntries(entries) as F;
}

const NO_CONTENTS = 'Portreeve may not read files here: the permission `contents: read` is not granted.';

/** The facts that hang on what the organisation says. */
export interface ConfiguredFacts {
  /** What it says that the repository holds; null where it says nothing. */
  readonly kind: RepositoryKind | null;
  readonly signOffSettings: Fact<SignOffSettings>;
}

/** What a repository's settings do with the sign-offs that are asked for there. */
export function signOffSettingsOf(
  { app }: TaskContext,
  demands: CommitDemands,
  settings: Fact<MergeSettings>,
): Fact<SignOffSettings> {
  if (!asksSignOffs(demands)) return known(NO_SIGN_OFFS_ASKED);
  const checkName = commitCheckName(demands);
  const goesByDcoYml = demands.signOff.compatible === 'dcoapp';
  const otherNames = COMMIT_CHECK_NAMES.filter((name) => name !== checkName);
  return mapFact(settings, (told) => ({
    asked: { checkName, otherNames, appId: app.appId, goesByDcoYml, settings: told },
  }));
}

/** All facts about a repository: those collected, and those that follow from them. */
export function snapshotOf(
  { reference }: TaskContext,
  {
    description,
    files,
    inherited,
    codeOwners,
  }: Pick<CollectedRepository, 'description' | 'files' | 'inherited' | 'codeOwners'>,
  { kind, signOffSettings }: ConfiguredFacts,
): Snapshot<'repository'> {
  const told = known(description);
  return {
    description: told,
    files,
    inherited,
    ...licenseFacts(files, told, reference.licenseIndex),
    kind: repositoryKind(kind, told),
    codeOwners,
    signOffSettings,
  };
}

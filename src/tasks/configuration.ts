import { type Brake, type EffectiveConfiguration, effectiveConfiguration } from '../config/effective-configuration.ts';
import type { EvidenceSettings } from '../config/evidence-settings.ts';
import {
  type ConfigurationKind,
  type Configuration as ConfigurationLayer,
  readConfiguration,
} from '../config/read-configuration.ts';
import type { Mode } from '../config/schema.ts';
import type { Permissions } from '../core/features.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import { readFileOnDefaultBranch } from '../github/read-configuration.ts';
import type { Rights } from '../github/rights.ts';
import type { RepositoryTarget } from '../plan/action.ts';
import { fingerprint } from '../plan/fingerprint.ts';
import { type ConfigurationFile, configurationsInForce } from '../store/configurations.ts';
import { readInstallation } from '../store/installations.ts';
import { findRepositoryByName } from '../store/repositories.ts';
import { CONFIGURATION_PATH, layerOrder } from './configuration-files.ts';
import type { TaskContext } from './context.ts';
import { installationRequest } from './requests.ts';

/** Where findings are kept that not everybody may read, unless everybody may read it. */
export interface GovernanceRepository extends RepositoryTarget {
  readonly isPublic: boolean;
}

/** What is in force for an installation. */
export interface Configuration {
  readonly installationId: number;
  /** Login of the account. */
  readonly owner: string;
  /** The commit of the newest organisation file in force; null: built-in values only. */
  readonly commit: string | null;
  /** Hash of the organisation's files. */
  readonly print: string;
  /** It waits to come into force: what follows from it is weighed and neither done nor recorded. */
  readonly isHeld: boolean;
  readonly brake: Brake;
  /** Whether what speaks for good governance is measured: for a board, or because it was chosen. */
  readonly measuresEvidence: boolean;
  /** In years after the last of a person's signatures ended; null: never by itself. */
  readonly eraseAfterYears: number | null;
  /** What is said for that evidence; null: nothing. */
  readonly evidence: EvidenceSettings | null;
  /** Somewhere something is enforced. */
  readonly enforces: boolean;
  /** The organisation's files, the weaker first. */
  readonly layers: readonly ConfigurationLayer[];
  readonly governanceRepository: GovernanceRepository | null;
  /** Repositories that are written to in every mode: configuration and governance. */
  readonly ownRepositories: readonly number[];
  /** What the installation granted, as it was last read: what it did not is off. */
  readonly granted: Permissions;
  /** The database was put back: something of ours may stand on GitHub that it does not know. */
  readonly unsureSince: Date | null;
  /** The last good file of each repository that has one of its own. */
  readonly ownFiles: ReadonlyMap<number, ConfigurationFile>;
  /** @param ownText the repository's own file; null when it has none, or none that counts */
  forRepository(description: RepositoryDescription, ownText: string | null): EffectiveConfiguration;
}

/**
 * The last good configuration of an installation, from the store: a broken one never takes effect.
 * @param isAwaited a person waits for what is done with it, and no sweep would do it instead
 * @returns null where there is nothing to do: uninstalled, suspended, or not known yet
 * @throws Error where it is not known yet and awaited, so that the task is tried again once it is read
 */
export async function loadConfiguration(
  context: TaskContext,
  installationId: number,
  { isAwaited = false }: { readonly isAwaited?: boolean } = {},
): Promise<Configuration | null> {
  const { store, log } = context;
  const { installation, files } = await store.asInstallation(installationId, async (db) => ({
    installation: await readInstallation(db, installationId),
    files: await configurationsInForce(db),
  }));
  if (installation === null) {
    // Its event was lost, or the database is younger than the installation: it is read, and swept.
    await context.enqueue([installationRequest({ installationId })]);
    if (isAwaited) throw new Error(`Installation ${installationId} is not known yet: it is being read`);
    return null;
  }
  if (installation.suspended_at !== null || installation.uninstalled_at !== null) {
    log.info({ installationId }, 'nothing to do for an installation that is not active');
    return null;
  }
  const { account_login: owner, permissions: granted, unsure_since: unsureSince } = installation;
  const about = { installationId, owner, granted, unsureSince };
  return configurationOf(context, about, files);
}

/**
 * What would hold if the files that wait came into force.
 * @param inForce whose repositories' own files hold under either
 */
export function candidateConfiguration(
  context: TaskContext,
  { ownFiles, ...about }: Configuration,
  candidate: readonly ConfigurationFile[],
): Promise<Configuration> {
  return configurationOf(context, about, [...candidate, ...ownFiles.values()], true);
}

/** Whether anything is enforced anywhere by these files. */
export function enforcesAnything(context: TaskContext, files: readonly ConfigurationFile[]): boolean {
  return modesOf(context, layersOf(context, files)).includes('enforce');
}

/** How much these files let go at once, and who may approve more. */
export function brakeOf(context: TaskContext, files: readonly ConfigurationFile[]): Brake {
  return effectiveConfiguration({ policies: context.policies, layers: layersOf(context, files), repository: null })
    .brake;
}

/** Hash of the organisation's files: of the same texts in the same places it is the same. */
export function printOf(files: readonly ConfigurationFile[]): string {
  const said = files.map(({ path, repositoryId, text }) => [path, repositoryId, text] as const);
  return fingerprint(said.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The organisation's files as layers, the weaker first; what this version cannot read of them is left out. */
export function layersOf(
  context: Pick<TaskContext, 'policies' | 'log'>,
  files: readonly ConfigurationFile[],
): ConfigurationLayer[] {
  return files
    .toSorted((a, b) => layerOrder(a.path) - layerOrder(b.path))
    .flatMap(({ text, path }) => readGood(context, text, path, 'organization'));
}

/** The organisation's mode, and those of its groups. */
function modesOf({ policies }: TaskContext, layers: readonly ConfigurationLayer[]): Mode[] {
  const { mode } = effectiveConfiguration({ policies, layers, repository: null });
  const ofGroups = layers.flatMap(({ groups }) => groups.flatMap((group) => group.mode ?? []));
  return [mode, ...ofGroups];
}

async function configurationOf(
  context: TaskContext,
  {
    installationId,
    owner,
    granted,
    unsureSince,
  }: Pick<Configuration, 'installationId' | 'owner' | 'granted' | 'unsureSince'>,
  files: readonly ConfigurationFile[],
  isHeld = false,
): Promise<Configuration> {
  const { policies } = context;
  const organizationFiles = files.filter(({ path }) => path !== CONFIGURATION_PATH);
  const layers = layersOf(context, organizationFiles);
  const {
    governanceRepository: name,
    brake,
    governance,
    ledger,
  } = effectiveConfiguration({ policies, layers, repository: null });
  const modes = modesOf(context, layers);
  const governanceRepository = name === null ? null : await findTarget(context, installationId, owner, name);
  const own = organizationFiles.map(({ repositoryId }) => repositoryId);
  return {
    installationId,
    owner,
    unsureSince,
    commit: organizationFiles.toSorted((a, b) => layerOrder(a.path) - layerOrder(b.path)).at(-1)?.commit ?? null,
    print: printOf(organizationFiles),
    isHeld,
    brake,
    eraseAfterYears: ledger.eraseAfterYears,
    measuresEvidence: governance.evidence !== null || governance.ggi.board,
    evidence: governance.evidence,
    enforces: modes.includes('enforce'),
    layers,
    governanceRepository,
    ownRepositories: governanceRepository === null ? own : [...own, governanceRepository.repositoryId],
    granted,
    ownFiles: new Map(files.filter(({ path }) => path === CONFIGURATION_PATH).map((file) => [file.repositoryId, file])),
    forRepository(description, ownText) {
      const ownLayer = ownText === null ? [] : readGood(context, ownText, CONFIGURATION_PATH, 'repository');
      return effectiveConfiguration({ policies, layers: [...layers, ...ownLayer], repository: description });
    },
  };
}

function readGood(
  { policies, log }: Pick<TaskContext, 'policies' | 'log'>,
  text: string,
  path: string,
  kind: ConfigurationKind,
): ConfigurationLayer[] {
  const reading = readConfiguration(text, path, policies, kind);
  if (reading.ok) return [reading.configuration];
  // It was good when it was taken up: another version of Portreeve did so. It says nothing until it is mended.
  log.error({ path, problems: reading.problems }, 'a configuration in force is not valid for this version');
  return [];
}

async function findTarget(
  context: TaskContext,
  installationId: number,
  owner: string,
  name: string,
): Promise<GovernanceRepository | null> {
  const known = await context.store.asInstallation(installationId, (db) => findRepositoryByName(db, owner, name));
  const description = known?.facts?.description;
  if (known !== undefined && description?.status === 'known') {
    const isPublic = description.value.visibility !== 'private';
    return { repositoryId: known.repositoryId, owner, name: known.name, isPublic };
  }
  const found = await readFileOnDefaultBranch(context.github.reader(installationId), owner, name, CONFIGURATION_PATH);
  if (found.status === 'no-repository') return null;
  const { repositoryId, isPublic } = found.repository;
  return { repositoryId, owner, name: found.repository.name, isPublic };
}

/** The repository's own file that counts for a pull request: the one on the default branch, or the last good one. */
export function ownConfigurationText(configuration: Configuration, repositoryId: number): string | null {
  return configuration.ownFiles.get(repositoryId)?.text ?? null;
}

/** Where may be written under this configuration, on behalf of a repository of that mode. */
export function rightsUnder({ ownRepositories, granted, brake }: Configuration, mode: Rights['mode']): Rights {
  return { mode, ownRepositories, granted, mostNewAnHour: brake.repositories };
}

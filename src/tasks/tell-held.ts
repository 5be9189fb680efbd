import { effectiveConfiguration } from '../config/effective-configuration.ts';
import { readFileOnDefaultBranch } from '../github/read-configuration.ts';
import { heldIssueKey, type Refusal } from '../plan/brake.ts';
import { planHeldIssue } from '../plan/plan-held-issue.ts';
import { renderHeld, renderReleased } from '../report/held.ts';
import { findArtifact } from '../store/artifacts.ts';
import { readBrake } from '../store/brake.ts';
import { newestFiles } from './brake.ts';
import { carryOut } from './carry-out.ts';
import {
  type Configuration,
  candidateConfiguration,
  type GovernanceRepository,
  loadConfiguration,
} from './configuration.ts';
import { CONFIGURATION_PATH, CONFIGURATION_REPOSITORIES } from './configuration-files.ts';
import type { TaskContext } from './context.ts';
import { readKeptIssue } from './kept-issue.ts';
import { frameForOrganization } from './report-frame.ts';

/**
 * Keeps the one issue up to date that tells what waits for an approver: where it waits, or that it was released.
 * @param refusal what was wrong with an approval that was just given
 */
export async function tellHeld(
  context: TaskContext,
  installationId: number,
  refusal: Refusal | null = null,
): Promise<void> {
  const { store } = context;
  const configuration = await loadConfiguration(context, installationId);
  if (configuration === null) return;
  const state = await store.asInstallation(installationId, readBrake);
  const shown =
    state.candidate === null ? configuration : await candidateConfiguration(context, configuration, state.candidate);
  const place = await placeOf(context, configuration, shown);
  if (place === null) {
    if (state.held !== null)
      context.log.warn({ installationId }, 'there is no repository in which to tell what is held');
    return;
  }
  const key = heldIssueKey(place.repositoryId);
  const artifact = await store.asInstallation(installationId, (db) => findArtifact(db, key));
  const frame = frameForOrganization(context, shown);
  const approvers = approversOf(context, configuration, shown);
  const actions = planHeldIssue({
    key,
    repository: place,
    isConfidential: !place.isPublic,
    held: state.held,
    standing: await readKeptIssue(context, installationId, artifact),
    refusal,
    render: (held, refusal) =>
      held === null
        ? renderReleased(frame, state.releasedBy)
        : renderHeld(frame, held, { approvers, isPublic: place.isPublic, limits: configuration.brake, refusal }),
  });
  const { retry } = await carryOut(context, installationId, actions, {
    mode: 'observe',
    ownRepositories: [place.repositoryId],
    granted: configuration.granted,
    mostNewAnHour: configuration.brake.repositories,
  });
  if (retry !== null) throw retry;
}

/** Those whom either configuration names; who of them may really release it is looked up when they do. */
function approversOf({ policies }: TaskContext, ...configurations: readonly Configuration[]): readonly string[] {
  const named = configurations.flatMap(
    ({ layers }) => effectiveConfiguration({ policies, layers, repository: null }).brake.approvers,
  );
  return [...new Map(named.map((login) => [login.toLowerCase(), login])).values()];
}

/** The governance repository; else the one in which the configuration stands. */
export async function placeOf(
  context: TaskContext,
  inForce: Configuration,
  shown: Configuration,
): Promise<GovernanceRepository | null> {
  const governance = inForce.governanceRepository ?? shown.governanceRepository;
  if (governance !== null) return governance;
  const { store, github } = context;
  const { installationId, owner } = inForce;
  const files = await store.asInstallation(installationId, newestFiles);
  for (const name of CONFIGURATION_REPOSITORIES.toReversed()) {
    if (!files.some(({ path }) => path.startsWith(`${name}/`))) continue;
    const found = await readFileOnDefaultBranch(github.reader(installationId), owner, name, CONFIGURATION_PATH);
    if (found.status === 'no-repository') continue;
    return {
      repositoryId: found.repository.repositoryId,
      owner,
      name: found.repository.name,
      isPublic: found.repository.isPublic,
    };
  }
  return null;
}

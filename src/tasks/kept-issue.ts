import { readStandingIssue } from '../github/read-issue.ts';
import { planWaitingIssue } from '../plan/plan-waiting-issue.ts';
import type { KeptIssue } from '../plan/standing.ts';
import { type Artifact, findArtifact } from '../store/artifacts.ts';
import { carryOut } from './carry-out.ts';
import { type Configuration, type GovernanceRepository, rightsUnder } from './configuration.ts';
import type { TaskContext } from './context.ts';

/**
 * How an issue that is edited in place stands, as GitHub and the store know it. @returns null where none was made
 * @throws GitHubFailure when GitHub does not tell
 */
export async function readKeptIssue(
  { github }: TaskContext,
  installationId: number,
  artifact: Artifact | undefined,
): Promise<KeptIssue | null> {
  if (artifact?.number == null) return null;
  const { number, nodeId, fingerprint, details } = artifact;
  const state = nodeId === null ? null : await readStandingIssue(github.reader(installationId), nodeId);
  return { number, state, fingerprint, details };
}

/** What waits in a governance repository for people to answer it. */
interface WaitingThings {
  /** Of the one issue that tells it. */
  readonly key: string;
  readonly place: GovernanceRepository;
  /** Each by a name that never changes. */
  readonly waiting: readonly string[];
  readonly render: () => { readonly title: string; readonly body: string };
}

/** Keeps the one issue that tells what waits; none is made where nothing ever waited. */
export async function keepWaitingIssue(
  context: TaskContext,
  configuration: Configuration,
  { key, place, waiting, render }: WaitingThings,
): Promise<void> {
  const { installationId } = configuration;
  const artifact = await context.store.asInstallation(installationId, (db) => findArtifact(db, key));
  if (artifact === undefined && waiting.length === 0) return;
  const actions = planWaitingIssue({
    key,
    repository: place,
    isConfidential: !place.isPublic,
    waiting,
    standing: await readKeptIssue(context, installationId, artifact),
    text: render(),
  });
  const { retry } = await carryOut(context, installationId, actions, rightsUnder(configuration, 'observe'));
  if (retry !== null) throw retry;
}

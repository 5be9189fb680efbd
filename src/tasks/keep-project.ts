import { activityIssueKey, projectFieldKey, projectItemKey, projectKey } from '../ggi/board/keys.ts';
import { progressOf } from '../ggi/board/progress-of.ts';
import { PROJECT_FIELDS, type ProjectField, projectRow } from '../ggi/board/project.ts';
import { standingOf } from '../ggi/evidence/standing.ts';
import type { CollectedBoard } from '../github/read-board.ts';
import { missingFor } from '../github/rights.ts';
import type { Action } from '../plan/action.ts';
import {
  planProject,
  planProjectFields,
  planProjectItems,
  type ShownActivity,
  type StandingPart,
} from '../plan/plan-project.ts';
import { projectValues, projectWords, renderProject } from '../report/project.ts';
import { type Artifact, artifactsUnder } from '../store/artifacts.ts';
import { listAttestations } from '../store/attestations.ts';
import { readBoard } from '../store/board.ts';
import { latestMeasurements } from '../store/evidence.ts';
import type { ChosenBoard } from './board.ts';
import { carryOut } from './carry-out.ts';
import { type Configuration, type GovernanceRepository, rightsUnder } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { detailsOf, justMade } from './standing.ts';

interface ProjectWork {
  readonly chosen: ChosenBoard;
  readonly place: GovernanceRepository;
  readonly isRequested: boolean;
}

/** What the store remembers of the project: to be read with the board. Nothing where there is to be none. */
export async function projectArtifacts(
  { store }: TaskContext,
  configuration: Configuration,
  { chosen, place }: ProjectWork,
): Promise<Artifact[]> {
  if (!chosen.settings.projectBoard || missing(configuration).length > 0) return [];
  const { repositoryId } = place;
  const keys = [
    projectKey(repositoryId),
    ...PROJECT_FIELDS.map((field) => projectFieldKey(repositoryId, field)),
    ...chosen.board.activities.map(({ id }) => projectItemKey(repositoryId, id)),
  ];
  return store.asInstallation(configuration.installationId, (db) => artifactsUnder(db, keys));
}

function missing(configuration: Configuration): string[] {
  return missingFor('create-project', rightsUnder(configuration, 'observe').granted);
}

/**
 * Shows the board in a project of the organisation, where that is chosen and permitted. What is made is made once; where
 * nothing changed, GitHub is not asked.
 * @param read the board with the project, as it stands
 */
export async function keepProject(
  context: TaskContext,
  configuration: Configuration,
  work: ProjectWork,
  read: CollectedBoard,
): Promise<void> {
  const { chosen, place, isRequested } = work;
  if (!chosen.settings.projectBoard) return;
  if (missing(configuration).length > 0) {
    const { installationId } = configuration;
    context.log.warn({ installationId, missing: missing(configuration) }, 'no project may be made for the board');
    return;
  }
  const { repositoryId } = place;
  const asked = { repository: place, isRequested };
  const make = async (known: KnownParts, actions: readonly Action[]) =>
    actions.length === 0 ? known : makeParts(context, configuration, work, { known, actions });
  let known: KnownParts = { artifacts: await projectArtifacts(context, configuration, work), there: read.standing };
  const before = partOf(known, projectKey(repositoryId), {});
  known = await make(known, planProject({ ...asked, standing: before, text: renderProject(chosen.frame, place) }));
  const project = partOf(known, projectKey(repositoryId), {});
  if (project === null || project.isDeleted) return;
  const { nodeId: projectId } = project;
  const words = projectWords(chosen.frame);
  known = await make(
    known,
    planProjectFields({ ...asked, projectId, standing: fieldsOf(known, work, projectId), words }),
  );
  const standingFields = [...fieldsOf(known, work, projectId)].filter(([, { isDeleted }]) => !isDeleted);
  const fields = new Map(standingFields.map(([field, { nodeId }]) => [field, nodeId]));
  const activities = await shownActivities(context, configuration.installationId, work, read);
  const standing = new Map(
    activities.flatMap(({ id, contentId }) => {
      const part = partOf(known, projectItemKey(repositoryId, id), { project: projectId, content: contentId });
      return part === null ? [] : [[id, part] as const];
    }),
  );
  await make(known, planProjectItems({ ...asked, projectId, fields, standing, activities }));
}

/** What the store remembers of the project, and the node ids of what is there. */
interface KnownParts {
  readonly artifacts: readonly Artifact[];
  readonly there: ReadonlySet<string>;
}

/** Carries out a step. */
async function makeParts(
  context: TaskContext,
  configuration: Configuration,
  work: ProjectWork,
  { known, actions }: { readonly known: KnownParts; readonly actions: readonly Action[] },
): Promise<KnownParts> {
  const rights = rightsUnder(configuration, 'observe');
  const { retry } = await carryOut(context, configuration.installationId, actions, rights);
  if (retry !== null) throw retry;
  const artifacts = await projectArtifacts(context, configuration, work);
  return { artifacts, there: new Set([...known.there, ...justMade(actions, artifacts)]) };
}

/** @param within the project that it must be of, and the issue: what stood elsewhere is another thing */
function partOf(
  { artifacts, there }: KnownParts,
  key: string,
  within: Readonly<Record<string, string>>,
): StandingPart | null {
  const artifact = artifacts.find((one) => one.key === key);
  if (artifact === undefined || artifact.externalId === null || artifact.nodeId === null) return null;
  const details = detailsOf(artifact);
  if (Object.entries(within).some(([name, id]) => details[name] !== id)) return null;
  const { externalId: id, nodeId, fingerprint } = artifact;
  return { id, nodeId, fingerprint, isDeleted: !there.has(nodeId) };
}

function fieldsOf(known: KnownParts, { place }: ProjectWork, projectId: string): Map<ProjectField, StandingPart> {
  return new Map(
    PROJECT_FIELDS.flatMap((field) => {
      const part = partOf(known, projectFieldKey(place.repositoryId, field), { project: projectId });
      return part === null ? [] : [[field, part] as const];
    }),
  );
}

/** The activities whose issues are there, with what was last read and measured of them. */
async function shownActivities(
  { store, now }: TaskContext,
  installationId: number,
  { chosen, place }: ProjectWork,
  { issues }: CollectedBoard,
): Promise<ShownActivity[]> {
  const { board, frame } = chosen;
  const { repositoryId } = place;
  const keys = board.activities.map(({ id }) => activityIssueKey(repositoryId, id));
  const kept = await store.asInstallation(installationId, async (db) => ({
    board: await readBoard(db, repositoryId),
    attestations: await listAttestations(db),
    measurements: await latestMeasurements(db),
    artifacts: await artifactsUnder(db, keys),
  }));
  const at = now().toISOString();
  const progress = progressOf(board, { ...kept.board, attestations: kept.attestations }, at);
  return board.activities.flatMap((activity): ShownActivity[] => {
    const stands = progress.activities.find(({ id }) => id === activity.id);
    const key = activityIssueKey(repositoryId, activity.id);
    const artifact = kept.artifacts.find((one) => one.key === key);
    const issue = issues.find(({ nodeId }) => nodeId === artifact?.nodeId);
    if (issue === undefined || stands === undefined) return [];
    const standings = standingOf(activity, kept.measurements, kept.attestations, at.slice(0, 10));
    const values = projectValues(frame, projectRow(stands, standings));
    return [{ id: activity.id, contentId: issue.nodeId, values }];
  });
}

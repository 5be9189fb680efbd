import { effectiveConfiguration } from '../config/effective-configuration.ts';
import type { BoardChange } from '../ggi/board/follow.ts';
import { type NextStep, nextSteps } from '../ggi/board/next-steps.ts';
import { progressOf } from '../ggi/board/progress-of.ts';
import { type PointState, standingOf } from '../ggi/evidence/standing.ts';
import type { Attestation, BoardProgress } from '../ggi/progress.ts';
import type { Audience } from '../insights/repository-record.ts';
import { listAttestations } from '../store/attestations.ts';
import { boardChanges, readBoard } from '../store/board.ts';
import { configurationsInForce } from '../store/configurations.ts';
import { latestMeasurements } from '../store/evidence.ts';
import { findRepositoryByName } from '../store/repositories.ts';
import { type ChosenBoard, chosenBoard } from './board.ts';
import { layersOf } from './configuration.ts';
import { CONFIGURATION_PATH } from './configuration-files.ts';
import type { TaskContext } from './context.ts';

/** The board of one organisation as the store knows it: nothing is asked of GitHub. */
export interface BoardView {
  readonly installationId: number;
  /** Login. */
  readonly organization: string;
  /** null: the organisation chose no board. */
  readonly chosen: ChosenBoard | null;
  /** The governance repository that the configuration names; null: it names none. */
  readonly repositoryName: string | null;
  /** What is known of that repository; null: nothing. */
  readonly repository: {
    readonly repositoryId: number;
    readonly isPublic: boolean;
    readonly isArchived: boolean;
    readonly hasIssues: boolean;
  } | null;
  /** null: its issues were never read. */
  readonly progress: BoardProgress | null;
  /** Why it could not be kept when that was last tried. */
  readonly problem: string | null;
  /** The oldest first. */
  readonly changes: readonly BoardChange[];
  readonly attestations: readonly Attestation[];
  readonly next: readonly NextStep[];
}

/** Three are enough to begin with. */
const MOST_STEPS = 3;

/** @param audience what is restricted gives no reason to `everybody` */
export async function viewBoard(
  context: Pick<TaskContext, 'store' | 'policies' | 'texts' | 'log'>,
  { installationId, owner }: { readonly installationId: number; readonly owner: string },
  { now, audience = 'insiders' }: { readonly now: Date; readonly audience?: Audience },
): Promise<BoardView> {
  const { store, policies } = context;
  return store.asInstallation(installationId, async (db) => {
    const files = (await configurationsInForce(db)).filter(({ path }) => path !== CONFIGURATION_PATH);
    const layers = layersOf(context, files);
    const { governanceRepository: repositoryName } = effectiveConfiguration({
      policies,
      layers,
      repository: null,
    });
    const chosen = chosenBoard(context, { layers, owner });
    const known = repositoryName === null ? undefined : await findRepositoryByName(db, owner, repositoryName);
    const description = known?.facts?.description;
    const nothing = { progress: null, problem: null, changes: [], attestations: [], next: [] };
    const view = { installationId, organization: owner, chosen, repositoryName };
    if (known === undefined || description?.status !== 'known') return { ...view, repository: null, ...nothing };
    const { visibility, isArchived, hasIssues } = description.value;
    const { repositoryId } = known;
    const repository = { repositoryId, isPublic: visibility !== 'private', isArchived, hasIssues };
    if (chosen === null) return { ...view, repository, ...nothing };
    const kept = await readBoard(db, repositoryId);
    const changes = await boardChanges(db, repositoryId);
    if (kept.readAt === null) return { ...view, repository, ...nothing, problem: kept.problem, changes };
    const attestations = await listAttestations(db);
    const progress = progressOf(chosen.board, { ...kept, attestations }, kept.readAt.toISOString());
    const day = now.toISOString().slice(0, 10);
    const measurements = await latestMeasurements(db);
    const standings = chosen.board.activities.flatMap((activity) =>
      standingOf(activity, measurements, attestations, day),
    );
    const next = nextSteps({
      board: chosen.board,
      activities: progress.activities,
      evidence: new Map(
        standings.flatMap(({ key, state, measurement }): [string, PointState][] => {
          const isSeen = measurement !== null && measurement.figure !== null;
          return isSeen && (audience === 'insiders' || !measurement.isRestricted) ? [[key, state]] : [];
        }),
      ),
      day,
      most: MOST_STEPS,
    });
    return { ...view, repository, progress, problem: kept.problem, changes, attestations, next };
  });
}

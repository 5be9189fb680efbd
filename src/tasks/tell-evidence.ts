import type { BoardActivity } from '../ggi/board/board.ts';
import { activityIssueKey, evidenceCommentKey } from '../ggi/board/keys.ts';
import { standingOf } from '../ggi/evidence/standing.ts';
import type { Attestation } from '../ggi/progress.ts';
import { planEvidenceComment } from '../plan/plan-evidence-comment.ts';
import { type ReportList, renderEvidenceComment, type ToldPoint } from '../report/evidence-comment.ts';
import { artifactsUnder } from '../store/artifacts.ts';
import { listAttestations } from '../store/attestations.ts';
import { type KeptBoard, readBoard } from '../store/board.ts';
import { type KeptMeasurement, latestMeasurements } from '../store/evidence.ts';
import { type ChosenBoard, chosenBoard } from './board.ts';
import { carryOut } from './carry-out.ts';
import { type Configuration, rightsUnder } from './configuration.ts';
import type { TaskContext } from './context.ts';

/**
 * Tells below each governance issue what was found for its points, in the one comment that Portreeve keeps there. Where
 * nothing changed, GitHub is not asked at all.
 */
export async function tellEvidence(context: TaskContext, configuration: Configuration): Promise<void> {
  const { store, now } = context;
  const { installationId, governanceRepository: place } = configuration;
  const chosen = chosenBoard(context, configuration);
  if (chosen === null || place === null) return;
  const { activities } = chosen.board;
  const issueKey = (id: string) => activityIssueKey(place.repositoryId, id);
  const commentKey = (id: string) => evidenceCommentKey(place.repositoryId, id);
  const keys = activities.flatMap(({ id }) => [issueKey(id), commentKey(id)]);
  const kept = await store.asInstallation(installationId, async (db) => ({
    artifacts: new Map((await artifactsUnder(db, keys)).map((artifact) => [artifact.key, artifact])),
    measurements: await latestMeasurements(db),
    attestations: await listAttestations(db),
    board: await readBoard(db, place.repositoryId),
  }));
  // Nothing may be told before something was measured: "no evidence" of everything says nothing.
  if (kept.measurements.size === 0 && kept.attestations.length === 0) return;
  const day = now().toISOString().slice(0, 10);
  const actions = activities.flatMap((activity) => {
    const issue = kept.artifacts.get(issueKey(activity.id));
    const comment = kept.artifacts.get(commentKey(activity.id));
    if (issue?.number == null || issue.intentStatus !== 'done') return [];
    const points = toldPoints(activity, kept, day);
    const { frame } = chosen;
    const reports = reportList(chosen, kept.board.activities.get(activity.id)?.url);
    const content = { activity: activity.id, points, reports, isPublic: place.isPublic, day };
    return planEvidenceComment({
      repository: place,
      activity: activity.id,
      number: issue.number,
      body: renderEvidenceComment(frame, content),
      standing: comment?.externalId == null ? null : { id: comment.externalId, fingerprint: comment.fingerprint },
    });
  });
  const { retry } = await carryOut(context, installationId, actions, rightsUnder(configuration, 'observe'));
  if (retry !== null) throw retry;
}

/** @param issueUrl of an issue beside the reports */
function reportList({ reportName: name }: ChosenBoard, issueUrl: string | undefined): ReportList | null {
  if (name === null || issueUrl === undefined) return null;
  const query = new URLSearchParams({ q: `is:issue in:title "${name}"` });
  return { name, url: `${issueUrl.replace(/\/\d+$/, '')}?${query}` };
}

interface Kept {
  readonly measurements: ReadonlyMap<string, KeptMeasurement>;
  readonly attestations: readonly Attestation[];
  readonly board: KeptBoard;
}

function toldPoints(activity: BoardActivity, { measurements, attestations, board }: Kept, day: string): ToldPoint[] {
  const standings = standingOf(activity, measurements, attestations, day);
  return activity.points.flatMap(({ key, text }, index) => {
    const standing = standings[index];
    if (standing === undefined) return [];
    const isTicked = board.points.get(key)?.isTicked ?? false;
    return [{ question: text.question, standing, isTicked }];
  });
}

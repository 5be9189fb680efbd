import { reminderKey } from '../ggi/board/keys.ts';
import { progressOf } from '../ggi/board/progress-of.ts';
import { remindersDue } from '../ggi/board/remind.ts';
import { coverageOf } from '../ggi/progress.ts';
import { planNote } from '../plan/plan-note.ts';
import { renderBoardReminder } from '../report/governance-issue.ts';
import { findArtifact } from '../store/artifacts.ts';
import { listAttestations } from '../store/attestations.ts';
import { markReminded, readBoard } from '../store/board.ts';
import type { ChosenBoard } from './board.ts';
import { carryOut } from './carry-out.ts';
import { type Configuration, type GovernanceRepository, rightsUnder } from './configuration.ts';
import type { TaskContext } from './context.ts';

/** Reminds the owners of activities whose target date has passed, each under its issue, ever more seldom. */
export async function remindOwners(
  context: TaskContext,
  configuration: Configuration,
  { settings, board, frame }: ChosenBoard,
  place: GovernanceRepository,
): Promise<void> {
  const { store, now } = context;
  const { installationId } = configuration;
  const { repositoryId } = place;
  if (settings.remindAfterDays === null) return;
  const { kept, attestations } = await store.asInstallation(installationId, async (db) => ({
    kept: await readBoard(db, repositoryId),
    attestations: await listAttestations(db),
  }));
  const at = now().toISOString();
  const { activities } = progressOf(board, { ...kept, attestations }, at);
  const reminded = new Map(
    [...kept.activities].map(([id, { reminders, remindedAt }]) => [
      id,
      { count: reminders, at: remindedAt?.toISOString() ?? null },
    ]),
  );
  for (const activity of remindersDue(activities, reminded, settings.remindAfterDays, at)) {
    const { id, issue, targetDate } = activity;
    if (issue === null || targetDate === null) continue;
    const key = reminderKey(repositoryId, id, targetDate, (reminded.get(id)?.count ?? 0) + 1);
    const body = renderBoardReminder(frame, activity, { ...coverageOf(activity.points, at.slice(0, 10)), targetDate });
    const stands = await store.asInstallation(installationId, (db) => findArtifact(db, key));
    // It stands already where the work was broken off after it.
    const actions =
      stands?.externalId == null ? [planNote({ repository: place, key, number: issue.number, body })] : [];
    const { retry } = await carryOut(context, installationId, actions, rightsUnder(configuration, 'observe'));
    if (retry !== null) throw retry;
    await store.asInstallation(installationId, (db) => markReminded(db, repositoryId, id, now()));
  }
}

import { activityIssueKey } from '../ggi/board/keys.ts';
import { readAttestation } from '../ggi/evidence/read-attestation.ts';
import { readComment, readRole } from '../github/read-comment.ts';
import { artifactsUnder } from '../store/artifacts.ts';
import { recordAttestation } from '../store/attestations.ts';
import type { ChosenBoard } from './board.ts';
import type { Configuration, GovernanceRepository } from './configuration.ts';
import type { TaskContext } from './context.ts';
import type { BoardTask } from './requests.ts';

/**
 * Takes up what somebody answers for. Nothing of the event is believed: the comment is read again, and what its author
 * may do now.
 * @returns whether it counts; null: it is none of ours, and gets no answer
 */
export async function attest(
  { store, github, log, now }: TaskContext,
  { installationId }: Configuration,
  { chosen, place }: { readonly chosen: ChosenBoard; readonly place: GovernanceRepository },
  { repositoryId, commentId }: BoardTask,
): Promise<boolean | null> {
  const refuse = <T>(reason: string, told: T): T => {
    log.warn({ installationId, commentId, reason }, 'attestation refused');
    return told;
  };
  if (commentId === null || place.repositoryId !== repositoryId) return refuse('another repository', null);
  const reader = github.reader(installationId);
  const where = { owner: place.owner, repo: place.name };
  const comment = await readComment(reader, where, commentId);
  if (comment === null || !comment.author.isPerson || comment.isByApp) return refuse('not a person', null);
  const keys = chosen.board.activities.map(({ id }) => activityIssueKey(place.repositoryId, id));
  const issues = await store.asInstallation(installationId, (db) => artifactsUnder(db, keys));
  if (!issues.some(({ number }) => number === comment.issueNumber)) return refuse('another issue', null);
  const role = await readRole(reader, where, comment.author.login);
  if (role === null || role.accountId !== comment.author.id || !role.canWrite) return refuse('no right to write', null);
  if (!comment.isUnedited) return refuse('the comment was edited', false);
  const at = now().toISOString();
  const said = readAttestation(comment.body, at.slice(0, 10));
  if (said === null) return refuse('it is not whole', false);
  const isKnown = chosen.board.activities.some(({ points }) => points.some(({ key }) => key === said.key));
  if (!isKnown) return refuse('no point of the board', false);
  const by = comment.author.login;
  const attestation = { ...said, by, at, repositoryId, commentId, accountId: comment.author.id };
  await store.asInstallation(installationId, (db) => recordAttestation(db, installationId, attestation));
  log.info({ installationId, key: said.key, until: said.until }, 'attested');
  return true;
}

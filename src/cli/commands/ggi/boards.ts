import { OperatorError } from '../../../core/errors.ts';
import type { BoardView } from '../../../tasks/board-view.ts';
import type { OperatorView } from '../../../tasks/operator.ts';

/** The boards of all organisations, or of one that has to be known. */
export async function boardsOf(view: OperatorView, organization: string | undefined, now: Date): Promise<BoardView[]> {
  const all = await view.boards(now);
  if (organization === undefined) return all;
  const chosen = all.filter((one) => one.organization.toLowerCase() === organization.toLowerCase());
  if (chosen.length > 0) return chosen;
  throw new OperatorError('usage', { problem: `Nothing is known of an organisation ${organization}.` });
}

/**
 * The one board that is meant.
 * @throws OperatorError `usage`, `board-not-chosen`, `board-without-place`, `board-place-closed`
 */
export async function theBoard(view: OperatorView, organization: string | undefined, now: Date) {
  const boards = await boardsOf(view, organization, now);
  const meant = organization === undefined ? boards.filter(({ chosen }) => chosen !== null) : boards;
  const [board, ...others] = meant.length === 0 ? boards : meant;
  if (board === undefined) throw new OperatorError('usage', { problem: 'No organisation is known yet.' });
  if (others.length > 0) throw new OperatorError('usage', { problem: 'There are several organisations: name one.' });
  const { organization: account, chosen, repositoryName, repository } = board;
  if (chosen === null) throw new OperatorError('board-not-chosen', { account });
  if (repositoryName === null || repository === null) {
    throw new OperatorError('board-without-place', { account, name: repositoryName });
  }
  const place = `${account}/${repositoryName}`;
  if (repository.isArchived) throw new OperatorError('board-place-closed', { place, why: 'is archived' });
  if (!repository.hasIssues) {
    throw new OperatorError('board-place-closed', { place, why: 'has its issues switched off' });
  }
  return { board, chosen, place, repository };
}

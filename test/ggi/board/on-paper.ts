import type { Language } from '../../../src/core/language.ts';
import { type Board, type BoardActivity, resolveBoard } from '../../../src/ggi/board/board.ts';
import { type ReadablePoint, readBody } from '../../../src/ggi/board/read-body.ts';
import { type BoardSettings, NO_BOARD } from '../../../src/ggi/board/settings.ts';
import { renderGovernanceIssue } from '../../../src/report/governance-issue.ts';
import { wordsIn } from '../../../src/report/words.ts';
import { loadTexts } from '../../../src/tasks/texts.ts';

export const TEXTS = await loadTexts();
export const ISSUES = 'https://github.com/city/governance/issues';

export function aBoard(settings: Partial<BoardSettings> = {}, language: Language = 'en'): Board {
  return resolveBoard({ ...NO_BOARD, board: true, ...settings }, TEXTS.governance(language));
}

/** An activity's issue as it is opened. */
export function opened(activity: BoardActivity, board: Board = aBoard(), language: Language = 'en') {
  const frame = { words: wordsIn(language, TEXTS.catalogues) };
  return renderGovernanceIssue(frame, activity, { board, issuesUrl: ISSUES, isTicked: () => false });
}

export function readable({ points }: BoardActivity): ReadablePoint[] {
  return points.map(({ key, text }) => ({ key, wordings: [text.question] }));
}

/** The keys of the ticked points, as they are read from a body. */
export function ticked(body: string | null, activity: BoardActivity): string[] {
  return [...readBody(body, readable(activity)).ticks].flatMap(([key, isTicked]) => (isTicked ? [key] : []));
}

export function only<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('There is none');
  return item;
}

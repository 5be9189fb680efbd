import type { Goal } from '../ggi/activity.ts';
import type { ReportFrame } from './frame.ts';

/**
 * What the activities of a goal stand under, an issue or a milestone, as it is made. From then on the text is people's.
 * @param isIssue whether the activities are its sub-issues
 */
export function renderGoal(
  { words }: Pick<ReportFrame, 'words'>,
  goal: Goal,
  isIssue: boolean,
): { readonly title: string; readonly body: string } {
  const title = words.say('board.goal-title', {
    goal: words.say(`goal.${goal}`),
  });
  const about = words.say(`board.goal-about.${goal}`);
  if (!isIssue) return { title, body: about };
  return {
    title,
    body: [about, words.say('board.goal-below'), '---', words.say('board.yours')].join('\n\n'),
  };
}

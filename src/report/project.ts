import type { Goal } from '../ggi/activity.ts';
import type { ProjectField, ProjectRow } from '../ggi/board/project.ts';
import { type ActivityState, STATES } from '../ggi/progress.ts';
import { markdownText } from './escape.ts';
import type { ReportFrame } from './frame.ts';

type Frame = Pick<ReportFrame, 'words'>;

/** The project that shows a board, as it is made. */
export function renderProject(
  { words }: Frame,
  { name }: { readonly name: string },
): { readonly title: string; readonly body: string } {
  return {
    title: words.say('project.title', { repository: name }),
    body: words.say('project.about', { repository: markdownText(name) }),
  };
}

/** How its fields and choices are called. */
export function projectWords({ words }: Frame) {
  return {
    field: (field: ProjectField): string => words.say(`project.field.${field}`),
    choice: (choice: ActivityState | Goal): string =>
      isState(choice) ? words.say(`project.${choice}`) : words.say(`goal.${choice}`),
  };
}

function isState(choice: ActivityState | Goal): choice is ActivityState {
  return STATES.some((state) => state === choice);
}

/** What stands in the fields of one activity: plain text; a day as YYYY-MM-DD; null for nothing. */
export function projectValues(frame: Frame, row: ProjectRow): Record<ProjectField, string | null> {
  const { choice } = projectWords(frame);
  const evidence = [...row.evidence].map(([state, count]) => `${frame.words.say(`evidence.${state}`)}: ${count}`);
  return {
    progress: choice(row.progress),
    goal: choice(row.goal),
    owner: textOrNull(row.owners.join(', ')),
    target: row.target,
    evidence: textOrNull(evidence.join(' · ')),
  };
}

function textOrNull(text: string): string | null {
  return text === '' ? null : text;
}

import { effectiveConfiguration } from '../config/effective-configuration.ts';
import { LANGUAGES, type Language } from '../core/language.ts';
import { type Board, type BoardActivity, resolveBoard } from '../ggi/board/board.ts';
import type { ReadablePoint } from '../ggi/board/read-body.ts';
import type { BoardSettings } from '../ggi/board/settings.ts';
import type { ReportFrame } from '../report/frame.ts';
import { wordsIn } from '../report/words.ts';
import type { Configuration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { frameForOrganization } from './report-frame.ts';

/** The board that an organisation chose, in its words. */
export interface ChosenBoard {
  readonly settings: BoardSettings;
  readonly board: Board;
  readonly frame: ReportFrame;
  /** What the titles of its regular reports begin with, which go by the general language; null: it wants none. */
  readonly reportName: string | null;
  /** The points of an activity, with every wording of ours under which they may stand in an issue. */
  readonly readable: (activity: BoardActivity) => ReadablePoint[];
}

/** @returns null where the organisation chose none */
export function chosenBoard(
  context: Pick<TaskContext, 'policies' | 'texts'>,
  configuration: Pick<Configuration, 'layers' | 'owner'>,
): ChosenBoard | null {
  const { policies, texts } = context;
  const { language: general, governance } = effectiveConfiguration({
    policies,
    layers: configuration.layers,
    repository: null,
  });
  const settings = governance.ggi;
  if (!settings.board) return null;
  const language: Language = settings.language ?? general;
  const frame = frameForOrganization(context, configuration);
  return {
    settings,
    reportName: governance.report.every === 'never' ? null : frame.words.say('report.issue.name'),
    board: resolveBoard(settings, texts.governance(language)),
    frame: { ...frame, words: wordsIn(language, texts.catalogues) },
    readable: ({ points }) =>
      points.map(({ key, text }) => ({
        key,
        wordings: [text.question, ...LANGUAGES.flatMap((one) => texts.governance(one).points[key]?.question ?? [])],
      })),
  };
}

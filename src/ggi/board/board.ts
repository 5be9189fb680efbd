import { ACTIVITIES } from '../activities.ts';
import type { Activity, Goal, GovernanceTexts, Point, PointKind, PointPart, PointText, Role } from '../activity.ts';
import { handbookUrl } from '../handbook.ts';
import type { BoardSettings, OwnActivity, OwnPoint } from './settings.ts';

/** The activities of one organisation, as it wants them. */
export interface Board {
  /** In the organisation's order. */
  readonly activities: readonly BoardActivity[];
}

/** An activity of the board: of the handbook, as the organisation changed it, or its own. */
export interface BoardActivity {
  readonly id: string;
  readonly goal: Goal;
  readonly roles: readonly Role[];
  readonly title: string;
  /** Empty where the organisation said nothing of its own activity. */
  readonly why: string;
  readonly firstStep: string;
  readonly objectives: readonly string[];
  /** Its page, in the handbook or elsewhere. */
  readonly url: string | null;
  readonly isFromHandbook: boolean;
  readonly points: readonly BoardPoint[];
  /** Ids of activities of this board that are proposed next. */
  readonly next: readonly string[];
  /** Ids of the activities that were merged into it. */
  readonly merged: readonly string[];
  /** Login. */
  readonly owner: string | null;
  /** YYYY-MM-DD. */
  readonly targetDate: string | null;
}

export interface BoardPoint extends Point {
  /** Id of the activity to which it belongs by itself: another one where that was merged. */
  readonly activity: string;
  readonly text: Pick<PointText, 'question' | 'attach'>;
}

const PART: PointPart = 'main';
const KIND: PointKind = 'attestation';

/** What an activity is before others are merged into it. */
interface Draft extends Omit<BoardActivity, 'merged' | 'next'> {
  readonly proposedNext: readonly string[];
  readonly mergeInto: string | null;
}

/**
 * The board that an organisation's settings ask for. What they name and is not there (another layer may have dropped it)
 * changes nothing.
 */
export function resolveBoard(settings: BoardSettings, texts: GovernanceTexts): Board {
  const drafts = inOrder(
    [
      ...ACTIVITIES.flatMap((activity) => handbookDraft(activity, settings, texts)),
      ...settings.ownActivities.map((own) => ownDraft(own, settings)),
    ],
    settings.order,
  );
  const standing = new Map(drafts.map((draft) => [draft.id, draft]));
  // Merging is one step: what is itself merged takes nothing in, and who names such a one stays by itself.
  const targetOf = ({ id, mergeInto }: Draft): string | null => {
    const target = mergeInto === null || mergeInto === id ? undefined : standing.get(mergeInto);
    return target === undefined || target.mergeInto !== null ? null : target.id;
  };
  const targets = new Map(drafts.map((draft) => [draft.id, targetOf(draft)]));
  return {
    activities: drafts
      .filter(({ id }) => targets.get(id) === null)
      .map(({ proposedNext, mergeInto: _, ...draft }) => {
        const merged = drafts.filter(({ id }) => targets.get(id) === draft.id);
        const next = [...proposedNext, ...merged.flatMap((one) => one.proposedNext)]
          .filter((id) => standing.has(id))
          .map((id) => targets.get(id) ?? id);
        return {
          ...draft,
          points: [...draft.points, ...merged.flatMap(({ points }) => points)],
          next: [...new Set(next)].filter((id) => id !== draft.id),
          merged: merged.map(({ id }) => id),
        };
      }),
  };
}

function inOrder(drafts: readonly Draft[], order: readonly string[]): Draft[] {
  const rank = new Map([...new Set(order)].map((id, index) => [id, index]));
  return drafts.toSorted((a, b) => (rank.get(a.id) ?? order.length) - (rank.get(b.id) ?? order.length));
}

function handbookDraft(
  activity: Activity,
  { activities: changes, ownPoints }: BoardSettings,
  { activities, points: pointTexts }: GovernanceTexts,
): Draft[] {
  const said = changes[activity.id];
  if (said === 'off') return [];
  const text = activities[activity.id];
  const points = activity.points.flatMap((point): BoardPoint[] => {
    const own = said?.points?.[point.key];
    if (own === 'off') return [];
    const given = pointTexts[point.key];
    return [
      { ...point, activity: activity.id, text: { ...given, question: own?.question ?? given?.question ?? point.key } },
    ];
  });
  return [
    {
      id: activity.id,
      goal: activity.goal,
      roles: activity.roles,
      title: said?.title ?? text?.title ?? activity.id,
      why: said?.why ?? text?.why ?? '',
      firstStep: said?.firstStep ?? text?.firstStep ?? '',
      objectives: text?.objectives ?? [],
      url: handbookUrl(activity),
      isFromHandbook: true,
      points: [...points, ...pointsOfOwn(activity.id, ownPoints)],
      proposedNext: activity.next,
      mergeInto: said?.mergeInto ?? null,
      owner: said?.owner ?? null,
      targetDate: said?.target ?? null,
    },
  ];
}

function ownDraft(own: OwnActivity, settings: BoardSettings): Draft {
  return {
    id: own.id,
    goal: own.goal,
    roles: own.roles ?? [],
    title: own.title,
    why: own.why ?? '',
    firstStep: own.firstStep ?? '',
    objectives: [],
    url: own.url ?? null,
    isFromHandbook: false,
    points: pointsOfOwn(own.id, settings.ownPoints),
    proposedNext: [],
    mergeInto: own.mergeInto ?? null,
    owner: own.owner ?? null,
    targetDate: own.target ?? null,
  };
}

function pointsOfOwn(id: string, own: readonly OwnPoint[]): BoardPoint[] {
  const mine = own.filter(({ activity }) => activity === id);
  return mine.map(({ activity, key, question, attach }) => ({
    key,
    kind: KIND,
    part: PART,
    evidence: null,
    activity,
    text: attach === undefined ? { question } : { question, attach },
  }));
}

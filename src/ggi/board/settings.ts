import type { Language } from '../../core/language.ts';
import type { Goal, Role } from '../activity.ts';
import type { ActivityState } from '../progress.ts';

/** What an organisation says of its board; every part may be missing. */
export interface BoardSettings {
  /** Whether there is one. */
  readonly board: boolean;
  /** Whether a project of the organisation shows it, too. */
  readonly projectBoard: boolean;
  /** null: the organisation's. */
  readonly language: Language | null;
  /** Ids of the activities that come first; the others follow in the handbook's order. */
  readonly order: readonly string[];
  /** By id; `off` drops the activity. */
  readonly activities: Readonly<Partial<Record<string, 'off' | ActivitySettings>>>;
  readonly ownActivities: readonly OwnActivity[];
  readonly ownPoints: readonly OwnPoint[];
  readonly labels: BoardLabels;
  /** Days after which the owner of an activity whose target date has passed is reminded first; null: never. */
  readonly remindAfterDays: number | null;
}

export interface ActivitySettings {
  readonly title?: string | undefined;
  readonly why?: string | undefined;
  readonly firstStep?: string | undefined;
  /** Its points are shown in that activity's issue, and it has none of its own. */
  readonly mergeInto?: string | undefined;
  /** Login of who answers for it. */
  readonly owner?: string | undefined;
  /** YYYY-MM-DD. */
  readonly target?: string | undefined;
  /** By key; `off` drops the point. */
  readonly points?: Readonly<Partial<Record<string, 'off' | { readonly question: string }>>> | undefined;
}

/** A point of the organisation's own. */
export interface OwnPoint {
  /** Id of its activity. */
  readonly activity: string;
  readonly key: string;
  readonly question: string;
  readonly attach?: string | undefined;
}

export interface OwnActivity extends Omit<ActivitySettings, 'points' | 'title'> {
  readonly id: string;
  readonly title: string;
  readonly goal: Goal;
  readonly roles?: readonly Role[] | undefined;
  readonly url?: string | undefined;
}

/** What the labels are called. */
export interface BoardLabels {
  readonly goals: Readonly<Record<Goal, string>>;
  readonly roles: Readonly<Record<Role, string>>;
  readonly progress: Readonly<Record<ActivityState, string>>;
}

/** What holds where nothing is said: no board. */
export const NO_BOARD: BoardSettings = {
  board: false,
  projectBoard: false,
  language: null,
  order: [],
  activities: {},
  ownActivities: [],
  ownPoints: [],
  labels: {
    goals: {
      usage: 'goal: usage',
      trust: 'goal: trust',
      culture: 'goal: culture',
      engagement: 'goal: engagement',
      strategy: 'goal: strategy',
    },
    roles: {
      developer: 'role: developer',
      'team-leader': 'role: team leader',
      'decision-maker': 'role: decision maker',
    },
    progress: {
      'not-selected': 'progress: not selected',
      'in-progress': 'progress: in progress',
      done: 'progress: done',
    },
  },
  remindAfterDays: null,
};

/** The five goals, in the handbook's order. */
export const GOALS = ['usage', 'trust', 'culture', 'engagement', 'strategy'] as const;
export type Goal = (typeof GOALS)[number];

export const ROLES = ['developer', 'team-leader', 'decision-maker'] as const;
export type Role = (typeof ROLES)[number];

/** What can speak for a point: a figure, a document that is found, or only a person. */
export type PointKind = 'measurable' | 'document' | 'attestation';

/**
 * How a point stands beside the others of its activity. `alternative` points are another way to set the whole activity
 * up, `questionnaire` points are borrowed from the OpenChain self-certification, and levels follow one another.
 */
export const POINT_PARTS = ['main', 'alternative', 'questionnaire', 'level-1', 'level-2', 'level-3'] as const;
export type PointPart = (typeof POINT_PARTS)[number];

/** One verification point, as a person ticks it. */
export interface Point {
  /** For ever: ticks, attestations and evidence are kept by it. */
  readonly key: string;
  readonly kind: PointKind;
  readonly part: PointPart;
  /** What a machine can find for it; null where only people can tell. */
  readonly evidence: {
    readonly by: 'measure' | 'document';
    /** What has to hold, in words; a machine that finds it supports the point and never ticks it. */
    readonly condition: string;
  } | null;
}

/** One of the activities of the Good Governance Initiative. */
export interface Activity {
  readonly id: string;
  readonly goal: Goal;
  /** The last part of its address in the handbook. */
  readonly slug: string;
  readonly roles: readonly Role[];
  /** Activities that are proposed next: relations, not an order. */
  readonly next: readonly string[];
  readonly points: readonly Point[];
}

/** One file of `templates/ggi/`: the texts of activities and points in one language. */
export interface GovernanceTexts {
  readonly activities: Readonly<Record<string, ActivityText>>;
  readonly points: Readonly<Record<string, PointText>>;
}

export interface ActivityText {
  readonly title: string;
  readonly why: string;
  readonly firstStep: string;
  /** Proposals for the scorecard. */
  readonly objectives: readonly string[];
}

export interface PointText {
  /** What the point asks for, as a question that one answers by a tick. */
  readonly question: string;
  /** What a person attaches to show it. */
  readonly attach?: string;
}

import type { ActivityState } from '../progress.ts';
import type { BoardActivity } from './board.ts';
import { type BodyReading, type ReadablePoint, readBody } from './read-body.ts';
import type { BoardLabels } from './settings.ts';
import { type IssueOnBoard, readState } from './state.ts';

/** What was last known of an activity. */
export interface KeptActivity {
  readonly state: ActivityState;
  /** All that its labels said. */
  readonly said: readonly ActivityState[];
  /** ISO 8601; null where it never changed. */
  readonly stateChangedAt: string | null;
  readonly owners: readonly string[];
  readonly targetDate: string | null;
}

/** What was last known of a point. */
export interface KeptPoint {
  readonly isTicked: boolean;
  /** ISO 8601; null where it never changed. */
  readonly changedAt: string | null;
}

/** Something that people changed. */
export interface BoardChange {
  readonly activity: string;
  readonly subject: 'state' | 'point' | 'owners' | 'target';
  /** Of the point; null for the activity itself. */
  readonly key: string | null;
  /** A state, `ticked` or `open`, logins with commas between them, or a day; empty for none. */
  readonly value: string;
  /** ISO 8601: when it was seen, or when GitHub says that it happened. */
  readonly at: string;
}

/** An activity's issue as it was just read. */
export interface ReadIssue extends IssueOnBoard {
  readonly body: string;
  readonly assignees: readonly string[];
}

export interface FollowedActivity {
  readonly activity: KeptActivity;
  readonly points: ReadonlyMap<string, KeptPoint>;
  readonly ownTasks: BodyReading['ownTasks'];
  readonly changes: readonly BoardChange[];
}

export interface FollowInput {
  readonly activity: BoardActivity;
  readonly readable: readonly ReadablePoint[];
  readonly labels: BoardLabels;
  readonly issue: ReadIssue;
  /** null where it is seen for the first time. */
  readonly kept: KeptActivity | null;
  readonly keptPoints: ReadonlyMap<string, KeptPoint>;
  /** ISO 8601. */
  readonly at: string;
}

/**
 * Compares what people left with what was known, and dates what changed. A point that stands nowhere any more keeps its
 * tick: a text that somebody emptied takes nothing back.
 */
export function followActivity(input: FollowInput): FollowedActivity {
  const { activity, readable, labels, issue, kept, keptPoints, at } = input;
  const { ticks, ownTasks } = readBody(issue.body, readable);
  const changes: BoardChange[] = [];
  const note = (subject: BoardChange['subject'], key: string | null, value: string) => {
    changes.push({ activity: activity.id, subject, key, value, at });
  };
  const points = new Map(
    activity.points.map(({ key }): [string, KeptPoint] => {
      const before = keptPoints.get(key) ?? { isTicked: false, changedAt: null };
      const isTicked = ticks.get(key) ?? before.isTicked;
      if (isTicked === before.isTicked) return [key, before];
      note('point', key, isTicked ? 'ticked' : 'open');
      return [key, { isTicked, changedAt: at }];
    }),
  );
  const before: KeptActivity = kept ?? {
    state: 'not-selected',
    said: [],
    stateChangedAt: null,
    owners: [],
    targetDate: null,
  };
  const { state, said } = readState(issue, labels, kept);
  if (state !== before.state) note('state', null, state);
  const owners = issue.assignees.length > 0 ? issue.assignees : activity.owner === null ? [] : [activity.owner];
  if (owners.join() !== before.owners.join()) note('owners', null, owners.join(','));
  const { targetDate } = activity;
  if (targetDate !== before.targetDate) note('target', null, targetDate ?? '');
  const stateChangedAt = state === before.state ? before.stateChangedAt : at;
  return { activity: { state, said, stateChangedAt, owners, targetDate }, points, ownTasks, changes };
}

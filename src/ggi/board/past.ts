import { type ActivityState, STATES } from '../progress.ts';
import type { BoardChange, KeptActivity, KeptPoint } from './follow.ts';
import type { BoardLabels } from './settings.ts';
import { readState, type SaidState } from './state.ts';

/** What happened to an issue, as GitHub tells it. */
export type IssueEvent = {
  /** ISO 8601. */
  readonly at: string;
} & (
  | { readonly kind: 'labeled' | 'unlabeled'; readonly label: string }
  | { readonly kind: 'closed'; readonly as: 'completed' | 'not_planned' }
  | { readonly kind: 'reopened' }
);

/** An issue over time. */
export interface IssueHistory {
  readonly nodeId: string;
  /** The oldest first. */
  readonly events: readonly IssueEvent[];
  /** What its body was, the oldest first; at least one. */
  readonly bodies: readonly { readonly at: string; readonly body: string }[];
}

/** An activity's past: every change with its date, and how it stood in the end. */
export interface Past {
  /** The oldest first. */
  readonly changes: readonly BoardChange[];
  readonly activity: KeptActivity;
  readonly points: ReadonlyMap<string, KeptPoint>;
}

export interface PastInput {
  /** Id. */
  readonly activity: string;
  readonly history: IssueHistory;
  readonly labels: BoardLabels;
  /** Which points are ticked in a body, by key; null where it cannot be told. */
  readonly ticksIn: (body: string) => ReadonlyMap<string, boolean> | null;
}

/** Lives an issue's past again: where it stood after each event, and what each of its bodies had ticked. */
export function pastOf({ activity, history, labels, ticksIn }: PastInput): Past {
  const { states, said } = livedStates(history.events, labels);
  const points = new Map<string, KeptPoint>();
  const ticks: BoardChange[] = [];
  for (const { at, body } of history.bodies) {
    for (const [key, isTicked] of ticksIn(body) ?? []) {
      const before = points.get(key) ?? { isTicked: false, changedAt: null };
      if (before.isTicked === isTicked) {
        points.set(key, before);
        continue;
      }
      points.set(key, { isTicked, changedAt: at });
      ticks.push({ activity, subject: 'point', key, value: isTicked ? 'ticked' : 'open', at });
    }
  }
  const moved = states.map(
    ({ state, at }): BoardChange => ({ activity, subject: 'state', key: null, value: state, at }),
  );
  return {
    changes: [...moved, ...ticks].toSorted(byTime),
    activity: { ...said, stateChangedAt: states.at(-1)?.at ?? null, owners: [], targetDate: null },
    points,
  };
}

/** Each change of the state, and what is said in the end. */
function livedStates(events: readonly IssueEvent[], labels: BoardLabels) {
  const on = new Set<string>();
  let closedAs: 'completed' | 'not_planned' | null = null;
  let said: SaidState = { state: 'not-selected', said: [] };
  const states: { readonly state: ActivityState; readonly at: string }[] = [];
  for (const event of events) {
    if (event.kind === 'labeled') on.add(event.label);
    else if (event.kind === 'unlabeled') on.delete(event.label);
    else closedAs = event.kind === 'closed' ? event.as : null;
    const next = readState({ labels: [...on], isOpen: closedAs === null, closedAs }, labels, said);
    if (next.state !== said.state) states.push({ state: next.state, at: event.at });
    said = next;
  }
  return { states, said };
}

/**
 * Changes that several issues of one activity tell, as boards have that were made twice: what says again what holds
 * already is none.
 */
export function mergeChanges(changes: readonly BoardChange[]): BoardChange[] {
  const last = new Map<string, string>();
  return changes.toSorted(byTime).filter(({ activity, subject, key, value }) => {
    const about = `${activity} ${subject} ${key ?? ''}`;
    const before = last.get(about) ?? (subject === 'state' ? STATES[0] : 'open');
    last.set(about, value);
    return before !== value;
  });
}

function byTime(a: BoardChange, b: BoardChange): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}

import { type CsvRow, readCsv } from '../../ledger/import/read-csv.ts';
import type { ActivityId } from '../activities.ts';
import type { ActivityState } from '../progress.ts';
import type { BoardChange } from './follow.ts';
import { findNamedActivity, readLegacyTicks } from './read-legacy.ts';
import { NO_BOARD } from './settings.ts';
import { readState } from './state.ts';

/** A file as it is read from the disk. */
export interface ImportFile {
  readonly name: string;
  readonly text: string;
}

/** What an earlier board says. */
export interface ImportedBoard {
  readonly activities: readonly ImportedActivity[];
  /** What changed, as far as its history is known, the oldest first: states, and points of an issue's bodies. */
  readonly changes: readonly BoardChange[];
  readonly bad: readonly BadImport[];
}

export interface ImportedActivity {
  readonly id: ActivityId;
  readonly state: ActivityState;
  /** Keys of points that are ticked there. */
  readonly ticked: readonly string[];
  /** ISO 8601: when it was last changed there; null where no file says it. */
  readonly at: string | null;
}

/** Something that could not be taken, and where it stands. */
export interface BadImport {
  readonly file: string;
  /** null: it is no line of a file. */
  readonly line: number | null;
  readonly problem: string;
}

/**
 * Reads what my-ggi-board publishes (`issues.csv`, `labels_hist.csv`) and what GitLab exports of issues. What a row lacks
 * is told; nothing else is lost by it.
 */
export function readImportedBoard(
  files: readonly ImportFile[],
  titles: ReadonlyMap<string, ActivityId>,
): ImportedBoard {
  const bad: BadImport[] = [];
  const issues: IssueRow[] = [];
  const events: EventRow[] = [];
  for (const { name, text } of files) {
    const { head, rows, bad: broken } = readCsv(text);
    bad.push(...broken.map((one) => ({ file: name, ...one })));
    const tell = ({ line }: CsvRow, problem: string) => bad.push({ file: name, line, problem });
    if (head.includes('event_id') && head.includes('action'))
      events.push(...rows.flatMap((row) => readEvent(name, row, tell)));
    else if (head.includes('title')) issues.push(...rows.flatMap((row) => readIssue(row, titles, tell)));
    else if (broken.length === 0) {
      bad.push({
        file: name,
        line: 1,
        problem:
          'Its head is none of issues (a column “title”) and none of a history of labels (“event_id”, “action”).',
      });
    }
  }
  const byIssue = new Map(issues.flatMap(({ id, names }) => names.map((name) => [name, id] as const)));
  const changes = changesOf(events, byIssue, bad);
  const rank = ({ file }: BadImport) => files.findIndex(({ name }) => name === file);
  return {
    activities: mergeRows(issues),
    changes,
    bad: bad.toSorted((a, b) => rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0)),
  };
}

interface IssueRow extends ImportedActivity {
  /** By which a history may call the issue: its number, and its id. */
  readonly names: readonly string[];
}

interface EventRow {
  readonly file: string;
  readonly line: number;
  readonly names: readonly string[];
  readonly isOn: boolean;
  readonly label: string;
  readonly at: string;
}

type Tell = (row: CsvRow, problem: string) => void;

function cell({ cells }: CsvRow, ...names: readonly string[]): string {
  return names.map((name) => cells[name]?.trim() ?? '').find((value) => value !== '') ?? '';
}

function readIssue(row: CsvRow, titles: ReadonlyMap<string, ActivityId>, tell: Tell): IssueRow[] {
  const title = cell(row, 'title');
  const body = row.cells.description ?? row.cells.body ?? '';
  const id =
    findNamedActivity(`${cell(row, 'activity_id')} ${title}`.trim(), body, titles) ?? titles.get(title.toLowerCase());
  if (id === undefined) {
    tell(row, `“${title.slice(0, 80)}” is no activity of the handbook, by its id or its title.`);
    return [];
  }
  const isOpen = !/^closed$/i.test(cell(row, 'state'));
  const labels = cell(row, 'labels').split(',');
  const { state } = readState({ labels, isOpen, closedAs: isOpen ? null : 'completed' }, NO_BOARD.labels, null);
  const at = moment(cell(row, 'updated_at', 'updated at (utc)', 'closed at (utc)', 'created at (utc)'));
  const ticks = readLegacyTicks(body, id);
  if (ticks === null && /\[[ xX]\]/.test(body)) {
    tell(row, `The tasks of ${id} are not as many as the handbook has points: no tick was taken from it.`);
  }
  const ticked = [...(ticks ?? [])].flatMap(([key, isTicked]) => (isTicked ? [key] : []));
  return [{ id, state, ticked, at, names: issueNames(row) }];
}

function issueNames(row: CsvRow): string[] {
  const number = /\/issues\/(\d+)/.exec(cell(row, 'url'))?.[1];
  const named = cell(row, 'issue_id', 'issue id', 'iid', 'number');
  return [...new Set([...(number === undefined ? [] : [number]), ...(named === '' ? [] : [named])])];
}

const ACTION = /^(labeled|added|add|unlabeled|removed|remove)\s+(.+)$/i;

function readEvent(file: string, row: CsvRow, tell: Tell): EventRow[] {
  if (cell(row, 'type') !== 'label' && cell(row, 'type') !== '') return [];
  const [, verb, label] = ACTION.exec(cell(row, 'action')) ?? [];
  const at = moment(cell(row, 'time'));
  if (verb === undefined || label === undefined) {
    tell(row, `“${cell(row, 'action').slice(0, 80)}” says of no label that it was put on or taken off.`);
    return [];
  }
  if (at === null) {
    tell(row, `“${cell(row, 'time').slice(0, 40)}” is no moment, as 2025-03-03 14:30:10+00:00.`);
    return [];
  }
  return [{ file, line: row.line, names: issueNames(row), isOn: /^(?:labeled|add)/i.test(verb), label, at }];
}

/** The state after each event by which it changed. */
function changesOf(
  events: readonly EventRow[],
  byIssue: ReadonlyMap<string, ActivityId>,
  bad: BadImport[],
): BoardChange[] {
  const on = new Map<ActivityId, { readonly labels: Set<string>; said: ReturnType<typeof readState> }>();
  return events
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.line - b.line))
    .flatMap(({ file, line, names, isOn, label, at }): BoardChange[] => {
      const id = names.map((name) => byIssue.get(name)).find((found) => found !== undefined);
      if (id === undefined) {
        bad.push({ file, line, problem: `Its issue ${names.join(' or ')} stands in no file of issues.` });
        return [];
      }
      const before = on.get(id) ?? { labels: new Set<string>(), said: { state: 'not-selected' as const, said: [] } };
      if (isOn) before.labels.add(label);
      else before.labels.delete(label);
      const issue = { labels: [...before.labels], isOpen: true, closedAs: null };
      const said = readState(issue, NO_BOARD.labels, before.said);
      on.set(id, { labels: before.labels, said });
      if (said.state === before.said.state) return [];
      return [{ activity: id, subject: 'state', key: null, value: said.state, at }];
    });
}

/** An activity that was told several times, as boards have that were made twice: every tick counts, and the newest state. */
export function mergeRows(rows: readonly ImportedActivity[]): ImportedActivity[] {
  const merged = new Map<ActivityId, ImportedActivity>();
  for (const { id, state, ticked, at } of rows.toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1))) {
    const before = merged.get(id);
    const newest = state === 'not-selected' && before !== undefined ? before.state : state;
    merged.set(id, { id, state: newest, ticked: [...new Set([...(before?.ticked ?? []), ...ticked])], at });
  }
  return [...merged.values()];
}

/** @returns ISO 8601, or null where it is no moment; without a zone it is UTC, as the tools write it */
function moment(text: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?\s?(Z|UTC|[+-]\d{2}:?\d{2})?$/.exec(
    text,
  );
  if (match === null) return null;
  const [, day, time, zone = 'Z'] = match;
  const at = new Date(`${day}T${time}${zone === 'UTC' ? 'Z' : zone}`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

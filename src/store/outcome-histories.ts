import { sql } from 'kysely';
import { SEVERITIES, type Severity, type Verdict } from '../core/verdict.ts';
import { NOT_JUDGED, OUTCOME_LETTERS, type OutcomeHistory } from '../insights/outcome-history.ts';
import type { Db } from './tables.ts';

/**
 * What an audit came to, as it is kept beside it: `license-file:fep readme:pwp`. Of each policy the letter of its
 * outcome, the first one of its severity and of its disclosure, by the policies' ids.
 */
export function outcomesText(
  verdicts: readonly Pick<Verdict, 'policy' | 'outcome' | 'severity' | 'disclosure'>[],
): string {
  return verdicts
    .toSorted((a, b) => (a.policy < b.policy ? -1 : 1))
    .map(
      ({ policy, outcome, severity, disclosure }) =>
        `${policy}:${OUTCOME_LETTERS[outcome]}${severity[0]}${disclosure[0]}`,
    )
    .join(' ');
}

interface Row {
  readonly repositoryId: number;
  /** The moments at which it came to that, counted from 1. */
  readonly places: readonly number[];
  readonly outcomes: string;
}

/**
 * How each policy stood on each repository that is there today, at each of some moments: by the newest audit of the
 * repository until then. One query, whose answer is a row for each repository and what its audits came to.
 * @param moments oldest first
 */
export async function outcomeHistories(db: Db, moments: readonly Date[]): Promise<OutcomeHistory[]> {
  const times = moments.map((moment) => moment.toISOString());
  const { rows } = await sql<Row>`
    with moment as materialized (
      select place::int, at from unnest(${times}::timestamptz[]) with ordinality as listed(at, place)
    )
    select r.repository_id as "repositoryId", a.outcomes collate "C" as outcomes, array_agg(m.place) as places
    from repository r cross join moment m
    cross join lateral (
      select outcomes from audit
      where installation_id = r.installation_id and repository_id = r.repository_id
        and at <= m.at and subject not like '%#%'
      order by at desc, audit_id desc limit 1
    ) a
    where r.removed_at is null
    group by r.repository_id, a.outcomes collate "C"`.execute(db);
  const read = readingOf();
  return [...Map.groupBy(rows, ({ repositoryId }) => repositoryId)]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([repositoryId, own]) => historiesOf(repositoryId, own, moments.length, read));
}

interface Told {
  readonly policy: string;
  readonly outcome: string;
  readonly severity: Severity;
  readonly disclosure: Verdict['disclosure'];
}

type Read = (outcomes: string) => readonly Told[];

/** Most audits come to the same as the one before: each text is read once. */
function readingOf(): Read {
  const known = new Map<string, readonly Told[]>();
  return (outcomes) => {
    const found = known.get(outcomes) ?? toldIn(outcomes);
    known.set(outcomes, found);
    return found;
  };
}

function toldIn(outcomes: string): Told[] {
  return outcomes.split(' ').flatMap((word): Told[] => {
    const [policy = '', letters = ''] = word.split(':');
    const [outcome, severity, disclosure] = letters;
    if (outcome === undefined) return [];
    return [
      {
        policy,
        outcome,
        severity: SEVERITIES.find(([first]) => first === severity) ?? 'info',
        disclosure: disclosure === 'r' ? 'restricted' : 'public',
      },
    ];
  });
}

function historiesOf(repositoryId: number, rows: readonly Row[], length: number, read: Read): OutcomeHistory[] {
  const histories = new Map<string, { letters: string[]; last: number } & Omit<Told, 'outcome'>>();
  for (const { places, outcomes } of rows) {
    const newest = Math.max(...places);
    for (const { policy, outcome, severity, disclosure } of read(outcomes)) {
      const known = histories.get(policy);
      const letters = known?.letters ?? Array.from({ length }, () => NOT_JUDGED as string);
      for (const place of places) letters[place - 1] = outcome;
      const isNewer = known === undefined || newest > known.last;
      const isRestricted = known?.disclosure === 'restricted' || disclosure === 'restricted';
      histories.set(policy, {
        ...{ letters, policy, last: Math.max(newest, known?.last ?? 0) },
        severity: isNewer ? severity : known.severity,
        disclosure: isRestricted ? 'restricted' : 'public',
      });
    }
  }
  return [...histories.values()]
    .map(({ letters, last: _, ...told }) => ({ repositoryId, ...told, outcomes: letters.join('') }))
    .toSorted((a, b) => (a.policy < b.policy ? -1 : 1));
}

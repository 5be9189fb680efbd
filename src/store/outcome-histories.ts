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
  /** The moments at which it came to that, counted from 1: `3 4 5`. */
  readonly places: string;
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
    select r.repository_id as "repositoryId", a.outcomes collate "C" as outcomes,
      string_agg(m.place::text, ' ' order by m.place) as places
    from repository r cross join moment m
    cross join lateral (
      select outcomes from audit
      where installation_id = r.installation_id and repository_id = r.repository_id
        and at <= m.at and subject not like '%#%'
      order by at desc, audit_id desc limit 1
    ) a
    where r.removed_at is null
    group by r.repository_id, a.outcomes collate "C"
    order by r.repository_id`.execute(db);
  const read = readingOf();
  // Of all policies and repositories, so that a year of a large organisation leaves no garbage but its result.
  const letters = Buffer.alloc(moments.length);
  return [...Map.groupBy(rows, ({ repositoryId }) => repositoryId)].flatMap(([repositoryId, own]) =>
    historiesOf(repositoryId, own, letters, read),
  );
}

interface Told {
  readonly policy: string;
  /** Of the outcome's letter. */
  readonly code: number;
  readonly severity: Severity;
  readonly disclosure: Verdict['disclosure'];
}

/** What an audit came to, by the policies' ids. */
type Read = (outcomes: string) => ReadonlyMap<string, Told>;

/** Most audits come to the same as the one before: each text is read once. */
function readingOf(): Read {
  const known = new Map<string, ReadonlyMap<string, Told>>();
  return (outcomes) => {
    const found = known.get(outcomes) ?? toldIn(outcomes);
    known.set(outcomes, found);
    return found;
  };
}

function toldIn(outcomes: string): Map<string, Told> {
  const told = new Map<string, Told>();
  for (const word of outcomes.split(' ')) {
    const [policy = '', letters = ''] = word.split(':');
    const [outcome, first, disclosure] = letters;
    if (outcome === undefined) continue;
    told.set(policy, {
      policy,
      code: outcome.charCodeAt(0),
      severity: SEVERITIES.find(([letter]) => letter === first) ?? 'info',
      disclosure: disclosure === 'r' ? 'restricted' : 'public',
    });
  }
  return told;
}

/** @param letters to write in, one for each moment */
function historiesOf(repositoryId: number, rows: readonly Row[], letters: Buffer, read: Read): OutcomeHistory[] {
  const audits = rows
    .map(({ places, outcomes }) => ({ places: places.split(' ').map(Number), told: read(outcomes) }))
    .toSorted((a, b) => (b.places.at(-1) ?? 0) - (a.places.at(-1) ?? 0));
  const policies = [...new Set(audits.flatMap(({ told }) => [...told.keys()]))].toSorted();
  return policies.map((policy) => {
    letters.fill(NOT_JUDGED);
    const all = audits.flatMap(({ places, told }) => {
      const one = told.get(policy);
      if (one === undefined) return [];
      for (const place of places) letters[place - 1] = one.code;
      return [one];
    });
    const isRestricted = all.some(({ disclosure }) => disclosure === 'restricted');
    return {
      ...{ repositoryId, policy, severity: all[0]?.severity ?? 'info' },
      disclosure: isRestricted ? ('restricted' as const) : ('public' as const),
      outcomes: letters.toString('latin1'),
    };
  });
}

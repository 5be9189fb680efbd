import { sql } from 'kysely';
import type { Severity, VerdictOutcome } from '../core/verdict.ts';
import { NOT_JUDGED, OUTCOME_LETTERS, type OutcomeHistory } from '../insights/outcome-history.ts';
import type { Db } from './tables.ts';

interface Row {
  readonly repositoryId: number;
  readonly policy: string;
  readonly severity: Severity;
  readonly disclosure: OutcomeHistory['disclosure'];
  readonly letters: string;
  /** The places of the letters, counted from 1; null where there is one for each moment. */
  readonly places: readonly number[] | null;
}

/**
 * How each policy stood on each repository that is there today, at each of some moments: by the newest audit of the
 * repository until then. One query, whose answer is a letter for each verdict.
 * @param moments oldest first
 */
export async function outcomeHistories(db: Db, moments: readonly Date[]): Promise<OutcomeHistory[]> {
  const times = moments.map((moment) => moment.toISOString());
  const { rows } = await sql<Row>`
    with moment as materialized (
      select place::int, at from unnest(${times}::timestamptz[]) with ordinality as listed(at, place)
    ), seen as materialized (
      select r.repository_id, m.place, a.audit_id
      from repository r cross join moment m
      cross join lateral (
        select audit_id from audit
        where installation_id = r.installation_id and repository_id = r.repository_id
          and at <= m.at and subject not like '%#%'
        order by at desc, audit_id desc limit 1
      ) a
      where r.removed_at is null
    )
    select s.repository_id as "repositoryId", v.policy,
      (array_agg(v.severity order by s.place desc))[1] as severity,
      max(v.disclosure) as disclosure,
      string_agg(${letterOf()}, '' order by s.place) as letters,
      case when count(*) < ${moments.length}::int then array_agg(s.place order by s.place) end as places
    from seen s join verdict v using (audit_id)
    group by s.repository_id, v.policy
    order by s.repository_id, v.policy`.execute(db);
  return rows.map(({ letters, places, ...row }) => ({
    ...row,
    outcomes: places === null ? letters : spread(letters, places, moments.length),
  }));
}

function letterOf() {
  const letters = Object.entries(OUTCOME_LETTERS) satisfies [string, string][];
  const cases = letters.map(
    ([outcome, letter]) => sql`when ${sql.lit(outcome as VerdictOutcome)} then ${sql.lit(letter)}`,
  );
  return sql`case v.outcome ${sql.join(cases, sql` `)} end`;
}

function spread(letters: string, places: readonly number[], length: number): string {
  const outcomes = Array.from({ length }, () => NOT_JUDGED as string);
  for (const [index, place] of places.entries()) outcomes[place - 1] = letters[index] ?? NOT_JUDGED;
  return outcomes.join('');
}

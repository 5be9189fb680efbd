import { type Kysely, sql } from 'kysely';

/**
 * What an audit came to, in one short text beside it: how things stood over a year is read from a row an audit instead
 * of one a verdict. Audits from before get theirs from their verdicts.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  await run(`alter table portreeve.audit add column outcomes text not null default ''`);
  // Row-level security holds for whoever migrates, too: the operator sees all rows.
  await run('set local role portreeve_operator');
  await run(`update portreeve.audit a set outcomes = told.outcomes from (
    select audit_id, string_agg(policy || ':' ||
        case outcome when 'not-applicable' then 'n' else left(outcome, 1) end || left(severity, 1) || left(disclosure, 1),
      ' ' order by policy collate "C") as outcomes
    from portreeve.verdict group by audit_id
  ) told where told.audit_id = a.audit_id`);
  await run('reset role');
}

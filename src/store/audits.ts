import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { Verdict } from '../core/verdict.ts';
import { json, storableText } from './json.ts';
import { outcomesText } from './outcome-histories.ts';
import type { Db } from './tables.ts';

export interface AuditRecord {
  readonly installationId: number;
  readonly repositoryId: number;
  /** `owner/name`, or `owner/name#12` for a pull request. */
  readonly subject: string;
  readonly commit: string | null;
  /** What caused it: an event's name, `sweep`, `command`. */
  readonly trigger: string;
  readonly mode: 'observe' | 'enforce';
  readonly configurationSha: string | null;
  readonly at: Date;
  readonly verdicts: readonly Verdict[];
}

/** Keeps an audit with its verdicts. */
export async function recordAudit(db: Db, audit: AuditRecord): Promise<void> {
  const { audit_id } = await db
    .insertInto('audit')
    .values({
      installation_id: audit.installationId,
      repository_id: audit.repositoryId,
      subject: storableText(audit.subject),
      commit_sha: audit.commit,
      trigger: audit.trigger,
      mode: audit.mode,
      configuration_sha: audit.configurationSha,
      at: audit.at,
      outcomes: outcomesText(audit.verdicts),
    })
    .returning('audit_id')
    .executeTakeFirstOrThrow();
  if (audit.verdicts.length === 0) return;
  await db
    .insertInto('verdict')
    .values(
      audit.verdicts.map((verdict) => ({
        audit_id,
        installation_id: audit.installationId,
        policy: verdict.policy,
        outcome: verdict.outcome,
        severity: verdict.severity,
        disclosure: verdict.disclosure,
        reason: verdict.reason === null ? null : storableText(verdict.reason),
        findings: json(verdict.findings),
      })),
    )
    .execute();
}

/** Whether the newest audit of the repository itself came to the same, of the same commit by the same configuration. */
export async function isLatestAudit(db: Db, audit: Omit<AuditRecord, 'at' | 'trigger'>): Promise<boolean> {
  const newest = await db
    .selectFrom('audit')
    .select(['audit_id', 'subject', 'commit_sha as commit', 'mode', 'configuration_sha as configurationSha'])
    .where('repository_id', '=', audit.repositoryId)
    .where('subject', 'not like', '%#%')
    .orderBy('at', 'desc')
    .orderBy('audit_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined) return false;
  const rows = await db
    .selectFrom('verdict')
    .select(['policy', 'outcome', 'severity', 'disclosure', 'reason', 'findings'])
    .where('audit_id', '=', newest.audit_id)
    .execute();
  const { audit_id: _, ...said } = newest;
  const { commit, mode, configurationSha } = audit;
  const byPolicy = (verdicts: readonly Verdict[]) => new Map(verdicts.map((verdict) => [verdict.policy, verdict]));
  // As the database keeps it: no undefined, no order of keys.
  const verdicts = audit.verdicts.map(({ policy, outcome, severity, disclosure, reason, findings }) => ({
    ...{ policy, outcome, severity, disclosure, findings: JSON.parse(json(findings)) },
    reason: reason === null ? null : storableText(reason),
  }));
  return (
    isDeepStrictEqual(said, { subject: storableText(audit.subject), commit, mode, configurationSha }) &&
    isDeepStrictEqual(byPolicy(rows), byPolicy(verdicts))
  );
}

export interface LastAudit {
  readonly at: Date;
  readonly commit: string | null;
}

/** When each of these subjects in a repository was judged last, and at which commit; none for one that never was. */
export async function lastAudits(
  db: Db,
  repositoryId: number,
  subjects: readonly string[],
): Promise<Map<string, LastAudit>> {
  const rows = await db
    .selectFrom('audit')
    .distinctOn('subject')
    .select(['subject', 'at', 'commit_sha as commit'])
    .where('repository_id', '=', repositoryId)
    .where(sql<boolean>`subject = any(${[...subjects]}::text[])`)
    .orderBy('subject')
    .orderBy('at', 'desc')
    .orderBy('audit_id', 'desc')
    .execute();
  return new Map(rows.map(({ subject, at, commit }) => [subject, { at, commit }]));
}

/** The days (UTC) on which repositories were judged, since a moment, oldest first. Pull requests are left out. */
export async function auditDays(db: Db, since: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('audit')
    .select(sql<string>`to_char(at at time zone 'UTC', 'YYYY-MM-DD')`.as('day'))
    .distinct()
    .where('subject', 'not like', '%#%')
    .where('at', '>=', since)
    .orderBy('day')
    .execute();
  return rows.map(({ day }) => day);
}

/** The newest verdicts of each repository of the installation, by repository id. Pull requests are left out. */
export async function latestVerdicts(db: Db): Promise<Map<number, Verdict[]>> {
  const rows = await db
    .with('newest', (query) =>
      query
        .selectFrom('audit')
        .distinctOn('repository_id')
        .select(['audit_id', 'repository_id'])
        .where('subject', 'not like', '%#%')
        .orderBy('repository_id')
        .orderBy('at', 'desc')
        .orderBy('audit_id', 'desc'),
    )
    .selectFrom('newest')
    .innerJoin('verdict', 'verdict.audit_id', 'newest.audit_id')
    .select(['repository_id', 'policy', 'outcome', 'severity', 'disclosure', 'reason', 'findings'])
    .orderBy('policy')
    .execute();
  const verdicts = new Map<number, Verdict[]>();
  for (const { repository_id, ...verdict } of rows) {
    verdicts.set(repository_id, [...(verdicts.get(repository_id) ?? []), verdict]);
  }
  return verdicts;
}

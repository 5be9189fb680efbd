import type { Verdict } from '../core/verdict.ts';
import { json, storableText } from './json.ts';
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

import { effectiveConfiguration } from '../config/effective-configuration.ts';
import { MOST_PULL_REQUESTS, readAuthors } from '../github/read-authors.ts';
import { mergedFromOutside } from '../insights/report/digest.ts';
import { lastPeriod } from '../insights/report/period.ts';
import { reportIssueKey } from '../plan/brake.ts';
import { planReportIssue } from '../plan/plan-report-issue.ts';
import { renderReportIssue } from '../report/organization/issue.ts';
import { findArtifact } from '../store/artifacts.ts';
import { readInstallation } from '../store/installations.ts';
import { carryOut } from './carry-out.ts';
import { type Configuration, rightsUnder } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { gatherReport } from './gather-report.ts';

/**
 * Writes the report on the last period that is over, once, as an issue in the governance repository. There is none on a
 * time in which nothing was judged yet.
 */
export async function tellReport(context: TaskContext, configuration: Configuration): Promise<void> {
  const { store, github, policies, now, log } = context;
  const { installationId, owner, layers, governanceRepository: place } = configuration;
  const { every } = effectiveConfiguration({ policies, layers, repository: null }).governance.report;
  if (place === null || every === 'never') return;
  const period = lastPeriod(every, now());
  const { installation, artifact } = await store.asInstallation(installationId, async (db) => ({
    installation: await readInstallation(db, installationId),
    artifact: await findArtifact(db, reportIssueKey(place.repositoryId, period.key)),
  }));
  const judgedSince = installation?.first_audit_at ?? null;
  if (judgedSince === null || judgedSince >= period.to || artifact?.externalId != null) return;
  // In the first period there is nothing to compare with before the first audit.
  const since = new Date(Math.max(judgedSince.getTime(), period.from.getTime()));
  const { report, frame } = await gatherReport(
    context,
    { installationId, owner },
    { now: now(), since, audience: place.isPublic ? 'everybody' : 'insiders', language: null },
  );
  const merged = mergedFromOutside(report).slice(0, MOST_PULL_REQUESTS);
  const thanked = await readAuthors(github.reader(installationId), merged);
  await context.checkpoint('collected');
  const action = planReportIssue({
    repository: place,
    isConfidential: !place.isPublic,
    period: period.key,
    text: renderReportIssue(frame, { report, period, thanked }),
  });
  const { retry, written } = await carryOut(context, installationId, [action], rightsUnder(configuration, 'observe'));
  if (retry !== null) throw retry;
  log.info({ installationId, period: period.key, written }, 'report written');
}

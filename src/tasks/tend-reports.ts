import { loadConfiguration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { eraseEnded } from './erase-ended.ts';
import { keepActivity } from './keep-activity.ts';
import { keepBills, keepEvidence } from './keep-evidence.ts';
import { publishLedgerHead } from './publish-ledger-head.ts';
import type { ReportTask } from './requests.ts';
import { tellReport } from './tell-report.ts';

/**
 * Once a day: publishes what is to be known of the ledger, reads what reports rest on and GitHub alone can tell, and
 * writes the report where one is due.
 */
export async function tendReports(context: TaskContext, { installationId, isBills }: ReportTask): Promise<void> {
  const configuration = await loadConfiguration(context, installationId);
  if (configuration === null) return;
  if (isBills === true) return keepBills(context, configuration);
  await eraseEnded(context, configuration);
  await publishLedgerHead(context, configuration);
  await keepActivity(context, configuration);
  await keepEvidence(context, configuration);
  await tellReport(context, configuration);
}

import { loadConfiguration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { keepActivity } from './keep-activity.ts';
import { measureEvidence } from './measure-evidence.ts';
import type { ReportTask } from './requests.ts';

/** Reads what reports rest on and GitHub alone can tell. */
export async function tendReports(context: TaskContext, { installationId }: ReportTask): Promise<void> {
  const configuration = await loadConfiguration(context, installationId);
  if (configuration === null) return;
  await keepActivity(context, installationId);
  if (configuration.measuresEvidence) await measureEvidence(context, configuration);
}

import type { Configuration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { measureEvidence } from './measure-evidence.ts';
import { readBills } from './read-bills.ts';
import { readOrganization } from './read-organization.ts';
import { readUpstream } from './read-upstream.ts';
import { tellEvidence } from './tell-evidence.ts';

/** Reads anew what speaks for the points of good governance, measures them, and tells it below the governance issues, where an organisation wants it. */
export async function keepEvidence(context: TaskContext, configuration: Configuration): Promise<void> {
  if (!configuration.measuresEvidence) return;
  await readOrganization(context, configuration);
  await readUpstream(context, configuration);
  await readBills(context, configuration);
  await measureEvidence(context, configuration);
  await tellEvidence(context, configuration);
}

/** Goes on with the bills of materials for which GitHub needed time. */
export async function keepBills(context: TaskContext, configuration: Configuration): Promise<void> {
  if (!configuration.measuresEvidence || !(await readBills(context, configuration))) return;
  await measureEvidence(context, configuration);
  await tellEvidence(context, configuration);
}

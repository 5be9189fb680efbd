import type { Configuration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { measureEvidence } from './measure-evidence.ts';
import { readOrganization } from './read-organization.ts';

/** Reads anew what speaks for the points of good governance, and measures them, where an organisation wants it. */
export async function keepEvidence(context: TaskContext, configuration: Configuration): Promise<void> {
  if (!configuration.measuresEvidence) return;
  await readOrganization(context, configuration);
  await measureEvidence(context, configuration);
}

import type { ReportFrame } from '../report/frame.ts';
import { loadConfiguration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { frameForOrganization } from './report-frame.ts';

/** What an organisation has decided that a privacy notice has to tell. */
export interface PrivacyFacts {
  /** In years after the last of a person's signatures ended; null: never by itself. */
  readonly eraseAfterYears: number | null;
  /** Who may be asked. */
  readonly office: ReportFrame['office'];
}

export async function privacyFacts(context: TaskContext, installationId: number): Promise<PrivacyFacts> {
  const configuration = await loadConfiguration(context, installationId);
  if (configuration === null) return { eraseAfterYears: null, office: { name: null, url: null } };
  const { eraseAfterYears } = configuration;
  return { eraseAfterYears, office: frameForOrganization(context, configuration).office };
}

import { effectiveConfiguration } from '../config/effective-configuration.ts';
import { loadConfiguration } from './configuration.ts';
import type { TaskContext } from './context.ts';

/** What an organisation has decided that a privacy notice has to tell. */
export interface PrivacyFacts {
  /** In years after the last of a person's signatures ended; null: never by itself. */
  readonly eraseAfterYears: number | null;
  /** Who may be asked. */
  readonly office: { readonly name: string | null; readonly url: string | null };
}

export async function privacyFacts(context: TaskContext, installationId: number): Promise<PrivacyFacts> {
  const configuration = await loadConfiguration(context, installationId);
  const { policies } = context;
  const { ledger, contact } = effectiveConfiguration({
    policies,
    layers: configuration?.layers ?? [],
    repository: null,
  });
  const { office = null, officeUrl = null } = contact;
  return { eraseAfterYears: ledger.eraseAfterYears, office: { name: office, url: officeUrl } };
}

import { effectiveConfiguration } from '../config/effective-configuration.ts';
import type { ConfigurationProblem } from '../config/problem.ts';
import { readConfiguration } from '../config/read-configuration.ts';
import type { CollectedRepository } from '../github/collect-repositories.ts';
import { forgetConfiguration, saveConfiguration } from '../store/configurations.ts';
import type { Configuration } from './configuration.ts';
import { CONFIGURATION_PATH, CONFIGURATION_REPOSITORIES, configurationText } from './configuration-files.ts';
import type { TaskContext } from './context.ts';

/** A repository's own configuration, once the last good one is settled; and what is wrong with the newest. */
export interface OwnConfiguration {
  readonly text: string | null;
  /** What is wrong with the file that stands on the default branch; while there is something, the last good one holds. */
  readonly problems: readonly ConfigurationProblem[];
}

/** Takes up a repository's own configuration where it changed and is good; a broken one never takes effect. */
export async function settleRepositoryConfiguration(
  context: TaskContext,
  configuration: Configuration,
  collected: CollectedRepository,
): Promise<OwnConfiguration> {
  const { store, now } = context;
  const { installationId, ownFiles } = configuration;
  const { repositoryId, description, headSha, files } = collected;
  const lastGood = ownFiles.get(repositoryId)?.text ?? null;
  if (CONFIGURATION_REPOSITORIES.includes(description.name)) return { text: null, problems: [] };
  // What could not be read is not absent: the last good one stays.
  if (files.status === 'unavailable') return { text: lastGood, problems: [] };
  const text = configurationText(files.value);
  if (text === null) {
    if (lastGood !== null && !configuration.isHeld) {
      await store.asInstallation(installationId, (db) =>
        forgetConfiguration(db, repositoryId, CONFIGURATION_PATH, 'in-force'),
      );
    }
    return { text: null, problems: [] };
  }
  const problems = problemsOf(context, configuration, text);
  const commit = headSha ?? '';
  const status = problems.length === 0 ? 'in-force' : 'rejected';
  if (!configuration.isHeld && (status === 'rejected' || text !== lastGood)) {
    const file = { repositoryId, path: CONFIGURATION_PATH, commit, text };
    const kept = problems.map((problem) => ({ ...problem }));
    await store.asInstallation(installationId, (db) =>
      saveConfiguration(db, installationId, file, { status, problems: kept }, now()),
    );
  }
  if (status === 'in-force') return { text, problems: [] };
  return { text: lastGood, problems };
}

function problemsOf(
  { policies }: TaskContext,
  { layers }: Configuration,
  text: string,
): readonly ConfigurationProblem[] {
  const reading = readConfiguration(text, CONFIGURATION_PATH, policies, 'repository');
  if (!reading.ok) return reading.problems;
  return effectiveConfiguration({ policies, layers: [...layers, reading.configuration], repository: null }).problems;
}

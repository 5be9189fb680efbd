import { readFile } from 'node:fs/promises';
import { type EffectiveConfiguration, effectiveConfiguration } from '../config/effective-configuration.ts';
import type { ConfigurationProblem } from '../config/problem.ts';
import type { Configuration } from '../config/read-configuration.ts';
import { OperatorError } from '../core/errors.ts';
import type { Policy } from '../core/policy.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';

/**
 * What a clone is judged by: an organisation's configuration file, or the built-in values. Groups and exemptions hold as
 * for the described repository.
 * @throws OperatorError `configuration-not-found`, `configuration-invalid`
 */
export async function readEffectiveConfiguration(
  path: string | null,
  policies: readonly Policy[],
  repository: RepositoryDescription,
): Promise<EffectiveConfiguration> {
  const layers = path === null ? [] : [await readLayer(path, policies)];
  return effectiveConfiguration({ policies, layers, repository });
}

/**
 * An organisation's configuration file.
 * @throws OperatorError `configuration-not-found`, `configuration-invalid`
 */
export async function readLayer(path: string, policies: readonly Policy[]): Promise<Configuration> {
  // The YAML library is loaded only where there is YAML.
  const { readConfiguration } = await import('../config/read-configuration.ts');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new OperatorError('configuration-not-found', { path }, { cause });
  });
  const reading = readConfiguration(text, path, policies, 'organization');
  if (reading.ok) return reading.configuration;
  throw new OperatorError('configuration-invalid', { path, problems: reading.problems.map(inWords) });
}

function inWords({ path, line, column, key, message, suggestion }: ConfigurationProblem): string {
  const about = key === '' ? '' : `${key}: `;
  const meant = suggestion === null ? '' : ` Did you mean ${suggestion}?`;
  return `${path}:${line}:${column}: ${about}${message}${meant}`;
}

import { resolve } from 'node:path';
import { POLICIES } from '../policies/index.ts';
import { describeClone } from '../tasks/described-clone.ts';
import { readRepositoryName } from './command.ts';
import { readEffectiveConfiguration } from './settings.ts';
import type { World } from './world.ts';

/** What the commands that judge a clone share. */
interface CloneOptions {
  readonly config?: string | undefined;
  readonly repository?: string | undefined;
}

/**
 * The clone that a command is about, and what is in force there.
 * @param subject as it was given, from the folder where the user stands
 * @throws OperatorError where an option cannot be used, or the configuration has mistakes
 */
export async function readClone(world: World, subject: string, { config, repository }: CloneOptions) {
  const folder = resolve(world.folder, subject);
  const description = describeClone(folder, readRepositoryName(repository));
  const path = config === undefined ? null : resolve(world.folder, config);
  const configuration = await readEffectiveConfiguration(path, POLICIES, description);
  return { folder, description, configuration };
}

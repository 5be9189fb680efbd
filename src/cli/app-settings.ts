import { loadSettings, type Settings } from '../app/settings.ts';
import { OperatorError } from '../core/errors.ts';
import type { World } from './world.ts';

/** The app's own settings, with which it speaks to GitHub. @throws OperatorError `not-set-up`, `settings` */
export function readAppSettings({ environment }: Pick<World, 'environment'>): Settings {
  const result = loadSettings(environment);
  if (result.status === 'not-set-up') throw new OperatorError('not-set-up', undefined);
  if (result.status === 'unusable') {
    const problem = result.problems.map(({ sentence }) => sentence).join('\n');
    throw new OperatorError('settings', { problem });
  }
  return result.settings;
}

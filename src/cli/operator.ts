import { readDatabaseSettings } from '../app/settings.ts';
import { OperatorError } from '../core/errors.ts';
import { hasEmbeddedDatabase } from '../store/embedded/place.ts';
import type { DatabasePlace } from '../tasks/backup.ts';
import { type OperatorView, openOperatorView } from '../tasks/operator.ts';
import type { ExitCode, World } from './world.ts';

/** Opens the app's database, does the work and leaves it as it was found. */
export async function withOperatorView(
  world: World,
  work: (view: OperatorView) => Promise<ExitCode>,
): Promise<ExitCode> {
  const settings = readDatabasePlace(world);
  const view = await openOperatorView(settings.databaseUrl, settings.dataFolder);
  try {
    return await work(view);
  } finally {
    await view.close();
  }
}

/**
 * Where the app's database is.
 * @param mayBeMissing whether there need not be one yet
 * @throws OperatorError `usage`, `no-state`
 */
export function readDatabasePlace(
  world: World,
  { mayBeMissing = false }: { readonly mayBeMissing?: boolean } = {},
): DatabasePlace {
  const settings = readDatabaseSettings(world.environment);
  if ('problem' in settings) throw new OperatorError('usage', { problem: settings.problem });
  if (settings.databaseUrl === null && !mayBeMissing && !hasEmbeddedDatabase(settings.dataFolder)) {
    throw new OperatorError('no-state', { folder: settings.dataFolder });
  }
  return settings;
}

/** The organisation that was named, or the only one that has the app. @throws OperatorError `usage` */
export async function chooseOrganization(view: OperatorView, named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  const [only, ...more] = await view.organizations();
  if (only === undefined) throw new OperatorError('usage', { problem: 'No organisation has the app yet.' });
  if (more.length === 0) return only;
  throw new OperatorError('usage', {
    problem: `Several organisations have the app: name one of ${[only, ...more].join(', ')}.`,
  });
}

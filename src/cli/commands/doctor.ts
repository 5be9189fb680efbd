import { OperatorError } from '../../core/errors.ts';
import { renderDiagnosis, renderDiagnosisJson } from '../../report/doctor.ts';
import { examine } from '../../tasks/doctor.ts';
import { readAppSettings } from '../app-settings.ts';
import { readArguments } from '../command.ts';
import type { ExitCode, World } from '../world.ts';

export const help = `portreeve doctor: is everything well, and what to do where it is not

Usage: portreeve doctor [OPTIONS]

Looks at the credentials, the webhook, the clock, the permissions of each feature, the rate limits, the database, the
deliveries and GitHub's log of them, the queues, what failed for good, the last sweeps, and what keeps it from writing.

Options:
  --json  Print it as JSON.
  --help  Print this.

It works beside the running app and without it, with the app's own settings. It only reads, and prints no secret.
Exit status: 0 all is good or wants attention, 1 something is bad, 2 it could not be looked at.
`;

const OPTIONS = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (positionals.length > 0) throw new OperatorError('usage', { problem: 'doctor takes nothing but options.' });
  const settings = readAppSettings(world);
  const diagnosis = await examine({
    access: settings,
    databaseUrl: settings.databaseUrl,
    dataFolder: settings.dataFolder,
    now: world.now,
  });
  world.out.write(values.json === true ? renderDiagnosisJson(diagnosis) : renderDiagnosis(diagnosis, world.out));
  return diagnosis.verdict === 'bad' ? 1 : 0;
}

import process from 'node:process';
import { OperatorError } from '../core/errors.ts';
import { createLog } from './log.ts';
import { loadSettings } from './settings.ts';
import { startApp } from './start.ts';

/** `npm start`: the app, until it is told to end. */
async function main(): Promise<void> {
  const result = loadSettings(process.env);
  if (result.status === 'unusable') {
    for (const { sentence } of result.problems) process.stderr.write(`${sentence}\n`);
    process.exitCode = 2;
    return;
  }
  if (result.status === 'not-set-up') throw new OperatorError('not-set-up', undefined);
  const { settings } = result;
  const secrets = [settings.privateKey, ...settings.webhookSecrets];
  const log = createLog({ level: settings.logLevel, secrets });
  const app = await startApp({ settings, log });
  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'not stopped cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stderr.write(`${error.message} ${error.hint}\n`);
  process.exitCode = 2;
}

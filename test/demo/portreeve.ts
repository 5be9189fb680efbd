import process from 'node:process';
import { createLog } from '../../src/app/log.ts';
import { loadSettings } from '../../src/app/settings.ts';
import { startApp } from '../../src/app/start.ts';

// Portreeve as `npm start` runs it, but on a clock that the demo moves: the first argument says how far it is ahead of
// the machine's, in milliseconds, and each message of the parent's by how much more.
const result = loadSettings(process.env);
if (result.status !== 'ready') throw new Error(`The demo's settings are not whole: ${JSON.stringify(result)}`);
const { settings } = result;
const log = createLog({ level: settings.logLevel, secrets: [settings.privateKey, ...settings.webhookSecrets] });
let ahead = Number(process.argv[2]);
process.on('message', (milliseconds) => {
  ahead += Number(milliseconds);
  process.send?.('moved');
});
const app = await startApp({
  settings,
  log,
  jobSettings: { apartSeconds: 0 },
  now: () => new Date(Date.now() + ahead),
});
let isStopping = false;
const stop = async (): Promise<void> => {
  if (isStopping) return;
  isStopping = true;
  await app.stop();
  process.exit(0);
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
// The demo is gone, and nobody reads the log any more.
process.on('disconnect', stop);

import process from 'node:process';
import { OperatorError } from '../core/errors.ts';
import { openStore } from '../store/open-store.ts';
import { readVersion } from '../tasks/version.ts';
import { createLog } from './log.ts';
import { loadSettings, type PlainSettings } from './settings.ts';

const PARENT_MS = 500;

/**
 * npm passes a signal to its shell alone, which dies of it and tells nobody: then this process has lost its parent, and
 * ends as if it had got the signal itself, whether it is registering the app or at work.
 */
function endWithoutParent(): void {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, PARENT_MS);
  watch.unref();
}

/** `npm start`: the app, until it is told to end. Where there is none yet, first the page that registers it. */
async function main(): Promise<void> {
  endWithoutParent();
  let result = loadSettings(process.env);
  if (result.status === 'not-set-up') {
    await setUp(result.settings);
    result = loadSettings(process.env);
  }
  if (result.status === 'unusable') {
    for (const { sentence } of result.problems) process.stderr.write(`${sentence}\n`);
    process.exitCode = 2;
    return;
  }
  if (result.status === 'not-set-up') throw new OperatorError('not-set-up', undefined);
  const { settings } = result;
  const { privateKey, formerPrivateKey, webhookSecrets, metricsToken, signIn } = settings;
  const secrets = [
    privateKey,
    formerPrivateKey ?? '',
    ...webhookSecrets,
    metricsToken ?? '',
    signIn?.clientSecret ?? '',
  ];
  const log = createLog({ level: settings.logLevel, secrets });
  const asked = askedToEnd();
  // Most of the code is read while the database starts.
  const load = () => import('./start.ts');
  const { databaseUrl, dataFolder } = settings;
  const store = await openStore({ databaseUrl, dataFolder, log, whileStarting: load });
  const app = await (await load()).startApp({ settings, log, store });
  log.info({ signal: await asked }, 'stopping');
  try {
    await app.stop();
    process.exit(0);
  } catch (error) {
    log.error({ err: error }, 'not stopped cleanly');
    process.exit(1);
  }
}

/**
 * Until the first signal that asks this process to end. One that comes while the app starts is heeded when it has: a
 * process that died of it would leave the embedded database running.
 */
function askedToEnd(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.on('SIGTERM', resolve);
    process.on('SIGINT', resolve);
  });
}

/** Tells a person where the page is: on standard error, as standard output is the log. */
async function setUp(settings: PlainSettings): Promise<void> {
  const { openSetUp } = await import('./set-up/server.ts');
  const log = createLog({ level: settings.logLevel, secrets: [] });
  const page = await openSetUp({ settings, version: await readVersion(), log });
  const { port } = new URL(page.address);
  process.stderr.write(
    [
      '',
      'Portreeve has no GitHub App yet. To register one, open this address in a browser on this machine:',
      '',
      `  ${page.address}`,
      '',
      'It works once, in one browser. From another machine, first open a tunnel there:',
      `  ssh -L ${port}:127.0.0.1:${port} THIS-MACHINE`,
      'To register the app by hand instead, stop this with Ctrl-C: docs/operating.md tells how.',
      '',
      '',
    ].join('\n'),
  );
  const path = await page.finished;
  await page.close();
  log.info({ path }, 'credentials written');
}

try {
  await main();
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stderr.write(`${error.message} ${error.hint}\n`);
  process.exitCode = 2;
}

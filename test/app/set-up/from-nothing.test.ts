import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { startGitHub } from '../../github/index.ts';
import { openBrowser } from '../../support/browser.ts';
import { createTestDatabase, testDatabases } from '../../support/database.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const MAIN = fileURLToPath(new URL('../../../src/app/main.ts', import.meta.url));
const root = temporaryFolder();

/** Lines of a stream, waited for one after the other. */
function linesOf(stream: NodeJS.ReadableStream | null) {
  if (stream === null) throw new Error('The child has no such stream');
  const lines = createInterface({ input: stream })[Symbol.asyncIterator]();
  return async function find(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`The stream ended without ${pattern}`);
      const found = pattern.exec(value);
      if (found) return found;
    }
  };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** As npm starts a script: by a shell that dies of a signal and passes it to nobody. */
function startByShell(env: NodeJS.ProcessEnv): ChildProcess {
  const script = '"$0" "$1"; exit $?';
  return spawn('sh', ['-c', script, process.execPath, MAIN], {
    env: { ...env, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Ends the shell alone, and waits until nobody has its output any more. */
async function endShell(shell: ChildProcess): Promise<void> {
  const closed = once(shell, 'close');
  shell.kill('SIGTERM');
  await closed;
}

test('the set-up page goes when npm is told to end, whose shell tells nobody', async () => {
  const shell = startByShell({ PATH: process.env.PATH, PORTREEVE_DATA: join(root, 'unused'), PORT: '0' });
  const [address] = await linesOf(shell.stderr)(/http:\/\/127\.0\.0\.1:\d+/);
  await endShell(shell);

  await expect(fetch(address)).rejects.toThrow();
});

test('from no credentials to a first delivery audited, and the next start needs nothing', async () => {
  const [backend] = testDatabases();
  if (backend === undefined) throw new Error('There is no database to test on');
  const github = await startGitHub({ seed: 1 });
  const database = await createTestDatabase(backend);
  const ada = github.createUser('ada');
  const city = github.createOrganization('city', { owners: [ada] });
  const repository = github.createRepository({ owner: city, name: 'website', files: { 'README.md': '# Website\n' } });
  github.signIn(ada);
  const environment = {
    PATH: process.env.PATH,
    PORTREEVE_DATA: join(root, 'data'),
    DATABASE_URL: database.databaseUrl,
    PORT: '0',
    GHE_HOST: new URL(github.url).host,
    GHE_PROTOCOL: 'http',
  };
  const start = () => spawn(process.execPath, [MAIN], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });

  const child = start();
  try {
    const [address] = await linesOf(child.stderr)(/http:\/\/127\.0\.0\.1:\d+\/\?secret=[\w-]+/);
    const browser = openBrowser();
    const form = await browser.open(address);
    const answers = { owner: 'city', name: 'Portreeve', address: 'http://127.0.0.1:9/hooks' };
    const back = await browser.submit(await browser.submit(await browser.submit(form, answers)));
    expect(back.text).toContain('The app is registered');

    // The same process goes on as the app, at the path that was chosen.
    const log = linesOf(child.stdout);
    const [, port] = await log(/"port":(\d+),"webhookPath":"\/hooks".*"msg":"listening"/);
    const [app] = [...github.world.apps.values()];
    if (app === undefined) throw new Error('No app was registered');
    app.webhookUrl = `http://127.0.0.1:${port}/hooks`;
    github.installApp({ app, account: city });
    await github.settled();
    expect(github.webhooks.log.map(({ event, statusCode }) => [event, statusCode])).toEqual([['installation', 202]]);
    await log(/"repository":"city\/website".*"mode":"observe".*"msg":"audited"/);
    expect(repository.issues.size).toBe(0);
  } finally {
    await end(child);
  }

  const again = startByShell(environment);
  try {
    const log = linesOf(again.stdout);
    await log(/"webhookPath":"\/hooks".*"msg":"listening"/);
    const ended = endShell(again);
    await log(/"signal":"SIGTERM".*"msg":"stopping"/);
    await ended;
  } finally {
    again.kill('SIGTERM');
    await database.drop();
    await github.close();
  }
}, 180_000);

import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MAIN = fileURLToPath(new URL('../../src/app/main.ts', import.meta.url));
const root = temporaryFolder();

/** What the app logs until its end, and what it ended with; `onMessage` hears each message at once. */
async function runUntilItEnds(app: ChildProcess, onMessage: (message: string) => void) {
  if (app.stdout === null) throw new Error('The app has no output');
  const ended = once(app, 'close');
  const messages: string[] = [];
  for await (const line of createInterface({ input: app.stdout })) {
    const { msg } = JSON.parse(line) as { readonly msg: string };
    messages.push(msg);
    onMessage(msg);
  }
  const [code, signal] = await ended;
  return { messages, code, signal };
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s while it starts ends the app and its database in order', async (name) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const app = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH,
      PORTREEVE_DATA: join(root, name),
      APP_ID: '1',
      PRIVATE_KEY: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      WEBHOOK_SECRET: 'a secret of more than a few characters',
      PORT: '0',
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

  const { messages, code, signal } = await runUntilItEnds(app, (message) => {
    if (message === 'embedded database started') app.kill(name);
  });

  expect({ code, signal }).toEqual({ code: 0, signal: null });
  expect(messages[0]).toBe('embedded database started');
  expect(messages.slice(-3)).toEqual(['stopping', 'embedded database stopped', 'stopped']);
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { App } from '../github/index.ts';

/** One line of Portreeve's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string };

export interface PortreeveProcess {
  /** Rejects when it ends without having been asked to; what it said last is in the error. */
  readonly ended: Promise<never>;
  /** Moves its clock on; resolves when it is moved. */
  goOn(milliseconds: number): Promise<void>;
  /** Ends it as an operator would, and waits until it has drained. */
  stop(): Promise<void>;
}

export interface PortreeveOptions {
  readonly app: App;
  readonly port: number;
  readonly gitHubUrl: string;
  readonly dataFolder: string;
  /** How far its clock is ahead of the machine's, in milliseconds. */
  readonly ahead: number;
  readonly onLog: (line: LogLine) => void;
}

/** A machine with much else to do takes its time. */
const READY_MS = 120_000;

/** A port of the loopback that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('The loopback gave no port');
  return address.port;
}

/** What a program needs of the machine. Nothing else of the operator's own may steer a demonstration. */
const NEEDED = /^(PATH|HOME|USER|LOGNAME|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|LOCALAPPDATA|NODE_EXTRA_CA_CERTS)$/i;

function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => NEEDED.test(name)));
}

/** Starts Portreeve in a process of its own, and waits until it is ready. */
export async function startPortreeve(options: PortreeveOptions): Promise<PortreeveProcess> {
  const { app, port, gitHubUrl, dataFolder, ahead, onLog } = options;
  const main = new URL('portreeve.ts', import.meta.url);
  const child = spawn(process.execPath, [main.pathname, String(ahead)], {
    env: {
      ...withoutSettings(process.env),
      APP_ID: String(app.id),
      PRIVATE_KEY: app.privateKey,
      WEBHOOK_SECRET: app.webhookSecret,
      HOST: '127.0.0.1',
      PORT: String(port),
      GHE_HOST: new URL(gitHubUrl).host,
      GHE_PROTOCOL: 'http',
      PORTREEVE_DATA: dataFolder,
      LOG_LEVEL: 'info',
      // The embedded GitHub is an Enterprise Server without limits of writing.
      PORTREEVE_SECONDS_BETWEEN_WRITES: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C reaches all processes of a terminal at once. This one is to end, with its database, when it is told to.
    detached: true,
  });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('Portreeve has no output');
  const errors: string[] = [];
  createInterface({ input: stderr }).on('line', (line) => errors.push(line));
  createInterface({ input: stdout }).on('line', (line) => onLog(JSON.parse(line)));
  const exited = once(child, 'exit');
  let isAsked = false;
  const ended = exited.then(() => {
    if (isAsked) return new Promise<never>(() => {});
    throw new Error(`Portreeve ended by itself:\n${errors.join('\n')}`);
  });
  // Whoever waits for it hears of it; before anybody does, it is no unhandled rejection.
  ended.catch(() => {});
  const stop = async (): Promise<void> => {
    isAsked = true;
    child.kill('SIGTERM');
    await exited;
  };
  try {
    await untilReady(child, port, errors);
  } catch (error) {
    await stop();
    throw error;
  }
  const goOn = async (milliseconds: number): Promise<void> => {
    const moved = once(child, 'message');
    child.send(milliseconds);
    await Promise.race([moved, ended]);
  };
  return { ended, goOn, stop };
}

async function untilReady(child: ChildProcess, port: number, errors: readonly string[]): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`Portreeve ended while it started:\n${errors.join('\n')}`);
    const isReady = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Portreeve was not ready within two minutes:\n${errors.join('\n')}`);
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { BaseLogger } from 'pino';
import type { RequestListener } from './intake.ts';
import { close, listen } from './listening.ts';

/** Something that has to work before this process can do its work. */
export interface Probe {
  readonly name: string;
  /** What is wrong, in a sentence that everybody may read; null where nothing is. */
  check(): Promise<string | null>;
}

export interface ServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly webhookPath: string;
  readonly intake: RequestListener;
  readonly probes: readonly Probe[];
  /** Answers `/metrics`, where there are any. */
  readonly metrics?: RequestListener;
  /** Everything else, such as pages; null answers 404. */
  readonly pages: RequestListener | null;
  readonly log: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
}

export interface RunningServer {
  readonly port: number;
  /** Takes no new connections, answers what was asked, and closes. */
  close(): Promise<void>;
}

const PROBE_MS = 2_000;
const CLOSE_MS = 10_000;

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, port, log } = options;
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 },
    (request, response) => {
      route(options, request, response).catch((error: unknown) => {
        log.error({ err: error }, 'request failed');
        if (response.headersSent) response.destroy();
        else answer(response, 500, { message: 'Something went wrong here.' });
      });
    },
  );
  return { port: await listen(server, host, port), close: () => close(server, CLOSE_MS) };
}

async function route(options: ServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path] = (request.url ?? '').split('?');
  if (path === options.webhookPath) return options.intake(request, response);
  if (path === '/healthz') return answer(response, 200, { status: 'up' });
  if (path === '/readyz') return answerReadiness(options.probes, response);
  const one = options.probes.filter(({ name }) => path === `/readyz/${name}`);
  if (one.length > 0) return answerReadiness(one, response);
  if (path === '/metrics' && options.metrics !== undefined) return options.metrics(request, response);
  if (options.pages !== null) return options.pages(request, response);
  answer(response, 404, { message: 'There is nothing here.' });
}

/** Each part by its name, and of what fails the sentence: numbers, no names. The log tells more, to those who may read it. */
async function answerReadiness(probes: readonly Probe[], response: ServerResponse): Promise<void> {
  const results = await Promise.all(probes.map(async (probe) => [probe.name, await problemOf(probe)] as const));
  const problems = results.filter(([, problem]) => problem !== null);
  const checks = Object.fromEntries(results.map(([name, problem]) => [name, problem === null ? 'pass' : 'fail']));
  if (problems.length === 0) return answer(response, 200, { status: 'ready', checks });
  answer(response, 503, { status: 'not-ready', checks, problems: Object.fromEntries(problems) });
}

async function problemOf(probe: Probe): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('It gave no answer in time.'), PROBE_MS);
  });
  try {
    return await Promise.race([probe.check(), timeout]);
  } catch {
    // A probe that cannot tell is a probe that fails; why is nobody's business outside.
    return 'It could not be looked at.';
  } finally {
    clearTimeout(timer);
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

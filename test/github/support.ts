import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import type { Account, App, GitHub, Installation, Permissions, Repository } from './index.ts';
import { startGitHub } from './index.ts';

/** All that an app may ask for of what this server serves. */
export const ALL: Permissions = {
  administration: 'write',
  checks: 'write',
  contents: 'write',
  issues: 'write',
  members: 'read',
  metadata: 'read',
  pull_requests: 'write',
  statuses: 'write',
  workflows: 'write',
};

export const EVENTS = [
  'push',
  'create',
  'delete',
  'pull_request',
  'pull_request_review',
  'repository',
  'check_run',
  'check_suite',
  'issues',
  'issue_comment',
];

/** A small organisation with one app on it. */
export interface Town {
  readonly github: GitHub;
  readonly ada: Account;
  readonly town: Account;
  readonly website: Repository;
  readonly app: App;
  readonly installation: Installation;
  /** An unmodified client that signs its JWT and mints its tokens. */
  readonly octokit: Octokit;
}

/** Starts a GitHub with the organisation `town`, its owner `ada`, the repository `website` and an app that may do everything. */
export async function aTown(
  options: Parameters<typeof startGitHub>[0] & { readonly webhookUrl?: string } = {},
): Promise<Town> {
  const { webhookUrl, ...more } = options;
  const github = await startGitHub({ seed: 7, ...more });
  const ada = github.createUser('ada', { name: 'Ada', email: 'ada@example.org' });
  const town = github.createOrganization('town', { owners: [ada] });
  const website = github.createRepository({
    owner: town,
    name: 'website',
    files: { 'README.md': '# Website\n', 'docs/a.md': 'a\n' },
    author: ada,
  });
  const app = github.createApp({
    slug: 'porter',
    permissions: ALL,
    events: EVENTS,
    webhookUrl: webhookUrl ?? null,
    webhookSecret: 'secret',
  });
  const installation = github.installApp({ app, account: town });
  return { github, ada, town, website, app, installation, octokit: clientOf(github, app, installation) };
}

export function clientOf(github: GitHub, app: App, installation: Installation): Octokit {
  const auth = { appId: app.id, privateKey: app.privateKey, installationId: installation.id };
  return new Octokit({ baseUrl: github.url, authStrategy: createAppAuth, auth, log: quiet });
}

/** Octokit tells of every refusal on the console; tests ask for refusals. */
export const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A request with a bare token, and what came of it. */
export async function call(
  github: GitHub,
  method: string,
  path: string,
  options: {
    readonly token?: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
  const response = await fetch(`${github.url}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...(options.token ? { authorization: `token ${options.token}` } : {}), ...options.headers },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    headers: response.headers,
  };
}

/** A webhook delivery as an app receives it. */
export interface Received {
  readonly event: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly payload: Record<string, unknown>;
}

/** Something that takes webhooks, answers 200 (or what `answer` says) and keeps them. */
export async function aReceiver(answer: (received: Received) => number = () => 200) {
  const received: Received[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const event = String(incoming.headers['x-github-event']);
      const one = { event, headers: incoming.headers, body, payload: JSON.parse(body) as Record<string, unknown> };
      received.push(one);
      outgoing.writeHead(answer(one)).end('ok');
    });
  });
  // A busy machine may let five seconds pass between two deliveries; one sent as the connection is closed would be lost.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    /** Event and action of all that came, e.g. `issues.opened`. */
    names: () => received.map(({ event, payload }) => (payload.action ? `${event}.${String(payload.action)}` : event)),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from './clock.ts';
import { createClock } from './clock.ts';
import type { ServerParts } from './exchange.ts';
import { limitKey } from './exchange.ts';
import { Faults } from './faults.ts';
import { GraphqlEngine } from './graphql/engine.ts';
import type { Ids } from './ids.ts';
import { createIds } from './ids.ts';
import { Limits } from './limits.ts';
import { createContract } from './openapi.ts';
import type { Guide } from './pages/guide.ts';
import { pagePaths } from './pages/page-paths.ts';
import type { PageServer } from './pages/serve-pages.ts';
import { People } from './people.ts';
import { Recorder } from './recorder.ts';
import { routes } from './rest/index.ts';
import { rateLimitRoute } from './rest/meta.ts';
import { createRouter } from './router.ts';
import { createApiServer } from './server.ts';
import { Webhooks } from './webhooks.ts';
import { createWorld } from './world.ts';

export interface GitHubOptions {
  /** The same seed and the same calls give the same ids and GUIDs. */
  readonly seed?: number | string;
  /** A time at which the clock stands still until it is moved; without it the clock runs. */
  readonly now?: Date | string | number;
  readonly port?: number;
  /** Requests per hour of each installation and user, REST and GraphQL apart. */
  readonly allowance?: number;
  readonly enforceSecondaryLimits?: boolean;
  /** Whether answers and webhooks are held against GitHub's published description: yes, unless a benchmark says no. */
  readonly validate?: boolean;
  /** Called for each request, which waits for it before it is looked at. */
  readonly admitted?: () => Promise<void>;
  /** Whether a token may read public repositories outside its installation, as on github.com. */
  readonly publicReads?: boolean;
  /** Whether issues may have sub-issues: yes, unless it is to be as an older Enterprise Server. */
  readonly hasSubIssues?: boolean;
}

/** Starts a GitHub on a free port of the loopback interface. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const github = new GitHub(options);
  await github.listen(options.port ?? 0);
  return github;
}

/** A GitHub of one's own: its state, what people do on it, and what it recorded. Made by `startGitHub`. */
export class GitHub extends People {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly faults = new Faults();
  readonly webhooks: Webhooks;
  readonly limits: Limits;
  /** What the front page tells and offers; nothing unless a demonstration says so. */
  guide: Guide | null = null;
  readonly #recorder = new Recorder();
  readonly #server: Server;
  readonly #parts: ServerParts;
  #pages: PageServer | null = null;

  constructor(options: GitHubOptions) {
    const clock = createClock(options.now);
    const ids = createIds(options.seed ?? 1);
    const webhooks = new Webhooks(clock, ids);
    const { publicReads = false, hasSubIssues = true } = options;
    super(createWorld(clock, ids, webhooks, { publicReads, hasSubIssues }));
    this.clock = clock;
    this.ids = ids;
    this.webhooks = webhooks;
    this.limits = new Limits(this.clock, {
      allowance: options.allowance ?? 5000,
      enforceSecondary: options.enforceSecondaryLimits ?? false,
    });
    const contract = options.validate === false ? null : createContract();
    if (contract) webhooks.inspect = contract.checkWebhook;
    this.#parts = {
      world: this.world,
      faults: this.faults,
      limits: this.limits,
      recorder: this.#recorder,
      graphql: new GraphqlEngine(this.world, this.limits),
      contract,
      match: createRouter([...routes, rateLimitRoute(this.limits, ({ caller }) => limitKey(caller))]),
      admitted: options.admitted ?? (async () => {}),
      isPage: pagePaths(this.world, routes),
      // Few tests look at a page, so that the others need not load what makes them.
      pages: async () => {
        const { createPages } = await import('./pages/serve-pages.ts');
        this.#pages ??= createPages(this);
        return this.#pages;
      },
    };
    this.#server = createApiServer(this.#parts);
  }

  /** The address without a slash at its end: the API's base, and the host of clone addresses. */
  get url(): string {
    return this.world.url;
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    this.world.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Stops everything and removes what lies on the disk. */
  async close(): Promise<void> {
    this.webhooks.close();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
    for (const child of this.world.processes) child.kill();
    rmSync(this.world.directory, { recursive: true, force: true });
  }

  /** Every request so far, oldest first. */
  get requests() {
    return this.#recorder.requests;
  }

  /** Method and path of every request that no route serves. */
  get unserved(): readonly string[] {
    return this.#recorder.unserved;
  }

  countByRoute(): Record<string, number> {
    return this.#recorder.countByRoute();
  }

  /** The requests that changed something, those whose answer was lost included. */
  writes() {
    return this.#recorder.writes();
  }

  /** Answers of this server that do not fit GitHub's published description. */
  get violations(): readonly string[] {
    return this.#parts.contract?.violations ?? [];
  }

  resetRequests(): void {
    this.#recorder.reset();
  }

  /** Resolves when every webhook that is not held was sent and answered. */
  settled(): Promise<void> {
    return this.webhooks.settled();
  }
}

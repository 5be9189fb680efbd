import { createHmac } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Clock } from './clock.ts';
import type { Ids } from './ids.ts';
import type { App, Json } from './state.ts';

/** One attempt to tell an app of an event. */
export interface Delivery {
  /** Digits: GitHub's numbers are larger than a JavaScript number holds exactly. */
  readonly id: string;
  readonly guid: string;
  readonly app: App;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly redelivery: boolean;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes that are signed and sent. */
  readonly body: string;
  /** When it was sent, ISO 8601; `null` while it waits or when it was lost on purpose. */
  deliveredAt: string | null;
  /** Seconds. */
  duration: number;
  status: string;
  /** The app's answer; 0 when there was none. */
  statusCode: number;
  response: { headers: Json; payload: string };
}

/** How deliveries go wrong on purpose. */
export interface WebhookFaults {
  /** Each delivery is sent this many times, with the same GUID. */
  duplicate: number;
  /** Waiting deliveries are sent in a shuffled order, by the seed. */
  reorder: boolean;
  /** The share of deliveries that are never sent nor logged, by the seed. */
  lose: number;
  /** The share of attempts, redeliveries too, that do not reach the app and are logged as failed, by the seed. */
  fail: number;
  /** Nothing is sent until `release()`. */
  hold: boolean;
}

/** GitHub waits ten seconds for an answer. */
const TIMEOUT = 10_000;

/** The log shows, and lets redeliver, three days. */
export const LOGGED_MILLISECONDS = 3 * 24 * 3_600_000;

/** Since February 2026 GitHub's ids of deliveries are beyond 2 ** 53. */
const FIRST_ID = 3_800_000_000_000_000_000n;

/** Sends events to apps in order, keeps the log of deliveries, and can be told to do it badly. */
export class Webhooks {
  /** All deliveries of all apps, oldest first. */
  readonly log: Delivery[] = [];
  readonly faults: WebhookFaults = { duplicate: 1, reorder: false, lose: 0, fail: 0, hold: false };
  /** Deliveries in flight at once for one app; with 1 they arrive in order. */
  parallel = 1;
  /** Looks at each payload before it is sent, as the contract does. */
  inspect: ((event: string, payload: Json) => void) | null = null;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #queues = new Map<number, Delivery[]>();
  readonly #inFlight = new Map<number, number>();
  readonly #agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  #waiting: (() => void)[] = [];
  #closed = false;

  constructor(clock: Clock, ids: Ids) {
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Queues an event for an app; apps without a webhook URL get none. */
  send(
    app: App,
    event: string,
    payload: Json,
    about: { installationId: number | null; repositoryId: number | null },
  ): void {
    if (app.webhookUrl === null || this.#closed) return;
    const guid = this.#ids.guid();
    if (this.faults.lose > 0 && this.#ids.random() < this.faults.lose) return;
    const action = typeof payload.action === 'string' ? payload.action : null;
    const body = JSON.stringify(payload);
    this.inspect?.(event, JSON.parse(body) as Json);
    for (let copy = 0; copy < this.faults.duplicate; copy++) {
      this.#enqueue(this.#prepare({ app, event, action, guid, body, ...about, redelivery: copy > 0 }));
    }
  }

  /** Sends a logged delivery once more, with the same GUID; `undefined` when there is no such delivery. */
  redeliver(id: string): Delivery | undefined {
    const original = this.log.find((delivery) => delivery.id === id);
    if (!original || original.app.webhookUrl === null) return undefined;
    const again = this.#prepare({ ...original, redelivery: true });
    this.#enqueue(again);
    return again;
  }

  /** Sends what was held back, and no longer holds. */
  release(): void {
    this.faults.hold = false;
    for (const id of this.#queues.keys()) this.#pump(id);
  }

  /** Resolves when nothing waits and everything sent was answered; what is held does not count. */
  settled(): Promise<void> {
    return this.#isIdle() ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    this.#closed = true;
    this.#queues.clear();
    this.#agents.http.destroy();
    this.#agents.https.destroy();
    this.#wake();
  }

  #prepare(
    given: Pick<
      Delivery,
      'app' | 'event' | 'action' | 'guid' | 'body' | 'installationId' | 'repositoryId' | 'redelivery'
    >,
  ): Delivery {
    const { app, event, guid, body } = given;
    const sign = (algorithm: string) =>
      `${algorithm}=${createHmac(algorithm, app.webhookSecret).update(body).digest('hex')}`;
    const headers = {
      Accept: '*/*',
      'Content-Type': 'application/json',
      'User-Agent': `GitHub-Hookshot/${guid.slice(0, 7)}`,
      'X-GitHub-Delivery': guid,
      'X-GitHub-Event': event,
      'X-GitHub-Hook-ID': String(app.hookId),
      'X-GitHub-Hook-Installation-Target-ID': String(app.id),
      'X-GitHub-Hook-Installation-Target-Type': 'integration',
      'X-Hub-Signature': sign('sha1'),
      'X-Hub-Signature-256': sign('sha256'),
    };
    const answer = {
      deliveredAt: null,
      duration: 0,
      status: 'pending',
      statusCode: 0,
      response: { headers: {}, payload: '' },
    };
    return { ...given, id: String(FIRST_ID + BigInt(this.#ids.next())), url: app.webhookUrl ?? '', headers, ...answer };
  }

  #enqueue(delivery: Delivery): void {
    this.log.push(delivery);
    const queue = this.#queues.get(delivery.app.id) ?? [];
    this.#queues.set(delivery.app.id, queue);
    const place = this.faults.reorder ? Math.floor(this.#ids.random() * (queue.length + 1)) : queue.length;
    queue.splice(place, 0, delivery);
    if (!this.faults.hold) setImmediate(() => this.#pump(delivery.app.id));
  }

  #pump(appId: number): void {
    const queue = this.#queues.get(appId) ?? [];
    while (!this.faults.hold && queue.length > 0 && (this.#inFlight.get(appId) ?? 0) < this.parallel) {
      const delivery = queue.shift();
      if (!delivery) break;
      this.#inFlight.set(appId, (this.#inFlight.get(appId) ?? 0) + 1);
      void this.#post(delivery).then(() => {
        this.#inFlight.set(appId, (this.#inFlight.get(appId) ?? 1) - 1);
        this.#pump(appId);
        if (this.#isIdle()) this.#wake();
      });
    }
  }

  #isIdle(): boolean {
    const flying = [...this.#inFlight.values()].some((count) => count > 0);
    const waiting = !this.faults.hold && [...this.#queues.values()].some((queue) => queue.length > 0);
    return !flying && !waiting;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Never rejects: a receiver that fails is an entry in the log. */
  #post(delivery: Delivery): Promise<void> {
    const started = performance.now();
    delivery.deliveredAt = this.#clock.iso();
    const { promise, resolve } = Promise.withResolvers<void>();
    const finish = (status: string, statusCode: number, response: Delivery['response']) => {
      Object.assign(delivery, {
        status,
        statusCode,
        response,
        duration: Math.round(performance.now() - started) / 1000,
      });
      resolve();
    };
    if (this.faults.fail > 0 && this.#ids.random() < this.faults.fail) {
      finish('failed to connect to host', 0, { headers: {}, payload: '' });
      return promise;
    }
    const isSecure = delivery.url.startsWith('https:');
    const outgoing = (isSecure ? httpsRequest : httpRequest)(delivery.url, {
      method: 'POST',
      agent: isSecure ? this.#agents.https : this.#agents.http,
      headers: { ...delivery.headers, 'Content-Length': Buffer.byteLength(delivery.body) },
      timeout: TIMEOUT,
    });
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', () => finish('failed to connect to host', 0, { headers: {}, payload: '' }));
      incoming.on('end', () => {
        const code = incoming.statusCode ?? 0;
        const status = code >= 200 && code < 300 ? 'OK' : `Invalid HTTP Response: ${code}`;
        finish(status, code, { headers: { ...incoming.headers }, payload: Buffer.concat(chunks).toString('utf8') });
      });
    });
    outgoing.on('timeout', () => {
      finish('timed out', 0, { headers: {}, payload: '' });
      outgoing.destroy();
    });
    outgoing.on('error', () => finish('failed to connect to host', 0, { headers: {}, payload: '' }));
    outgoing.end(delivery.body);
    return promise;
  }
}

import { createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';

export const WEBHOOK_SECRET = 'the secret of the tests';

/** A delivery as GitHub sends it; each part can be made wrong. */
export interface TestDelivery {
  readonly event?: string;
  readonly id?: string;
  readonly body?: string | Buffer;
  readonly payload?: object;
  readonly secret?: string;
  /** Replaces the generated ones; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly method?: string;
  readonly path?: string;
}

export interface TestResponse {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

export function aPayload(more: object = {}): object {
  return {
    action: 'opened',
    issue: { number: 1 },
    repository: { id: 11, full_name: 'acme/anvil' },
    installation: { id: 7 },
    sender: { id: 1, type: 'User' },
    ...more,
  };
}

export function sign(body: string | Buffer, secret: string = WEBHOOK_SECRET): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Sends it to a server on this machine and resolves with the answer. */
export function deliver(port: number, delivery: TestDelivery = {}): Promise<TestResponse> {
  const { event = 'issues', id = randomUUID(), payload = aPayload(), secret = WEBHOOK_SECRET } = delivery;
  const body = delivery.body ?? JSON.stringify(payload);
  const headers = Object.fromEntries(
    Object.entries({
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': id,
      'x-hub-signature-256': sign(body, secret),
      ...delivery.headers,
    }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return new Promise((resolve, reject) => {
    const sent = request(
      { port, host: '127.0.0.1', path: delivery.path ?? '/hook', method: delivery.method ?? 'POST', headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createIntake } from '../../src/app/intake.ts';
import { DEFAULT_BODY_LIMITS } from '../../src/app/intake-body.ts';
import { type RunningServer, startServer } from '../../src/app/server.ts';
import { countDeliveries, failTask, markDispatched } from '../../src/store/deliveries.ts';
import { createTestStore, type TestStore, testDatabases } from '../support/database.ts';
import { silentLog } from '../support/silent-log.ts';
import { aPayload, deliver, sign, type TestDelivery, WEBHOOK_SECRET } from '../support/webhook.ts';

const OLD_SECRET = 'the secret before';

describe.each(testDatabases())('intake on $name', (backend) => {
  let store: TestStore;
  let server: RunningServer;
  let stored: number;
  let urgent: string[];

  beforeAll(async () => {
    store = await createTestStore(backend);
    const intake = createIntake({
      store,
      secrets: [WEBHOOK_SECRET, OLD_SECRET],
      log: silentLog,
      onStored: () => {
        stored += 1;
      },
      begin: () => {
        urgent.push('begun');
        return () => void urgent.push('over');
      },
      limits: { ...DEFAULT_BODY_LIMITS, maxBytes: 100_000, budgetBytes: 250_000, deadlineMs: 300 },
    });
    const options = { host: '127.0.0.1', port: 0, webhookPath: '/hook', probes: [], pages: null, log: silentLog };
    server = await startServer({ ...options, intake });
    stored = 0;
    urgent = [];
  });
  afterAll(async () => {
    await server.close();
    await store.close();
  });

  const rows = () => store.asOperator((db) => db.selectFrom('delivery').selectAll().orderBy('received_at').execute());
  const count = async () => (await rows()).length;

  test('a signed delivery is stored unread, then acknowledged', async () => {
    const id = randomUUID();
    const response = await deliver(server.port, { id });

    expect(response).toMatchObject({ status: 202, body: '{"message":"Stored."}' });
    expect((await rows()).find((row) => row.delivery_id === id)).toMatchObject({
      installation_id: 0,
      event: 'issues',
      action: null,
      repository_id: null,
      status: 'stored',
      attempts: 0,
    });
    expect(stored).toBeGreaterThan(0);
    expect(urgent).toEqual(['begun', 'over']);
  });

  const body = JSON.stringify(aPayload());
  const unsigned: [string, TestDelivery][] = [
    ['missing', { headers: { 'x-hub-signature-256': undefined } }],
    [
      'only sha1',
      {
        headers: {
          'x-hub-signature-256': undefined,
          'x-hub-signature': 'sha1=0123456789012345678901234567890123456789',
        },
      },
    ],
    [
      'sha1 in the place of sha256',
      { headers: { 'x-hub-signature-256': 'sha1=0123456789012345678901234567890123456789' } },
    ],
    ['empty', { headers: { 'x-hub-signature-256': '' } }],
    ['short', { headers: { 'x-hub-signature-256': sign(body).slice(0, -2) } }],
    ['of another body', { headers: { 'x-hub-signature-256': sign(`${body} `) } }],
    ['by another secret', { secret: 'a guess' }],
    ['by no secret', { secret: '' }],
    ['of an empty body', { body: '' }],
    ['of bytes that are no UTF-8', { body: Buffer.from([0x7b, 0xff, 0x7d]) }],
  ];
  test.each(unsigned)(
    'A1, S18: a signature that is %s: the one same 401, no row, nothing kept waiting',
    async (_, delivery) => {
      const before = await count();
      urgent = [];
      const response = await deliver(server.port, delivery);

      expect(response).toMatchObject({ status: 401, body: '{"message":"The signature is missing or wrong."}' });
      expect(await count()).toBe(before);
      expect(urgent).toEqual([]);
    },
  );

  test('A2: while the secret is changed, the one before counts too', async () => {
    expect((await deliver(server.port, { secret: OLD_SECRET })).status).toBe(202);
    expect((await deliver(server.port, { secret: 'the one before that' })).status).toBe(401);
  });

  test('A49: neither a name nor an address proves anything: only the signature does', async () => {
    const claims = {
      host: 'api.github.com',
      'x-forwarded-for': '140.82.115.1',
      forwarded: 'for=140.82.115.1;host=github.com',
    };
    const before = await count();

    expect((await deliver(server.port, { headers: claims, secret: 'a guess' })).status).toBe(401);
    expect(await count()).toBe(before);
    expect((await deliver(server.port, { headers: { ...claims, host: 'evil.example' } })).body).toBe(
      '{"message":"Stored."}',
    );
    expect(await count()).toBe(before + 1);
  });

  test('A3: a delivery that comes a hundred times is one row', async () => {
    const id = randomUUID();
    const before = await count();
    const responses = await Promise.all(Array.from({ length: 100 }, () => deliver(server.port, { id })));

    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([202]));
    expect(await count()).toBe(before + 1);
  });

  test.each([
    ['finished', 'finished'],
    ['dispatched', 'dispatched'],
    ['failed', 'stored'],
  ] as const)('A3: a %s delivery that comes again is then %s', async (status, then) => {
    const id = randomUUID();
    await deliver(server.port, { id });
    const tasks = status === 'finished' ? [] : [{ queue: 'repository', key: id }];
    await store.asOperator(async (db) => {
      await markDispatched(db, [{ deliveryId: id, action: 'opened', installationId: 7, repositoryId: 11, tasks }]);
      if (status === 'failed') await failTask(db, { queue: 'repository', key: id }, 'broken');
    });
    expect((await rows()).find((row) => row.delivery_id === id)?.status).toBe(status);

    expect((await deliver(server.port, { id })).status).toBe(202);
    expect((await rows()).find((row) => row.delivery_id === id)?.status).toBe(then);
  });

  const misfits: [string, TestDelivery, number][] = [
    ['an id that is none', { id: 'DROP TABLE' }, 400],
    ['no id', { headers: { 'x-github-delivery': undefined } }, 400],
    ['no event', { headers: { 'x-github-event': undefined } }, 400],
    ['the event __proto__', { event: '__proto__' }, 202],
    ['the event constructor', { event: 'constructor' }, 202],
    ['an event that we do not handle', { event: 'star' }, 202],
    ['a ping', { event: 'ping', payload: { zen: 'x', hook_id: 1 } }, 202],
  ];
  test.each(misfits)('A7: signed, but %s: no row', async (_kind, delivery, status) => {
    const before = await count();
    expect((await deliver(server.port, delivery)).status).toBe(status);
    expect(await count()).toBe(before);
  });

  const wrongRequests: [string, TestDelivery, number][] = [
    ['GET', { method: 'GET', body: '' }, 405],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['no content type', { headers: { 'content-type': undefined } }, 415],
    ['gzip', { headers: { 'content-encoding': 'gzip' } }, 415],
    ['more than the limit', { body: 'x'.repeat(100_001) }, 413],
    ['more than the limit, in chunks', { body: 'x'.repeat(100_001), headers: { 'transfer-encoding': 'chunked' } }, 413],
    ['a query behind the path', { path: '/hook?x=1' }, 202],
  ];
  test.each(wrongRequests)('A5: %s is answered at once', async (_kind, delivery, status) => {
    expect((await deliver(server.port, delivery)).status).toBe(status);
  });

  test('A6: a body that does not come is given up', async () => {
    const [status] = await rawRequest(server.port, headersOf(1000), '{"half":');
    expect(status).toBe('HTTP/1.1 408 Request Timeout');
  });

  test('A5: all bodies in flight together have a budget, which is given back', async () => {
    const open = Array.from({ length: 4 }, () => rawRequest(server.port, headersOf(90_000), 'x'.repeat(80_000)));
    const statuses = (await Promise.all(open)).map(([status]) => status);

    expect(statuses).toContain('HTTP/1.1 503 Service Unavailable');
    expect((await deliver(server.port)).status).toBe(202);
  });

  test('P4: a flood is all kept', async () => {
    const before = await count();
    let next = 0;
    const worker = async () => {
      while (next < 2_000) {
        next += 1;
        expect((await deliver(server.port)).status).toBe(202);
      }
    };
    await Promise.all(Array.from({ length: 50 }, worker));

    expect(await count()).toBe(before + 2_000);
  }, 120_000);

  test('F3: when the store fails, the answer is 503 with Retry-After, never 2xx', async () => {
    const closed = await createTestStore(backend);
    await closed.close();
    const intake = createIntake({ store: closed, secrets: [WEBHOOK_SECRET], log: silentLog, onStored: () => {} });
    const options = { host: '127.0.0.1', port: 0, webhookPath: '/hook', probes: [], pages: null, log: silentLog };
    const broken = await startServer({ ...options, intake });
    const response = await deliver(broken.port);
    await broken.close();

    expect(response.status).toBe(503);
    expect(response.headers['retry-after']).toBe('30');
  });

  test('what is stored can be counted by state', async () => {
    const counts = await store.asOperator(countDeliveries);
    expect(counts.stored + counts.dispatched + counts.finished + counts.failed).toBe(await count());
    expect(counts.oldestStoredSeconds).toBeGreaterThan(0);
  });
});

function headersOf(length: number): string {
  return [
    'POST /hook HTTP/1.1',
    'host: x',
    'content-type: application/json',
    'x-github-event: issues',
    `x-github-delivery: ${randomUUID()}`,
    `x-hub-signature-256: ${sign('whatever')}`,
    `content-length: ${length}`,
    '',
    '',
  ].join('\r\n');
}

/** Sends this much and no more; resolves with the answer's lines when the server closes. */
function rawRequest(port: number, head: string, part: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(head + part));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer.split('\r\n')));
    socket.on('error', reject);
  });
}

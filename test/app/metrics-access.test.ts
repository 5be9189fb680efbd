import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { answerMetrics, createMetrics, type Metrics } from '../../src/app/metrics.ts';
import { type RunningServer, startServer } from '../../src/app/server.ts';
import { silentLog } from '../support/silent-log.ts';
import { deliver } from '../support/webhook.ts';

const TOKEN = 'a token of the tests';

let metrics: Metrics;
let open: RunningServer;
let guarded: RunningServer;

beforeAll(async () => {
  metrics = createMetrics('0.0.0');
  const start = (token: string | null) =>
    startServer({
      host: '127.0.0.1',
      port: 0,
      webhookPath: '/hook',
      intake: async () => {},
      probes: [],
      metrics: answerMetrics(metrics, token, async () => {}),
      pages: null,
      log: silentLog,
    });
  [open, guarded] = await Promise.all([start(null), start(TOKEN)]);
});
afterAll(async () => {
  await Promise.all([open.close(), guarded.close()]);
  metrics.close();
});

const ask = (server: RunningServer, headers: Readonly<Record<string, string>>) =>
  deliver(server.port, { path: '/metrics', method: 'GET', body: '', headers });

test.each([['127.0.0.1'], ['127.0.0.1:3000'], ['127.0.1.1'], ['localhost:1'], ['[::1]:3000']])(
  'without a token, this machine may ask for them at %s',
  async (host) => {
    expect((await ask(open, { host })).status).toBe(200);
  },
);

test.each([
  ['through a proxy', { 'x-forwarded-for': '203.0.113.7' }],
  ['through a proxy', { forwarded: 'for=203.0.113.7' }],
  ['through a proxy', { via: '1.1 proxy' }],
  ['by a name that a stranger leads here', { host: 'evil.example' }],
  ['by a name that a stranger leads here', { host: 'evil.example:3000' }],
  ['by a name that a stranger leads here', { host: '127.0.0.1.evil.example' }],
  ['by a name that a stranger leads here', { host: 'localhost.evil.example:3000' }],
] as const)('without a token, there is nothing for who asks %s: %j', async (_who, headers) => {
  const { status, body } = await ask(open, headers);
  expect([status, body]).toEqual([404, '{"message":"There is nothing here."}']);
});

test.each([
  ['no token', {}, 401],
  ['another token', { authorization: `Bearer ${TOKEN.slice(1)}x` }, 401],
  ['a part of it', { authorization: `Bearer ${TOKEN.slice(1)}` }, 401],
  ['the token without its scheme', { authorization: TOKEN }, 401],
  ['the token', { authorization: `Bearer ${TOKEN}` }, 200],
  [
    'the token, through a proxy',
    { authorization: `Bearer ${TOKEN}`, host: 'portreeve.city.eu', via: '1.1 proxy' },
    200,
  ],
] as const)('with a token set, who brings %s is answered', async (_what, headers, status) => {
  const answer = await ask(guarded, headers);
  expect(answer.status).toBe(status);
  expect(answer.body.includes('portreeve_build_info')).toBe(status === 200);
  expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
});

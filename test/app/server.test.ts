import { expect, test } from '@jest/globals';
import type { RequestListener } from '../../src/app/intake.ts';
import { type Probe, startServer } from '../../src/app/server.ts';
import { silentLog } from '../support/silent-log.ts';
import { deliver } from '../support/webhook.ts';

const intake: RequestListener = async (_request, response) => {
  response.end('intake');
};

type Headers = Readonly<Record<string, string>>;

async function ask(path: string, options: { probes?: Probe[]; pages?: RequestListener; headers?: Headers } = {}) {
  const { probes = [], pages = null, headers = {} } = options;
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    webhookPath: '/hook',
    intake,
    probes,
    pages,
    log: silentLog,
  });
  try {
    const { status, body } = await deliver(server.port, { path, method: 'GET', body: '', headers });
    return { status, body };
  } finally {
    await server.close();
  }
}

const passing: Probe = { name: 'database', check: async () => null };
const failing: Probe = { name: 'dispatcher', check: async () => 'It stands still.' };
const broken: Probe = {
  name: 'queue',
  check: async () => {
    throw new Error('secret detail');
  },
};

test.each([
  ['/hook', {}, 200, 'intake'],
  ['/healthz', { probes: [failing] }, 200, '{"status":"up"}'],
  ['/readyz', { probes: [passing] }, 200, '{"status":"ready","checks":{"database":"pass"}}'],
  [
    '/readyz',
    { probes: [passing, failing, broken] },
    503,
    '{"status":"not-ready","checks":{"database":"pass","dispatcher":"fail","queue":"fail"},"problems":{"dispatcher":"It stands still.","queue":"It could not be looked at."}}',
  ],
  ['/readyz/database', { probes: [passing, failing] }, 200, '{"status":"ready","checks":{"database":"pass"}}'],
  [
    '/readyz/dispatcher',
    { probes: [passing, failing] },
    503,
    '{"status":"not-ready","checks":{"dispatcher":"fail"},"problems":{"dispatcher":"It stands still."}}',
  ],
  ['/readyz/nothing', { probes: [passing] }, 404, '{"message":"There is nothing here."}'],
  ['/metrics', {}, 404, '{"message":"There is nothing here."}'],
  ['/', {}, 404, '{"message":"There is nothing here."}'],
  ['/hook/', {}, 404, '{"message":"There is nothing here."}'],
  ['/healthz?x', {}, 200, '{"status":"up"}'],
])('%s is answered', async (path, options, status, body) => {
  expect(await ask(path, options)).toEqual({ status, body });
});

test.each([
  { host: 'evil.example' },
  { host: 'a"><script>alert(1)</script>' },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1' },
  { forwarded: 'for=127.0.0.1;host=evil.example;proto=https' },
  { 'x-original-url': '/hook', 'x-rewrite-url': '/hook', 'x-http-method-override': 'DELETE' },
  { 'x-real-ip': '127.0.0.1', via: '1.1 evil.example' },
])('A49: %j changes no answer', async (headers) => {
  for (const path of ['/healthz', '/readyz', '/', '/hook']) {
    const plain = await ask(path);
    expect(await ask(path, { headers })).toEqual(plain);
    expect(JSON.stringify(plain)).not.toContain('evil');
  }
});

test('pages take what is left, and their failure is a bare 500', async () => {
  const pages: RequestListener = async ({ url }, response) => {
    if (url === '/broken') throw new Error('secret detail');
    response.end('page');
  };

  expect(await ask('/', { pages })).toEqual({ status: 200, body: 'page' });
  expect(await ask('/broken', { pages })).toEqual({ status: 500, body: '{"message":"Something went wrong here."}' });
});

test('P17: a probe that hangs is a probe that fails', async () => {
  const hanging: Probe = { name: 'database', check: () => new Promise(() => {}) };
  expect((await ask('/readyz', { probes: [hanging] })).status).toBe(503);
});

test('a port that is taken is told, not ignored', async () => {
  const options = { host: '127.0.0.1', webhookPath: '/hook', intake, probes: [], pages: null, log: silentLog };
  const first = await startServer({ ...options, port: 0 });
  await expect(startServer({ ...options, port: first.port })).rejects.toThrow('EADDRINUSE');
  await first.close();
});

import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RunningApp } from '../../src/app/start.ts';
import { type GitHub, startGitHub } from '../github/index.ts';
import { createTestStore, type TestStore, testDatabases } from '../support/database.ts';
import { readOpenMetrics } from '../support/open-metrics.ts';
import { startOn } from '../support/running-app.ts';
import { untilSettled } from '../support/settled.ts';
import { createTown, type Town } from '../support/town.ts';

let github: GitHub;
let town: Town;
let store: TestStore;
let running: RunningApp;

beforeAll(async () => {
  github = await startGitHub({ seed: 1 });
  town = createTown(github);
  const [backend] = testDatabases();
  if (backend === undefined) throw new Error('There is no database to test on');
  store = await createTestStore(backend);
  running = await startOn(github, town.app, store.databaseUrl);
  for (const act of town.acts) {
    act();
    await untilSettled(github, running);
  }
}, 240_000);

afterAll(async () => {
  await running.stop();
  await store.close();
  await github.close();
});

async function scrape(port: number, headers: Readonly<Record<string, string>> = {}) {
  return new Promise<{ readonly status: number; readonly type: string; readonly body: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: '/metrics', headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

test('is OpenMetrics, by a strict reading, and tells of the town’s work', async () => {
  await fetch(`http://127.0.0.1:${running.port}/api/github/webhooks`, { method: 'POST' });
  const { status, type, body } = await scrape(running.port);

  expect([status, type]).toEqual([200, 'application/openmetrics-text; version=1.0.0; charset=utf-8']);
  const families = readOpenMetrics(body);
  const value = (name: string, labels: Readonly<Record<string, string>> = {}): number => {
    const samples = families.flatMap((family) => family.samples).filter((sample) => sample.name === name);
    const found = samples.filter((sample) =>
      Object.entries(labels).every(([key, text]) => sample.labels[key] === text),
    );
    return found.reduce((sum, sample) => sum + sample.value, 0);
  };
  expect(value('portreeve_intake_answers_total', { status: '202' })).toBeGreaterThan(10);
  expect(value('portreeve_intake_answers_total', { status: '415' })).toBe(1);
  expect(value('portreeve_intake_duration_seconds_count')).toBe(
    value('portreeve_intake_answers_total', { status: '202' }),
  );
  expect(value('portreeve_jobs_total', { end: 'done' })).toBeGreaterThan(10);
  expect(value('portreeve_jobs_total', { end: 'dead' })).toBe(0);
  expect(value('portreeve_deliveries', { status: 'finished' })).toBeGreaterThan(10);
  expect(value('portreeve_deliveries', { status: 'stored' })).toBe(0);
  expect(value('portreeve_queue_jobs', { state: 'waiting' })).toBe(0);
  expect(value('portreeve_dead_letters')).toBe(0);
  expect(value('portreeve_writes_total', { kind: 'create-issue', outcome: 'written' })).toBeGreaterThan(0);
  expect(value('portreeve_build_info')).toBe(1);
  expect(value('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
  expect(value('portreeve_features_off')).toBe(0);
  expect(value('portreeve_github_request_duration_seconds_count', { route: 'POST /graphql' })).toBeGreaterThan(0);
  const left = families.find(({ name }) => name === 'portreeve_github_rate_limit_remaining')?.samples ?? [];
  expect(left.map(({ labels }) => labels.resource)).toEqual(expect.arrayContaining(['core', 'graphql']));
  const swept = families.find(({ name }) => name === 'portreeve_sweep_age_seconds')?.samples ?? [];
  expect(swept).toHaveLength(1);
});

test('names neither repositories nor people, and is of bounded size', async () => {
  const { body } = await scrape(running.port);

  const names = [...github.world.repositories.values()].map(({ name }) => name).filter((name) => name !== '.github');
  const logins = [...github.world.accounts.values()]
    .map(({ login }) => login)
    .filter((login) => login !== 'portreeve[bot]');
  const words = new Set(body.match(/"[^"]*"/g));
  for (const name of [...names, ...logins]) {
    for (const word of words) expect(word.split(/[^\w.-]/)).not.toContain(name);
  }
  expect(body.split('\n').length).toBeLessThan(1_500);
});

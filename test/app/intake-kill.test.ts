import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { createTestStore, type TestStore, testDatabases } from '../support/database.ts';
import { startIntakeApp } from '../support/intake-app.ts';
import { deliver } from '../support/webhook.ts';

const CHILD = fileURLToPath(new URL('../support/intake-child.ts', import.meta.url));

async function startChild(databaseUrl: string, deadly: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [CHILD, databaseUrl, deadly], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return { child, port: Number(String(line)) };
}

/** The ids of those that were acknowledged. */
async function deliverAll(port: number, ids: readonly string[]): Promise<string[]> {
  const answers = await Promise.all(
    ids.map(async (id) => {
      try {
        return (await deliver(port, { id })).status === 202 ? [id] : [];
      } catch {
        // Its connection died with the process: GitHub would note it as failed.
        return [];
      }
    }),
  );
  return answers.flat();
}

async function readState(store: TestStore) {
  return store.asOperator(async (db) => ({
    deliveries: await db.selectFrom('delivery').select(['delivery_id', 'status']).execute(),
    tasks: await db.selectFrom('delivery_task').selectAll().execute(),
  }));
}

async function untilFinished(store: TestStore): Promise<void> {
  for (;;) {
    const { deliveries } = await readState(store);
    if (deliveries.every(({ status }) => status === 'finished')) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const [embedded] = testDatabases();
const STAGES = [
  'intake:before-commit',
  'intake:after-commit',
  'intake:before-answer',
  'intake:after-answer',
  'dispatch:claimed',
  'dispatch:before-commit',
  'dispatch:after-commit',
  'job:started',
  'job:before-settled',
  'job:settled',
];

test.each(STAGES)(
  'F2, I3: killed at %s, what was acknowledged is finished after a restart',
  async (stage) => {
    if (embedded === undefined) throw new Error('There is no database to test on.');
    const store = await createTestStore(embedded);
    const ids = Array.from({ length: 20 }, () => randomUUID());
    const { child, port } = await startChild(store.databaseUrl, stage);
    const death = once(child, 'exit');
    const acknowledged = await deliverAll(port, ids);
    expect(await death).toEqual([null, 'SIGKILL']);

    const app = await startIntakeApp(store.databaseUrl, () => {});
    await untilFinished(store);
    const kept = (await readState(store)).deliveries.map(({ delivery_id }) => delivery_id);
    expect(kept).toEqual(expect.arrayContaining(acknowledged));

    // GitHub's redelivery of all: what was lost comes in, what was done stays done.
    expect(await deliverAll(app.port, ids)).toHaveLength(ids.length);
    await untilFinished(store);
    const { deliveries, tasks } = await readState(store);
    expect(deliveries.map(({ delivery_id }) => delivery_id).sort()).toEqual(ids.sort());
    expect(tasks).toEqual([]);
    await app.stop();
    await store.close();
  },
  240_000,
);

test('F1, P16: with the settings as shipped, a killed worker is noticed and its job taken up within 90 seconds', async () => {
  const { DEFAULT_JOB_SETTINGS } = await import('../../src/jobs/queues.ts');
  const { heartbeatSeconds, superviseSeconds, pollSeconds } = DEFAULT_JOB_SETTINGS;

  // Last heartbeat, next look, first retry's delay of at most twice two seconds, next poll.
  expect((heartbeatSeconds ?? Number.POSITIVE_INFINITY) + superviseSeconds + 4 + pollSeconds).toBeLessThan(90);
});

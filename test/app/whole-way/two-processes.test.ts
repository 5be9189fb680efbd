import { expect, test } from '@jest/globals';
import { QUEUES } from '../../../src/jobs/jobs.ts';
import { openJobs } from '../../../src/jobs/open-jobs.ts';
import { latestVerdicts } from '../../../src/store/audits.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { type GitHub, startGitHub } from '../../github/index.ts';
import { createTestStore, type TestStore, testDatabases } from '../../support/database.ts';
import { createMortalApp } from '../../support/mortal-app.ts';
import { FAST_JOBS, startOn } from '../../support/running-app.ts';
import { untilSettled } from '../../support/settled.ts';
import { silentLog } from '../../support/silent-log.ts';
import { createTown, portraitOf, type Town } from '../../support/town.ts';

async function onTown<T>(work: (github: GitHub, town: Town, store: TestStore) => Promise<T>): Promise<T> {
  const backend = testDatabases().at(-1);
  if (backend === undefined) throw new Error('There is no database to test on.');
  const github = await startGitHub({ seed: 1 });
  const store = await createTestStore(backend);
  try {
    return await work(github, createTown(github), store);
  } finally {
    await store.close();
    await github.close();
  }
}

function portraitOfOne(): Promise<object> {
  return onTown(async (github, town, store) => {
    const app = await startOn(github, town.app, store.databaseUrl);
    for (const act of town.acts) {
      act();
      await untilSettled(github, app, 60);
    }
    await app.stop();
    return portraitOf(github, town.organization);
  });
}

test('F20, F27: two processes that both get every delivery make one of each thing, and a command beside them harms nothing', async () => {
  const expected = await portraitOfOne();
  await onTown(async (github, town, store) => {
    const urls: (string | null)[] = [];
    const first = await startOn(github, town.app, store.databaseUrl);
    urls.push(town.app.webhookUrl);
    const second = createMortalApp(github, town.app, store.databaseUrl);
    await second.start({});
    urls.push(town.app.webhookUrl);
    // Each delivery is sent twice, to one process and to the other.
    let turn = 0;
    Object.defineProperty(town.app, 'webhookUrl', { get: () => urls[turn++ % 2] });
    Object.assign(github.webhooks.faults, { duplicate: 2, reorder: true });
    github.webhooks.parallel = 8;

    for (const act of town.acts) {
      act();
      const beside = await openStore({ databaseUrl: store.databaseUrl, dataFolder: '', log: silentLog });
      const jobs = await openJobs({ pool: beside.pool, log: silentLog, settings: FAST_JOBS });
      expect(await jobs.waiting()).toHaveLength(QUEUES.length);
      await untilSettled(github, first, 60);
      const verdicts = await beside.asInstallation(idOf(github), latestVerdicts);
      expect(verdicts.size).toBe(6);
      expect(await jobs.deadLetters()).toEqual([]);
      await jobs.stop();
      await beside.close();
    }

    const taken = urls.map((url) => github.webhooks.log.filter((delivery) => delivery.url === url).length);
    expect(Math.min(...taken)).toBeGreaterThan(20);
    expect(second.passages.get('task:executed')).toBeGreaterThan(0);
    expect(portraitOf(github, town.organization)).toEqual(expected);
    await second.stop();
    await second.close();
    await first.stop();
  });
}, 240_000);

function idOf({ world }: GitHub): number {
  const [installation] = world.installations.values();
  return installation?.id ?? 0;
}

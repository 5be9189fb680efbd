import { beforeAll, expect, test } from '@jest/globals';
import { type Jobs, QUEUES } from '../../../src/jobs/jobs.ts';
import { openJobs } from '../../../src/jobs/open-jobs.ts';
import { type GitHub, startGitHub } from '../../github/index.ts';
import { createTestStore, testDatabases } from '../../support/database.ts';
import { createMortalApp, type MortalApp } from '../../support/mortal-app.ts';
import { FAST_JOBS } from '../../support/running-app.ts';
import { untilSettled } from '../../support/settled.ts';
import { silentLog } from '../../support/silent-log.ts';
import { createTown, portraitOf, type Town } from '../../support/town.ts';

/** So many deaths at most before a run is compared: fewer would take longer, more would hide which one did harm. */
const DEATHS_A_RUN = 14;

interface Run {
  readonly portrait: object;
  readonly passages: ReadonlyMap<string, number>;
  readonly deaths: readonly string[];
}

interface Stage {
  readonly github: GitHub;
  readonly town: Town;
  readonly jobs: Jobs;
  readonly app: MortalApp;
  readonly settled: () => Promise<void>;
}

/** A town of its own, and an app that is still to be started. */
async function inTown<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  const [backend] = testDatabases();
  if (backend === undefined) throw new Error('There is no database to test on.');
  const github = await startGitHub({ seed: 1 });
  const town = createTown(github);
  const store = await createTestStore(backend);
  const jobs = await openJobs({ pool: store.pool, log: silentLog, settings: FAST_JOBS });
  const app = createMortalApp(github, town.app, store.databaseUrl);
  try {
    return await work({ github, town, jobs, app, settled: () => untilSettled(github, { store, jobs }, 60) });
  } finally {
    await app.close();
    await jobs.stop();
    await store.close();
    await github.close();
  }
}

/** Runs all acts; the app dies at each of these passages once, and is started again. */
function runTown(deadly: Readonly<Record<string, number>>): Promise<Run> {
  return inTown(async ({ github, town, jobs, app, settled }) => {
    const left = { ...deadly };
    await app.start(left);
    for (const act of town.acts) {
      act();
      await settleThroughDeaths(app, left, settled);
    }
    expect(await jobs.deadLetters()).toEqual([]);
    return { portrait: portraitOf(github, town.organization), passages: app.passages, deaths: app.deaths };
  });
}

/** Starts the app again as often as it dies, until all deliveries were answered and all work is done. */
async function settleThroughDeaths(
  app: MortalApp,
  left: Record<string, number>,
  settled: () => Promise<void>,
): Promise<void> {
  do {
    let isSettled = false;
    const end = settled().then(() => {
      isSettled = true;
    });
    while (!isSettled) {
      if (app.isDead) {
        for (const name of app.deaths) delete left[name];
        await app.start(app.deaths.length < DEATHS_A_RUN ? left : {});
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await end;
  } while (app.isDead || app.hasUnanswered());
}

/** A generator of numbers from 0 to 1 that are the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

let reference: Run;

beforeAll(async () => {
  reference = await runTown({});
}, 240_000);

async function killEverywhere(passageOf: (name: string) => number): Promise<void> {
  const left = new Map([...reference.passages.keys()].map((name) => [name, passageOf(name)]));
  while (left.size > 0) {
    const { portrait, deaths } = await runTown(Object.fromEntries(left));
    expect({ deaths, portrait }).toEqual({ deaths, portrait: reference.portrait });
    for (const name of deaths) left.delete(name);
    // A process that is started again counts from one: a late passage may never come.
    if (deaths.length < DEATHS_A_RUN) break;
  }
}

test('the way from a delivery to its record has all its checkpoints', () => {
  const steps = (kind: string) => ['intended', 'sent', 'answered', 'done'].map((step) => `task:${step} ${kind}`);

  expect([...reference.passages.keys()]).toEqual(
    expect.arrayContaining([
      'intake:before-commit',
      'intake:after-commit',
      'intake:before-answer',
      'intake:after-answer',
      'dispatch:claimed',
      'dispatch:before-commit',
      'dispatch:after-commit',
      'task:collected',
      'task:configured',
      'task:evaluated',
      'task:planned',
      'task:executed',
      'task:recorded',
      ...steps('create-issue'),
      ...steps('update-issue'),
      ...steps('report-check-run'),
      ...steps('open-proposal'),
      ...steps('update-proposal'),
      ...steps('set-proposal-state'),
      ...steps('react'),
    ]),
  );
});

test('F2, F12: killed at every step once, GitHub looks in the end as if nothing had happened', async () => {
  await killEverywhere(() => 1);
}, 900_000);

const every = process.env.PORTREEVE_TEST_ALL_KILLS === undefined ? test.skip : test;
every.each([1, 2, 3, 4, 5])(
  'F1: killed at later passages too, chosen by the seed %d',
  async (seed) => {
    const random = seeded(seed);
    await killEverywhere((name) => 1 + Math.floor(random() * Math.min(6, reference.passages.get(name) ?? 1)));
  },
  600_000,
);

test('F28: told to end in the middle of its work, it finishes what is under way, and the next process does the rest', async () => {
  await inTown(async ({ github, town, jobs, app, settled }) => {
    await app.start({});
    const [install, ...later] = town.acts;
    install?.();
    await until(() => app.passages.has('task:intended create-issue'));
    const { code, milliseconds } = await app.stop();
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(20_000);
    expect((await jobs.waiting()).map(({ active }) => active)).toEqual(QUEUES.map(() => 0));

    await app.start({});
    await settled();
    for (const act of later) {
      act();
      await settled();
    }
    expect(portraitOf(github, town.organization)).toEqual(reference.portrait);
  });
}, 240_000);

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}

import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { RunningApp } from '../../src/app/start.ts';
import { type Jobs, QUEUES, type Queue } from '../../src/jobs/jobs.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import type { JobSettings } from '../../src/jobs/queues.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { type GitHub, startGitHub } from '../github/index.ts';
import { createTestDatabase, type TestBackend } from '../support/database.ts';
import { startOn, type Tuning } from '../support/running-app.ts';
import { silentLog } from '../support/silent-log.ts';
import { createRegion, type Region } from './region.ts';

/** As in production, but that dead workers and due jobs are looked for all the time: nobody waits for the clock here. */
export const JOB_SETTINGS: Partial<JobSettings> = {
  superviseSeconds: 1,
  pollSeconds: 0.5,
  apartSeconds: 0,
  drainSeconds: 10,
};

/** GitHub's lists may lag so far behind. */
export const LIST_LAG_SECONDS = 60;

const MINUTE = 60_000;
/** Between two acts of the same people. */
const MINUTES_A_ROUND = 30;
/** Between two looks of the app's at what it missed. */
export const MINUTES_A_LOOK = 5;
const DAY_MINUTES = 24 * 60;
/** Work that is put off for longer than this altogether is never going to end. */
const MOST_MINUTES_TO_SETTLE = 3 * DAY_MINUTES;

export interface Dimensions {
  readonly seed: number;
  readonly repositories: number;
  readonly actsARound: number;
}

/** In few repositories, so that there is time for more than the installation. */
export const SHORT_LIFE = { repositories: 6, actsARound: 4 } as const;

/** What runs the app: in this process, or in others that may be killed. */
export interface Runner {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Called while the stage waits; starts again what died, and says whether it did. */
  tend?(): Promise<boolean>;
  /** The clock moved. */
  moved?(milliseconds: number): void;
}

/** A GitHub, a database and the app, with one clock that moves where the world would wait. */
export interface Stage {
  readonly github: GitHub;
  readonly region: Region;
  /** The test's own way to the database, which no fault cuts. */
  readonly store: Store;
  readonly jobs: Jobs;
  readonly databaseUrl: string;
  /** Called at each named point of the app's way, when it runs in this process; may act, or throw. */
  onCheckpoint: (name: string) => void;
  runner: Runner;
  /** By which the app's clock is wrong, in milliseconds. */
  skew: number;
  /** What time the app takes it to be. */
  readonly appNow: () => Date;
  /** The owners install the app, and it does what is to be done. */
  install(): Promise<void>;
  /** One round: people act, Portreeve answers, half an hour passes. */
  round(): Promise<void>;
  /** The clock moves on; what is done every few minutes is done once. */
  pass(minutes: number): Promise<void>;
  /** Looks every few minutes, until no delivery is missing and no task lies given up; throws where that takes a day. */
  untilMadeUp(): Promise<void>;
  /** The night's sweep. */
  sweep(): Promise<void>;
  /** The clock moves, and with it what is to be done at a time. */
  advance(milliseconds: number): Promise<void>;
  /** Until every delivery was answered and all work is done, also what was put off: the clock moves to it. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** @param url of the database, where it is not one of the test's server */
export async function openStage(
  backend: TestBackend,
  { seed, repositories, actsARound }: Dimensions,
  url?: string,
): Promise<Stage> {
  const github = await startGitHub({ seed, validate: false, enforceSecondaryLimits: true });
  github.webhooks.parallel = 4;
  const region = createRegion(github, seed, repositories, actsARound);
  const { databaseUrl, drop } =
    url === undefined ? await createTestDatabase(backend) : { databaseUrl: url, drop: async () => {} };
  if (url === undefined) await hurry(databaseUrl);
  const store = await openStore({ databaseUrl, dataFolder: '', log: silentLog });
  const jobs = await openJobs({ pool: store.pool, log: silentLog, settings: JOB_SETTINGS });

  const stage: Stage = {
    github,
    region,
    store,
    jobs,
    databaseUrl,
    onCheckpoint: () => {},
    runner: { start: async () => {}, stop: async () => {} },
    skew: 0,
    appNow: () => new Date(github.clock.now() + stage.skew),
    async install() {
      region.install();
      await stage.settle();
      await stage.pass(MINUTES_A_ROUND);
    },
    async round() {
      region.act();
      await stage.settle();
      await stage.pass(MINUTES_A_ROUND);
    },
    async pass(minutes) {
      await stage.advance(minutes * MINUTE);
      await fire((cron) => cron.startsWith('*'));
      await stage.settle();
    },
    async untilMadeUp() {
      const isLeft = async () => (await isAnyMissing(github, store)) || (await jobs.deadLetters()).length > 0;
      for (let minutes = 0; await isLeft(); minutes += MINUTES_A_LOOK) {
        if (minutes >= DAY_MINUTES) throw new Error('What was lost on the way is not made up for within a day.');
        await stage.pass(MINUTES_A_LOOK);
      }
    },
    async sweep() {
      await stage.advance(DAY_MINUTES * MINUTE);
      await fire(() => true);
      await stage.settle();
    },
    async advance(milliseconds) {
      github.clock.advance(milliseconds);
      stage.runner.moved?.(milliseconds);
      await store.pool.query(
        `update pgboss.job set start_after = start_after - $1 * interval '1 millisecond'
         where name = any($2) and state < 'active' and start_after > now()`,
        [milliseconds, QUEUES],
      );
      // So long ago it is, too, that what failed for good did so.
      await store.pool.query(
        `update pgboss.job set created_on = created_on - $1 * interval '1 millisecond' where name = 'dead-letter'`,
        [milliseconds],
      );
    },
    settle,
    async close() {
      await stage.runner.stop();
      await jobs.stop();
      await store.close();
      await drop();
      await github.close();
    },
  };
  stage.runner = inThisProcess(stage, databaseUrl);
  return stage;

  async function settle(): Promise<void> {
    let moved = 0;
    for (let idle = 0; ; ) {
      if (await stage.runner.tend?.()) continue;
      const deliveries = github.webhooks.log.length;
      await untilAnswered(stage);
      const { active, ready, stored, next } = await workOf(store);
      if (active + ready + stored > 0) {
        // Only what was moved to now is told to nobody.
        idle = active === 0 && ready > 0 ? idle + 1 : 0;
        if (idle % 4 === 2) await wakeWorkers(store);
        await delay(10);
      } else if (github.webhooks.log.length !== deliveries) {
        await delay(0);
      } else if (next === null) {
        if (!(await stage.runner.tend?.())) return;
      } else {
        moved += next / 60;
        if (moved > MOST_MINUTES_TO_SETTLE) throw new Error('Work is put off again and again.');
        await stage.advance(Math.ceil(next * 1000));
      }
    }
  }

  /** What the schedule asks for, as the queue itself would enqueue it. */
  async function fire(isDue: (cron: string) => boolean): Promise<void> {
    const { rows } = await store.pool.query('select name, cron, data, options from pgboss.schedule order by name, key');
    for (const { name, cron, data, options } of rows) {
      if (!isDue(cron)) continue;
      const request = { queue: name as Queue, key: options.singletonKey, data };
      await store.asOperator((db) => jobs.enqueue(db, [request]));
    }
  }
}

/** No commit waits for the disk: what is killed here is the app, never this server or its machine. */
async function hurry(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`alter database ${client.escapeIdentifier(client.database ?? '')} set synchronous_commit = off`);
  await client.end();
}

/** Whether there is a delivery that was neither acknowledged nor, its answer being lost, kept all the same. */
async function isAnyMissing({ webhooks }: GitHub, store: Store): Promise<boolean> {
  const acknowledged = new Set(webhooks.log.flatMap(({ statusCode, guid }) => (statusCode === 202 ? [guid] : [])));
  const others = new Set(webhooks.log.flatMap(({ guid }) => (acknowledged.has(guid) ? [] : [guid.toLowerCase()])));
  const { rows } = await store.pool.query('select 1 from delivery where delivery_id = any($1)', [[...others]]);
  return rows.length < others.size;
}

/** All deliveries were answered, or the app died. */
async function untilAnswered({ github, runner }: Stage): Promise<void> {
  let isAnswered = false;
  const answered = github.settled().then(() => {
    isAnswered = true;
  });
  while (!isAnswered) {
    await Promise.race([answered, delay(20)]);
    await runner.tend?.();
  }
}

interface Work {
  readonly active: number;
  /** May be done now. */
  readonly ready: number;
  /** Deliveries that are not yet dispatched. */
  readonly stored: number;
  /** Seconds until the next that was put off; null without one. */
  readonly next: number | null;
}

async function workOf(store: Store): Promise<Work> {
  const { rows } = await store.pool.query(
    `select (count(*) filter (where state = 'active'))::int as active,
       (count(*) filter (where state < 'active' and start_after <= now()))::int as ready,
       (extract(epoch from min(start_after) filter (where state < 'active' and start_after > now()) - now()))::float8 as next,
       (select count(*)::int from delivery where status = 'stored') as stored
     from pgboss.job where name = any($1) and state <= 'active'`,
    [QUEUES],
  );
  return rows[0];
}

/** As the queue tells its workers of a new job. */
async function wakeWorkers(store: Store): Promise<void> {
  await store.pool.query(
    `select pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), name) from unnest($1::text[]) as name`,
    [QUEUES],
  );
}

/** The app as `npm start` runs it, here. */
export function inThisProcess(stage: Stage, databaseUrl: string, tuning: Tuning = {}): Runner {
  let running: RunningApp | null = null;
  return {
    async start() {
      running = await startOn(stage.github, stage.region.app, databaseUrl, {
        checkpoint: (name) => stage.onCheckpoint(name),
        jobSettings: JOB_SETTINGS,
        listLagSeconds: LIST_LAG_SECONDS,
        now: stage.appNow,
        ...tuning,
      });
    },
    async stop() {
      await running?.stop();
      running = null;
    },
  };
}

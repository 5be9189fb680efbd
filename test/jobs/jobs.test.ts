import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Handler, type JobHooks, type Jobs, QUEUES, type Queue, type TaskRequest } from '../../src/jobs/jobs.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import type { JobSettings } from '../../src/jobs/queues.ts';
import { RetryLater } from '../../src/jobs/retry-later.ts';
import { createTestStore, type TestStore, testDatabases } from '../support/database.ts';
import { silentLog } from '../support/silent-log.ts';

const FAST: Partial<JobSettings> = {
  pollSeconds: 0.5,
  superviseSeconds: 1,
  apartSeconds: 0,
  retries: 1,
  retryDelaySeconds: 0,
};

/** A promise to be resolved from outside. */
function gate() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const nothing: Handler = async () => {};
function handlers(own: Partial<Record<Queue, Handler>>): Record<Queue, Handler> {
  return Object.fromEntries(QUEUES.map((queue) => [queue, own[queue] ?? nothing])) as Record<Queue, Handler>;
}

function task(key: string, more: Partial<TaskRequest> = {}): TaskRequest {
  return { queue: 'repository', key, data: { installationId: 1 }, ...more };
}

describe.each(testDatabases())('jobs on $name', (backend) => {
  let store: TestStore;
  let jobs: Jobs;
  let ends: string[];

  const hooks: JobHooks = {
    done: async (queue, key) => {
      ends.push(`done ${queue} ${key}`);
    },
    dead: async (queue, key, error) => {
      if (key === 'untold') throw new Error('Connection terminated');
      ends.push(`dead ${queue} ${key}: ${error}`);
    },
  };
  const enqueue = (...requests: TaskRequest[]) => store.asInstallation(1, (db) => jobs.enqueue(db, requests));

  beforeEach(async () => {
    ends = [];
    store = await createTestStore(backend);
    jobs = await openJobs({
      pool: store.pool,
      log: silentLog,
      hooks,
      describe: (error) => (error instanceof Error ? error.message : ''),
      isPassing: (error) => error instanceof Error && error.message === 'outage',
      settings: FAST,
    });
  });
  afterEach(async () => {
    await jobs.stop();
    await store.close();
  });

  /** As if all this had been so much longer ago; the times between are the same. */
  const minutesPass = (minutes: number) =>
    store.pool.query(`update pgboss.job set created_on = created_on - $1 * interval '1 minute'`, [minutes]);

  test('what failed by an outage is put back once the outage had time to pass; a mistake of ours is not', async () => {
    let isOut = true;
    await jobs.work(
      handlers({
        repository: async (data) => {
          if (data.installationId === 2) throw new Error('mistake');
          if (isOut) throw new Error('outage');
        },
      }),
    );
    await enqueue(task('unlucky'), task('untold'), task('wrong', { data: { installationId: 2 } }));
    await jobs.idle(30);
    expect((await jobs.deadLetters()).map(({ key }) => key).sort()).toEqual(['unlucky', 'untold', 'wrong']);

    // It had been tried for half an hour, so it rests for half an hour.
    await store.pool.query(
      `update pgboss.job set created_on = created_on - interval '30 minutes' where name = 'repository'`,
    );
    await minutesPass(20);
    expect(await jobs.reviveDeadLetters()).toBe(0);
    await minutesPass(20);
    isOut = false;
    // Also the one whose end nobody could be told of: what was thrown is what made it fail.
    expect(await jobs.reviveDeadLetters()).toBe(2);
    await jobs.idle(30);
    expect((await jobs.deadLetters()).map(({ key }) => key)).toEqual(['wrong']);
    expect(ends).toContain('done repository unlucky');
  });

  test('what is enqueued in a transaction that fails never runs', async () => {
    const attempt = store.asInstallation(1, async (db) => {
      await jobs.enqueue(db, [task('1:2')]);
      throw new Error('rolled back');
    });

    await expect(attempt).rejects.toThrow('rolled back');
    expect((await jobs.waiting()).every(({ waiting }) => waiting === 0)).toBe(true);
  });

  test('enqueueing leaves the transaction with the rights that it had', async () => {
    const role = await store.asInstallation(1, async (db) => {
      await jobs.enqueue(db, [task('1:2')]);
      return db.selectNoFrom((eb) => eb.fn<string>('current_setting', [eb.val('role')]).as('role')).executeTakeFirst();
    });

    expect(role).toEqual({ role: 'portreeve_app' });
  });

  test('what is asked for again at once runs a while later, without waiting for the next poll', async () => {
    const patient = await openJobs({
      pool: store.pool,
      log: silentLog,
      settings: { ...FAST, pollSeconds: 600, apartSeconds: 0.3 },
    });
    const runs: string[] = [];
    const begun: number[] = [];
    await patient.work(
      handlers({
        repository: async ({ key }, { startedAt }) => {
          runs.push(String(key));
          begun.push(startedAt.getTime());
        },
      }),
    );
    const ask = async (key: string) => {
      await store.asInstallation(1, (db) => patient.enqueue(db, [task(key, { data: { installationId: 1, key } })]));
    };
    await ask('a');
    await patient.idle();
    await ask('a');
    await ask('b');
    await patient.idle(1);
    await patient.stop();

    expect(runs).toEqual(['a', 'b', 'a']);
    expect((begun[2] ?? 0) - (begun[0] ?? 0)).toBeGreaterThanOrEqual(300);
  });

  test('a burst while one is active makes exactly one more run, which starts after the last request', async () => {
    const runs: Date[] = [];
    const started = gate();
    const finish = gate();
    await jobs.work(
      handlers({
        repository: async (_data, { startedAt }) => {
          runs.push(startedAt);
          started.open();
          await finish.opened;
        },
      }),
    );
    await enqueue(task('1:2'));
    await started.opened;
    for (let n = 0; n < 20; n += 1) await enqueue(task('1:2'));
    const last = await store.pool.query<{ now: Date }>('select now() as now');
    finish.open();
    await jobs.idle();

    expect(runs).toHaveLength(2);
    expect(runs[1]?.getTime()).toBeGreaterThanOrEqual(last.rows[0]?.now.getTime() ?? Number.POSITIVE_INFINITY);
    expect(ends).toEqual(['done repository 1:2', 'done repository 1:2']);
  });

  test('a waiting one of the same key is not doubled, another key is its own', async () => {
    await enqueue(task('1:2'), task('1:2'), task('b'));
    await enqueue(task('1:2'), task('1:2', { queue: 'configuration' }));

    const states = await jobs.waiting();
    expect(states.filter(({ waiting }) => waiting > 0).map(({ queue, waiting }) => [queue, waiting])).toEqual([
      ['repository', 2],
      ['configuration', 1],
    ]);
  });

  test('a handler that puts its job off is run again later, without a failure', async () => {
    const attempts: number[] = [];
    await jobs.work(
      handlers({
        repository: async (_data, { attempt }) => {
          attempts.push(attempt);
          if (attempts.length < 3) throw new RetryLater(1, 'rate limit');
        },
      }),
    );
    await enqueue(task('1:2'));
    await jobs.idle(5);

    expect(attempts).toEqual([1, 1, 1]);
    expect(ends).toEqual(['done repository 1:2']);
  }, 15_000);

  test('what fails too often is buried, shown, and can be run again', async () => {
    let isBroken = true;
    await jobs.work(
      handlers({
        repository: async () => {
          if (isBroken) throw new Error('broken');
        },
      }),
    );
    await enqueue(task('1:2', { data: { installationId: 1, repositoryId: 2 } }));
    await jobs.idle(5);
    const dead = await jobs.deadLetters();

    expect(dead).toMatchObject([
      { queue: 'repository', key: '1:2', data: { installationId: 1, repositoryId: 2 }, attempts: 2, error: 'broken' },
    ]);
    expect(ends).toEqual(['dead repository 1:2: broken']);
    expect(await jobs.states([task('1:2'), task('b')])).toEqual(['dead', 'none']);

    isBroken = false;
    expect(await jobs.retryDeadLetter(dead[0]?.id ?? '')).toBe(true);
    await jobs.idle(1);
    expect(ends.at(-1)).toBe('done repository 1:2');
    expect(await jobs.deadLetters()).toEqual([]);
  }, 15_000);

  test('success of a key clears what it failed at before', async () => {
    let isBroken = true;
    await jobs.work(
      handlers({
        repository: async () => {
          if (isBroken) throw new Error('broken');
        },
      }),
    );
    await enqueue(task('1:2'));
    await jobs.idle(5);
    isBroken = false;
    await enqueue(task('1:2'));
    await jobs.idle();

    expect(await jobs.deadLetters()).toEqual([]);
    expect(await jobs.deleteDeadLetter('00000000-0000-4000-8000-000000000000')).toBe(false);
    expect(await jobs.retryDeadLetter('no id')).toBe(false);
  }, 15_000);

  test('stopping lets active jobs finish and takes no new ones', async () => {
    const started = gate();
    const finish = gate();
    const ran: string[] = [];
    await jobs.work(
      handlers({
        sweep: async ({ installationId }) => {
          started.open();
          await finish.opened;
          ran.push(`sweep ${installationId}`);
        },
        repository: async () => {
          ran.push('repository');
        },
      }),
    );
    await enqueue(task('s', { queue: 'sweep' }));
    await started.opened;
    const stopped = jobs.stop();
    await enqueueLater();
    finish.open();
    await stopped;

    expect(ran).toEqual(['sweep 1']);

    async function enqueueLater() {
      const other = await openJobs({ pool: store.pool, log: silentLog, settings: FAST });
      await store.asInstallation(1, (db) => other.enqueue(db, [task('late')]));
      await other.stop();
    }
  }, 15_000);

  test('F27: two processes never run one key at the same time', async () => {
    const other = await openJobs({ pool: store.pool, log: silentLog, settings: FAST });
    let active = 0;
    let most = 0;
    let runs = 0;
    const handler: Handler = async () => {
      active += 1;
      runs += 1;
      most = Math.max(most, active);
      await new Promise((resolve) => setTimeout(resolve, 5));
      active -= 1;
    };
    await jobs.work(handlers({ repository: handler }));
    await other.work(handlers({ repository: handler }));
    for (let n = 0; n < 30; n += 1) await enqueue(task('1:2'));
    await jobs.idle();
    await other.stop();

    expect(runs).toBeGreaterThan(1);
    expect(most).toBe(1);
  });

  test('a schedule enqueues its task under its key', async () => {
    await jobs.schedule(
      'daily-sweep',
      '0 3 * * *',
      task('all', { queue: 'housekeeping', data: { installationId: 0 } }),
    );
    await jobs.schedule(
      'daily-sweep',
      '0 4 * * *',
      task('all', { queue: 'housekeeping', data: { installationId: 0 } }),
    );
    const { rows } = await store.pool.query('select name, key, cron, timezone, data, options from pgboss.schedule');

    expect(rows).toMatchObject([
      { name: 'housekeeping', key: 'daily-sweep', cron: '0 4 * * *', timezone: 'UTC', data: { installationId: 0 } },
    ]);
    expect(rows[0].options).toMatchObject({ singletonKey: 'all', missed: 'once' });
  });

  test('sweeps of one installation do not keep a pull request waiting', async () => {
    const finish = gate();
    const pullRequest = gate();
    await jobs.work(
      handlers({
        sweep: () => finish.opened,
        repository: () => finish.opened,
        'pull-request': async () => pullRequest.open(),
      }),
    );
    await enqueue(...Array.from({ length: 500 }, (_, n) => task(`r${n}`)), task('s', { queue: 'sweep' }));
    await enqueue(task('p', { queue: 'pull-request' }));

    // All of the others wait or are at work until then.
    await expect(pullRequest.opened).resolves.toBeUndefined();
    finish.open();
  });

  test('pull requests go before 5,000 audits that wait, at the cost of none of them', async () => {
    await store.pool.query(
      `insert into pgboss.job (name, data, singleton_key, policy, group_id)
       select 'repository', jsonb_build_object('installationId', 1 + n % 3), 'r' || n, 'stately', (1 + n % 3)::text
       from generate_series(1, 5000) n`,
    );
    const judged = gate();
    const finish = gate();
    const begun = { repository: 0, 'pull-request': 0 };
    await jobs.work(
      handlers({
        repository: () => {
          begun.repository += 1;
          return finish.opened;
        },
        'pull-request': async () => {
          begun['pull-request'] += 1;
          if (begun['pull-request'] === 20) judged.open();
        },
      }),
    );
    await enqueue(...Array.from({ length: 20 }, (_, n) => task(`p${n}`, { queue: 'pull-request' })));
    await judged.opened;

    // No audit has ended yet: the pull requests had workers of their own.
    expect(begun).toEqual({ repository: expect.any(Number), 'pull-request': 20 });
    expect(begun.repository).toBeLessThanOrEqual(4);
    const left = (await jobs.waiting()).find(({ queue }) => queue === 'repository');
    expect((left?.waiting ?? 0) + (left?.active ?? 0)).toBe(5000);
    await store.pool.query(`delete from pgboss.job where name = 'repository' and state < 'active'`);
    finish.open();
  });

  test('one installation’s flood leaves room for another', async () => {
    const finish = gate();
    const other = gate();
    await jobs.work(
      handlers({ repository: async ({ installationId }) => (installationId === 1 ? finish.opened : other.open()) }),
    );
    await enqueue(...Array.from({ length: 200 }, (_, n) => task(`r${n}`)));
    await enqueue(task('other', { data: { installationId: 2 } }));
    await other.opened.finally(finish.open);
  });
});

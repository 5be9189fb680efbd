import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { compressBody } from '../../src/app/delivery-body.ts';
import { createDispatcher, type Dispatcher } from '../../src/app/dispatch.ts';
import { deliveryHooks, reconcileDeliveries } from '../../src/app/dispatch-settle.ts';
import type { StoredDelivery } from '../../src/app/probot-dispatch.ts';
import type { Handler, Jobs, Queue, TaskRequest } from '../../src/jobs/jobs.ts';
import { QUEUES } from '../../src/jobs/jobs.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import { DEFAULT_JOB_SETTINGS } from '../../src/jobs/queues.ts';
import { deleteOldDeliveries, markDispatched, settleTask } from '../../src/store/deliveries.ts';
import { storeDeliveries } from '../../src/store/keep-deliveries.ts';
import { createTestStore, type TestStore, testDatabases } from '../support/database.ts';
import { silentLog } from '../support/silent-log.ts';
import { aPayload } from '../support/webhook.ts';

const payloadOf = (number: number, installationId = 7) => aPayload({ number, installation: { id: installationId } });

describe.each(testDatabases())('the dispatcher on $name', (backend) => {
  let store: TestStore;
  let jobs: Jobs;
  let dispatchers: Dispatcher[];
  let seen: StoredDelivery[];

  beforeEach(async () => {
    store = await createTestStore(backend);
    const settings = { pollSeconds: 0.5, superviseSeconds: 1, retries: 0, retryDelaySeconds: 0 };
    jobs = await openJobs({ pool: store.pool, log: silentLog, hooks: deliveryHooks(store), settings });
    dispatchers = [];
    seen = [];
  });
  afterEach(async () => {
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
    await jobs.stop();
    await store.close();
  });

  function startDispatcher(
    tasksOf: (delivery: StoredDelivery) => TaskRequest[],
    giveWay: () => Promise<void> = async () => {},
  ): Dispatcher {
    const dispatcher = createDispatcher({
      store,
      jobs,
      dispatch: async (delivery) => {
        seen.push(delivery);
        return tasksOf(delivery);
      },
      log: silentLog,
      describe: (error) => (error instanceof Error ? error.message : ''),
      pollSeconds: 0.05,
      giveWay,
    });
    dispatchers.push(dispatcher);
    dispatcher.start();
    return dispatcher;
  }

  async function storeSome(count: number, installationId = 7): Promise<string[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    const deliveries = await Promise.all(
      ids.map(async (deliveryId, number) => ({
        deliveryId,
        event: 'issues',
        body: await compressBody(Buffer.from(JSON.stringify(payloadOf(number, installationId)))),
      })),
    );
    await storeDeliveries(store, deliveries);
    return ids;
  }

  const statuses = () =>
    store.asOperator((db) =>
      db.selectFrom('delivery').select(['delivery_id', 'status', 'attempts', 'error']).orderBy('received_at').execute(),
    );
  const countOf = async (status: string) => (await statuses()).filter((row) => row.status === status).length;
  const unfinished = () =>
    store.asOperator(async (db) => {
      const waiting = db.selectFrom('delivery').select((eb) => eb.fn.countAll<number>().as('count'));
      return Number((await waiting.where('status', '!=', 'finished').executeTakeFirstOrThrow()).count);
    });
  const openTasks = () => store.asOperator((db) => db.selectFrom('delivery_task').selectAll().execute());

  /** Looks until it is so; the test's time limit ends it otherwise. */
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
  }

  const work = (handler: Handler) =>
    jobs.work(Object.fromEntries(QUEUES.map((queue) => [queue, handler])) as Record<Queue, Handler>);
  const repositoryTask = (key: string): TaskRequest => ({ queue: 'repository', key, data: { installationId: 7 } });

  test('dispatches when it is its turn, and every body is the one that came with its id', async () => {
    let goOn: () => void = () => {};
    const turn = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    startDispatcher(
      () => [],
      () => turn,
    );
    const ids = await storeSome(3);
    await until(async () => (await countOf('stored')) === 3);
    expect(seen).toEqual([]);

    goOn();
    await until(async () => (await unfinished()) === 0);
    expect(new Map(seen.map(({ id, payload }) => [id, payload]))).toEqual(
      new Map(ids.map((id, number) => [id, payloadOf(number)])),
    );
  });

  test('A8: a flood from one repository is a handful of runs, and another installation is not kept waiting', async () => {
    const runs: string[] = [];
    await work(async ({ installationId }) => {
      runs.push(installationId === 7 ? 'flood' : 'other');
    });
    for (let round = 0; round < 5; round += 1) await storeSome(100);
    const others = await storeSome(1, 8);
    startDispatcher(({ id }) => [
      id === others[0]
        ? { queue: 'repository', key: '8:12', data: { installationId: 8 } }
        : { queue: 'repository', key: '7:11', data: { installationId: 7 } },
    ]);
    await until(async () => (await unfinished()) === 0);

    expect(seen).toHaveLength(501);
    expect(runs.filter((run) => run === 'other')).toHaveLength(1);
    // Of one key one runs and one waits: each of the five batches of the flood can add one run at most, and one more.
    expect(runs.length - 1).toBeLessThanOrEqual(6);
  });

  test('A8: however much of one installation waits, the next free worker takes another’s', async () => {
    const runs: number[] = [];
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    await store.asOperator((db) =>
      jobs.enqueue(
        db,
        Array.from({ length: 500 }, (_, n) => ({ queue: 'repository', key: `7:${n}`, data: { installationId: 7 } })),
      ),
    );
    await store.asOperator((db) =>
      jobs.enqueue(db, [{ queue: 'repository', key: '8:1', data: { installationId: 8 } }]),
    );
    await work(async ({ installationId }) => {
      runs.push(installationId);
      if (installationId === 7) await gate;
    });
    await until(async () => runs.includes(8));
    const before = runs.filter((installation) => installation === 7).length;
    open();

    // All but one of the queue's workers, at most.
    expect(before).toBeLessThan(DEFAULT_JOB_SETTINGS.concurrency.repository);
  });

  test('a delivery that asks for nothing is finished', async () => {
    const [id] = await storeSome(1);
    startDispatcher(() => []);
    await until(async () => (await countOf('finished')) === 1);

    expect(seen).toEqual([{ id, name: 'issues', payload: payloadOf(0) }]);
    expect(await openTasks()).toEqual([]);
  });

  test('a delivery is finished when the last of its tasks is', async () => {
    await storeSome(1);
    const first = startDispatcher(() => [repositoryTask('a'), { ...repositoryTask('a'), queue: 'configuration' }]);
    await until(async () => (await countOf('dispatched')) === 1);
    await first.stop();
    const later = new Date(Date.now() + 60_000);
    await store.asOperator((db) => settleTask(db, { queue: 'repository', key: 'a' }, later));
    expect(await countOf('dispatched')).toBe(1);

    await store.asOperator((db) => settleTask(db, { queue: 'configuration', key: 'a' }, later));
    expect(await countOf('finished')).toBe(1);
  });

  test('two last tasks that end at the same moment finish it too', async () => {
    const ids = await storeSome(30);
    const tasks = [repositoryTask('a'), { ...repositoryTask('a'), queue: 'configuration' as const }];
    await store.asOperator((db) =>
      markDispatched(
        db,
        ids.map((deliveryId) => ({ deliveryId, action: 'opened', installationId: 7, repositoryId: 11, tasks })),
      ),
    );
    const later = new Date(Date.now() + 60_000);
    await Promise.all(tasks.map((task) => store.asOperator((db) => settleTask(db, task, later))));

    expect(await countOf('finished')).toBe(30);
  });

  test('a task that had started before the delivery came does not finish it', async () => {
    await storeSome(1);
    const before = new Date(Date.now() - 60_000);
    await startDispatcher(() => [repositoryTask('a')]);
    await until(async () => (await countOf('dispatched')) === 1);
    await store.asOperator((db) => settleTask(db, { queue: 'repository', key: 'a' }, before));

    expect(await countOf('dispatched')).toBe(1);
  });

  test('from delivery to finished, with one job for a burst', async () => {
    let runs = 0;
    await storeSome(250);
    startDispatcher(() => [repositoryTask('a')]);
    await until(async () => (await countOf('stored')) === 0);
    await work(async () => {
      runs += 1;
    });
    await until(async () => (await countOf('finished')) === 250);

    expect(runs).toBe(1);
  });

  test('two dispatchers share the deliveries, none is taken twice', async () => {
    const ids = await storeSome(500);
    startDispatcher(() => []);
    startDispatcher(() => []);
    await until(async () => (await countOf('finished')) === 500);

    expect(seen.map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  test('one that cannot be dispatched fails after five tries, the others go on', async () => {
    const [bad] = await storeSome(3);
    startDispatcher(({ id }) => {
      if (id === bad) throw new Error('no such handler');
      return [];
    });
    await until(async () => (await countOf('failed')) === 1 && (await countOf('finished')) === 2);

    expect(seen.filter(({ id }) => id === bad)).toHaveLength(5);
    expect((await statuses()).find((row) => row.delivery_id === bad)).toMatchObject({
      attempts: 5,
      error: 'no such handler',
    });
  });

  test('A4: one that is another event’s is refused, once and for all, and the others are filed under whom they are about', async () => {
    const foreign = await compressBody(Buffer.from(JSON.stringify(aPayload({ comment: {} }))));
    await storeDeliveries(store, [{ deliveryId: 'foreign', event: 'issues', body: foreign }]);
    const [id] = await storeSome(1, 8);
    startDispatcher(() => [repositoryTask('a')]);
    await until(async () => (await countOf('stored')) === 0);

    expect(seen.map((delivery) => delivery.id)).toEqual([id]);
    const rows = await store.asOperator((db) => db.selectFrom('delivery').selectAll().execute());
    expect(rows.find((row) => row.delivery_id === 'foreign')).toMatchObject({
      status: 'finished',
      error: 'The body does not fit the event.',
      installation_id: 0,
    });
    expect(rows.find((row) => row.delivery_id === id)).toMatchObject({
      status: 'dispatched',
      error: null,
      installation_id: 8,
      action: 'opened',
      repository_id: 11,
    });
  });

  test('a delivery whose task dies has failed, and is finished when the task is run again', async () => {
    let isBroken = true;
    await storeSome(1);
    startDispatcher(() => [repositoryTask('a')]);
    await work(async () => {
      if (isBroken) throw new Error('broken');
    });
    await until(async () => (await countOf('failed')) === 1);
    isBroken = false;
    await jobs.idle();
    const [dead] = await jobs.deadLetters();
    await jobs.retryDeadLetter(dead?.id ?? '');
    await until(async () => (await countOf('finished')) === 1);
  });

  test('a task that is gone is asked for again', async () => {
    await storeSome(1);
    const first = startDispatcher(() => [repositoryTask('a')]);
    await until(async () => (await countOf('dispatched')) === 1);
    await first.stop();
    await store.pool.query("delete from pgboss.job where name = 'repository'");
    await reconcileDeliveries({ store, jobs, log: silentLog }, 0);
    expect(await countOf('stored')).toBe(1);

    await work(async () => {});
    startDispatcher(() => [repositoryTask('a')]);
    await until(async () => (await countOf('finished')) === 1);
  });

  test('a task that still waits is left alone', async () => {
    await storeSome(1);
    startDispatcher(() => [repositoryTask('a')]);
    await until(async () => (await countOf('dispatched')) === 1);
    await reconcileDeliveries({ store, jobs, log: silentLog }, 0);

    expect(await countOf('dispatched')).toBe(1);
  });

  test('P17: it is alive while it reaches the database, and not after it was stopped', async () => {
    const dispatcher = startDispatcher(() => []);
    await until(async () => dispatcher.isAlive());
    await dispatcher.stop();
    expect(dispatcher.isAlive()).toBe(false);
  });

  test('bodies go after a week, deliveries after ninety days, unless they are still to be worked on', async () => {
    const ids = await storeSome(4);
    const ages = [8, 91, 8, 1];
    for (const [index, id] of ids.entries()) {
      const status = index === 2 ? 'dispatched' : 'finished';
      await store.pool.query(
        `update portreeve.delivery set status = $2, received_at = now() - $3 * interval '1 day' where delivery_id = $1`,
        [id, status, ages[index]],
      );
    }

    expect(await store.asOperator(deleteOldDeliveries)).toEqual({ bodies: 2, deliveries: 1 });
    const rows = await store.asOperator((db) => db.selectFrom('delivery').select(['delivery_id', 'body']).execute());
    expect(rows.filter((row) => row.body === null).map((row) => row.delivery_id)).toEqual([ids[0]]);
    expect(rows).toHaveLength(3);
  });
});

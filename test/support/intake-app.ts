import { createDispatcher } from '../../src/app/dispatch.ts';
import { deliveryHooks } from '../../src/app/dispatch-settle.ts';
import { createIntake } from '../../src/app/intake.ts';
import { startServer } from '../../src/app/server.ts';
import { type Handler, type JobHooks, QUEUES, type Queue, type TaskRequest } from '../../src/jobs/jobs.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import { json } from '../../src/store/json.ts';
import { openStore } from '../../src/store/open-store.ts';
import { silentLog } from './silent-log.ts';
import { WEBHOOK_SECRET } from './webhook.ts';

export interface IntakeApp {
  readonly port: number;
  stop(): Promise<void>;
}

/** The way from a delivery to its end, without GitHub: each task writes one row into the log of actions. */
export async function startIntakeApp(databaseUrl: string, checkpoint: (name: string) => void): Promise<IntakeApp> {
  const log = silentLog;
  const store = await openStore({ databaseUrl, dataFolder: '', log });
  const settled = deliveryHooks(store);
  const hooks: JobHooks = {
    dead: settled.dead,
    async done(queue, key, startedAt) {
      checkpoint('job:before-settled');
      await settled.done(queue, key, startedAt);
      checkpoint('job:settled');
    },
  };
  const settings = {
    pollSeconds: 0.5,
    superviseSeconds: 1,
    heartbeatSeconds: null,
    expireSeconds: Object.fromEntries(QUEUES.map((queue) => [queue, 1])) as Record<Queue, number>,
    retryDelaySeconds: 0,
  };
  const jobs = await openJobs({ pool: store.pool, log, hooks, settings });
  const dispatch = async ({ id }: { id: string }): Promise<TaskRequest[]> => [
    { queue: 'repository', key: id, data: { installationId: 7 } },
    { queue: 'configuration', key: 'shared', data: { installationId: 7 } },
  ];
  const dispatcher = createDispatcher({ store, jobs, dispatch, log, describe: String, pollSeconds: 0.1, checkpoint });
  const intake = createIntake({ store, secrets: [WEBHOOK_SECRET], log, onStored: dispatcher.wake, checkpoint });
  const options = { host: '127.0.0.1', port: 0, webhookPath: '/hook', probes: [], pages: null, log };
  const server = await startServer({ ...options, intake });

  const handler: Handler = async ({ installationId }) => {
    checkpoint('job:started');
    await store.asInstallation(installationId, (db) =>
      db
        .insertInto('action')
        .values({
          installation_id: installationId,
          repository_id: 0,
          kind: 'test',
          key: 'test',
          outcome: 'written',
          requests: 0,
          detail: json({}),
        })
        .execute(),
    );
  };
  dispatcher.start();
  await jobs.work(Object.fromEntries(QUEUES.map((queue) => [queue, handler])) as Record<Queue, Handler>);
  return {
    port: server.port,
    async stop() {
      await server.close();
      await dispatcher.stop();
      await jobs.stop();
      await store.close();
    },
  };
}

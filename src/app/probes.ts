import type { Health } from '../core/health.ts';
import type { JobFigures } from '../jobs/inspect.ts';
import type { Store } from '../store/store.ts';
import type { WorkPart } from '../tasks/health.ts';
import type { Dispatcher } from './dispatch.ts';
import type { Probe } from './server.ts';

interface ProbeOptions {
  readonly store: Store;
  readonly jobs: () => Promise<JobFigures>;
  readonly dispatcher: Pick<Dispatcher, 'isAlive'>;
  readonly now: () => Date;
}

/** Whoever asks more often is told the same again: probes come from outside, and each costs the database some queries. */
const GOOD_FOR_MS = 2_000;

/** What has to be well for `/readyz`: what this process needs, and whether the work of all of them gets done. */
export function createProbes({ store, jobs, dispatcher, now }: ProbeOptions): Probe[] {
  let last: { readonly at: number; readonly work: Promise<Readonly<Record<WorkPart, Health>>> } | null = null;
  const judge = async () => {
    // Read when somebody asks: deliveries are taken in without it.
    const { judgeWork, readWork } = await import('../tasks/health.ts');
    return judgeWork(await readWork({ store, jobs, now }));
  };
  const judged = () => {
    const at = now().getTime();
    if (last === null || Math.abs(at - last.at) >= GOOD_FOR_MS) {
      last = { at, work: judge() };
    }
    return last.work;
  };
  const ofWork = (name: WorkPart): Probe => ({
    name,
    async check() {
      const { verdict, sentence } = (await judged())[name];
      return verdict === 'bad' ? sentence : null;
    },
  });
  return [
    {
      name: 'database',
      check: async () => ((await store.pool.query('select 1')).rowCount === 1 ? null : 'The database does not answer.'),
    },
    {
      name: 'dispatcher',
      check: async () => (dispatcher.isAlive() ? null : 'Deliveries are not dispatched in this process.'),
    },
    ofWork('deliveries'),
    ofWork('delivery-log'),
    ofWork('queues'),
    ofWork('sweeps'),
  ];
}

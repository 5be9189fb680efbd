import { noteSweepAtStart, readWritingStop, takeSweepAtStart } from '../store/writing-stop.ts';
import type { TaskContext } from './context.ts';
import { housekeepingRequest } from './requests.ts';

/** Has every installation swept: what was not written meanwhile is made up for. */
export const SWEEP_ALL = housekeepingRequest('sweep-all');

/** At the start of a process: says that nothing is written, or makes up for what was left unwritten before it. */
export async function heedReadOnly({
  store,
  isReadOnly,
  enqueue,
  log,
}: Pick<TaskContext, 'store' | 'isReadOnly' | 'enqueue' | 'log'>): Promise<void> {
  await store.asOperator(async (db) => {
    const stop = await readWritingStop(db);
    if (stop !== null) log.warn({ ...stop }, 'writing is stopped');
    if (isReadOnly) {
      await noteSweepAtStart(db);
      log.warn({}, 'this process writes nothing: PORTREEVE_READ_ONLY');
    } else if (await takeSweepAtStart(db)) {
      await enqueue([SWEEP_ALL], db);
    }
  });
}

import { wantHeads } from '../store/sweeps.ts';
import type { Db } from '../store/tables.ts';
import type { TaskContext } from './context.ts';
import { sweepRequest } from './requests.ts';

/** Has everything judged anew, open pull requests too, since what it is judged by has changed; in the caller's transaction. */
export async function sweepAnew(
  { enqueue, now }: Pick<TaskContext, 'enqueue' | 'now'>,
  db: Db,
  installationId: number,
): Promise<void> {
  await wantHeads(db, now());
  await enqueue([sweepRequest({ installationId, trigger: 'configuration' })], db);
}

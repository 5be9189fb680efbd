import type { Jobs } from '../../src/jobs/jobs.ts';
import type { Store } from '../../src/store/store.ts';
import type { GitHub } from '../github/index.ts';

/**
 * Resolves when every delivery was answered, dispatched and done with.
 * @param withinSeconds what is put off for longer than this is not waited for
 */
export async function untilSettled(
  github: GitHub,
  { store, jobs }: { readonly store: Store; readonly jobs: Jobs },
  withinSeconds = 5,
): Promise<void> {
  const pending = () =>
    store.asOperator(async (db) => {
      const { count } = await db
        .selectFrom('delivery')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('status', 'in', ['stored', 'dispatched'])
        .executeTakeFirstOrThrow();
      return Number(count);
    });
  for (;;) {
    const deliveries = github.webhooks.log.length;
    await github.settled();
    await jobs.idle(withinSeconds);
    await github.settled();
    // What the last jobs wrote is told by webhooks, and those make jobs again.
    const isQuiet = github.webhooks.log.length === deliveries;
    if ((await pending()) === 0 && isQuiet) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

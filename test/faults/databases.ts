import type { FaultCase, Struck } from './fault.ts';
import { openProxy } from './proxy.ts';
import { inThisProcess, type Stage } from './stage.ts';

// What goes wrong between Portreeve and its database.

/** The end of a transaction, by itself or as the last of several statements; or the intake's, which is one of its own. */
const COMMITS = /(?:^|;)\s*commit\s*;?\s*$|^store-deliveries$/i;

/** Lets the app reach its database by a way that can be cut; the test itself has its own. */
async function throughProxy(stage: Stage) {
  const proxy = await openProxy(stage.databaseUrl);
  const runner = inThisProcess(stage, proxy.databaseUrl);
  stage.runner = {
    start: runner.start,
    async stop() {
      await runner.stop();
      await proxy.close();
    },
  };
  return proxy;
}

export const DATABASES: readonly FaultCase[] = [
  {
    id: 'F3',
    title: 'The database is away while deliveries come in',
    compares: 'present',
    async during({ stage, begin, rounds }): Promise<Struck> {
      const { github, region } = stage;
      const proxy = await throughProxy(stage);
      await begin();
      const { act } = region;
      let times = 0;
      const broken: string[] = [];
      await rounds(async (round) => {
        region.act = act;
        if (round % 3 !== 1) return;
        const before = github.webhooks.log.length;
        proxy.cut();
        act();
        await github.settled();
        const met = github.webhooks.log.slice(before);
        times += met.length;
        if (met.some(({ statusCode }) => statusCode === 202)) broken.push('I3: acknowledged without a database');
        proxy.mend();
        // This round's people have acted.
        region.act = () => {};
      });
      region.act = act;
      return { times, broken };
    },
  },
  {
    id: 'F4',
    title: 'The database is lost in a task, before and after COMMIT',
    compares: 'whole',
    async during({ stage, begin, rounds, random }): Promise<Struck> {
      const proxy = await throughProxy(stage);
      let times = 0;
      proxy.watch = (statement) => {
        if (!COMMITS.test(statement) || random() > 1 / 25) return null;
        times += 1;
        return times % 2 === 0 ? 'before' : 'after';
      };
      await begin();
      // Before the next act, people see what came of the last one: else what they do would depend on what was cut.
      await rounds(() => stage.untilMadeUp());
      proxy.watch = () => null;
      await stage.settle();
      return { times };
    },
  },
];

import pg from 'pg';
import type { FaultCase, Life, Struck } from './fault.ts';
import { forgetActive, inProcesses } from './processes.ts';

// Several processes beside and after each other, and one that is too busy.

/** GitHub gives an answer ten seconds; we want it in five. */
const LONGEST_ANSWER_SECONDS = 5;
const LONGEST_END_MS = 20_000;

async function beside(life: Life, count: number): Promise<Struck> {
  const { stage, begin, rounds, random } = life;
  const frozen = {
    'task:sent create-issue': 1,
    'task:sent report-check-run': 1,
    'task:planned': 2 + Math.floor(random() * 4),
  };
  const processes = inProcesses(stage, stage.databaseUrl, [{ frozen }].values(), count);
  stage.runner = {
    ...processes,
    // While one stands still, the others get what it held, and two minutes pass.
    async tend() {
      const stopped = processes.events.filter(({ what }) => what === 'frozen').length;
      if (stopped > thawed) {
        thawed = stopped;
        await stage.advance(120_000);
        await forgetActive(stage);
        await othersAreDone(life);
        processes.thaw();
        return true;
      }
      return false;
    },
  };
  let thawed = 0;
  await begin();
  await rounds();
  return { times: processes.events.length };
}

/** Nothing is active or ready but what the stopped one holds. */
async function othersAreDone({ stage }: Life): Promise<void> {
  const { store } = stage;
  for (let quiet = 0; quiet < 3; ) {
    const { rows } = await store.pool.query(
      "select 1 from pgboss.job where state < 'completed' and name <> 'dead-letter' and start_after <= now() limit 1",
    );
    quiet = rows.length === 0 ? quiet + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const REPLICAS: readonly FaultCase[] = [
  {
    id: 'F27',
    title: 'Two processes (four in a long run), one of which stands still for two minutes',
    compares: 'whole',
    during: (life) => beside(life, life.count < 10 ? 2 : 4),
  },
  {
    id: 'F28',
    title: 'SIGTERM under load, and the next version’s schema under the last one’s feet',
    compares: 'whole',
    async during({ stage, begin, rounds }): Promise<Struck> {
      const processes = inProcesses(stage, stage.databaseUrl, [][Symbol.iterator]());
      stage.runner = processes;
      const { region } = stage;
      const { act } = region;
      const broken: string[] = [];
      let times = 0;
      let ending: Promise<void> = Promise.resolve();
      await begin();
      region.act = () => {
        act();
        // At most so many in a long life: each costs a process.
        if (times >= 10) return;
        times += 1;
        ending = processes.replace(0).then(({ code, milliseconds }) => {
          if (code !== 0 || milliseconds > LONGEST_END_MS) broken.push(`ended with ${code} after ${milliseconds} ms`);
        });
      };
      await addColumns(stage.databaseUrl);
      await rounds(() => ending);
      await ending;
      region.act = act;
      return { times, broken };
    },
  },
  {
    id: 'F30',
    title: 'The event loop stands still for two seconds, and another process works in bulk (in place of PGlite’s)',
    compares: 'whole',
    async during({ stage, begin, rounds, count }): Promise<Struck> {
      const blocked = {
        'task:collected': 2,
        'dispatch:claimed': 3,
        ...(count < 10 ? {} : { 'task:planned': 20, 'task:evaluated': 40 }),
      };
      const processes = inProcesses(stage, stage.databaseUrl, [{ blocked }].values());
      stage.runner = processes;
      await begin();
      const bulk = bulkWork(stage.databaseUrl);
      await rounds();
      await bulk;
      const answers = stage.github.webhooks.log.map(({ duration }) => duration).sort((a, b) => a - b);
      const slowest = answers[Math.floor(answers.length * 0.99)] ?? 0;
      const broken = slowest < LONGEST_ANSWER_SECONDS ? [] : [`the answers took ${slowest} s (p99)`];
      return { times: processes.events.length, broken };
    },
  },
];

/** What a next version may do to the tables while this one still runs: only add. */
async function addColumns(databaseUrl: string): Promise<void> {
  await onDatabase(databaseUrl, async (client) => {
    for (const table of ['delivery', 'artifact', 'audit', 'installation', 'repository']) {
      await client.query(`alter table ${table} add column of_the_next_version text`);
    }
    await client.query('create table of_the_next_version (installation_id bigint not null)');
  });
}

/** Keeps the database busy for a while. */
async function bulkWork(databaseUrl: string): Promise<void> {
  await onDatabase(databaseUrl, (client) =>
    client.query(`create temporary table bulk as
      select n, repeat(md5(n::text), 20) as text from generate_series(1, 200000) as n order by md5(n::text)`),
  );
}

async function onDatabase(databaseUrl: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

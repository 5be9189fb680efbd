import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.ts';
import type { HeldPlan } from '../../src/plan/brake.ts';
import { hold, lockBrake, readBrake } from '../../src/store/brake.ts';
import { connect } from '../../src/store/connect.ts';
import { parkInstallation, pauseInstallation, saveInstallation } from '../../src/store/installations.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { readWritingStop } from '../../src/store/writing-stop.ts';
import { createTestDatabase, createTestStore, type TestStore, testDatabases } from '../support/database.ts';
import { silentLog } from '../support/silent-log.ts';

async function command(databaseUrl: string, ...args: readonly string[]) {
  let out = '';
  let err = '';
  const plain = { isColoured: false, width: null };
  const code = await run(args, {
    folder: '/',
    out: { ...plain, write: (text) => (out += text) },
    err: { ...plain, write: (text) => (err += text) },
    now: () => new Date('2026-11-23T12:00:00Z'),
    environment: { DATABASE_URL: databaseUrl },
    isDebugged: false,
  });
  return { code, out, err };
}

const ALL = [
  ['findings'],
  ['ledger', 'verify'],
  ['overrides'],
  ['jobs'],
  ['ggi', 'status'],
  ['ggi', 'init'],
  ['approve'],
  ['stop-writing', 'why'],
  ['resume-writing'],
];
const names = Object.keys(MIGRATIONS);

describe.each(testDatabases())('commands on $name', (backend) => {
  test.each([
    ['empty', 0, 'The database has no tables of Portreeve: the app has never used it.'],
    ['older', names.length - 1, `The database is not up to date with this Portreeve: it lacks ${names.at(-1)}.`],
  ])('none of them changes a database that is %s', async (_state, steps, sentence) => {
    const { databaseUrl, drop } = await createTestDatabase(backend, 'empty');
    const pool = await connect({ connectionString: databaseUrl }, silentLog);
    try {
      const migrations = Object.fromEntries(Object.entries(MIGRATIONS).slice(0, steps));
      if (steps > 0) await migrate(pool, { migrations });
      const tables = () =>
        pool.query(`select relname from pg_class where relnamespace::regnamespace::text in ('portreeve', 'pgboss')`);
      const before = (await tables()).rows;
      for (const args of ALL) {
        const { code, err } = await command(databaseUrl, ...args);
        expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
      }
      expect((await tables()).rows).toEqual(before);
    } finally {
      await pool.end();
      await drop();
    }
  });

  describe('approve, stop-writing and resume-writing', () => {
    let store: TestStore;
    let waiting: () => Promise<unknown>;
    const portreeve = (...args: readonly string[]) => command(store.databaseUrl, ...args);
    const jobs = async () => (await store.pool.query('select data from pgboss.job')).rows.map(({ data }) => data);

    beforeEach(async () => {
      store = await createTestStore(backend);
      await store.asInstallation(7, (db) =>
        saveInstallation(db, {
          installationId: 7,
          accountId: 70,
          accountLogin: 'City',
          accountType: 'Organization',
          permissions: {},
          suspendedAt: null,
        }),
      );
      waiting = async () => (await store.asInstallation(7, readBrake)).held?.hash ?? null;
    });
    afterEach(() => store.close());

    const plan: HeldPlan = {
      hash: '0123456789ab',
      reason: 'many-repositories',
      basis: 'in-force',
      total: 30,
      repositories: Array.from({ length: 22 }, (_, index) => ({
        repositoryId: 100 + index,
        nodeId: `R_${index}`,
        name: `site-${index}\u001b[31m`,
        isPublic: false,
        writes: [`create-issue policy-issue:${100 + index}`],
        policies: ['license-file'],
        restricted: 0,
      })),
    };
    const holdPlan = () =>
      store.asInstallation(7, async (db) => {
        await lockBrake(db, 7);
        await hold(db, plan, new Date('2026-11-23T11:30:00Z'));
      });

    test('where nothing waits, approve says so', async () => {
      expect(await portreeve('approve')).toEqual({ code: 0, out: 'Nothing waits for an approver.\n', err: '' });
      const { code, err } = await portreeve('approve', 'city', plan.hash);
      expect([code, err]).toEqual([2, expect.stringContaining('Nothing of city waits for an approver.')]);
    });

    test('approve shows what waits and why, with names, and nothing of them reaches the terminal raw', async () => {
      await holdPlan();
      const { code, out } = await portreeve('approve', 'CITY');
      expect(code).toBe(1);
      expect(out).toContain('City  plan 0123456789ab, waiting for 30 minutes');
      expect(out).toContain('why    it would write to more repositories at once than the limit');
      expect(out).toContain('where  22 of 30 repositories');
      expect(out).toContain('… and 2 more');
      expect(out).toContain('what   22 × create-issue');
      expect(out).toContain('fails  license-file in 22');
      expect(out).toContain('release it with: portreeve approve City 0123456789ab');
      expect(out).not.toContain('\u001b');
      expect((await portreeve('approve', 'village')).out).toBe('Nothing waits for an approver.\n');
      const json = JSON.parse((await portreeve('approve', '--format', 'json')).out);
      expect(json).toMatchObject([{ account: 'City', plan: { hash: plan.hash, repositories: plan.repositories } }]);
    });

    test('approve releases the plan with this hash and no other, tells of it and sweeps', async () => {
      await holdPlan();
      const { code, err } = await portreeve('approve', 'city', 'ba9876543210');
      expect([code, err]).toEqual([2, expect.stringContaining('the one that waits is 0123456789ab')]);
      expect([await waiting(), await jobs()]).toEqual([plan.hash, []]);

      expect((await portreeve('approve', 'city', plan.hash)).out).toBe('Released: 22 repositories of City.\n');
      expect(await waiting()).toBeNull();
      expect(await jobs()).toMatchObject([
        { installationId: 7, work: 'tell' },
        { installationId: 7, trigger: 'configuration' },
      ]);
      expect((await portreeve('approve', 'city', plan.hash)).code).toBe(2);
    });

    test('stop-writing says who stopped it and why, jobs shows it, resume-writing sweeps everything once', async () => {
      expect((await portreeve('resume-writing')).out).toBe('Writing was not stopped.\n');
      expect(await jobs()).toEqual([]);

      expect((await portreeve('stop-writing', 'wrong', 'texts')).code).toBe(0);
      const stop = await store.asOperator(readWritingStop);
      expect(stop).toEqual({ reason: 'wrong texts', by: expect.any(String), at: '2026-11-23T12:00:00.000Z' });
      expect((await portreeve('jobs')).out).toContain(`WRITING IS STOPPED by ${stop?.by}, ${stop?.at}: wrong texts`);

      expect((await portreeve('resume-writing')).out).toBe(
        `Writing goes on. It was stopped by ${stop?.by}, ${stop?.at}: wrong texts\n`,
      );
      expect(await store.asOperator(readWritingStop)).toBeNull();
      expect(await jobs()).toEqual([{ installationId: 0, work: 'sweep-all' }]);
    });

    test('jobs says for whom GitHub wants a pause, until when and why, while it lasts', async () => {
      const pause = (seconds: number, reason: string, at: string) =>
        store.asInstallation(7, (db) => pauseInstallation(db, 7, { seconds, reason }, new Date(at)));
      await pause(60, 'over already', '2026-11-23T11:59:00Z');
      expect(JSON.parse((await portreeve('jobs', '--format', 'json')).out).pauses).toEqual([]);

      await pause(90, 'secondary \u001b[31mlimit', '2026-11-23T12:00:00Z');
      await pause(30, 'shorter, so it changes nothing', '2026-11-23T12:00:00Z');
      await store.asInstallation(7, (db) => parkInstallation(db, 7, new Date('2026-11-23T11:30:00Z')));
      const { out } = await portreeve('jobs');
      expect(out).toMatch(/^City: waits until 2026-11-23T12:01:30\.000Z: secondary .*limit\n/);
      expect(out).toContain('City: waits until 2026-11-23T12:30:00.000Z: GitHub gives no token for the installation\n');
      expect(out).not.toContain('\u001b');
      expect(JSON.parse((await portreeve('jobs', '--format', 'json')).out).pauses).toMatchObject([
        { account: 'City', kind: 'paused', until: '2026-11-23T12:01:30.000Z' },
        { account: 'City', kind: 'parked', until: '2026-11-23T12:30:00.000Z' },
      ]);
    });

    test('jobs names the oldest that wait in each queue, since when, and not before when', async () => {
      await store.asInstallation(7, (db) =>
        db
          .insertInto('repository')
          .values({
            installation_id: 7,
            repository_id: 42,
            node_id: 'R_42',
            owner: 'City',
            name: 'stops\u001b[31m',
            visibility: 'public',
            archived: false,
          })
          .execute(),
      );
      const put = (queue: string, data: object, minute: number, waits: string | null) =>
        store.pool.query(
          `insert into pgboss.job (name, data, singleton_key, created_on, start_after)
           values ($1, $2, $3, $4, coalesce($5::timestamptz, $4::timestamptz))`,
          [queue, data, `${queue}${minute}`, `2026-01-05T09:0${minute}:00Z`, waits],
        );
      await put('pull-request', { installationId: 7, repositoryId: 42, number: 8, headSha: 'abc' }, 1, null);
      await put('pull-request', { installationId: 7, repositoryId: 42, number: null, headSha: 'abc' }, 2, null);
      await put('repository', { installationId: 7, repositoryId: 43 }, 3, '2999-01-01T00:00:00Z');
      for (const minute of [9, 8, 7, 6]) await put('repository', { installationId: 7, repositoryId: 42 }, minute, null);
      await put('sweep', { installationId: 7 }, 4, null);
      await put('housekeeping', { installationId: 0 }, 5, null);

      const { out } = await portreeve('jobs');
      const [at, lines] = ['2026-01-05T09:0', out.split('\n').filter((line) => line.startsWith('    '))];
      expect(lines).toEqual([
        expect.stringMatching(`^    City/stops.*#8  since ${at}1:00.000Z$`),
        expect.stringMatching(`^    City/stops.* at abc  since ${at}2:00.000Z$`),
        `    City, repository 43  since ${at}3:00.000Z, not before 2999-01-01T00:00:00.000Z`,
        expect.stringMatching(`^    City/stops.*  since ${at}6:00.000Z$`),
        expect.stringMatching(`^    City/stops.*  since ${at}7:00.000Z$`),
        `    City  since ${at}4:00.000Z`,
        `    housekeeping5  since ${at}5:00.000Z`,
      ]);
      expect(out).not.toContain('\u001b');
      const { oldest } = JSON.parse((await portreeve('jobs', '--format', 'json')).out);
      expect(oldest[0]).toMatchObject({ queue: 'pull-request', since: `${at}1:00.000Z`, notBefore: null });
      expect(oldest).toHaveLength(7);
    });

    test('in a restored database, whose queues the app has yet to make, writing can be stopped', async () => {
      await store.pool.query('drop schema pgboss cascade');
      expect((await portreeve('stop-writing', 'why')).code).toBe(0);
      expect((await portreeve('findings')).out).toBe('Nothing was judged yet.\n');
      const { code, err } = await portreeve('jobs');
      expect([code, err]).toEqual([2, expect.stringContaining('it lacks the queues')]);
    });
  });
});

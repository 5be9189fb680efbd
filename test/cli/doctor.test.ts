import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.ts';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import { saveDeliveryLogState } from '../../src/store/delivery-log.ts';
import { pauseInstallation } from '../../src/store/installations.ts';
import { appendEntries, ledgerPlace } from '../../src/store/ledger.ts';
import { resumeWriting, stopWriting } from '../../src/store/writing-stop.ts';
import { signed } from '../ledger/a-chain.ts';
import { APP_PERMISSIONS } from '../support/app-manifest.ts';
import { createTestDatabase, type TestStore, testDatabases } from '../support/database.ts';
import { type House, openHouse } from '../support/house.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
let house: House;

beforeAll(async () => {
  house = await openHouse();
  await house.refresh();
  await house.sweep();
}, 120_000);
afterAll(() => house.close());

interface Conditions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where GitHub delivers to; nothing is delivered meanwhile. */
  readonly webhookUrl?: string | null;
  readonly now?: () => Date;
  readonly isColoured?: boolean;
  readonly width?: number | null;
}

async function doctor(args: readonly string[], conditions: Conditions = {}) {
  const {
    webhookUrl = 'https://portreeve.city.example/api/github/webhooks',
    isColoured = false,
    width = null,
  } = conditions;
  const { app } = house.installation;
  let out = '';
  let err = '';
  app.webhookUrl = webhookUrl;
  try {
    const code = await run(['doctor', ...args], {
      folder,
      out: { isColoured, width, write: (text) => (out += text) },
      err: { isColoured: false, width: null, write: (text) => (err += text) },
      now: conditions.now ?? (() => new Date()),
      environment: {
        APP_ID: String(app.id),
        PRIVATE_KEY: app.privateKey,
        WEBHOOK_SECRET: app.webhookSecret,
        DATABASE_URL: (house.store as TestStore).databaseUrl,
        GHE_HOST: new URL(house.github.url).host,
        GHE_PROTOCOL: 'http',
        HOME: folder,
        ...conditions.environment,
      },
      isDebugged: false,
    });
    return { code, out, err };
  } finally {
    app.webhookUrl = null;
  }
}

async function diagnose(
  conditions: Conditions = {},
): Promise<{ readonly code: number; readonly diagnosis: Diagnosis }> {
  const { code, out, err } = await doctor(['--json'], conditions);
  if (err !== '') throw new Error(err);
  return { code, diagnosis: JSON.parse(out) };
}

function partOf({ parts }: Diagnosis, name: string) {
  const found = parts.find(({ part }) => part === name);
  if (found === undefined) throw new Error(`There is no part ${name}`);
  return found;
}

async function lookAtLog(): Promise<void> {
  const lookedAt = new Date();
  const state = {
    lookedAt,
    readAt: lookedAt,
    readThrough: lookedAt,
    failure: null,
    found: 0,
    redelivered: 0,
    sweptInstead: 0,
    quiet: [],
  };
  await house.store.asOperator((db) => saveDeliveryLogState(db, state));
}

const PARTS = [
  'credentials',
  'webhook',
  'clock',
  'permissions',
  'budget',
  'database',
  'delivery-log',
  'deliveries',
  'queues',
  'dead-letters',
  'sweeps',
  'pauses',
  'ledger',
  'writing',
];

test('where all is well, each part says so, and it ends with 0', async () => {
  await lookAtLog();
  const { code, diagnosis } = await diagnose();

  expect(diagnosis.parts.map(({ part }) => part)).toEqual(PARTS);
  expect(diagnosis.parts.filter(({ verdict }) => verdict !== 'good')).toEqual([]);
  expect([code, diagnosis.verdict]).toEqual([0, 'good']);
});

test('as a person reads it', async () => {
  await lookAtLog();
  const { out } = await doctor([], { width: 100 });
  const stable = out
    .replace(/^Portreeve .*$/m, 'Portreeve VERSION, TIME')
    .replaceAll(house.github.url, 'https://github.example')
    .replaceAll(String(house.installation.app.id), '123456')
    .replace(/PostgreSQL [\d.]+, at DATABASE_URL, \d+ MB/, 'PostgreSQL 18.1, at DATABASE_URL, 20 MB')
    .replace(/\d+ migrations/, '9 migrations')
    .replaceAll(/\d+ of (\d+) left \((\w+)\), anew in [\d a-z]+\./g, '4990 of $1 left ($2), anew in 30 min.')
    .replaceAll(/\d+ s ago/g, '5 s ago')
    .replace(/within the last \d+ s/, 'within the last 5 s');

  expect(stable).toMatchInlineSnapshot(`
"Portreeve VERSION, TIME

  good       Credentials   The private key is good: GitHub knows the app portreeve (123456) of
                           ghost.
  good       Webhook       GitHub delivers to https://portreeve.city.example/api/github/webhooks,
                           signed.
  good       Clock         It goes with GitHub’s, within 1 s.
  good       Permissions   All 8 features are on, in 1 installation.
                           Project that shows the board of good governance: only with
                           organization_projects: write, which is not granted in city. The board
                           stands in issues alone.
  good       Budget        There is enough left of what GitHub lets us ask.
                           city: 4990 of 5000 left (core), anew in 30 min.
                           city: 4990 of 5000 left (graphql), anew in 30 min.
  good       Database      It answers, and is up to date.
                           PostgreSQL 18.1, at DATABASE_URL, 20 MB.
                           9 migrations applied, none missing; both roles can be taken.
  good       Delivery log  Read 5 s ago: everything that GitHub sent is here.
  good       Deliveries    0 deliveries in the last day, none failed.
  good       Queues        0 waiting, 0 active, 0 put off until later.
  good       Dead letters  No job failed for good.
  good       Sweeps        Every installation was swept within the last 5 s.
                           city: 5 s ago.
  good       Pauses        GitHub lets every installation go on.
  good       Ledger        Nobody has signed anything yet.
  good       Writing       Nothing is stopped, and no plan waits for an approver.

All is well.
"
`);
});

test('what is off for want of a permission is named, with where to grant it', async () => {
  const { github, installation } = house;
  github.changePermissions(installation, { ...APP_PERMISSIONS, issues: 'read' });
  try {
    const { code, diagnosis } = await diagnose();
    const { verdict, details } = partOf(diagnosis, 'permissions');

    expect([code, verdict]).toEqual([0, 'attention']);
    expect(details).toEqual([
      'Policy issues: off in city, which does not grant issues: write. Nobody is told in an issue; `portreeve findings` prints what was found.',
      expect.stringMatching(/→ grant it: .*\/settings\/installations\/\d+$/),
      expect.stringContaining('commands in comments: off in city'),
      expect.stringContaining('→ grant it: '),
      'Project that shows the board of good governance: only with organization_projects: write, which is not granted in city. The board stands in issues alone.',
    ]);
  } finally {
    github.changePermissions(installation, APP_PERMISSIONS);
  }
});

test('where no file may be read anywhere, that is bad', async () => {
  const { github, installation } = house;
  const { contents: _, ...others } = APP_PERMISSIONS;
  github.changePermissions(installation, others);
  try {
    const { code, diagnosis } = await diagnose();
    expect([code, partOf(diagnosis, 'permissions').verdict]).toEqual([1, 'bad']);
  } finally {
    github.changePermissions(installation, APP_PERMISSIONS);
  }
});

describe('what is wrong with the credentials and the webhook', () => {
  const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs1',
    format: 'pem',
  });

  test.each([
    ['another key', { environment: { PRIVATE_KEY: String(otherKey) } }, 'credentials', 'bad', 'does not know the app'],
    ['another app', { environment: { APP_ID: '999999' } }, 'credentials', 'bad', 'does not know the app'],
    ['no GitHub there', { environment: { GHE_HOST: '127.0.0.1:9' } }, 'credentials', 'bad', 'did not answer'],
    ['no webhook', { webhookUrl: null }, 'webhook', 'bad', 'no webhook'],
    ['another path', { webhookUrl: 'https://city.example/hook' }, 'webhook', 'attention', 'listens on the path'],
    ['no https', { webhookUrl: 'http://city.example/api/github/webhooks' }, 'webhook', 'attention', 'without proof'],
    [
      'no database there',
      { environment: { DATABASE_URL: 'postgres://a:b@127.0.0.1:9/c' } },
      'database',
      'bad',
      'cannot be reached',
    ],
  ] as const)('%s', async (_, conditions, name, verdict, words) => {
    const { code, diagnosis } = await diagnose(conditions);
    const part = partOf(diagnosis, name);

    expect([part.verdict, code]).toEqual([verdict, verdict === 'bad' ? 1 : 0]);
    expect(part.sentence).toContain(words);
    expect(part.todo).not.toBeNull();
  });
});

test.each([
  [25_000, 'ahead of'],
  [-25_000, 'behind'],
  [3_600_000, 'ahead of'],
])('F26: a clock that is %d ms off is told', async (off, words) => {
  const { code, diagnosis } = await diagnose({ now: () => new Date(Date.now() + off) });

  expect(code).toBe(1);
  expect(partOf(diagnosis, 'clock').sentence).toContain(words);
});

test('A40: a ledger that is not as it was written is bad, and one that is says how much there is', async () => {
  const { id } = house.installation;
  await house.store.asInstallation(id, async (db) => {
    await appendEntries(db, await ledgerPlace(db, id), [signed(1), signed(2)], new Date());
  });
  expect(partOf((await diagnose()).diagnosis, 'ledger').sentence).toBe('2 rows are as they were written.');

  const [taken] = await house.store.asInstallation(id, (db) =>
    db.deleteFrom('ledger_person').where('sequence', '=', 1).returningAll().execute(),
  );
  if (taken === undefined) throw new Error('There was no row to take away');
  try {
    const { code, diagnosis } = await diagnose();
    const { verdict, details } = partOf(diagnosis, 'ledger');
    expect([code, verdict]).toEqual([1, 'bad']);
    expect(details).toEqual([expect.stringMatching(/^city: The data beside row 1 is missing/)]);
  } finally {
    await house.store.asInstallation(id, (db) => db.insertInto('ledger_person').values(taken).execute());
  }
});

test('no secret is ever printed', async () => {
  const { app } = house.installation;
  const runs = [
    await doctor(['--json']),
    await doctor([], { webhookUrl: 'https://user:hunter2@city.example/api/github/webhooks?key=hunter3' }),
    await doctor([], { environment: { DATABASE_URL: 'postgres://someone:hunter4@127.0.0.1:9/c' } }),
    await doctor([], { environment: { PRIVATE_KEY: 'hunter5' } }),
  ];
  const all = runs.map(({ out, err }) => out + err).join();

  for (const secret of [
    'hunter',
    app.webhookSecret,
    ...app.privateKey.split('\n').filter((line) => line.length > 40),
  ]) {
    expect(all).not.toContain(secret);
  }
});

test('it changes nothing: neither on GitHub nor in the database', async () => {
  const [backend] = testDatabases();
  if (backend === undefined) throw new Error('There is no database to test on');
  const empty = await createTestDatabase(backend, 'empty');
  const before = house.github.writes().filter(({ route }) => !route.includes('access_tokens')).length;
  const { diagnosis } = await diagnose({ environment: { DATABASE_URL: empty.databaseUrl } });
  const again = await diagnose({ environment: { DATABASE_URL: empty.databaseUrl } });

  expect(house.github.writes().filter(({ route }) => !route.includes('access_tokens'))).toHaveLength(before);
  expect(partOf(diagnosis, 'database')).toMatchObject({
    verdict: 'attention',
    sentence: 'It is empty: the app has never used it.',
  });
  expect(partOf(again.diagnosis, 'database').sentence).toBe('It is empty: the app has never used it.');
  await empty.drop();
});

test('where the app has never run, that is no fault', async () => {
  const { diagnosis } = await diagnose({ environment: { DATABASE_URL: '', PORTREEVE_DATA: join(folder, 'nowhere') } });

  expect(partOf(diagnosis, 'database')).toMatchObject({
    verdict: 'attention',
    todo: expect.stringContaining('npm start'),
  });
});

test('without credentials it says how to set up, and ends with 2', async () => {
  const { code, out, err } = await doctor([], {
    environment: { APP_ID: '', PRIVATE_KEY: '', WEBHOOK_SECRET: '', GHE_HOST: '' },
  });

  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('no GitHub App yet');
});

test('a stop of all writing is told, with who and why', async () => {
  const at = '2026-01-05T09:00:00.000Z';
  await house.store.asOperator((db) => stopWriting(db, { reason: 'too many issues', by: 'ada', at }));
  try {
    const { code, diagnosis } = await diagnose();
    expect(code).toBe(0);
    expect(partOf(diagnosis, 'writing')).toMatchObject({
      verdict: 'attention',
      sentence: `All writing was stopped by ada at ${at}: too many issues`,
    });
  } finally {
    await house.store.asOperator(resumeWriting);
  }
});

test('a pause is told, with for whom, until when and why', async () => {
  const { id } = house.installation;
  const at = new Date();
  await house.store.asInstallation(id, (db) => pauseInstallation(db, id, { seconds: 90, reason: 'slow down' }, at));
  const pauses = async (now: Date) => partOf((await diagnose({ now: () => now })).diagnosis, 'pauses');

  expect(await pauses(at)).toMatchObject({
    verdict: 'attention',
    details: [`city: until ${new Date(at.getTime() + 90_000).toISOString()}: slow down`],
  });
  expect((await pauses(new Date(at.getTime() + 91_000))).verdict).toBe('good');
});

test('colours are for a terminal alone', async () => {
  expect((await doctor([])).out).not.toContain('\u001b');
  expect((await doctor([], { isColoured: true })).out).toContain('\u001b[32mgood');
});

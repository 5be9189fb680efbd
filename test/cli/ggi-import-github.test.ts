import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.ts';
import { ACTIVITIES } from '../../src/ggi/activities.ts';
import { boardTask } from '../../src/tasks/requests.ts';
import { tendBoard } from '../../src/tasks/tend-board.ts';
import type { Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { only, ourIssues, requestsOf, writesOf } from '../tasks/on-github.ts';

const body = (first: string, second: string) =>
  `Activity ID: [GGI-A-39](https://x.example)\n\n### Progress Assessment\n\n- [${first}] one\n- [${second}] two\n`;

/** A board of one activity is as good as one of all, and is filed sooner. */
const OTHERS = ACTIVITIES.filter(({ id }) => id !== 'GGI-A-39').map(({ id }) => `${id}: off`);
const CONFIGURATION = `governanceRepository: office
governance: { ggi: { board: true, activities: { ${OTHERS.join(', ')} } } }
`;

let house: House;
let office: Repository;
let now = new Date('2026-11-02T09:00:00Z');

async function ggi(...args: readonly string[]) {
  let out = '';
  let err = '';
  const plain = { isColoured: false, width: null };
  const { app } = house.installation;
  const code = await run(['ggi', ...args], {
    folder: '/',
    out: { ...plain, write: (text) => (out += text) },
    err: { ...plain, write: (text) => (err += text) },
    now: () => now,
    environment: {
      APP_ID: String(app.id),
      PRIVATE_KEY: app.privateKey,
      WEBHOOK_SECRET: app.webhookSecret,
      DATABASE_URL: house.store.databaseUrl,
      GHE_HOST: new URL(house.github.url).host,
      GHE_PROTOCOL: 'http',
    },
    isDebugged: false,
  });
  return { code, out, err };
}

function pass(days: number): void {
  now = new Date(now.getTime() + days * 86_400_000);
  house.github.clock.set(now.getTime());
}

const tend = () =>
  tendBoard(house.context, boardTask.parse({ work: 'refresh', installationId: house.installation.id }));

async function changes(): Promise<string[]> {
  const [board] = JSON.parse((await ggi('status', '--format', 'json')).out);
  return board.changes.map((one: Readonly<Record<string, string | null>>) => {
    return `${one.at?.slice(0, 10)} ${one.key ?? one.subject} ${one.value}`;
  });
}

describe('a board of before, in a repository on GitHub', () => {
  beforeAll(async () => {
    house = await openHouse({
      configuration: CONFIGURATION,
      now: () => now,
    });
    house.github.clock.set(now.getTime());
    const files = { 'README.md': 'x' };
    const owner = house.organization;
    office = house.github.createRepository({ owner, name: 'office', visibility: 'private', files });
    const old = house.github.createRepository({ owner, name: 'my-ggi-board', visibility: 'private', files });
    await house.refresh();
    await house.audit(office);
    const issue = house.github.openIssue(old, { title: 'Upstream first', body: body(' ', ' ') });
    house.github.openIssue(old, { title: 'Buy a printer' });
    pass(1);
    house.github.editIssue(issue, { labels: ['In Progress'] });
    pass(1);
    house.github.editIssue(issue, { body: body('x', ' ') });
    pass(1);
    // More than GitHub tells of an issue's past in one answer, of labels and of texts.
    for (let round = 0; round < 60; round += 1) {
      house.github.editIssue(issue, {
        labels: ['In Progress', 'asked again'],
        body: body('x', ' ').replace('two', `${round}`),
      });
      house.github.editIssue(issue, { labels: ['In Progress'], body: body('x', ' ').replace('two', `${round} times`) });
    }
    house.github.editIssue(issue, { labels: ['Done'], body: body('x', ' ').replace('one', 'the first one') });
  });
  afterAll(() => house.close());

  test('is first only told', async () => {
    expect(await ggi('import', '--from', 'city/my-ggi-board')).toEqual({
      code: 1,
      err: '',
      out: `Would be taken over for city/office, of 1 activities:
  changes that are new to the history: 3
  points that are ticked when their issue is filed: 1
  issues that cannot be taken: 1
    city/my-ggi-board#2: “Buy a printer” is no activity of the handbook, by its id or its title.
Nothing was written. Add --write to do it.
`,
    });
  });

  test('is taken over once, with the days of its labels and texts', async () => {
    await ggi('import', '--from', 'city/my-ggi-board', '--write');
    expect((await ggi('import', '--from', 'city/my-ggi-board', '--write')).out).toContain('new to the history: 0\n');
    await tend();
    const issue = only(ourIssues(office).filter(({ title }) => title.startsWith('GGI-A-39')));
    expect(issue.body).toContain('- [x] Are you sending markedly more');
    expect(issue.labels.map(({ name }) => name)).toContain('progress: done');
    expect(await changes()).toEqual([
      '2026-11-03 state in-progress',
      '2026-11-04 upstream-requests-growing ticked',
      '2026-11-05 state done',
    ]);
  });

  test.each([
    [['--from', 'my-ggi-board'], 'is no repository, such as city/my-ggi-board'],
    [['--from', 'city/nowhere'], 'There is no repository city/nowhere, or the app may not read it'],
    [['--from', 'city/my-ggi-board', 'issues.csv'], 'Name the files that are to be imported, or the repository'],
    [[], 'Name the files that are to be imported, or the repository'],
  ])('import %j says what is wrong', async (args, problem) => {
    expect(await ggi('import', ...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(problem) });
  });
});

test('what people did on our own board before anybody followed it is read once', async () => {
  now = new Date('2026-11-02T09:00:00Z');
  house = await openHouse({
    configuration: CONFIGURATION,
    now: () => now,
  });
  try {
    house.github.clock.set(now.getTime());
    const files = { 'README.md': 'x' };
    const owner = house.organization;
    office = house.github.createRepository({ owner, name: 'office', visibility: 'private', files });
    await house.refresh();
    await house.audit(office);
    await tend();
    const issue = only(ourIssues(office).filter(({ title }) => title.startsWith('GGI-A-39')));
    const labels = issue.labels.map(({ name }) => name).filter((name) => !name.startsWith('progress'));
    pass(2);
    house.github.editIssue(issue, { body: issue.body?.replace('- [ ] Are', '- [x] Are') ?? '' }, house.owner);
    pass(3);
    house.github.editIssue(issue, { labels: [...labels, 'progress: in progress'] }, house.owner);
    pass(5);
    // A backup of before that time was put back.
    await house.store.asInstallation(house.installation.id, async (db) => {
      for (const table of ['board_activity', 'board_point', 'board_change'] as const)
        await db.deleteFrom(table).execute();
    });
    await tend();
    expect(await changes()).toEqual(['2026-11-04 upstream-requests-growing ticked', '2026-11-07 state in-progress']);

    house.github.resetRequests();
    await tend();
    expect(requestsOf(house).filter((route) => route === 'POST /graphql')).toHaveLength(1);
    expect(writesOf(house)).toEqual([]);
    expect(await changes()).toHaveLength(2);
  } finally {
    await house.close();
  }
});

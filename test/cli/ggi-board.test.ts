import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.ts';
import { boardTask } from '../../src/tasks/requests.ts';
import { tendBoard } from '../../src/tasks/tend-board.ts';
import type { Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { issuesOf, only, ourIssues } from '../tasks/on-github.ts';

const PATH = '.github/portreeve.yml';
const CHOSEN = `governanceRepository: office
governance:
  ggi:
    board: true
    remindAfterDays: 7
    activities:
      GGI-A-39: { owner: ada, target: 2026-03-01 }
`;
let house: House;
let office: Repository;
let now = new Date('2026-03-05T10:00:00Z');

async function ggi(...args: readonly string[]) {
  let out = '';
  let err = '';
  const plain = { isColoured: false, width: null };
  const code = await run(['ggi', ...args], {
    folder: '/',
    out: { ...plain, write: (text) => (out += text) },
    err: { ...plain, write: (text) => (err += text) },
    now: () => now,
    environment: { DATABASE_URL: house.store.databaseUrl },
    isDebugged: false,
  });
  return { code, out, err };
}

async function configure(text: string): Promise<void> {
  const town = only([...house.github.world.repositories.values()].filter(({ name }) => name === '.github'));
  house.github.pushFiles(town, { message: 'Configure', files: { [PATH]: text } });
  await house.refresh();
}

const tend = () =>
  tendBoard(house.context, boardTask.parse({ work: 'refresh', installationId: house.installation.id }));
const issueOf = (id: string) => only(ourIssues(office).filter(({ title }) => title.startsWith(`${id}:`)));

describe('the board, as the operator sees it', () => {
  beforeAll(async () => {
    house = await openHouse({ configuration: 'mode: observe\n', now: () => now });
    office = house.github.createRepository({
      owner: house.organization,
      name: 'office',
      visibility: 'private',
      files: { 'README.md': 'x' },
    });
    await house.refresh();
    await house.audit(office);
  });
  afterAll(() => house.close());

  test('is not there before it is chosen, and says how to choose it', async () => {
    expect(await ggi('status')).toEqual({
      code: 2,
      out: 'There is no board: none was chosen, by `governance.ggi.board` in the configuration.\n',
      err: '',
    });
    expect(await ggi('init')).toMatchObject({
      code: 2,
      err: expect.stringContaining('city has no board of good governance'),
    });
    await configure('governance: { ggi: { board: true } }\n');
    expect((await ggi('init')).err).toContain('no repository for it');
    await configure('governanceRepository: nowhere\ngovernance: { ggi: { board: true } }\n');
    expect((await ggi('init', 'city')).err).toContain('Portreeve knows of no repository city/nowhere');
    expect((await ggi('init', 'town')).err).toContain('Nothing is known of an organisation town');
  });

  test('is asked for by init, and filed by the app', async () => {
    await configure(CHOSEN);
    const { code, out, err } = await ggi('init');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('25 activities in city/office: the issues that are missing are to be filed.');
    expect((await ggi('status')).out).toContain('The board was not read yet.');
    await tend();
    expect(issuesOf(office)).toHaveLength(25 + 5);
  });

  test('shows where it stands, what changed, and what could come next', async () => {
    const issue = issueOf('GGI-A-39');
    house.github.editIssue(
      issue,
      { body: (issue.body ?? '').replace('- [ ] Are you', '- [x] Are you'), labels: ['progress: in progress'] },
      house.owner,
    );
    await tend();
    const { code, out } = await ggi('status', 'city');
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
"city: 25 activities in city/office, read on 2026-03-05 10:00

  all         ....................  1 of 104 points
  usage       ....................  0 of 25 points
  trust       ....................  0 of 19 points
  culture     #...................  1 of 19 points
  engagement  ....................  0 of 25 points
  strategy    ....................  0 of 16 points

  GGI-A-17  Inventory of open source skills and resources           not selected  0 of 5
  GGI-A-18  Open source competency growth                           not selected  0 of 4
  GGI-A-19  Open source supervision                                 not selected  0 of 7
  GGI-A-20  Open source enterprise software                         not selected  0 of 4
  GGI-A-42  Manage open source skills and resources                 not selected  0 of 5
  GGI-A-21  Manage legal compliance                                 not selected  0 of 4
  GGI-A-22  Manage software vulnerabilities                         not selected  0 of 4
  GGI-A-23  Manage software dependencies                            not selected  0 of 4
  GGI-A-24  Manage key indicators                                   not selected  0 of 3
  GGI-A-44  Run code reviews                                        not selected  0 of 4
  GGI-A-25  Promote open source development best practices          not selected  0 of 4
  GGI-A-26  Contribute to open source projects                      not selected  0 of 4
  GGI-A-27  Belong to the open source community                     not selected  0 of 4
  GGI-A-28  Human Resources perspective                             not selected  0 of 5
  GGI-A-39  Upstream first                                          in progress   1 of 2  ada  by 2026-03-01 (overdue)
  GGI-A-29  Engage with open source projects                        not selected  0 of 8
  GGI-A-30  Support open source communities                         not selected  0 of 6
  GGI-A-31  Publicly assert use of open source                      not selected  0 of 4
  GGI-A-33  Engage with open source vendors                         not selected  0 of 3
  GGI-A-43  Open source procurement policy                          not selected  0 of 4
  GGI-A-16  Setup a strategy for corporate open source governance   not selected  0 of 2
  GGI-A-34  C-Level awareness                                       not selected  0 of 5
  GGI-A-35  Open source and digital sovereignty                     not selected  0 of 3
  GGI-A-36  Open source enabling innovation                         not selected  0 of 3
  GGI-A-37  Open source enabling digital transformation             not selected  0 of 3

What could come next
  GGI-A-39 Upstream first
    it was to be done by 2026-03-01
    it is begun
  GGI-A-17 Inventory of open source skills and resources
    it is the next in order
  GGI-A-18 Open source competency growth
    it is the next in order

What changed last
  2026-03-05 10:00  GGI-A-39: in progress
  2026-03-05 10:00  GGI-A-39: upstream-requests-growing ticked
  2026-03-05 10:00  GGI-A-39: to be done by 2026-03-01
  2026-03-05 10:00  GGI-A-39: ada answers for it
"
`);
  });

  test('as Markdown and as JSON, with the whole history', async () => {
    const markdown = (await ggi('status', '--format', 'markdown')).out;
    expect(markdown).toContain(`| [GGI-A-39 Upstream first](${house.github.url}/city/office/issues/`);
    const [board] = JSON.parse((await ggi('status', '--format', 'json')).out);
    expect(board).toMatchObject({
      organization: 'city',
      points: { met: 1 },
      changes: expect.arrayContaining([expect.objectContaining({ key: 'upstream-requests-growing', value: 'ticked' })]),
    });
    expect(board.activities).toHaveLength(25);
  });

  test('as it was on an earlier day, with what changed since', async () => {
    const { out } = await ggi('status', '--since', '2026-03-01');
    expect(out).toMatch(/^ {2}all .* 1 of 104 points \(0 on 2026-03-01\)$/m);
    expect(out).toMatch(/^ {2}GGI-A-39 .* 1 of 2 \(0 on 2026-03-01\) {2}ada/m);
    expect(out).toContain('What changed since 2026-03-01\n  2026-03-05 10:00  GGI-A-39: in progress\n');
    const [board] = JSON.parse((await ggi('status', '--since', '2026-03-01', '--format', 'json')).out);
    expect(board.before).toMatchObject({ at: '2026-03-01T00:00:00.000Z', points: { met: 0, total: 104 } });
    expect(board.before.activities).toContainEqual({
      id: 'GGI-A-39',
      state: 'not-selected',
      coverage: { met: 0, total: 2 },
    });
    expect(await ggi('status', '--since', '2026-02-30')).toMatchObject({ code: 2, out: '' });
  });

  test('stands in the organisation’s report', async () => {
    let out = '';
    const plain = { isColoured: false, width: null };
    await run(['report', 'city', '--format', 'json'], {
      folder: '/',
      out: { ...plain, write: (text) => (out += text) },
      err: { ...plain, write: () => {} },
      now: () => now,
      environment: { DATABASE_URL: house.store.databaseUrl },
      isDebugged: false,
    });
    expect(JSON.parse(out).goals).toEqual(
      expect.arrayContaining([expect.objectContaining({ goal: 'culture', points: { met: 1, total: 19 } })]),
    );
  });

  test('reminds the owner a week after the date, and then two weeks after that', async () => {
    const calls = () => issueOf('GGI-A-39').comments.map(({ body }) => body.split('\n')[0]);
    expect(calls()).toEqual([]);
    now = new Date('2026-03-08T10:00:00Z');
    await tend();
    await tend();
    expect(calls()).toEqual([
      '@ada: GGI-A-39: Upstream first was to be done by 1 March 2026, and 1 of 2 points are met. Another date can be set in the configuration; what holds can be ticked above.',
    ]);
    now = new Date('2026-03-21T10:00:00Z');
    await tend();
    expect(calls()).toHaveLength(1);
    now = new Date('2026-03-22T10:00:00Z');
    await tend();
    expect(calls()).toHaveLength(2);
  });

  test('says that it cannot be kept where the repository was archived', async () => {
    house.github.archive(office);
    await tend();
    const { code, out } = await ggi('status');
    expect(code).toBe(1);
    expect(out).toContain('! The governance repository is archived');
    await house.audit(office);
    expect((await ggi('init')).err).toContain('city/office is archived: no board can stand there.');
  });
});

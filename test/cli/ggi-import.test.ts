import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.ts';
import { boardTask } from '../../src/tasks/requests.ts';
import { tendBoard } from '../../src/tasks/tend-board.ts';
import type { Repository } from '../github/state.ts';
import { testFolder } from '../support/database.ts';
import { type House, openHouse } from '../support/house.ts';
import { only, ourIssues, writesOf } from '../tasks/on-github.ts';

const ISSUES = `Title,Description,Issue ID,URL,State,Author,Labels,Updated At (UTC)
Upstream first,"Activity ID: [GGI-A-39](https://x.example).

### Progress Assessment

- [x] one
- [ ] two
",16,https://gitlab.example/city/ggi/-/issues/16,Open,Ada,"In Progress,Culture Goal",2025-06-01 08:00:00
Buy a printer,,17,https://gitlab.example/city/ggi/-/issues/17,Open,Ada,,2025-06-01 08:00:00
`;
const EVENTS = `time,issue_id,event_id,type,author,action,url
2025-05-01 10:00:00+00:00,16,1,label,ada,add In Progress,https://gitlab.example/city/ggi/-/issues/16
`;
const folder = testFolder();
let house: House;
let office: Repository;

async function ggi(...args: readonly string[]) {
  let out = '';
  let err = '';
  const plain = { isColoured: false, width: null };
  const code = await run(['ggi', ...args], {
    folder,
    out: { ...plain, write: (text) => (out += text) },
    err: { ...plain, write: (text) => (err += text) },
    now: () => new Date(),
    environment: { DATABASE_URL: house.store.databaseUrl },
    isDebugged: false,
  });
  return { code, out, err };
}

const tend = () =>
  tendBoard(house.context, boardTask.parse({ work: 'refresh', installationId: house.installation.id }));

describe('a board of before', () => {
  beforeAll(async () => {
    house = await openHouse({ configuration: 'governanceRepository: office\ngovernance: { ggi: { board: true } }\n' });
    office = house.github.createRepository({
      owner: house.organization,
      name: 'office',
      visibility: 'private',
      files: { 'README.md': 'x' },
    });
    await house.refresh();
    await house.audit(office);
    writeFileSync(join(folder, 'issues.csv'), ISSUES);
    writeFileSync(join(folder, 'labels_hist.csv'), EVENTS);
  });
  afterAll(() => house.close());

  test('is first only told', async () => {
    expect(await ggi('import', 'issues.csv', 'labels_hist.csv')).toEqual({
      code: 1,
      err: '',
      out: `Would be taken over for city/office, of 1 activities:
  changes that are new to the history: 2
  points that are ticked when their issue is filed: 1
  rows that cannot be taken: 1
    issues.csv, line 9: “Buy a printer” is no activity of the handbook, by its id or its title.
Nothing was written. Add --write to do it.
`,
    });
  });

  test('is taken over once, and the issues are filed with its ticks and labels', async () => {
    await ggi('import', 'issues.csv', 'labels_hist.csv', '--write');
    expect((await ggi('import', 'issues.csv', 'labels_hist.csv', '--write')).out).toContain('new to the history: 0\n');
    await tend();
    const issue = only(ourIssues(office).filter(({ title }) => title.startsWith('GGI-A-39')));
    expect(issue.body).toContain('- [x] Are you sending markedly more');
    expect(issue.labels.map(({ name }) => name)).toContain('progress: in progress');
    house.github.resetRequests();
    await tend();
    expect(writesOf(house)).toEqual([]);
  });

  test('keeps its dates', async () => {
    const [board] = JSON.parse((await ggi('status', '--format', 'json')).out);
    expect(board.changes).toEqual([
      { activity: 'GGI-A-39', subject: 'state', key: null, value: 'in-progress', at: '2025-05-01T10:00:00.000Z' },
      {
        activity: 'GGI-A-39',
        subject: 'point',
        key: 'upstream-requests-growing',
        value: 'ticked',
        at: '2025-06-01T08:00:00.000Z',
      },
    ]);
  });

  test('ticks nothing in an issue that stands', async () => {
    writeFileSync(join(folder, 'more.csv'), ISSUES.replace('- [ ] two', '- [x] two'));
    const { out } = await ggi('import', 'more.csv', '--write');
    expect(out).toContain('to be ticked by somebody in the issue of GGI-A-39: upstream-first-list-drafted\n');
    house.github.resetRequests();
    await tend();
    expect(writesOf(house)).toEqual([]);
  });

  test('is exported as counts alone, and shown before it is written', async () => {
    expect((await ggi('export')).err).toContain('There is only an anonymous export');
    const { code, out } = await ggi('export', '--anonymous', '--to', 'ours.json');
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'ours.json'), 'utf8')).toBe(out);
    expect(out).not.toMatch(/city|office|ada|http|issue/i);
    const { activities } = JSON.parse(out);
    expect(activities).toHaveLength(25);
    expect(activities.filter(({ met }: { met: number }) => met > 0)).toEqual([{ id: 'GGI-A-39', met: 1, total: 2 }]);
    expect((await ggi('export', '--anonymous', '--to', 'ours.json')).err).toContain('Portreeve writes over nothing');
  });

  test('is compared with others activity by activity, without a name or a sum', async () => {
    const ours = JSON.parse(readFileSync(join(folder, 'ours.json'), 'utf8'));
    const theirs = (met: number) => ({
      ...ours,
      activities: [
        { id: 'GGI-A-39', met, total: 2 },
        { id: 'GGI-A-16', met, total: 2 },
      ],
    });
    for (const [name, value] of Object.entries({ 'a.json': theirs(0), 'b.json': theirs(2), 'c.json': theirs(2) }))
      writeFileSync(join(folder, name), JSON.stringify(value));
    writeFileSync(join(folder, 'bad.json'), JSON.stringify({ ...ours, name: 'Paris' }));
    expect(await ggi('compare', 'a.json', 'b.json', 'c.json', 'bad.json', '--with', 'city')).toEqual({
      code: 1,
      err: 'bad.json is no export of a board: the whole: Unrecognized key: "name".\n',
      out: `GGI-A-39  Upstream first                                           yours  50 %  others 0 % to 100 %, middle 100 %, of 3
GGI-A-16  Setup a strategy for corporate open source governance    yours   0 %  others 0 % to 100 %, middle 100 %, of 3

Others are further here, and may be worth asking:
  GGI-A-39 Upstream first
  GGI-A-16 Setup a strategy for corporate open source governance
`,
    });
    expect(await ggi('compare', 'nothing.json')).toMatchObject({
      code: 2,
      err: 'nothing.json could not be read (ENOENT).\n',
    });
  });

  test('that is not there is told', async () => {
    expect(await ggi('import', 'nothing.csv')).toMatchObject({
      code: 2,
      err: expect.stringContaining('could not be read (ENOENT)'),
    });
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tendReports } from '../../src/tasks/tend-reports.ts';
import type { Account, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, only, ourIssues, writesOf } from './on-github.ts';

const configuration = (more = '') => `mode: enforce\ngovernanceRepository: office\n${more}`;

let house: House;
let office: Repository;
let stops: Repository;
let mona: Account;
let now: Date;
let failing: string | null;

async function open(more = ''): Promise<void> {
  // Installed on a tenth of a month, by GitHub's clock and ours.
  now = new Date(new Date().getFullYear() + 1, 5, 10, 9);
  house = await openHouse({ configuration: configuration(more), now: () => now });
  house.github.clock.set(now.getTime());
  const owner = house.organization;
  office = house.github.createRepository({ owner, name: 'office', files: ALL_WELL, visibility: 'private' });
  stops = house.github.createRepository({
    owner,
    name: 'bus-stops',
    files: { 'README.md': ALL_WELL['README.md'] ?? '' },
  });
  mona = house.github.createUser('mona');
  await house.refresh();
  await house.sweep();
}

beforeEach(() => {
  failing = null;
});
afterEach(() => house.close());

function pass(days: number): void {
  now = new Date(now.getTime() + days * 86_400_000);
  house.github.clock.set(now.getTime());
}

async function tend(): Promise<void> {
  house.github.resetRequests();
  const checkpoint = async (name: string) => {
    if (name === failing) throw new Error(`killed at ${name}`);
  };
  await tendReports({ ...house.context, checkpoint }, { installationId: house.installation.id });
}

const reports = () => ourIssues(office).filter(({ title }) => title.startsWith('Open source report'));

describe('by the month', () => {
  beforeEach(() => open());

  test('there is none on a time in which nothing was judged, one for each month after, and no word twice', async () => {
    pass(5);
    await tend();
    expect(reports()).toEqual([]);

    pass(20);
    house.github.pushFiles(stops, { files: ALL_WELL, message: 'Mend', author: house.owner });
    await house.audit(stops);
    await tend();
    const issue = only(reports());
    expect(issue.title).toMatch(/^Open source report, June \d{4}$/);
    expect(issue.body).toContain('bus-stops: ');
    expect(issue.body).toContain('## Policies');

    house.github.closeIssue(issue, { by: house.owner });
    pass(1);
    await tend();
    expect([writesOf(house), only(reports()).state]).toEqual([[], 'closed']);

    pass(31);
    await tend();
    expect(reports().map(({ title, state }) => [title.split(' ')[3], state])).toEqual([
      ['June', 'closed'],
      ['July', 'open'],
    ]);
  });

  test('who is thanked is named, not called nor counted; who waits is told', async () => {
    const files = (name: string) => ({ [name]: '1\n' });
    const about = { repository: stops, author: mona, fork: true };
    for (const head of ['one', 'two']) {
      const pull = house.github.openPullRequest({ ...about, head, files: files(head) });
      house.github.mergePullRequest(pull, { by: house.owner });
    }
    const waiting = house.github.openPullRequest({ ...about, head: 'three', files: files('three') });
    pass(25);
    await tend();
    const body = only(reports()).body ?? '';
    expect(body).toContain('whose work was taken in: mona.');
    expect(body).not.toContain('@mona');
    expect(body).toContain(`city/bus-stops#&#8203;${waiting.issue.number}, for a first answer since 10 June`);
  });

  test.each(['collected', 'intended create-issue', 'sent create-issue', 'answered create-issue', 'done create-issue'])(
    'killed when %s, it goes on, and there is one',
    async (point) => {
      pass(25);
      failing = point;
      await tend().catch(() => {});
      failing = null;
      await tend();
      pass(1);
      await tend();
      expect(reports()).toHaveLength(1);
    },
  );

  test('what not everybody may see is in no report that everybody may read', async () => {
    house.github.setVisibility(office, 'public');
    house.github.setVisibility(stops, 'private');
    await house.refresh();
    await house.sweep();
    pass(25);
    await tend();
    const body = only(reports()).body ?? '';
    expect(body).not.toContain('bus-stops');
    expect(body).toContain('One repository that not everybody may see is left out.');
  });
});

test.each([
  ['governance: { report: { every: never } }\n', 60, []],
  [
    'governance: { report: { every: quarter } }\nlanguage: fr\n',
    25,
    [/^Rapport open source, 1 avril\s–\s30 juin \d{4}$/],
  ],
  ['governance: { report: { every: week } }\n', 8, [/^Open source report, \d/]],
])('with %j', async (more, days, titles) => {
  await open(more);
  pass(days);
  await tend();
  const found = ourIssues(office).filter(({ title }) => /open source/i.test(title) && !title.includes('policies'));
  expect(found.map(({ title }) => title)).toEqual(titles.map((title) => expect.stringMatching(title)));
});

test('without a governance repository nothing is written', async () => {
  await open();
  house.github.deleteRepository(office);
  await house.refresh();
  await house.sweep();
  pass(25);
  await tend();
  expect(writesOf(house)).toEqual([]);
});

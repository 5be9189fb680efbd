import { afterEach, expect, test } from '@jest/globals';
import type { Issue, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, only, ourIssues, writesOf } from './on-github.ts';

const WANTED = 'mode: enforce\nlaunchIssues: true\nissues: false\nproposals: false\ndefaultLicense: EUPL-1.2\n';
let house: House;

afterEach(() => house.close());

const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000);

async function start(configuration: string, options: object = {}, now = inDays(0)): Promise<Repository> {
  house = await openHouse({ configuration, now: () => now });
  const { LICENSE: _, ...files } = ALL_WELL;
  const repository = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files, ...options });
  await house.refresh();
  await house.audit(repository);
  return repository;
}

test('a new repository gets one issue that helps it to a good start, and never a second one', async () => {
  const stops = await start(WANTED);
  const issue: Issue = only(ourIssues(stops));
  expect(issue.title).toBe('A good start for bus-stops');
  expect(issue.body).toContain('- [ ] The licence: `EUPL-1.2` is usual here for code');
  expect(issue.body).toContain('- [ ] A licence file in the root');
  expect(issue.body).toContain('- [x] A guide for contributors');

  const writes = writesOf(house).length;
  await house.audit(stops);
  await house.sweep();
  expect(writesOf(house)).toHaveLength(writes);
});

test('what people make of it stands', async () => {
  const stops = await start(WANTED);
  const issue = only(ourIssues(stops));
  house.github.editIssue(issue, { body: 'Ours now' });
  house.github.closeIssue(issue);
  await house.audit(stops);
  expect([issue.body, issue.state]).toEqual(['Ours now', 'closed']);

  house.github.deleteIssue(issue);
  await house.audit(stops);
  expect(stops.lastNumber).toBe(1);
});

test.each([
  ['where nobody asked for it', 'mode: enforce\nissues: false\nproposals: false\n', {}, 0],
  ['while the organisation observes', WANTED.replace('enforce', 'observe'), {}, 0],
  ['on a mirror', `${WANTED}include: {mirrors: true}\n`, { mirrorUrl: 'https://git.example/stops.git' }, 0],
  ['on a template', WANTED, { isTemplate: true }, 0],
  ['without issues', WANTED, { hasIssues: false }, 0],
  ['after a week', WANTED, {}, 8],
])('there is none %s', async (_where, configuration, options, days) => {
  expect(ourIssues(await start(configuration, options, inDays(days)))).toEqual([]);
});

test('a lost event is made up for by the sweep', async () => {
  house = await openHouse({ configuration: WANTED });
  const stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files: ALL_WELL });
  await house.refresh();
  await house.sweep();
  expect(ourIssues(stops)).toHaveLength(1);
});

import { afterEach, describe, expect, test } from '@jest/globals';
import { evidenceHistory, keptFacts, latestMeasurements } from '../../src/store/evidence.ts';
import { tendReports } from '../../src/tasks/tend-reports.ts';
import type { Account, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
let office: Repository;
let project: Repository;
const now = new Date('2026-11-25T06:00:00Z');
afterEach(() => house.close());

const PATH = '.github/upstream-accounts.yml';
const PEOPLE = ['ada', 'bob', 'cleo', 'dora'];

async function open(): Promise<void> {
  const configuration =
    'governanceRepository: office\ngovernance:\n  report:\n    every: never\n  evidence:\n    beneficiaries: [gnome/gtk]\n';
  house = await openHouse({ configuration, now: () => now });
  for (const login of PEOPLE.slice(1)) house.github.createUser(login);
  const outside = house.github.createOrganization('gnome', { owners: [house.github.createUser('gina')] });
  project = house.github.createRepository({ owner: outside, name: 'gtk', files: { 'README.md': 'x' } });
  house.github.clock.set(now.toISOString());
  office = house.github.createRepository({
    owner: house.organization,
    name: 'office',
    visibility: 'private',
    files: { 'README.md': 'x' },
  });
  await house.refresh();
}

const listOf = (logins: readonly string[]) => `accounts:\n${logins.map((login) => `  - ${login}\n`).join('')}`;

function account(login: string): Account {
  const found = [...house.github.world.accounts.values()].find((one) => one.login === login);
  if (found === undefined) throw new Error(`There is no ${login}`);
  return found;
}

/** Each puts their own login into the file, by a pull request that somebody else merges. */
function consent(...logins: readonly string[]): void {
  for (const [index, login] of logins.entries()) {
    const files = { [PATH]: listOf(logins.slice(0, index + 1)) };
    const author = account(login);
    house.github.addMember(house.organization, author);
    const head = `consent-${login}-${office.issues.size}`;
    house.github.mergePullRequest(house.github.openPullRequest({ repository: office, head, files, author }));
  }
}

/** Somebody writes the file as it is to be. */
function write(logins: readonly string[], how: Partial<Parameters<House['github']['pushFiles']>[1]> = {}): void {
  house.github.pushFiles(office, { message: 'Change', files: { [PATH]: listOf(logins) }, ...how });
}

/** A pull request to somebody else's project, opened on a day. */
function contribute(login: string, day: string, isMerged = false): void {
  house.github.clock.set(`${day}T10:00:00Z`);
  const author = account(login);
  const pull = house.github.openPullRequest({
    repository: project,
    title: `${login} ${day}`,
    head: `${login}-${day}`,
    files: { [`${login}-${day}.txt`]: 'x' },
    author,
    fork: true,
  });
  if (isMerged) house.github.mergePullRequest(pull);
  house.github.clock.set(now.toISOString());
}

async function tend() {
  await house.sweep();
  house.github.resetRequests();
  await tendReports(house.context, { installationId: house.installation.id });
  return house.store.asInstallation(house.installation.id, latestMeasurements);
}

describe('what people did in others’ projects', () => {
  test('is not counted unless three consented, and then only all together', async () => {
    await open();
    contribute('ada', '2026-05-01');
    contribute('bob', '2026-08-01', true);
    contribute('dora', '2026-08-02');
    consent('ada', 'bob');
    write(['ada', 'bob', 'cleo', 'dora'], { author: account('cleo') });
    const few = await tend();
    for (const key of ['contribution-volume-measured', 'upstream-requests-growing', 'contribution-made']) {
      expect(few.get(key)?.says).toMatch(
        /^This cannot be seen: fewer than 3 accounts consented.* \(2 more did not prove/,
      );
    }

    write(['ada', 'bob']);
    consent('ada', 'bob', 'cleo');
    const measured = await tend();
    expect(measured.get('contribution-volume-measured')).toMatchObject({
      outcome: 'supported',
      records: [
        { about: '2025-Q4', amount: 0 },
        { about: '2026-Q1', amount: 0 },
        { about: '2026-Q2', amount: 1 },
        { about: '2026-Q3', amount: 1 },
      ],
    });
    expect(measured.get('contribution-made')).toMatchObject({
      outcome: 'supported',
      records: [{ about: 'gnome/gtk', amount: 1 }],
    });
    const kept = JSON.stringify([...(await house.store.asInstallation(house.installation.id, keptFacts))]);
    for (const login of ['bob', 'cleo', 'dora']) expect(kept).not.toContain(login);
  });

  test('is counted anew, the past too, when somebody withdraws', async () => {
    await open();
    contribute('ada', '2026-05-01');
    contribute('dora', '2026-08-01', true);
    consent(...PEOPLE);
    expect((await tend()).get('contribution-made')?.figure?.value).toBe(1);
    write(['ada', 'bob', 'cleo']);
    const measured = await tend();

    expect(measured.get('contribution-made')).toMatchObject({ outcome: 'no-evidence', figure: { value: 0 } });
    expect(measured.get('contribution-volume-measured')?.records.map(({ amount }) => amount)).toEqual([0, 0, 1, 0]);
    const history = await house.store.asInstallation(house.installation.id, evidenceHistory);
    expect(history.filter(({ key }) => key === 'contribution-made').map(({ value }) => value)).toEqual([0]);
  });

  test('is not searched for again while nobody joins or leaves and the quarter lasts', async () => {
    await open();
    consent('ada', 'bob', 'cleo');
    const searches = () => house.github.requests.filter(({ body }) => JSON.stringify(body).includes('query Upstream'));
    await tend();
    // Three kinds in four quarters, and one project.
    expect(searches()).toHaveLength(13);
    await tend();
    expect(searches()).toEqual([]);
  });
});

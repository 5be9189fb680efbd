import { afterEach, describe, expect, test } from '@jest/globals';
import { latestVerdicts } from '../../src/store/audits.ts';
import { loadConfiguration } from '../../src/tasks/configuration.ts';
import { refreshInstallation } from '../../src/tasks/refresh-installation.ts';
import { installationTask } from '../../src/tasks/requests.ts';
import { sweep } from '../../src/tasks/sweep.ts';
import type { Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, CONTRIBUTING, checkOf, issuesOf, MIT, only, ourIssues, SECURITY, writesOf } from './on-github.ts';

const PATH = '.github/portreeve.yml';
const CONFIGURATION = 'mode: enforce\nproposals: false\n';
let house: House;

afterEach(() => house.close());

function repository(name: string, files: Record<string, string>, visibility: Repository['visibility'] = 'public') {
  return house.github.createRepository({ owner: house.organization, name, visibility, files });
}

/** The organisation's configuration repository. */
function town(): Repository {
  return only([...house.github.world.repositories.values()].filter(({ name }) => name === '.github'));
}

async function configure(text: string): Promise<void> {
  house.github.pushFiles(town(), { message: 'Configure', files: { [PATH]: text } });
  await house.refresh();
}

async function start(configuration: string): Promise<void> {
  house = await openHouse({ configuration });
}

/** How a repository's policies were last judged. */
async function outcomes({ id }: Repository): Promise<Record<string, string>> {
  const verdicts = await house.store.asInstallation(house.installation.id, latestVerdicts);
  return Object.fromEntries((verdicts.get(id) ?? []).map(({ policy, outcome }) => [policy, outcome]));
}

/** A repository without issues of its own: what is to be said of it goes to the governance repository. */
function silentRepository(visibility: Repository['visibility'] = 'public'): Repository {
  const stops = repository('bus-stops', { 'README.md': 'x' }, visibility);
  house.github.editRepository(stops, { hasIssues: false });
  return stops;
}

describe('another governance repository', () => {
  test('gets an issue of its own, and nobody else’s there is touched', async () => {
    await start(`${CONFIGURATION}governanceRepository: first\n`);
    const stops = silentRepository();
    const first = repository('first', ALL_WELL, 'private');
    const second = repository('second', ALL_WELL, 'private');
    await house.refresh();
    await house.audit(stops);
    const old = only(ourIssues(first));
    // It has the number of the issue in the first one.
    const theirs = house.github.openIssue(second, { title: 'Budget 2027', body: 'Ours.', author: house.owner });
    expect(theirs.number).toBe(old.number);
    await configure(`${CONFIGURATION}governanceRepository: second\n`);
    house.github.pushFiles(stops, { message: 'x', files: { 'CONTRIBUTING.md': CONTRIBUTING } });
    await house.audit(stops);
    house.github.resetRequests();
    await house.audit(stops);

    expect(writesOf(house)).toEqual([]);
    const ours = only(ourIssues(second));
    expect([ours.state, ours.title]).toEqual(['open', expect.stringContaining('city/bus-stops')]);
    expect(issuesOf(second)).toHaveLength(2);

    house.github.pushFiles(stops, { message: 'x', files: ALL_WELL });
    await house.audit(stops);
    expect(ours.state).toBe('closed');
    expect(theirs).toMatchObject({ title: 'Budget 2027', body: 'Ours.', state: 'open' });
  });
});

describe('a governance repository that became public since it was last read', () => {
  test('gets no issue about a private repository', async () => {
    await start(`${CONFIGURATION}governanceRepository: governance\n`);
    const stops = silentRepository('private');
    const governance = repository('governance', ALL_WELL, 'private');
    await house.refresh();
    await house.audit(governance);
    house.github.setVisibility(governance, 'public');
    house.github.resetRequests();
    await house.audit(stops);

    expect(writesOf(house)).toEqual([]);
    expect(issuesOf(governance)).toEqual([]);
    expect(await outcomes(stops)).toMatchObject({ 'license-file': 'fail' });
  });

  test('gets nothing more into the issue that stands', async () => {
    await start(`${CONFIGURATION}governanceRepository: governance\n`);
    const stops = silentRepository('private');
    const governance = repository('governance', ALL_WELL, 'private');
    await house.refresh();
    await house.audit(governance);
    await house.audit(stops);
    const issue = only(ourIssues(governance));
    const body = issue.body;
    house.github.setVisibility(governance, 'public');
    house.github.pushFiles(stops, { message: 'x', files: { 'CONTRIBUTING.md': CONTRIBUTING } });
    await house.audit(stops);

    expect(issue.body).toBe(body);
  });

  test('still private, it gets the issue', async () => {
    await start(`${CONFIGURATION}governanceRepository: governance\n`);
    const stops = silentRepository('private');
    const governance = repository('governance', ALL_WELL, 'private');
    await house.refresh();
    await house.audit(stops);

    expect(ourIssues(governance)).toHaveLength(1);
  });
});

describe('a .github that was renamed', () => {
  const RENAMED = 'archive-2020';

  test('configures nothing: the last good configuration stays', async () => {
    await start(`${CONFIGURATION}language: de\n`);
    await house.refresh();
    const before = await loadConfiguration(house.context, house.installation.id);
    const former = town();
    house.github.renameRepository(former, RENAMED);
    house.github.pushFiles(former, { message: 'x', files: { [PATH]: 'mode: observe\nlanguage: fr\n' } });
    await house.refresh();
    const after = await loadConfiguration(house.context, house.installation.id);

    expect(after?.layers).toEqual(before?.layers);
    expect(after?.layers).toHaveLength(1);
    expect(after?.commit).toBe(before?.commit);
  });

  test('hands nothing down', async () => {
    await start(CONFIGURATION);
    const stops = repository('bus-stops', { LICENSE: MIT, 'SECURITY.md': SECURITY });
    const former = town();
    house.github.pushFiles(former, { message: 'x', files: { 'CONTRIBUTING.md': CONTRIBUTING } });
    await house.refresh();
    await house.audit(stops);
    expect(await outcomes(stops)).toMatchObject({ 'contributing-guide': 'pass' });
    house.github.renameRepository(former, RENAMED);
    await house.audit(stops);

    expect(await outcomes(stops)).toMatchObject({ 'contributing-guide': 'fail' });
  });
});

describe('a configuration that changes a severity', () => {
  test('has the open pull requests judged again by the sweep that follows', async () => {
    await start(CONFIGURATION);
    const stops = repository('bus-stops', ALL_WELL);
    await house.refresh();
    await house.sweep();
    const pull = house.github.openPullRequest({ repository: stops, deletes: ['SECURITY.md'] });
    await house.check(stops, pull.issue.number);
    expect(checkOf(stops, pull.head.sha).conclusion).toBe('neutral');
    await configure(`${CONFIGURATION}policies:\n  security-policy:\n    severity: error\n`);
    expect(house.enqueued.map(({ queue, data }) => [queue, data.trigger])).toEqual([['sweep', 'configuration']]);
    await house.drain();

    const runs = stops.checkRuns.filter(({ suite }) => suite.headSha === pull.head.sha);
    const newest = runs.sort((a, b) => b.id - a.id)[0];
    expect(newest).toMatchObject({ status: 'completed', conclusion: 'failure' });
  });
});

describe('open pull requests that are judged already', () => {
  /** @returns their tasks that a sweep asks for, by the number of the pull request */
  async function judgedBy(trigger: string): Promise<unknown[]> {
    await sweep(house.context, { installationId: house.installation.id, trigger });
    return house.enqueued.splice(0).flatMap(({ queue, data }) => (queue === 'pull-request' ? [data.number] : []));
  }

  async function openJudged() {
    await start(CONFIGURATION);
    const stops = repository('bus-stops', ALL_WELL);
    await house.refresh();
    await house.sweep();
    const pull = house.github.openPullRequest({ repository: stops, deletes: ['SECURITY.md'] });
    await house.check(stops, pull.issue.number);
    return pull.issue.number;
  }
  const refreshed = (wish: object) =>
    refreshInstallation(house.context, installationTask.parse({ installationId: house.installation.id, ...wish }));
  const sweepsAsked = () =>
    house.enqueued.splice(0).flatMap(({ queue, data }) => (queue === 'sweep' ? [data.trigger] : []));

  test('are left alone by the daily sweep, which is recorded as what it is', async () => {
    await openJudged();
    await refreshed({ isSweepWanted: true });
    expect(sweepsAsked()).toEqual(['sweep']);
    expect(await judgedBy('sweep')).toEqual([]);
  });

  test('are judged again after a changed configuration, once, even where another sweep swallowed its own', async () => {
    const number = await openJudged();
    await configure(`${CONFIGURATION}policies:\n  security-policy:\n    severity: error\n`);
    expect(sweepsAsked()).toEqual(['configuration']);
    expect(await judgedBy('lost-deliveries')).toEqual([number]);
    expect(await judgedBy('configuration')).toEqual([]);
  });

  test.each([
    ['is told of', { isHandedDown: true }, false],
    ['was missed', { isSweepWanted: true }, true],
  ])('are judged again when what .github hands down has changed, and that %s', async (_how, wish, isPushed) => {
    const number = await openJudged();
    if (isPushed) house.github.pushFiles(town(), { message: 'x', files: { 'SUPPORT.md': 'Ask us.\n' } });
    await refreshed(wish);
    expect(sweepsAsked()).toEqual(['configuration']);
    expect(await judgedBy('sweep')).toEqual([number]);
    expect(await judgedBy('sweep')).toEqual([]);
  });
});

describe('no thanks for what is not mended', () => {
  test('when everybody may read the governance repository by now', async () => {
    await start(`${CONFIGURATION}governanceRepository: office\n`);
    await house.refresh();
    const office = repository('office', ALL_WELL, 'private');
    const stops = silentRepository('private');
    await house.audit(stops);
    house.github.setVisibility(office, 'public');
    await house.audit(office);
    const before = writesOf(house).length;
    await house.audit(stops);

    expect(ourIssues(office).map(({ state }) => state)).toEqual(['open']);
    expect(writesOf(house)).toHaveLength(before);
  });

  test('when the repository tells it itself by now', async () => {
    await start(`${CONFIGURATION}governanceRepository: office\n`);
    await house.refresh();
    const office = repository('office', ALL_WELL, 'private');
    const stops = silentRepository();
    await house.audit(stops);
    house.github.editRepository(stops, { hasIssues: true });
    await house.audit(stops);

    expect(ourIssues(stops).map(({ state }) => state)).toEqual(['open']);
    expect(ourIssues(office).map(({ state }) => state)).toEqual(['open']);

    house.github.pushFiles(stops, { message: 'Mend', files: ALL_WELL });
    await house.audit(stops);

    expect(ourIssues(office).map(({ state }) => state)).toEqual(['closed']);
  });
});

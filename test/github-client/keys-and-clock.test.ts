import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type GitHub as Client, createGitHub, type GitHubSettings } from '../../src/github/client.ts';
import { MOST_CLOCK_DIFFERENCE_SECONDS } from '../../src/github/clock-difference.ts';
import { GitHubFailure } from '../../src/github/failure.ts';
import { type App, type GitHub, type Installation, type Repository, startGitHub } from '../github/index.ts';

let github: GitHub;
let app: App;
let installation: Installation;
let site: Repository;

beforeEach(async () => {
  github = await startGitHub({ seed: 1 });
  const city = github.createOrganization('city', { owners: [github.createUser('ada')] });
  site = github.createRepository({ owner: city, name: 'site', files: { a: 'a' } });
  app = github.createApp({ slug: 'portreeve', permissions: { issues: 'write' }, events: [], webhookUrl: null });
  installation = github.installApp({ app, account: city });
});
afterEach(() => github.close());

function clientWith(settings: Pick<GitHubSettings, 'privateKey'> & Partial<GitHubSettings>): Client {
  return createGitHub({ appId: app.id, baseUrl: github.url, userAgent: 'test', ...settings });
}

const GRANT = { permissions: { issues: 'write' }, repositoryIds: null } as const;
const open = async (client: Client, title: string) =>
  (await client.writer(installation.id, GRANT)).rest.issues.create({ owner: 'city', repo: 'site', title });
const refused = () => github.requests.filter(({ status }) => status === 401).length;

describe('A47: the private key is changed', () => {
  test('under load, in the order in which people do it: nothing fails, and each thing is written once', async () => {
    const old = app.privateKey;
    const fresh = github.addPrivateKey(app);
    const accepted = app.publicKeys.get(fresh);
    if (accepted === undefined) throw new Error('No key was made');
    github.removePrivateKey(app, fresh);
    const client = clientWith({ privateKey: fresh, formerPrivateKey: old });
    // Every token ends with each step: all the load asks for new ones at once.
    const steps = [
      () => {},
      () => app.publicKeys.set(fresh, accepted),
      () => github.removePrivateKey(app, old),
      () => app.publicKeys.set(old, accepted),
    ];
    for (const [index, step] of steps.entries()) {
      step();
      github.world.tokens.clear();
      await Promise.all(Array.from({ length: 20 }, (_, number) => open(client, `${index}.${number}`)));
    }

    const titles = [...site.issues.values()].map(({ title }) => title);
    expect(titles).toHaveLength(80);
    expect(new Set(titles).size).toBe(80);
  });

  test('a key that is good stays in use: it is not asked for again and again which one', async () => {
    const fresh = github.addPrivateKey(app);
    github.removePrivateKey(app, fresh);
    const client = clientWith({ privateKey: fresh, formerPrivateKey: app.privateKey });
    await client.app.rest.apps.getAuthenticated();
    expect(refused()).toBe(1);

    for (let round = 0; round < 5; round += 1) await client.app.rest.apps.getAuthenticated();
    expect(refused()).toBe(1);
  });

  test('with two keys that are no longer good, each is tried once, and that is the answer', async () => {
    const former = github.addPrivateKey(app);
    github.removePrivateKey(app, former);
    github.removePrivateKey(app, app.privateKey);
    const client = clientWith({ privateKey: app.privateKey, formerPrivateKey: former });

    await expect(client.app.rest.apps.getAuthenticated()).rejects.toMatchObject({ kind: 'unauthorized' });
    await expect(client.writer(installation.id, GRANT)).rejects.toBeInstanceOf(GitHubFailure);
    expect(refused()).toBe(4);
  });

  test('an answer other than 401 is one: the former key is not tried', async () => {
    const former = github.addPrivateKey(app);
    const client = clientWith({ privateKey: app.privateKey, formerPrivateKey: former });
    github.faults.add({ route: 'GET /app', fault: { kind: 'status', status: 403, body: { message: 'No.' } } });

    await expect(client.app.rest.apps.getAuthenticated()).rejects.toMatchObject({ kind: 'forbidden' });
    expect(github.requests).toHaveLength(1);
  });
});

describe('A48: our clock and GitHub’s differ', () => {
  test.each([-25, -15, 0, 15, 25])(
    'by %d seconds: we sign in at once, and the difference is known',
    async (seconds) => {
      const now = Date.now();
      github.clock.set(now - seconds * 1000);
      const client = clientWith({ privateKey: app.privateKey, now: () => now });
      expect(client.clockDifference()).toBeNull();

      await open(client, 'x');

      expect(refused()).toBe(0);
      const measured = client.clockDifference()?.seconds ?? Number.NaN;
      // The header has whole seconds.
      expect(Math.abs(measured - seconds)).toBeLessThanOrEqual(1);
      expect(Math.abs(measured) > MOST_CLOCK_DIFFERENCE_SECONDS).toBe(
        Math.abs(seconds) > MOST_CLOCK_DIFFERENCE_SECONDS,
      );
    },
  );

  test('by an hour: the library corrects itself by GitHub’s date, and the difference is known', async () => {
    const now = Date.now();
    github.clock.set(now - 3_600_000);
    const client = clientWith({ privateKey: app.privateKey, now: () => now });
    await open(client, 'x');

    expect(Math.round((client.clockDifference()?.seconds ?? 0) / 60)).toBe(60);
  });
});

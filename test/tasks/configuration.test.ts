import { afterEach, describe, expect, test } from '@jest/globals';
import { revisionOf } from '../../src/contributions/agreements/revision.ts';
import { type EntryDraft, NOBODY } from '../../src/ledger/entry.ts';
import { keepPeople } from '../../src/store/agreements.ts';
import { appendEntries, ledgerPlace } from '../../src/store/ledger.ts';
import { loadConfiguration } from '../../src/tasks/configuration.ts';
import type { Repository } from '../github/state.ts';
import { signed } from '../ledger/a-chain.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, checkOf, checksOf, only, ourIssues, proposalsOf, writesOf } from './on-github.ts';

const PATH = '.github/portreeve.yml';
const CHECK = 'Portreeve configuration';
let house: House;

afterEach(() => house.close());

function repositoryCalled(name: string): Repository {
  return only([...house.github.world.repositories.values()].filter((one) => one.name === name && !one.deleted));
}

function make(name: string, files: Record<string, string> = { 'README.md': 'x' }, more: object = {}): Repository {
  return house.github.createRepository({ owner: house.organization, name, files, ...more });
}

/** Commits a configuration, and reads it as the app would. */
async function configure(text: string, name = '.github'): Promise<string> {
  const { sha } = house.github.pushFiles(repositoryCalled(name), { files: { [PATH]: text }, message: 'Configure' });
  await house.refresh();
  return sha;
}

async function inForce() {
  const configuration = await loadConfiguration(house.context, house.installation.id);
  if (configuration === null) throw new Error('nothing is in force');
  const { mode, language } = configuration.forRepository(
    {
      owner: 'city',
      name: 'stops',
      description: null,
      visibility: 'public',
      isArchived: false,
      isFork: false,
      isTemplate: false,
      isMirror: false,
      isEmpty: false,
      hasIssues: true,
      defaultBranch: 'main',
      primaryLanguage: null,
      detectedLicense: null,
      topics: [],
    },
    null,
  );
  return `${mode} ${language}`;
}

describe('the organisation’s configuration', () => {
  test('comes into force, and asks for a sweep', async () => {
    house = await openHouse({ configuration: 'mode: observe\n' });
    await house.refresh();
    house.enqueued.length = 0;
    await configure('mode: enforce\nlanguage: fr\n');

    expect(await inForce()).toBe('enforce fr');
    expect(house.enqueued.map(({ queue }) => queue)).toEqual(['sweep']);
  });

  test('that says the same again asks for nothing', async () => {
    house = await openHouse({ configuration: 'mode: enforce\n' });
    await house.refresh();
    await house.sweep();
    house.enqueued.length = 0;
    await house.refresh();

    expect(house.enqueued).toEqual([]);
  });

  test('that is broken changes nothing, and its commit says where and what was meant', async () => {
    house = await openHouse({ configuration: 'mode: enforce\nlanguage: fr\n' });
    await house.refresh();
    await house.sweep();
    house.enqueued.length = 0;
    const sha = await configure('mode: enforce\nlanguage: en\npolicies:\n  licence-file: off\n');

    expect(await inForce()).toBe('enforce fr');
    expect(house.enqueued).toEqual([]);
    const check = checkOf(repositoryCalled('.github'), sha, CHECK);
    expect(check.conclusion).toBe('failure');
    expect(check.annotations).toMatchObject([{ path: PATH, start_line: 4, annotation_level: 'failure' }]);
    expect(check.output.summary).toContain('license-file');
  });

  test('that is mended comes into force', async () => {
    house = await openHouse({ configuration: 'mode: enforce\n' });
    await house.refresh();
    await configure('mode: [\n');
    const sha = await configure('mode: enforce\nlanguage: de\n');

    expect(await inForce()).toBe('enforce de');
    expect(checksOf(repositoryCalled('.github'), sha, CHECK)).toEqual([]);
  });

  test('that is deleted leaves what is built in: nothing is written', async () => {
    house = await openHouse({ configuration: 'mode: enforce\n' });
    await house.refresh();
    house.github.pushFiles(repositoryCalled('.github'), { deletes: [PATH], message: 'Away' });
    await house.refresh();

    expect(await inForce()).toBe('observe en');
  });

  test('P10: stays where its repository can no longer be seen', async () => {
    house = await openHouse({ configuration: 'mode: enforce\nlanguage: fr\n' });
    await house.refresh();
    house.github.deleteRepository(repositoryCalled('.github'));
    await house.refresh();

    expect(await inForce()).toBe('enforce fr');
  });

  test.each([500, 403])('P10: stays where GitHub answers %d', async (status) => {
    house = await openHouse({ configuration: 'mode: enforce\nlanguage: fr\n' });
    await house.refresh();
    house.github.faults.add({ route: 'POST /graphql', fault: { kind: 'status', status, body: {} } });
    await expect(house.refresh()).rejects.toThrow();

    expect(await inForce()).toBe('enforce fr');
  });

  test('of a repository made anew under the same name replaces the old one', async () => {
    house = await openHouse({ configuration: 'mode: enforce\nlanguage: fr\n' });
    await house.refresh();
    house.github.deleteRepository(repositoryCalled('.github'));
    make('.github', { [PATH]: 'mode: enforce\n' });
    await house.refresh();

    expect(await inForce()).toBe('enforce en');
  });

  test('in .github-private counts over the one in .github', async () => {
    house = await openHouse({ configuration: 'mode: enforce\nlanguage: fr\n' });
    make('.github-private', { [PATH]: 'language: nl\n' }, { visibility: 'private' });
    await house.refresh();

    expect(await inForce()).toBe('enforce nl');
  });

  test.each([
    [
      'another branch',
      () =>
        void house.github.pushFiles(repositoryCalled('.github'), {
          branch: 'next',
          files: { [PATH]: 'mode: enforce\n' },
          message: 'x',
        }),
    ],
    [
      'a pull request',
      () =>
        void house.github.openPullRequest({
          repository: repositoryCalled('.github'),
          files: { [PATH]: 'mode: enforce\n' },
        }),
    ],
    [
      'a fork',
      () => {
        const author = house.github.createUser('mallory');
        house.github.openPullRequest({
          repository: repositoryCalled('.github'),
          author,
          fork: true,
          files: { [PATH]: 'mode: enforce\n' },
        });
      },
    ],
    ['another repository', () => void make('dot-github', { [PATH]: 'mode: enforce\n' })],
    [
      'another path',
      () =>
        void house.github.pushFiles(repositoryCalled('.github'), {
          files: { 'portreeve.yml': 'mode: enforce\n' },
          message: 'x',
        }),
    ],
  ])('A11: has no effect in %s', async (_where, happen) => {
    house = await openHouse({ configuration: 'mode: observe\n' });
    await house.refresh();
    happen();
    await house.refresh();

    expect(await inForce()).toBe('observe en');
  });

  test('A11: a link to a file of another commit or place is no configuration', async () => {
    house = await openHouse({ configuration: 'mode: observe\n' });
    house.github.pushFiles(repositoryCalled('.github'), {
      files: { [PATH]: { mode: '120000', content: '../evil.yml' }, 'evil.yml': 'mode: enforce\n' },
      message: 'x',
    });
    await house.refresh();

    expect(await inForce()).toBe('observe en');
  });

  const bomb = `a: &a [${'x,'.repeat(9)}x]\n${Array.from({ length: 40 }, (_, i) => `b${i}: [*a, *a]`).join('\n')}\n`;
  test.each([
    ['A18 aliases', bomb],
    ['A18 depth', `mode: ${'['.repeat(5000)}`],
    ['A18 size', `# ${'x'.repeat(200_000)}\nmode: enforce\n`],
    ['A19 a merge key', 'base: &b { mode: enforce }\n<<: *b\n'],
    ['A19 a key twice', 'mode: enforce\nmode: enforce\n'],
    ['A19 __proto__', '__proto__: { mode: enforce }\nmode: enforce\n'],
    ['A20 a regular expression', 'mode: enforce\ngroups: [{ name: a, match: { names: ["(a+)+$"] } }]\n'],
    ['a binary', '\0\u0001mode: enforce\n'],
    ['a tag', 'mode: !!js/function "enforce"\n'],
    ['two documents', 'mode: enforce\n---\nmode: enforce\n'],
  ])('hostile YAML is refused at once and told: %s', async (_what, text) => {
    house = await openHouse({ configuration: 'mode: observe\n' });
    await house.refresh();
    const sha = await configure(text);

    expect(await inForce()).toBe('observe en');
    expect(checkOf(repositoryCalled('.github'), sha, CHECK).conclusion).toBe('failure');
    expect(({} as { mode?: string }).mode).toBeUndefined();
  });
});

describe('a pull request that changes the configuration', () => {
  async function propose(text: string | null, visibility: 'public' | 'private', name = '.github') {
    house = await openHouse({ configuration: name === '.github' ? 'mode: observe\n' : null });
    const { LICENSE: _, ...bare } = ALL_WELL;
    make('stops', bare);
    make('fine', ALL_WELL);
    const repository = name === '.github' ? repositoryCalled(name) : make(name, { [PATH]: 'mode: observe\n' });
    house.github.setVisibility(repository, visibility);
    await house.refresh();
    await house.sweep();
    for (const one of ['stops', 'fine']) await house.audit(repositoryCalled(one));
    house.github.resetRequests();
    const pull = house.github.openPullRequest({
      repository,
      ...(text === null ? { deletes: [PATH] } : { files: { [PATH]: text } }),
    });
    await house.check(repository, pull.issue.number);
    return checkOf(repository, pull.head.sha, CHECK);
  }
  const SECRET = `
mode: enforce
policies: { license-file: off }
exemptions:
  - { policy: security-policy, repositories: [hidden-*], reason: The lawsuit, approver: grace, until: 2099-01-01 }
`;

  test('shows counts only where everybody can read it', async () => {
    const { conclusion, output } = await propose(SECRET, 'public');

    expect(conclusion).toBe('success');
    expect(output.summary).toContain('1 exemption added');
    expect(output.summary).not.toMatch(/lawsuit|grace|hidden/);
    expect(output.summary).toContain('1 repository would no longer fail');
  });

  test('shows the details where readers have rights', async () => {
    const { output } = await propose(SECRET, 'private', '.github-private');

    expect(output.summary).toContain('hidden-*');
  });

  test('that breaks it fails, and says where', async () => {
    const { conclusion, annotations } = await propose('mode: enfroce\n', 'public');

    expect(conclusion).toBe('failure');
    expect(annotations).toMatchObject([{ path: PATH, start_line: 1 }]);
  });

  test('that deletes it says what will change', async () => {
    const { conclusion } = await propose(null, 'public');

    expect(conclusion).toBe('success');
  });
});

describe('a pull request that changes an agreement', () => {
  const AGREEMENT = (text: string, more = '') =>
    `---\nid: city-cla\nkind: individual\ntitle: City agreement\n${more}---\n${text}\n`;
  const FIRST = AGREEMENT('You grant us this.');

  async function propose(change: { readonly files?: Record<string, string>; readonly deletes?: string[] }) {
    house = await openHouse({ configuration: 'mode: observe\n' });
    const repository = repositoryCalled('.github');
    house.github.pushFiles(repository, { files: { 'agreements/city-cla.md': FIRST }, message: 'Ask' });
    await house.refresh();
    const { id } = house.installation;
    await house.store.asInstallation(id, async (db) => {
      const place = await ledgerPlace(db, id);
      const drafts = [1, 2, 3, 4].map((account) => signed(account));
      const ofThis = drafts.map(({ content, personal }) => ({
        content: { ...content, agreement: 'city-cla', revision: revisionOf(FIRST) } as EntryDraft['content'],
        personal,
      }));
      const withdrawn = { kind: 'withdrawn', at: new Date().toISOString(), of: [4] } satisfies EntryDraft['content'];
      const end = { content: withdrawn, personal: { ...NOBODY, accountId: 4 } };
      await appendEntries(db, place, [...ofThis, end], new Date());
      await keepPeople(db, id, { repositoryId: 1, nodeId: 'R_1', number: 5 }, [1], null);
    });
    const pull = house.github.openPullRequest({ repository, ...change });
    await house.check(repository, pull.issue.number);
    return checkOf(repository, pull.head.sha, CHECK);
  }

  test.each<[string, Parameters<typeof propose>[0], string[]]>([
    [
      'with days of grace',
      { files: { 'agreements/city-cla.md': AGREEMENT('You grant us more.', 'grace: 30\n') } },
      ['3 people have to sign again, and stay covered for 30 days', '1 open pull request of which'],
    ],
    [
      'that is compatible',
      { files: { 'agreements/city-cla.md': AGREEMENT('You grant us this!', `compatible: [${revisionOf(FIRST)}]\n`) } },
      ['3 people who have signed stay covered'],
    ],
    [
      'without either',
      { files: { 'agreements/city-cla.md': AGREEMENT('All.') } },
      ['3 people have to sign again at once'],
    ],
    [
      'that is new',
      { files: { 'agreements/other.md': FIRST.replace('city-cla', 'other') } },
      ['`other` is new: from then on it can be signed'],
    ],
    ['that goes', { deletes: ['agreements/city-cla.md'] }, ['`city-cla` is taken away']],
  ])('%s says for how many people what would change, and names nobody', async (_, change, told) => {
    const { conclusion, output } = await propose(change);

    expect(conclusion).toBe('success');
    for (const one of told) expect(output.summary).toContain(one);
    expect(output.summary).not.toContain('person-');
  });

  test.each([
    ['that cannot be read', AGREEMENT('All.', 'grace: soon\n'), 5],
    ['of another kind than it was', FIRST.replace('individual', 'corporate'), 1],
  ])('%s fails, with its line in its own file', async (_, text, line) => {
    const { conclusion, annotations, output } = await propose({ files: { 'agreements/city-cla.md': text } });

    expect(conclusion).toBe('failure');
    expect(annotations).toMatchObject([{ path: 'agreements/city-cla.md', start_line: line }]);
    expect(output.summary).toContain(`line ${line}`);
  });
});

test('a pull request into another branch changes no configuration, and gets no check of one', async () => {
  house = await openHouse({ configuration: 'mode: observe\n' });
  const repository = repositoryCalled('.github');
  house.github.pushFiles(repository, { branch: 'next', files: { a: 'a' }, message: 'Next' });
  await house.refresh();
  const pull = house.github.openPullRequest({ repository, base: 'next', files: { [PATH]: 'mode: enfroce\n' } });
  await house.check(repository, pull.issue.number);

  expect(checksOf(repository, pull.head.sha, CHECK)).toEqual([]);
});

describe('a repository’s own configuration', () => {
  const OFF = 'policies: { license-file: off, license-approved: off }\n';

  async function own(organization: string, text: string): Promise<Repository> {
    house = await openHouse({ configuration: `proposals: false\n${organization}` });
    const { LICENSE: _, ...bare } = ALL_WELL;
    const stops = make('stops', { ...bare, [PATH]: text });
    await house.refresh();
    await house.audit(stops);
    return stops;
  }

  test('counts where the organisation lets it', async () => {
    expect(ourIssues(await own('mode: enforce\nrepositoriesMayOverride: true\n', OFF))).toEqual([]);
  });

  test.each([
    ['for none', 'mode: enforce\n'],
    ['for another policy', 'mode: enforce\nrepositoriesMayOverride: [security-policy]\n'],
  ])('does not count where it may override %s, and its commit says so', async (_what, organization) => {
    const stops = await own(organization, OFF);

    expect(ourIssues(stops)).toHaveLength(1);
    expect(stops.checkRuns.map(({ name, conclusion }) => [name, conclusion])).toEqual([[CHECK, 'failure']]);
  });

  test.each([
    ['the mode', 'mode: observe\n'],
    ['exemptions', 'exemptions: []\n'],
    ['broken YAML', 'policies: {\n'],
  ])('never says %s', async (_what, text) => {
    const stops = await own('mode: enforce\nrepositoriesMayOverride: true\n', text);

    expect(ourIssues(stops)).toHaveLength(1);
    expect(stops.checkRuns.map(({ conclusion }) => conclusion)).toEqual(['failure']);
  });

  test('that breaks leaves the last good one in force', async () => {
    const stops = await own('mode: enforce\nrepositoriesMayOverride: true\n', OFF);
    house.github.pushFiles(stops, { files: { [PATH]: 'policies: {\n' }, message: 'Oh' });
    await house.audit(stops);

    expect(ourIssues(stops)).toEqual([]);
    expect(stops.checkRuns).toHaveLength(1);
  });

  test('is told nothing of while the organisation only observes', async () => {
    const stops = await own('mode: observe\n', 'policies: {\n');

    expect([writesOf(house), proposalsOf(stops)]).toEqual([[], []]);
  });
});

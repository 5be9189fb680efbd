import { describe, expect, test } from '@jest/globals';
import { describeChange } from '../../src/config/describe-change.ts';
import { effectiveConfiguration } from '../../src/config/effective-configuration.ts';
import { type Configuration, type ConfigurationKind, readConfiguration } from '../../src/config/read-configuration.ts';
import type { RepositoryDescription } from '../../src/core/snapshot.ts';
import { SOME_POLICIES } from './policies.ts';

function layer(text: string, path = '.github/portreeve.yml', kind: ConfigurationKind = 'organization'): Configuration {
  const reading = readConfiguration(text, path, SOME_POLICIES, kind);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.configuration;
}

function aRepository(changes: Partial<RepositoryDescription> = {}): RepositoryDescription {
  return {
    owner: 'octo-org',
    name: 'bus-stops',
    description: null,
    visibility: 'public',
    isArchived: false,
    isFork: false,
    isTemplate: false,
    isMirror: false,
    isEmpty: false,
    hasIssues: true,
    defaultBranch: 'main',
    primaryLanguage: 'TypeScript',
    detectedLicense: null,
    topics: ['mobility'],
    ...changes,
  };
}

function effective(texts: readonly string[], repository: RepositoryDescription | null = aRepository(), own?: string) {
  const ownLayers = own === undefined ? [] : [layer(own, 'bus-stops/.github/portreeve.yml', 'repository')];
  return effectiveConfiguration({
    policies: SOME_POLICIES,
    layers: [...texts.map((text, index) => layer(text, `file-${index}`)), ...ownLayers],
    repository,
  });
}

test('without a file, everything is judged by the built-in settings and nothing is written', () => {
  const result = effective([]);
  expect(result).toMatchObject({ mode: 'observe', language: 'en', contact: {}, defaultLicense: null, checks: true });
  expect(result.settings.get('license-file')).toEqual({
    enabled: true,
    severity: 'error',
    options: {},
    exemption: null,
  });
  expect(result.settings.get('license-approved')?.options).toEqual({
    allowed: ['EUPL-1.2'],
    limit: 3,
    strict: false,
    style: 'short',
  });
  expect(result.settings.get('signed-commits')?.enabled).toBe(false);
});

test('the private file counts over the public one, each key by itself', () => {
  const result = effective([
    'mode: enforce\ncontact: {office: A, officeEmail: a@example.org}\npolicies: {license-approved: {limit: 2, strict: true}}',
    'contact: {office: B}\npolicies: {license-approved: {limit: 4}}',
  ]);
  expect(result).toMatchObject({ mode: 'enforce', contact: { office: 'B', officeEmail: 'a@example.org' } });
  expect(result.settings.get('license-approved')?.options).toMatchObject({ limit: 4, strict: true });
});

test('maps within maps are folded key by key, also by a group', () => {
  const { contributions, language, origins } = effective([
    'contributions: {onboarding: {answerWithinDays: 5, labels: {signOff: "dco: missing"}}}',
    `contributions: {onboarding: {labels: {newcomer: welcome}}}
groups:
  - name: g
    match: {names: ["bus-*"]}
    language: nl
    contributions: {onboarding: {issues: true}}`,
  ]);
  expect(contributions.onboarding).toEqual({
    pullRequests: true,
    issues: true,
    answerWithinDays: 5,
    contact: null,
    labels: { newcomer: 'welcome', signOff: 'dco: missing', policies: null },
  });
  expect(language).toBe('nl');
  expect(origins.get('contributions.onboarding.labels.signOff')).toMatchObject({ path: 'file-0', line: 1 });
  expect(origins.get('contributions.onboarding.issues')).toMatchObject({ layer: 'group', path: 'file-1', line: 6 });
  expect(origins.get('contributions.onboarding.labels.policies')).toMatchObject({ layer: 'built-in' });
});

test('a group says what its repositories hold, and the organisation what is proposed to each kind', () => {
  const files = [
    'defaultLicenses: { data: ODbL-1.0 }\ngroups: [{ name: g, match: { names: ["bus-*"] }, kind: data }]',
    'defaultLicenses: { documentation: CC0-1.0 }',
  ];

  expect(effective(files)).toMatchObject({
    kind: 'data',
    defaultLicense: null,
    defaultLicenses: { documentation: 'CC0-1.0', data: 'ODbL-1.0' },
  });
  expect(effective(files, aRepository({ name: 'tram' }))).toMatchObject({ kind: null });
});

test('each value remembers what set it', () => {
  const { origins } = effective(
    [
      'mode: enforce\n\npolicies:\n  license-file:\n    severity: info\ngroups:\n  - name: g\n    match: {names: ["bus-*"]}\n    policies:\n      license-file: {enabled: true}\nrepositoriesMayOverride: true',
    ],
    aRepository(),
    'policies:\n  license-approved:\n    limit: 1',
  );
  expect(origins.get('language')).toEqual({ layer: 'built-in', path: null, line: null, group: null });
  expect(origins.get('mode')).toEqual({ layer: 'organization', path: 'file-0', line: 1, group: null });
  expect(origins.get('policies.license-file.severity')).toMatchObject({ layer: 'organization', line: 5 });
  expect(origins.get('policies.license-file.enabled')).toEqual({
    layer: 'group',
    path: 'file-0',
    line: 10,
    group: 'g',
  });
  expect(origins.get('policies.license-approved.limit')).toMatchObject({ layer: 'repository', line: 3 });
});

describe('a group counts for the repositories that fit all it says', () => {
  test.each<[string, Partial<RepositoryDescription>, boolean]>([
    ['names: ["bus-*"]', {}, true],
    ['names: ["BUS-STOPS"]', {}, true],
    ['names: ["tram-*", "*-stops"]', {}, true],
    ['names: ["bus"]', {}, false],
    ['names: ["bus-stop?"]', {}, true],
    ['topics: [Mobility, other]', {}, true],
    ['topics: [other]', {}, false],
    ['visibility: [private, internal]', {}, false],
    ['languages: [typescript]', {}, true],
    ['languages: [typescript]', { primaryLanguage: null }, false],
    ['template: true', { isTemplate: true }, true],
    ['archived: false', {}, true],
    ['names: ["bus-*"], topics: [other]', {}, false],
  ])('{%s} with %j: %j', (match, changes, fits) => {
    const { groups, language, proposals } = effective(
      [`language: de\ngroups: [{name: g, match: {${match}}, proposals: false}]`],
      aRepository(changes),
    );
    expect({ groups, language, proposals }).toEqual({ groups: fits ? ['g'] : [], language: 'de', proposals: !fits });
  });

  test('and for none where nothing is known of the repository', () => {
    expect(effective(['groups: [{name: g, match: {archived: false}, mode: enforce}]'], null)).toMatchObject({
      mode: 'observe',
      groups: [],
    });
  });

  test('the later group over the earlier', () => {
    const groups =
      'groups: [{name: a, match: {fork: false}, mode: enforce}, {name: b, match: {names: ["*"]}, mode: observe}]';
    expect(effective([groups])).toMatchObject({ mode: 'observe', groups: ['a', 'b'] });
  });
});

describe('archived repositories, forks and mirrors are left alone', () => {
  const enabled = (text: string, changes: Partial<RepositoryDescription>) =>
    effective([text], aRepository(changes)).settings.get('license-file')?.enabled;

  test.each<[Partial<RepositoryDescription>, string]>([
    [{ isArchived: true }, 'include: {archived: true}'],
    [{ isFork: true }, 'include: {forks: true}'],
    [{ isMirror: true }, 'include: {mirrors: true}'],
    [{ isFork: true }, 'groups: [{name: g, match: {fork: true}, policies: {license-file: {enabled: true}}}]'],
  ])('%j, unless %s', (changes, wish) => {
    expect(enabled('policies: {license-file: {enabled: true}}', changes)).toBe(false);
    expect(enabled(wish, changes)).toBe(true);
  });

  test('and explain can say why', () => {
    const { origins } = effective([''], aRepository({ isFork: true }));
    expect(origins.get('policies.license-file.enabled')).toMatchObject({ layer: 'built-in', group: 'forks' });
  });
});

describe('a repository’s own file', () => {
  const own = 'policies:\n  license-file: off\n  license-approved: {limit: 1}';

  test.each([
    ['repositoriesMayOverride: true', false, []],
    ['', true, ['license-file', 'license-approved']],
    ['repositoriesMayOverride: false', true, ['license-file', 'license-approved']],
    ['repositoriesMayOverride: [license-approved]', true, ['license-file']],
    ['repositoriesMayOverride: [license-approved, license-file]', false, []],
  ])('under %j', (organization, enabled, refused) => {
    const { settings, problems } = effective([organization], aRepository(), own);

    expect(settings.get('license-file')?.enabled).toBe(enabled);
    expect(settings.get('license-approved')?.options).toMatchObject({ limit: enabled ? 3 : 1 });
    expect(problems.map(({ key, path, line }) => `${path}:${line} ${key}`)).toEqual(
      refused.map((id) => `bus-stops/.github/portreeve.yml:${id === 'license-file' ? 2 : 3} policies.${id}`),
    );
  });

  test('cannot switch its judging on where the organisation did not ask, by an empty file', () => {
    expect(effective([], aRepository({ isFork: true }), '').settings.get('license-file')?.enabled).toBe(false);
  });
});

describe('exemptions', () => {
  const exemption = (names: string, until: string) =>
    `exemptions: [{policy: license-file, repositories: [${names}], reason: Old texts., approver: ada, until: ${until}}]`;

  test.each([
    ['"bus-*"', '2027-01-31'],
    ['other', null],
  ])('for %s', (names, until) => {
    const setting = effective([exemption(names, '2027-01-31')]).settings.get('license-file');
    expect(setting?.exemption?.until ?? null).toBe(until);
    expect(setting?.enabled).toBe(true);
  });

  test('of both files add up; the one that holds longest counts', () => {
    const result = effective([exemption('bus-stops', '2027-03-01'), exemption('"*"', '2027-02-01')]);
    expect(result.settings.get('license-file')?.exemption).toEqual({
      policy: 'license-file',
      reason: 'Old texts.',
      approver: 'ada',
      until: '2027-03-01',
    });
  });
});

describe('what a change alters', () => {
  const change = (before: string, after: string) => describeChange(SOME_POLICIES, [layer(before)], [layer(after)]);
  const nothing = {
    mode: null,
    switchedOn: [],
    switchedOff: [],
    settings: [],
    groups: [],
    exemptionsAdded: [],
    exemptionsRemoved: [],
  };

  test('nothing, where only the writing differs', () => {
    expect(change('mode: observe\npolicies: {license-file: {severity: error}}', '# tidy\n')).toEqual(nothing);
  });

  test('of a repository’s own file, what it changes there', () => {
    const organization = layer('repositoriesMayOverride: true');
    const own = (text: string) => layer(text, 'own', 'repository');
    const [before, after] = [own('policies: {license-file: off}'), own('policies: {license-approved: {limit: 1}}')];
    expect(describeChange(SOME_POLICIES, [organization, before], [organization, after])).toEqual({
      ...nothing,
      switchedOn: ['license-file'],
      settings: [{ key: 'policies.license-approved.limit', before: 3, after: 1 }],
    });
  });

  test('all of it, as data', () => {
    const exempt = (name: string) =>
      `{policy: license-file, repositories: [${name}], reason: R, approver: ada, until: 2027-01-31}`;
    const before = `policies: {license-file: {severity: info}}\nexemptions: [${exempt('a')}, ${exempt('b')}]\ncontact: {office: A}\ngroups: [{name: g, match: {fork: true}}]`;
    const after = `mode: enforce\nlanguage: de\npolicies: {license-file: off, signed-commits: {enabled: true}, license-approved: {allowed: [MIT]}}\nexemptions: [${exempt('b')}, ${exempt('c')}]\ninclude: {forks: true}\ncontributions: {onboarding: {labels: {signOff: dco}}}\ngroups: [{name: g, match: {fork: false}}]\nrepositoriesMayOverride: true`;

    expect(change(before, after)).toEqual({
      mode: { before: 'observe', after: 'enforce' },
      switchedOn: ['signed-commits'],
      switchedOff: ['license-file'],
      settings: expect.arrayContaining([
        { key: 'language', before: 'en', after: 'de' },
        { key: 'contact.office', before: 'A', after: null },
        { key: 'policies.license-file.severity', before: 'info', after: 'error' },
        { key: 'policies.license-approved.allowed', before: ['EUPL-1.2'], after: ['MIT'] },
        { key: 'include.forks', before: false, after: true },
        { key: 'contributions.onboarding.labels.signOff', before: null, after: 'dco' },
        { key: 'repositoriesMayOverride', before: false, after: true },
      ]),
      groups: ['g'],
      exemptionsAdded: [expect.objectContaining({ repositories: ['c'] })],
      exemptionsRemoved: [expect.objectContaining({ repositories: ['a'] })],
    });
    expect(change(before, after).settings).toHaveLength(7);
  });
});

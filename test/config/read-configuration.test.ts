import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EXAMPLE } from '../../src/config/example.ts';
import { type ConfigurationKind, readConfiguration } from '../../src/config/read-configuration.ts';
import { POLICIES } from '../../src/policies/index.ts';
import { SOME_POLICIES } from './policies.ts';

const PATH = '.github/portreeve.yml';

function problemsOf(text: string, kind: ConfigurationKind = 'organization'): string[] {
  const reading = readConfiguration(text, PATH, SOME_POLICIES, kind);
  if (reading.ok) return [];
  return reading.problems.map(
    ({ line, column, key, message, suggestion }) =>
      `${line}:${column} ${key} ${message}${suggestion === null ? '' : ` → ${suggestion}`}`,
  );
}

test.each([
  ['an empty file', ''],
  ['only comments', '# nothing\n\n'],
  ['a document mark and nothing', '---\n'],
  ['keys with nothing after them', 'mode:\npolicies:\n  license-file:\ngroups:\n  # none yet\n'],
  ['a byte order mark', '\ufeffmode: enforce'],
  ['Windows line ends', 'mode: enforce\r\nlanguage: de\r\n'],
  ['an array of the flow style', 'repositoriesMayOverride: [license-file]'],
])('%s is fine', (_name, text) => {
  expect(problemsOf(text)).toEqual([]);
});

test('the example of the manual is valid for the policies that Portreeve has', () => {
  const reading = readConfiguration(EXAMPLE, PATH, POLICIES, 'organization');
  expect(reading).toMatchObject({
    ok: true,
    configuration: { settings: { mode: 'observe', defaultLicense: 'EUPL-1.2' } },
  });
});

test('everything that is wrong is said at once, in the order of the lines, with what was meant', () => {
  const text = `mod: enforce
language: english
policies:
  licence-file: off
  license-approved:
    alowed: [MIT]
    allowed: [MIT, EUPL]
    severity: warn
exemptions:
  - policy: license-file
    repositories: []
    approver: "@ada"
    until: 2027-02-30
`;
  expect(problemsOf(text)).toMatchInlineSnapshot(`
[
  "1:1 mod There is no setting called “mod”. → mode",
  "2:11 language “english” does not fit: it must be “en”, “fr”, “de”, “es”, “it”, “nl” or “pt”.",
  "4:3 policies.licence-file There is no policy called “licence-file”. → license-file",
  "6:5 policies.license-approved.alowed There is no setting called “alowed” in policies.license-approved. → allowed",
  "7:20 policies.license-approved.allowed[1] EUPL is no SPDX identifier. → EUPL-1.2",
  "8:15 policies.license-approved.severity “warn” does not fit: it must be “info”, “warning” or “error”. → warning",
  "10:5 exemptions[0].reason “reason” is missing here.",
  "11:5 exemptions[0].repositories This is empty.",
  "12:16 exemptions[0].approver “@ada” is not a login on GitHub; write it without “@”.",
  "13:12 exemptions[0].until “2027-02-30” is not a day; write it as 2027-12-31.",
]
`);
});

describe('each mistake has its place and its remedy', () => {
  test.each([
    ['mode: enforced', '1:7 mode “enforced” does not fit: it must be “observe” or “enforce”. → enforce'],
    ['checks: yes', '1:9 checks “yes” does not fit: it must be “true” or “false”. → true'],
    ['issues: "no"', '1:10 issues “no” does not fit: it must be “true” or “false”. → false'],
    ['policies: [a]', '1:1 policies This is a list; it must be a map of settings (“key: value”).'],
    [
      'policies:\n  license-file: of',
      '2:17 policies.license-file “of” does not fit: it must be “off” or a map of settings (“key: value”). → off',
    ],
    [
      'policies:\n  license-file: false',
      '2:17 policies.license-file “false” does not fit: it must be “off” or a map of settings (“key: value”). → off',
    ],
    [
      'policies:\n  license-approved:\n    limit: 12',
      '3:12 policies.license-approved.limit “12” is too much: at most 9.',
    ],
    [
      'policies:\n  license-approved:\n    limit: 1e999',
      '3:12 policies.license-approved.limit “1e999” does not fit: it must be a number.',
    ],
    [
      'policies:\n  license-approved:\n    limit: .inf',
      '3:12 policies.license-approved.limit “.inf” does not fit: it must be a number.',
    ],
    [
      'policies:\n  license-approved:\n    allowed: [GPL]',
      '3:15 policies.license-approved.allowed[0] GPL is no SPDX identifier. → EUPL-1.2',
    ],
    [
      'governanceRepository: 012',
      '1:23 governanceRepository YAML reads “012” as a number; it must be text. Put it in quotes. → "012"',
    ],
    [
      'contact: {office: true}',
      '1:19 contact.office YAML reads “true” as “true” or “false”; it must be text. Put it in quotes. → "true"',
    ],
    [
      'contact:\n  officeUrl: http://x.org',
      '2:14 contact.officeUrl “http://x.org” is not a web address that begins with https://.',
    ],
    ['contact:\n  securityEmail: us', '2:18 contact.securityEmail “us” is not an e-mail address.'],
    ['contact:\n  ofice: us', '2:3 contact.ofice There is no setting called “ofice” in contact. → office'],
    [
      'defaultLicense: eupl-1.2',
      '1:17 defaultLicense “eupl-1.2” is not an identifier of the SPDX licence list. → EUPL-1.2',
    ],
    [
      'groups:\n  - name: x\n    match: {}',
      '3:5 groups[0].match This names nothing to match; say at least one of names, topics, visibility, languages, archived, fork, template.',
    ],
    ['groups:\n  - match: {fork: true}', '2:5 groups[0].name “name” is missing here.'],
    ['exemptions:\n  -', '2:3 exemptions[0] There is no value here; it must be a map of settings (“key: value”).'],
    [
      'contributions:\n  signOff: {check: false, compatible: dcoapp}',
      '2:39 contributions.signOff.compatible “dcoapp” takes the place of another app’s check, and `check: false` beside it lets nobody check; keep one.',
    ],
    [
      'contributions:\n  signOff: {check: false}\n  ai: forbid',
      '3:7 contributions.ai “forbid” is checked together with sign-offs, which `signOff: {check: false}` turns off; keep one.',
    ],
    [
      'contributions:\n  agreement: {agreements: [], either: sign-off}',
      '2:39 contributions.agreement.either “sign-off” offers a choice between a sign-off and a signature, and `agreements: []` asks for no signature; keep one.',
    ],
    ['version: 2', '1:10 version “2” does not fit: it must be “1”. → 1'],
    ['just words', '1:1  “just words” does not fit: it must be a map of settings (“key: value”).'],
  ])('%j', (text, problem) => {
    expect(problemsOf(text)[0]).toBe(problem);
  });
});

describe('YAML that surprises is refused where it stands', () => {
  test.each([
    ['a tab', 'policies:\n\tlicense-file: off', '2:1'],
    ['a key said twice', 'mode: observe\nmode: enforce', '2:1'],
    ['an alias', 'mode: &m enforce\nlanguage: *m', '1:7'],
    ['a list that holds itself', '&a [*a]', '1:1'],
    ['a merge key', '<<: {mode: enforce}', '1:1'],
    ['a prototype', '__proto__: {mode: enforce}', '1:1'],
    ['a tag', 'mode: !!js/function enforce', '1:7'],
    ['a key that is a list', '? [mode]\n: enforce', '1:4'],
    ['a second document', '---\nmode: observe\n---\nmode: enforce', '2:1'],
    ['an open quote', 'mode: "enforce', '1:15'],
    ['an open bracket', 'groups: [', '1:10'],
    ['two colons', 'mode: a: b', '1:8'],
    ['a NUL', 'mode: a\0b', '1:8'],
    ['deep nesting', '['.repeat(1_000), '1:20'],
    ['more than 64 KiB', `# ${'x'.repeat(66_000)}`, '1:1'],
  ])('%s', (_name, text, place) => {
    const [first] = problemsOf(text);
    expect(first?.split(' ')[0]).toBe(place);
    expect(({} as Record<string, unknown>).mode).toBeUndefined();
  });

  test('a bomb of aliases costs nothing', () => {
    const levels = Array.from({ length: 9 }, (_, level) => `a${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}]`);
    // Written out it would have a thousand million values.
    expect(problemsOf(levels.join('\n')).length).toBeGreaterThan(9);
  });

  test('64 KiB of nonsense give at most a hundred problems', () => {
    const text = Array.from({ length: 5_000 }, (_, index) => `key${index}: 1`).join('\n');
    expect(problemsOf(text)).toHaveLength(100);
  });

  test('no text makes it throw, and no refusal is without a place in the text', () => {
    const word = fc.constantFrom(
      ...[
        'mode',
        'policies',
        'license-file',
        'groups',
        ':',
        ': ',
        '- ',
        '\n',
        '\n  ',
        '[',
        ']',
        '{',
        '}',
        ',',
        '"',
        "'",
      ],
      ...[
        'off',
        'true',
        '012',
        '1e999',
        '~',
        '&a',
        '*a',
        '!!str',
        '<<',
        '#',
        '|',
        '>',
        '? ',
        '---',
        '%',
        '\t',
        '\r',
        'é',
        '\u2028',
      ],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word, { maxLength: 30 }).map((words) => words.join('')),
    );
    fc.assert(
      fc.property(text, fc.constantFrom<ConfigurationKind>('organization', 'repository'), (yaml, kind) => {
        const reading = readConfiguration(yaml, PATH, SOME_POLICIES, kind);
        if (reading.ok) return;
        expect(reading.problems.length).toBeGreaterThan(0);
        for (const { line, column } of reading.problems) {
          expect(line).toBeLessThanOrEqual(yaml.split(/\r\n|\n|\r/).length);
          expect(column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

test('what a file does not say stays unsaid, so that no default overrides another layer', () => {
  const reading = readConfiguration(
    'policies:\n  license-approved:\n    limit: 2',
    PATH,
    SOME_POLICIES,
    'organization',
  );
  expect(reading).toMatchObject({
    ok: true,
    configuration: { policies: { 'license-approved': { options: { limit: 2 } } } },
  });
  expect(JSON.stringify(reading)).not.toContain('strict');
});

test('a repository’s own file holds policies, and nothing that is the organisation’s', () => {
  expect(problemsOf('policies:\n  license-file: off', 'repository')).toEqual([]);
  expect(problemsOf('mode: enforce\nexemptions: []\nfoo: 1', 'repository')).toEqual([
    '1:1 mode “mode” can only be set for the whole organisation.',
    '2:1 exemptions “exemptions” can only be set for the whole organisation.',
    '3:1 foo There is no setting called “foo”.',
  ]);
});

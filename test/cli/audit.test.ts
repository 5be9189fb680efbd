import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { type FixtureFiles, git, writeFiles, writeRepository } from '../support/repositories.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runIn } from './a-world.ts';

// Each case starts processes; a machine that does much else at once is slow at that.
jest.setTimeout(30_000);

const root = temporaryFolder();
let count = 0;

function aFolder(files: FixtureFiles): string {
  count += 1;
  const folder = join(root, String(count));
  mkdirSync(folder);
  writeFiles(folder, files);
  return folder;
}

const LICENSE = readFileSync(new URL('../../scripts/eupl-1.2/en.txt', import.meta.url), 'utf8');
const CONTRIBUTING = 'Open an issue first, then a pull request with a test for it.\n';
const SECURITY = 'Write to security@city.example; we answer within three days.\n';
const COMPLETE: FixtureFiles = { LICENSE, 'CONTRIBUTING.md': CONTRIBUTING, 'SECURITY.md': SECURITY };

const report = z.object({
  subject: z.string(),
  verdicts: z.array(
    z.object({ policy: z.string(), outcome: z.string(), findings: z.array(z.object({ code: z.string() })) }),
  ),
});

/** policy → outcome and codes, as the JSON report tells them. */
function summary(out: string): Record<string, string> {
  const { verdicts } = report.parse(JSON.parse(out));
  return Object.fromEntries(
    verdicts.map(({ policy, outcome, findings }) => [policy, [outcome, ...findings.map(({ code }) => code)].join(' ')]),
  );
}

describe('exit status', () => {
  test('0: nothing fails', async () => {
    expect(await runIn(aFolder(COMPLETE), 'audit')).toMatchObject({ code: 0, err: '' });
  });

  test('0: what fails is less grave than an error', async () => {
    expect((await runIn(aFolder({ LICENSE }), 'audit', '.')).code).toBe(0);
  });

  test('1: something fails at severity error', async () => {
    expect((await runIn(aFolder({}), 'audit')).code).toBe(1);
  });

  test.each([
    ['no such folder', ['audit', 'nowhere'], '/nowhere.'],
    ['a file', ['audit', 'LICENSE'], '/LICENSE.'],
    ['no such commit', ['audit', '--ref', 'v1'], 'is not a git repository, so it has no commit v1.'],
    [
      'no such format',
      ['audit', '--format', 'jsn'],
      'There is no format jsn, only text, json, sarif, markdown. Did you mean json?',
    ],
    ['no such option', ['audit', '--refs', 'x'], 'There is no option --refs. Did you mean --ref?'],
    ['an option without its value', ['audit', '--format'], "Option '--format <value>' argument missing."],
    ['an empty argument', ['audit', ''], 'An argument is empty.'],
    ['an empty option', ['audit', '--ref='], 'The option --ref is empty.'],
    ['two folders', ['audit', '.', '..'], 'One folder at a time can be audited.'],
    ['no such configuration', ['audit', '--config', 'x.yml'], 'x.yml cannot be read.'],
    ['no such fallback', ['audit', '--fallback', 'x'], 'There is no folder'],
    ['no such command', ['audti'], 'There is no command audti. Did you mean audit?'],
    ['no such policy', ['explain', 'license'], 'There is no policy license. Did you mean license-file?'],
  ])('2: %s', async (_, args, sentence) => {
    const { code, out, err } = await runIn(aFolder(COMPLETE), ...args);

    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(sentence);
    expect(err).toMatch(/^portreeve: .+\n {2}.+\n$/);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test('2: a broken configuration, each problem with its place', async () => {
    const folder = aFolder({ 'policy.yml': 'policies:\n  license-fil: off\nmode: observ\n' });
    const { code, err } = await runIn(folder, 'audit', '--config', 'policy.yml');

    expect(code).toBe(2);
    expect(err).toContain('policy.yml:2:3: policies.license-fil');
    expect(err).toContain('policy.yml:3:');
    expect(err).toContain('Did you mean license-file?');
  });

  test('2: a repository that git cannot read', async () => {
    const folder = aFolder({});
    writeRepository(folder, { LICENSE });
    writeFileSync(join(folder, '.git', 'config'), '[core\n');
    const { code, err } = await runIn(folder, 'audit');

    expect(code).toBe(2);
    expect(err).toContain('git cannot read the repository');
  });
});

describe('--strict', () => {
  test('what is unknown counts as a failure only there', async () => {
    const folder = aFolder(COMPLETE);
    for (let number = 0; number <= 500; number += 1) writeFileSync(join(folder, `LICENSE-${number}`), 'x');

    expect(summary((await runIn(folder, 'audit', '--format', 'json')).out)['license-file']).toBe('unknown');
    expect((await runIn(folder, 'audit')).code).toBe(0);
    expect((await runIn(folder, 'audit', '--strict')).code).toBe(1);
  });
});

describe('what is judged', () => {
  test('a folder is judged by itself, and says that the organisation may supply what is missing', async () => {
    const { out } = await runIn(aFolder({ LICENSE }), 'audit', '--format', 'json');

    expect(summary(out)).toMatchObject({
      'license-file': 'pass present',
      'license-approved': 'pass approved',
      'contributing-guide': 'fail missing-here',
      'security-policy': 'fail missing-here',
    });
    expect(out).toContain("the organisation's .github repository");
  });

  test('--fallback hands in the files that GitHub inherits, and no others', async () => {
    const fallback = aFolder(COMPLETE);
    const { out } = await runIn(aFolder({}), 'audit', '--format', 'json', '--fallback', fallback);

    expect(summary(out)).toMatchObject({
      'license-file': 'fail missing',
      'license-approved': 'not-applicable no-license',
      'contributing-guide': 'pass inherited',
      'security-policy': 'pass inherited',
    });
  });

  test('a repair counts before it is committed, and not in the commit', async () => {
    const folder = aFolder({});
    writeRepository(folder, { 'README.md': 'x' });
    writeFiles(folder, COMPLETE);

    expect((await runIn(folder, 'audit')).code).toBe(0);
    expect((await runIn(folder, 'audit', '--ref', 'main')).code).toBe(1);
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message=Repair');
    expect((await runIn(folder, 'audit', '--ref', 'main')).code).toBe(0);
    expect((await runIn(folder, 'audit', '--ref', 'main~1')).code).toBe(1);
  });

  test('--config judges by the organisation’s own demands', async () => {
    const folder = aFolder({
      ...COMPLETE,
      'policy.yml':
        'policies:\n  license-approved:\n    allowed: [MIT]\n    severity: warning\n  security-policy: off\n',
    });
    const { code, out } = await runIn(folder, 'audit', '--config', 'policy.yml', '--format', 'json');

    expect(summary(out)).toMatchObject({ 'license-approved': 'fail not-approved' });
    expect(summary(out)).not.toHaveProperty('security-policy');
    expect(code).toBe(0);
  });
});

test('the JSON is what the published schema says, on pass, fail and unknown', async () => {
  const schema = JSON.parse(readFileSync(new URL('../../docs/schemas/audit.schema.json', import.meta.url), 'utf8'));
  const validate = new Ajv2020({ strict: true }).compile(schema);

  for (const files of [{}, COMPLETE, { ...COMPLETE, LICENSE: 'mine', 'SECURITY.md': 'Open an issue.' }]) {
    const { out } = await runIn(aFolder(files), 'audit', '--format', 'json');
    validate(JSON.parse(out));
    expect(validate.errors).toBeNull();
  }
  expect(validate({ subject: '.', verdicts: [{ policy: 'x' }] })).toBe(false);
  expect(schema.$id).toMatch(/\/v\d+\.json$/);
});

describe('help', () => {
  test.each([[['--help']], [[]], [['help']]])('%j prints the commands', async (args) => {
    const { code, out } = await runIn(root, ...args);

    expect(code).toBe(0);
    expect(out).toContain('audit');
    expect(out).toContain('explain');
  });

  test.each([[['audit', '--help']], [['audit', '-h']], [['help', 'audit']]])('%j prints the options', async (args) => {
    const { code, out } = await runIn(root, ...args);

    expect(code).toBe(0);
    for (const option of ['--format', '--ref', '--config', '--fallback', '--strict']) expect(out).toContain(option);
  });

  test('--version prints the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

    expect((await runIn(root, '--version')).out).toBe(`${version}\n`);
  });

  test('explain prints the page of the manual, and without a policy the list', async () => {
    const page = readFileSync(new URL('../../docs/policies/license-file.md', import.meta.url), 'utf8');
    const { out } = await runIn(root, 'explain', 'license-file');

    expect(page).toContain(out);
    expect(out).toContain('A licence file in the root');
    expect((await runIn(root, 'explain')).out).toMatch(/^license-file +error +A licence file in the root\n/);
  });
});

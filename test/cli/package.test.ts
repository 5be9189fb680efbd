import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { writeRepository } from '../support/repositories.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = temporaryFolder();
const installed = join(folder, 'node_modules', 'portreeve');
const clone = join(folder, 'clone');
const packed = z.tuple([z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })]);
let files: readonly string[] = [];

/** A copy, so that the build of one test run does not take another's files away. */
function copyProject(): string {
  const copy = join(folder, 'project');
  const parts = ['package.json', 'tsconfig.json', 'app.yml', '.config', 'bin', 'docs', 'scripts', 'src', 'templates'];
  for (const part of parts) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** The package as another project has it: unpacked below node_modules, with its declared dependencies and no others. */
beforeAll(() => {
  const env = { ...process.env, npm_config_offline: 'true' };
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: copyProject(),
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [{ filename, files: list }] = packed.parse(JSON.parse(output.slice(output.indexOf('['))));
  files = list.map(({ path }) => path);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components=1']);
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')));
  for (const name of Object.keys(dependencies)) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), place);
  }
  writeRepository(clone, { 'README.md': '# A clone\n' });
}, 120_000);

function bin(...args: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(installed, 'bin', 'portreeve.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  return { stdout, stderr, status };
}

test('the packed command audits a clone', () => {
  const { stdout, stderr, status } = bin('audit', 'clone', '--format', 'json');

  expect(stderr).toBe('');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    subject: 'clone',
    verdicts: expect.arrayContaining([expect.objectContaining({ policy: 'license-file', outcome: 'fail' })]),
  });
});

test('the packed command prints the manual and its version', () => {
  expect(bin('explain', 'security-policy').stdout).toContain('# A security policy');
  expect(bin('--version').stdout).toMatch(/^\d+\.\d+\.\d+/);
});

test('the package holds what runs and what is read, and nothing else', () => {
  expect(files).toContain('dist/cli/main.js');
  expect(files).toContain('dist/licenses/generated/license-index.bin');
  expect(files).toContain('dist/third-party-notices.txt');
  expect(files).toContain('docs/schemas/audit.schema.json');
  expect(files.filter((path) => path.endsWith('.ts') || /^(src|test|scripts|bench)\//.test(path))).toEqual([]);
});

test('a Node.js that is too old gets one sentence', () => {
  const script = readFileSync(join(installed, 'bin', 'portreeve.js'), 'utf8').replace(/^#!.*\n/, '');
  const old = `Object.defineProperty(process, 'versions', { value: { node: '20.11.0' } });\n${script}`;
  const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', old], { encoding: 'utf8' });

  expect(status).toBe(2);
  expect(stderr).toMatch(/^Portreeve needs Node\.js 22\.18 or newer; this is v\S+ .+\n$/);
  expect(stderr.split('\n')).toHaveLength(2);
});

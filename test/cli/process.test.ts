import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, jest, test } from '@jest/globals';
import { writeFiles } from '../support/repositories.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// Each case starts processes; a machine that does much else at once is slow at that.
jest.setTimeout(30_000);

const folder = temporaryFolder();
writeFiles(folder, { 'README.md': '# Nothing else\n' });
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

function shell(command: string, env: NodeJS.ProcessEnv = {}) {
  const { stdout, stderr, status } = spawnSync('/bin/sh', ['-c', command], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NODE: process.execPath, MAIN, ...env },
  });
  return { stdout, stderr, status };
}

test('a reader that has seen enough is no crash', () => {
  const { stderr } = shell('"$NODE" "$MAIN" explain license-file | true');

  expect(stderr).toBe('');
});

test('the status of a failing audit reaches the shell, and so does that of a mistake', () => {
  expect(shell('"$NODE" "$MAIN" audit').status).toBe(1);
  expect(shell('"$NODE" "$MAIN" audit nowhere').status).toBe(2);
});

test('what is no terminal gets no colours', () => {
  expect(shell('"$NODE" "$MAIN" audit').stdout).not.toContain('\u001b');
});

test('a whole report reaches a pipe, however long', () => {
  const { stdout } = shell('"$NODE" "$MAIN" audit --format sarif | cat');

  expect(() => JSON.parse(stdout)).not.toThrow();
});

test('start-up imports nothing that an audit does not need', () => {
  const { stdout } = shell(
    `"$NODE" --input-type=module -e 'import { register } from "node:module"; const seen = [];
      register("data:text/javascript," + encodeURIComponent("export async function load(url, context, next) { if (url.includes(\\"/node_modules/\\")) console.log(url.split(\\"/node_modules/\\")[1].split(\\"/\\")[0]); return next(url, context); }"));
      process.argv.splice(1, 0, "x"); await import("file://" + process.env.MAIN)' -- audit`,
  );
  const packages = new Set(stdout.match(/^[a-z@][\w-]*$/gm) ?? []);

  // Not js-yaml, in which a policy reads a repository's publiccode.yml.
  for (const heavy of ['probot', '@octokit', 'kysely', 'pg', 'pg-boss', 'hono', 'pino', 'prom-client']) {
    expect([...packages]).not.toContain(heavy);
  }
  expect([...packages]).toContain('zod');
});

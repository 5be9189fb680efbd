import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { writeFiles } from '../support/repositories.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runIn } from './a-world.ts';

// Each case starts processes; a machine that does much else at once is slow at that.
jest.setTimeout(30_000);

const CONFIGURATION = `
groups:
  - name: texts
    match: { names: [website-texts] }
    policies: { security-policy: off }
exemptions:
  - policy: license-file
    repositories: [website-texts]
    reason: The texts belong to several authors, who are being asked.
    approver: ada-example
    until: 2027-06-30
`;
const root = temporaryFolder();

beforeAll(() => {
  for (const name of ['website-texts', 'bus-stops']) {
    mkdirSync(join(root, name));
    writeFiles(join(root, name), { 'README.md': 'x' });
  }
  writeFiles(root, { 'policy.yml': CONFIGURATION });
});

const report = z.object({ verdicts: z.array(z.object({ policy: z.string(), outcome: z.string() })) });

/** Policy → outcome, of an audit from a folder with further arguments; the exit status too. */
async function audit(folder: string, ...args: readonly string[]) {
  const configuration = join(root, 'policy.yml');
  const { code, out } = await runIn(folder, 'audit', ...args, '--config', configuration, '--format', 'json');
  const { verdicts } = report.parse(JSON.parse(out));
  return { code, outcomes: Object.fromEntries(verdicts.map(({ policy, outcome }) => [policy, outcome])) };
}

describe('audit --config holds exemptions and groups', () => {
  test.each<[about: string, folder: string, args: readonly string[]]>([
    ['the folder where one stands', join(root, 'website-texts'), []],
    ['a folder that is named', root, ['website-texts']],
    ['a folder that is another repository by --repository', root, ['bus-stops', '--repository', 'city/website-texts']],
  ])('for %s', async (_about, folder, args) => {
    const { code, outcomes } = await audit(folder, ...args);

    expect(outcomes).toMatchObject({ 'license-file': 'exempt' });
    expect(outcomes).not.toHaveProperty('security-policy');
    expect(outcomes).toHaveProperty('contributing-guide');
    expect(code).toBe(0);
  });

  test.each<[about: string, args: readonly string[]]>([
    ['a folder of another name', ['bus-stops']],
    ['that folder when it is another repository', ['website-texts', '--repository', 'city/bus-stops']],
  ])('and not for %s', async (_about, args) => {
    const { code, outcomes } = await audit(root, ...args);

    expect(outcomes).toMatchObject({ 'license-file': 'fail', 'security-policy': 'fail' });
    expect(code).toBe(1);
  });

  test.each([['bus-stops'], ['city/'], ['/bus-stops'], ['city/..'], ['city/bus stops'], ['a/b/c']])(
    '--repository %s is refused',
    async (name) => {
      const { code, out, err } = await runIn(root, 'audit', 'bus-stops', '--repository', name);

      expect([code, out]).toEqual([2, '']);
      expect(err).toContain('--repository is not of the form OWNER/NAME.');
    },
  );
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { readEffectiveConfiguration } from '../../src/cli/settings.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { POLICIES } from '../../src/policies/index.ts';
import { renderText } from '../../src/report/text.ts';
import { latestVerdicts } from '../../src/store/audits.ts';
import { auditClone } from '../../src/tasks/audit-clone.ts';
import { describeClone } from '../../src/tasks/described-clone.ts';
import type { Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { type FixtureFile, git, writeRepository } from '../support/repositories.ts';
import { SCENE_POLICIES } from '../support/scene-policies.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { checksOf, ourIssues, proposalsOf, writesOf } from '../tasks/on-github.ts';
import { ODDITIES, type Oddity, OUTSIDE, type Topic } from './oddities.ts';

// Fifty repositories, judged in several ways: a machine that does much else is slow at that.
jest.setTimeout(240_000);

const CONFIGURATION = `
mode: enforce
defaultLicense: EUPL-1.2
contact:
  office: OSPO of the City
  officeEmail: ospo@city.example
  securityEmail: security@city.example
`;

/** What a verdict says, in the words that a person reads. */
function told(verdicts: readonly Verdict[], topic: Topic = 'license-file'): string {
  const verdict = verdicts.find(({ policy }) => policy === topic);
  if (verdict === undefined) return 'not judged';
  const sentences = verdict.reason ?? verdict.findings.map(({ message }) => message).join(' ');
  return `${verdict.outcome}: ${sentences}`;
}

const ODD_TOPICS = new Set<string>(ODDITIES.flatMap(({ topic }) => topic ?? []));

const byName = ODDITIES.map((oddity) => [oddity.name, oddity] as const);

describe('A26, A28: every odd repository, as the app sees it on GitHub', () => {
  let house: House;
  /** GitHub lets an app write only so much within an hour. */
  let now = Date.parse('2026-11-23T12:00:00Z');
  const repositories = new Map<string, Repository>();
  const mistakes: unknown[] = [];
  const verdictsNow = () => house.store.asInstallation(house.installation.id, latestVerdicts);

  beforeAll(async () => {
    house = await openHouse({ configuration: CONFIGURATION, now: () => new Date(now) });
    const complain = (...said: unknown[]): void => void mistakes.push(said);
    const policies = POLICIES.filter((one) => SCENE_POLICIES.includes(one) || ODD_TOPICS.has(one.id));
    Object.assign(house.context, { policies, log: { info() {}, warn() {}, error: complain } });
    await house.refresh();
    const base = house.github.createRepository({ owner: house.organization, name: 'base', files: { a: 'a' } });
    for (const [index, oddity] of ODDITIES.entries()) {
      const files = oddity.files === null ? {} : { files: onGitHub(oddity.files) };
      const origin = oddity.isFork === true ? { forkOf: base } : files;
      const name = `odd-${index}`;
      const repository = house.github.createRepository({
        owner: house.organization,
        name,
        ...oddity.options,
        ...origin,
      });
      oddity.arrange?.(repository);
      repositories.set(oddity.name, repository);
    }
  });
  afterAll(() => house.close());

  function of({ name }: Oddity): Repository {
    const repository = repositories.get(name);
    if (repository === undefined) throw new Error(`There is no repository ${name}`);
    return repository;
  }

  test.each(byName)('%s', async (_name, oddity) => {
    const repository = of(oddity);
    now += 3_600_000;
    await house.audit(repository);
    const conclusion = await checkAHarmlessChange(repository);

    expect(told((await verdictsNow()).get(repository.id) ?? [], oddity.topic)).toBe(oddity.told);
    const stands = [
      ourIssues(repository).length === 1 ? ['issue'] : ourIssues(repository).map(() => 'one of many issues'),
      proposalsOf(repository).map(() => 'proposal'),
      conclusion === null ? [] : [`${conclusion} check`],
    ];
    expect(stands.flat().join(', ') || 'nothing').toBe(oddity.written);
  });

  /** How the check of a pull request ends that touches nothing that is looked at; null where none can be opened. */
  async function checkAHarmlessChange(repository: Repository): Promise<string | null> {
    if (repository.archived || !repository.git.refs.has(`refs/heads/${repository.defaultBranch}`)) return null;
    const pull = house.github.openPullRequest({ repository, files: { 'src/x': 'x' }, author: house.owner });
    await house.check(repository, pull.issue.number);
    const [run, ...more] = checksOf(repository, pull.head.sha);
    expect(more).toEqual([]);
    return run?.conclusion ?? null;
  }

  test('a sweep over all of them finds the same, writes nothing once all stands, and nothing was our mistake', async () => {
    const before = await verdictsNow();
    // The first proposes where nothing was judged yet, the next checks what was proposed: then all stands.
    for (let round = 0; round < 2; round += 1) {
      now += 3_600_000;
      await house.sweep();
    }
    now += 3_600_000;
    house.github.resetRequests();
    await house.sweep();
    const after = await verdictsNow();

    expect(writesOf(house)).toEqual([]);
    for (const [name, oddity] of byName) {
      const { id } = of(oddity);
      expect([name, told(after.get(id) ?? [], oddity.topic)]).toEqual([name, told(before.get(id) ?? [], oddity.topic)]);
    }
    expect(mistakes).toEqual([]);
    expect(house.github.violations).toEqual([]);
  });
});

describe('A26: every odd repository, as the command sees it in a clone', () => {
  const root = temporaryFolder();
  let count = 0;

  test.each(byName.filter(([, { isOnlyOnGitHub }]) => isOnlyOnGitHub !== true))('%s', async (_name, oddity) => {
    count += 1;
    const folder = join(root, String(count), 'odd');
    writeClone(folder, oddity);
    writeFileSync(join(folder, '..', 'outside.txt'), OUTSIDE);
    const { settings, kind } = await readEffectiveConfiguration(null, POLICIES, describeClone(folder, null));
    const audit = async (ref: string | null) => {
      const request = { subject: 'odd', folder, ref, fallback: null, policies: POLICIES, settings, kind };
      return auditClone({ ...request, at: new Date('2026-11-23T12:00:00Z') });
    };

    const asItStands = await audit(null);
    expect(told(asItStands.audit.verdicts, oddity.topic)).toBe(oddity.told);
    if (oddity.files !== null) {
      const asCommitted = await audit('HEAD');
      expect(told(asCommitted.audit.verdicts, oddity.topic)).toBe(oddity.told);
      expect(asCommitted.failures).toEqual([]);
    }
    expect(asItStands.failures).toEqual([]);
    const shown = renderText(asItStands.audit, POLICIES, { isColoured: false, width: null });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what moves a cursor or turns text around
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/);
    expect(JSON.stringify(asItStands)).not.toContain(OUTSIDE);
  });
});

function onGitHub(files: Readonly<Record<string, FixtureFile>>) {
  return Object.fromEntries(
    Object.entries(files).map(([path, file]) => {
      if (typeof file === 'string' || Buffer.isBuffer(file)) return [path, file];
      return [
        path,
        'symlink' in file ? { mode: '120000', content: file.symlink } : { mode: '160000', content: file.submodule },
      ];
    }),
  );
}

function writeClone(folder: string, { files, options = {} }: Oddity): void {
  writeRepository(folder, files ?? {}, options.objectFormat ?? 'sha1');
  if (files === null) git(folder, 'update-ref', '-d', 'HEAD');
  if (options.defaultBranch === undefined) return;
  git(folder, 'update-ref', `refs/heads/${options.defaultBranch}`, 'HEAD');
  git(folder, 'symbolic-ref', 'HEAD', `refs/heads/${options.defaultBranch}`);
  git(folder, 'update-ref', '-d', 'refs/heads/main');
}

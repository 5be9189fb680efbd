import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { GitHubFailure } from '../../src/github/failure.ts';
import { auditRepository } from '../../src/tasks/audit-repository.ts';
import type { TaskContext } from '../../src/tasks/context.ts';
import type { Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { only, ourIssues, proposalsOf } from '../tasks/on-github.ts';

jest.setTimeout(120_000);

const CONFIGURATION = 'mode: enforce\ndefaultLicense: EUPL-1.2\n';
let house: House;
let count = 0;
/** GitHub lets an app write only so much within an hour. */
let now = Date.parse('2026-11-23T12:00:00Z');
const mistakes: unknown[] = [];

beforeAll(async () => {
  house = await openHouse({ configuration: CONFIGURATION, now: () => new Date(now) });
  const complain = (...said: unknown[]): void => void mistakes.push(said);
  Object.assign(house.context, { log: { info() {}, warn() {}, error: complain } });
  await house.refresh();
});
afterAll(() => house.close());

/** Audits, and has something happen at one of the steps; a failure of GitHub's is what the queue would try again. */
async function auditWhile(repository: Repository, step: string, happen: () => void): Promise<boolean> {
  let isDone = false;
  const checkpoint: TaskContext['checkpoint'] = async (name) => {
    if (name !== step || isDone) return;
    isDone = true;
    happen();
  };
  const about = { installationId: house.installation.id, repositoryId: repository.id, nodeId: repository.nodeId };
  const task = { ...about, trigger: 'push', isProposalRequested: false, isCheckRequested: false, commentId: null };
  try {
    await auditRepository({ ...house.context, checkpoint }, task);
  } catch (error) {
    expect(error).toBeInstanceOf(GitHubFailure);
  }
  return isDone;
}

/** As the queue does: until nothing is worth another try. */
async function untilDone(repository: Repository): Promise<void> {
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const isDone = await house.audit(repository).then(
      () => true,
      (error: unknown) => {
        expect(error).toBeInstanceOf(GitHubFailure);
        return false;
      },
    );
    if (isDone) return;
  }
  throw new Error('It is never done');
}

const STEPS = ['collected', 'planned', 'intended create-issue', 'sent create-issue', 'sent open-proposal', 'executed'];

const make = (name: string): Repository =>
  house.github.createRepository({ owner: house.organization, name, files: { 'README.md': '# x\n' } });

describe.each(STEPS)('between reading and writing, at “%s”', (step) => {
  async function during(happen: (repository: Repository) => void): Promise<Repository> {
    count += 1;
    now += 3_600_000;
    const repository = make(`changing-${count}`);
    expect(await auditWhile(repository, step, () => happen(repository))).toBe(true);
    return repository;
  }

  test('renamed: it ends with one issue and one proposal, under the new name', async () => {
    const repository = await during((changing) => house.github.renameRepository(changing, `${changing.name}-anew`));
    await untilDone(repository);

    expect([ourIssues(repository).length, proposalsOf(repository).length]).toEqual([1, 1]);
  });

  test('renamed, and another takes its name: the other is left alone', async () => {
    let other: Repository | null = null;
    const repository = await during((changing) => {
      const { name } = changing;
      house.github.renameRepository(changing, `${name}-anew`);
      other = house.github.createRepository({
        owner: house.organization,
        name,
        files: { a: 'a' },
      });
    });
    await untilDone(repository);

    expect(other).toMatchObject({ lastNumber: 0 });
    expect([ourIssues(repository).length, proposalsOf(repository).length]).toEqual([1, 1]);
  });

  test.each<[string, (repository: Repository) => void]>([
    ['deleted', (changing) => house.github.deleteRepository(changing)],
    ['transferred', (changing) => house.github.transferRepository(changing, house.github.createUser(`new-${count}`))],
    ['archived', (changing) => house.github.archive(changing)],
  ])('%s: nothing more is written, now or later', async (_what, happen) => {
    let before = 0;
    const things = (repository: Repository) => repository.issues.size;
    const repository = await during((changing) => {
      before = things(changing);
      happen(changing);
    });
    await untilDone(repository);

    expect(things(repository)).toBe(before);
  });

  test('its issues are switched off: the proposal is made all the same', async () => {
    const repository = await during((changing) => house.github.editRepository(changing, { hasIssues: false }));
    await untilDone(repository);

    expect(proposalsOf(repository)).toHaveLength(1);
  });

  test('it gets what was missing: what was written in between is taken back', async () => {
    const repository = await during((changing) =>
      house.github.pushFiles(changing, { files: { LICENSE: 'MIT License' }, message: 'Add a licence' }),
    );
    await untilDone(repository);

    const text = only(ourIssues(repository)).body ?? '';
    expect(text).not.toContain('There is no licence file');
    expect(
      proposalsOf(repository).filter(({ issue }) => issue.state === 'open' && issue.title.includes('LICENSE')),
    ).toEqual([]);
  });
});

test('nothing of all that was our own mistake', () => {
  expect(mistakes).toEqual([]);
});

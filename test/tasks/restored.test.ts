import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { restoreBackup } from '../../src/store/backup/restore-backup.ts';
import { writeBackup } from '../../src/store/backup/write-backup.ts';
import type { Repository } from '../github/index.ts';
import { openHouse } from '../support/house.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { BARE_FILES, GOOD_FILES, issuesOf, proposalsOf } from '../support/town.ts';
import { ALL_WELL, requestsOf, writesOf } from './on-github.ts';

const folder = temporaryFolder();

test('what a restored database does not know is recognised by its mark, and not opened twice', async () => {
  const house = await openHouse();
  const { github, organization, store, owner } = house;
  try {
    const bare = github.createRepository({ owner: organization, name: 'bare', files: { 'README.md': '# Bare\n' } });
    await house.refresh();
    const file = join(folder, 'before.backup');
    await writeBackup(store.pool, file);
    await house.audit(bare);
    const issues = issuesOf(bare).map(({ number }) => number);
    const proposals = proposalsOf(bare).map(({ issue }) => issue.number);
    expect([issues.length, proposals.length]).toEqual([1, expect.any(Number)]);
    expect(proposals.length).toBeGreaterThan(0);

    await restoreBackup(store.pool, file, { isReplacing: true });
    // What is recognised but says less than is to be said is adopted, and brought up to date by the job's next run.
    await expect(house.audit(bare)).rejects.toMatchObject({ kind: 'unconfirmed' });
    await house.audit(bare);
    expect(issuesOf(bare).map(({ number }) => number)).toEqual(issues);
    expect(proposalsOf(bare).map(({ issue }) => issue.number)).toEqual(proposals);

    // It is kept up to date from then on, as the one that it is.
    const missing = 'no licence file';
    expect(issuesOf(bare)[0]?.body).toContain(missing);
    github.pushFiles(bare, { files: GOOD_FILES, message: 'Mend', author: owner });
    await house.audit(bare);
    expect(issuesOf(bare).map(({ number }) => number)).toEqual(issues);
    expect(issuesOf(bare)[0]?.body).not.toContain(missing);
  } finally {
    await house.close();
  }
}, 180_000);

describe('what was made after the moment to which the database was put back', () => {
  const numbersOf = (repository: Repository) => ({
    issues: issuesOf(repository).map(({ number, state }) => `${number} ${state}`),
    proposals: proposalsOf(repository).map(({ issue }) => `${issue.number} ${issue.state}`),
  });

  test('is known again by the next sweep: closed where its cause was mended, left alone where people refused it', async () => {
    const house = await openHouse();
    const { github, organization, store, owner } = house;
    try {
      const [mended, refused, taken] = ['mended', 'refused', 'taken-over'].map((name) =>
        github.createRepository({ owner: organization, name, files: BARE_FILES }),
      ) as [Repository, Repository, Repository];
      const changed = github.createRepository({ owner: organization, name: 'changed', files: BARE_FILES });
      const { LICENSE } = ALL_WELL;
      await house.refresh();
      await house.audit(changed);
      const file = join(folder, 'behind.backup');
      await writeBackup(store.pool, file);
      github.pushFiles(changed, { files: { LICENSE }, message: 'Add one', author: owner });
      await house.audit(changed);
      expect(proposalsOf(changed).map(({ issue }) => issue.title)).toEqual(['Add CONTRIBUTING.md']);
      github.pushFiles(changed, { files: ALL_WELL, message: 'Mend', author: owner });
      for (const repository of [mended, refused, taken]) await house.audit(repository);
      github.pushFiles(mended, { files: ALL_WELL, message: 'Mend', author: owner });
      for (const pull of proposalsOf(refused)) github.closePullRequest(pull, owner);
      for (const pull of proposalsOf(taken)) {
        github.pushToPullRequest(pull, { files: { 'NOTES.md': 'Mine.' }, message: 'Mine', author: owner });
      }
      github.pushFiles(taken, { files: ALL_WELL, message: 'Mend', author: owner });

      await restoreBackup(store.pool, file, { isReplacing: true });
      await house.sweep();

      expect(numbersOf(mended)).toEqual({ issues: ['1 closed'], proposals: ['2 closed'] });
      expect(numbersOf(refused)).toEqual({ issues: ['1 open'], proposals: ['2 closed'] });
      expect(numbersOf(changed)).toEqual({ issues: ['1 closed'], proposals: ['2 closed'] });
      expect(numbersOf(taken)).toEqual({ issues: ['1 closed'], proposals: ['2 open'] });

      github.resetRequests();
      await house.sweep();
      expect(writesOf(house).filter((write) => !write.includes('/city/.github/'))).toEqual([]);
    } finally {
      await house.close();
    }
  }, 180_000);

  test('is looked for once, by one request a repository that knows all that was made', async () => {
    const house = await openHouse();
    const { github, organization, store } = house;
    try {
      for (const name of ['one', 'two', 'three']) {
        github.createRepository({ owner: organization, name, files: ALL_WELL });
      }
      await house.refresh();
      await house.sweep();
      const file = join(folder, 'level.backup');
      await writeBackup(store.pool, file);
      await restoreBackup(store.pool, file, { isReplacing: true });
      const looks = async (): Promise<number> => {
        github.resetRequests();
        await house.sweep();
        return requestsOf(house).filter((route) => route === 'GET /repos/{owner}/{repo}/issues').length;
      };

      expect(await looks()).toBe(4);
      expect(await looks()).toBe(0);
    } finally {
      await house.close();
    }
  }, 180_000);

  test('and what anybody else made to look like ours is nobody’s', async () => {
    const house = await openHouse();
    const { github, organization, store } = house;
    try {
      const copied = github.createRepository({ owner: organization, name: 'copied', files: BARE_FILES });
      await house.refresh();
      const file = join(folder, 'copied.backup');
      await writeBackup(store.pool, file);
      await house.audit(copied);
      const [ours] = issuesOf(copied);
      const stranger = github.createUser('mallory');
      const forged = github.openIssue(copied, { title: ours?.title ?? '', body: ours?.body ?? '', author: stranger });
      await restoreBackup(store.pool, file, { isReplacing: true });
      github.pushFiles(copied, { files: ALL_WELL, message: 'Mend', author: house.owner });
      await house.sweep();

      expect(ours?.state).toBe('closed');
      expect(forged.state).toBe('open');
    } finally {
      await house.close();
    }
  }, 180_000);
});

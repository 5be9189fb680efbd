import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { restoreBackup } from '../../src/store/backup/restore-backup.ts';
import { writeBackup } from '../../src/store/backup/write-backup.ts';
import { openHouse } from '../support/house.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { GOOD_FILES, issuesOf, proposalsOf } from '../support/town.ts';

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

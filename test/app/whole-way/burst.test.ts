import { expect, test } from '@jest/globals';
import { startGitHub } from '../../github/index.ts';
import { createTestStore, testDatabases } from '../../support/database.ts';
import { startOn } from '../../support/running-app.ts';
import { untilSettled } from '../../support/settled.ts';
import { createTown } from '../../support/town.ts';

test('a burst of 20 pushes to one repository is a few audits, and the last push is seen', async () => {
  const [backend] = testDatabases();
  if (backend === undefined) throw new Error('There is no database to test on.');
  const github = await startGitHub({ seed: 1 });
  const town = createTown(github);
  const store = await createTestStore(backend);
  const app = await startOn(github, town.app, store.databaseUrl);
  town.acts[0]?.();
  await untilSettled(github, app, 60);
  const repository = town.repository('good');
  const audits = () =>
    store.asOperator((db) =>
      db
        .selectFrom('audit')
        .select('commit_sha')
        .where('repository_id', '=', repository.id)
        .orderBy('audit_id')
        .execute(),
    );
  const before = (await audits()).length;

  github.webhooks.faults.hold = true;
  github.webhooks.parallel = 20;
  const heads = Array.from({ length: 20 }, (_, index) =>
    github.pushFiles(repository, {
      files: { 'SECURITY.md': `Mail us: ${index}@town.example\n` },
      message: 'Edit',
      author: town.ada,
    }),
  );
  github.webhooks.release();
  await untilSettled(github, app, 60);

  const made = (await audits()).slice(before);
  expect(made.length).toBeGreaterThan(0);
  // How many fit in between depends on how fast they arrive; that a waiting one takes up all is held in test/jobs.
  expect(made.length).toBeLessThan(heads.length / 2);
  expect(made.at(-1)?.commit_sha).toBe(heads.at(-1)?.sha);
  await app.stop();
  await store.close();
  await github.close();
});

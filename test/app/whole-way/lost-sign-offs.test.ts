import { expect, test } from '@jest/globals';
import { oneTestDatabase } from '../../support/database.ts';
import { openTimedVillage } from '../../support/moved-time.ts';
import { configurationOf } from '../../support/town.ts';

const [backend] = oneTestDatabase();

test('F21: with every delivery lost, the log unreadable and the redelivery API failing, sign-offs are checked within 15 minutes', async () => {
  if (backend === undefined) throw new Error('There is no database to test on');
  const timed = await openTimedVillage(backend);
  try {
    const { github, organization, install, settle } = timed;
    const [own, , good] = [...github.world.repositories.values()].filter(({ owner }) => owner === organization);
    if (own === undefined || good === undefined) throw new Error('The village has other repositories');
    const text = configurationOf('checks: false\ncontributions: {signOff: {check: true}}\n');
    github.pushFiles(own, { files: { '.github/portreeve.yml': text }, message: 'Check sign-offs' });
    install();
    await settle();
    github.webhooks.faults.fail = 1;
    for (const route of ['GET /app/hook/deliveries', 'POST /app/hook/deliveries/{delivery_id}/attempts']) {
      github.faults.add({ route, fault: { kind: 'status', status: 502 } });
    }
    const author = github.createUser('mona');
    const pull = github.openPullRequest({ repository: good, author, fork: true, files: { a: 'a' } });
    await github.settled();
    const runs = () => good.checkRuns.filter(({ suite }) => suite.headSha === pull.head.sha);
    expect(runs()).toEqual([]);

    await timed.pass(15);

    expect(runs().map(({ name, status, conclusion }) => [name, status, conclusion])).toEqual([
      ['Portreeve DCO', 'completed', 'failure'],
    ]);
    const writes = github.writes().length;
    await timed.pass(15);
    expect(github.writes()).toHaveLength(writes);
  } finally {
    await timed.close();
  }
}, 120_000);

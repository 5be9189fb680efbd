import { expect, test } from '@jest/globals';
import { ledgerPlace, readLedger } from '../../../src/store/ledger.ts';
import { oneTestDatabase } from '../../support/database.ts';
import { openTimedVillage } from '../../support/moved-time.ts';
import { configurationOf } from '../../support/town.ts';

const [backend] = oneTestDatabase();

test('I5: a signature whose delivery never comes is taken within 15 minutes, with the redelivery API failing too', async () => {
  if (backend === undefined) throw new Error('There is no database to test on');
  const timed = await openTimedVillage(backend);
  try {
    const { github, organization, install, settle, store } = timed;
    const [own, , good] = [...github.world.repositories.values()].filter(({ owner }) => owner === organization);
    if (own === undefined || good === undefined) throw new Error('The village has other repositories');
    const text = configurationOf(
      'checks: false\ncontributions: {agreement: {agreements: [cla]}, onboarding: {pullRequests: false}}\n',
    );
    const agreement = '---\nid: cla\nkind: individual\ntitle: Agreement\n---\nYou grant us this.\n';
    const files = {
      '.github/portreeve.yml': text,
      'agreements/cla.md': agreement,
    };
    github.pushFiles(own, { files, message: 'Ask for signatures' });
    const { id } = install();
    await settle();
    const author = github.createUser('mona');
    const commits = [{ files: { a: 'a' }, message: 'Add a', author }];
    const pull = github.openPullRequest({
      repository: good,
      author,
      fork: true,
      head: 'a',
      commits,
    });
    await settle();
    const runs = () => good.checkRuns.filter(({ suite }) => suite.headSha === pull.head.sha);
    const asked = runs()[0]?.output.summary ?? '';
    // Long after it was judged, so that nothing but the comment is new.
    await timed.pass(30);
    github.webhooks.faults.fail = 1;
    for (const route of ['GET /app/hook/deliveries', 'POST /app/hook/deliveries/{delivery_id}/attempts']) {
      github.faults.add({ route, fault: { kind: 'status', status: 502 } });
    }

    const comment = github.comment(pull, /^I have read the agreement .*$/m.exec(asked)?.[0] ?? '', author);
    await timed.pass(15);

    const ledger = () => store.asInstallation(id, async (db) => readLedger(db, await ledgerPlace(db, id)));
    expect((await ledger()).rows.map(({ kind }) => kind)).toEqual(['signed']);
    expect(runs().at(-1)).toMatchObject({
      name: 'Portreeve CLA',
      conclusion: 'success',
    });
    expect(comment.reactions.map(({ content }) => content)).toEqual(['+1']);
    const writes = github.writes().length;
    await timed.pass(30);
    expect(github.writes()).toHaveLength(writes);
    expect((await ledger()).rows).toHaveLength(1);
  } finally {
    await timed.close();
  }
}, 120_000);

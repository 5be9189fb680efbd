import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { ledgerPlace, readLedger } from '../../src/store/ledger.ts';
import type { Store } from '../../src/store/store.ts';
import { findAgreement, signOnPage } from '../../src/tasks/sign-on-page.ts';
import type { Account } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { checkOf, only } from './on-github.ts';

const CONFIGURATION =
  'mode: enforce\nchecks: false\ncontributions: {agreement: {agreements: [city-cla]}, onboarding: {pullRequests: false}}\n';
const TEXT = '---\nid: city-cla\nkind: individual\ntitle: City agreement\n---\nYou grant us this.\n';

let house: House;
let grace: Account;

beforeEach(async () => {
  house = await openHouse({ configuration: CONFIGURATION });
  const files = only([...house.github.world.repositories.values()].filter(({ name }) => name === '.github'));
  house.github.pushFiles(files, { files: { 'agreements/city-cla.md': TEXT }, message: 'Ask for signatures' });
  await house.refresh();
  await house.drain();
  grace = house.github.createUser('grace');
});
afterEach(() => house.close());

async function signs(): Promise<string> {
  const shown = await findAgreement(house.context, 'city', 'city-cla');
  if (shown === null) throw new Error('There is no agreement');
  const { revision } = shown.agreement;
  const person = { accountId: grace.id, login: grace.login, language: 'en' as const, revision, fields: {} };
  return (await signOnPage(house.context, shown, person)).status;
}

/** Dies in the transaction that signs, or as soon as it is committed and nobody has heard of it. */
async function diesWhileSigning(when: 'before the commit' | 'after the commit'): Promise<void> {
  const { store, enqueue } = house.context;
  let isSigning = false;
  const dying: Pick<Store, 'asInstallation'> = {
    async asInstallation(installationId, work) {
      const done = await store.asInstallation(installationId, work);
      if (isSigning) throw new Error('killed');
      return done;
    },
  };
  Object.assign(house.context, {
    store: { ...store, ...dying },
    async enqueue(...asked: Parameters<typeof enqueue>) {
      if (when === 'before the commit') throw new Error('killed');
      isSigning = true;
      return enqueue(...asked);
    },
  });
  await expect(signs()).rejects.toThrow('killed');
  Object.assign(house.context, { store, enqueue });
}

test.each(['before the commit', 'after the commit'] as const)(
  'I5: killed %s and sent again, the page’s signature is written once, and the pull request turns',
  async (when) => {
    const repository = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files: {} });
    const commits = [{ files: { 'one.txt': 'one' }, message: 'One', author: grace }];
    const pull = house.github.openPullRequest({ repository, author: grace, fork: true, head: 'one', commits });
    await house.check(repository, pull.issue.number);

    await diesWhileSigning(when);
    expect(await signs()).toBe(when === 'before the commit' ? 'written' : 'stands');
    await house.drain();

    const { id } = house.installation;
    const kept = await house.store.asInstallation(id, async (db) => readLedger(db, await ledgerPlace(db, id)));
    expect(kept.rows.map(({ kind }) => kind)).toEqual(['signed']);
    expect(verifyLedger(kept).problems).toEqual([]);
    expect(checkOf(repository, pull.head.sha, 'Portreeve CLA').conclusion).toBe('success');
  },
);

import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { ledgerPlace, readLedger } from '../../src/store/ledger.ts';
import {
  type CompanySigning,
  companyStanding,
  domainsThatCount,
  joinByDomain,
  signForCompany,
} from '../../src/tasks/company-on-page.ts';
import { conversationRequest, housekeepingRequest } from '../../src/tasks/requests.ts';
import { findAgreement } from '../../src/tasks/sign-on-page.ts';
import type { Account, PullRequest, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ALL_WELL, checkOf, only } from './on-github.ts';

const TEXT = '---\nid: city-ccla\nkind: corporate\ntitle: Agreement for companies\n---\nThe company grants us this.\n';
const folder = temporaryFolder();

let house: House;
let files: Repository;
let stops: Repository;
let boss: Account;
let grace: Account;

beforeEach(async () => {
  const configuration =
    'mode: enforce\nchecks: false\ncontributions: {agreement: {agreements: [city-ccla]}, onboarding: {pullRequests: false}}\n';
  house = await openHouse({ configuration });
  files = only([...house.github.world.repositories.values()].filter(({ name }) => name === '.github'));
  stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files: ALL_WELL });
  boss = house.github.createUser('boss');
  grace = house.github.createUser('grace');
  await publish(TEXT);
});
afterEach(() => house.close());

async function publish(text: string): Promise<void> {
  house.github.pushFiles(files, { files: { 'agreements/city-ccla.md': text }, message: 'Change the agreement' });
  await house.refresh();
  await house.drain();
}

async function openPull(author = grace): Promise<PullRequest> {
  const commits = [{ files: { [`${author.login}.txt`]: 'one' }, message: 'One', author }];
  const pull = house.github.openPullRequest({ repository: stops, author, fork: true, head: 'feature', commits });
  await house.check(stops, pull.issue.number);
  return pull;
}

async function says(author: Account, pull: PullRequest, body: string): Promise<string | undefined> {
  const comment = house.github.comment(pull, body, author);
  house.enqueued.push(
    conversationRequest({
      work: 'signing',
      installationId: house.installation.id,
      repositoryId: stops.id,
      nodeId: stops.nodeId,
      repository: stops.name,
      number: pull.issue.number,
      isPullRequest: true,
      commentId: comment.id,
    }),
  );
  await house.drain();
  return comment.reactions[0]?.content;
}

const verdictOf = (pull: PullRequest) => checkOf(stops, pull.head.sha, 'Portreeve CLA').conclusion;

async function company(...args: readonly string[]): Promise<string> {
  let out = '';
  let err = '';
  const plain = { isColoured: false, width: null };
  const code = await run(['company', ...args], {
    folder,
    out: { ...plain, write: (text) => (out += text) },
    err: { ...plain, write: (text) => (err += text) },
    now: () => new Date(),
    environment: { DATABASE_URL: house.store.databaseUrl, PORTREEVE_DATA: join(folder, 'data') },
    isDebugged: false,
  });
  if (code !== 0) throw new Error(err);
  return out;
}

const takeIn = (...more: readonly string[]) =>
  company(
    'approve',
    '--agreement',
    'city-ccla',
    '--name',
    'Ferry plc',
    '--reason',
    'Paper of 1 March',
    '--write',
    ...more,
  );

/** What the clock asks for every five minutes. */
async function fiveMinutes(): Promise<void> {
  house.enqueued.push(housekeepingRequest('judge-due'));
  await house.drain();
}

test('a company signs, its manager names people by comment, and their pull requests turn', async () => {
  const pull = await openPull();
  expect(verdictOf(pull)).toBe('failure');
  expect(await takeIn('--manager', String(boss.id))).toContain('It is company 1.');

  expect(await says(boss, pull, '/portreeve admit grace')).toBe('+1');

  expect(verdictOf(pull)).toBe('success');
  expect(checkOf(stops, pull.head.sha, 'Portreeve CLA').output.summary).toContain(
    'grace is covered by Ferry plc, which signed city-ccla',
  );
  expect(await company('list')).toContain(`1 Ferry plc\n  city-ccla`);
  expect(await company('list')).toContain(`  member ${grace.id}\n`);
});

describe('nobody else names people', () => {
  test.each([
    ['a stranger', () => grace],
    ['an owner of the organisation, who is no manager', () => house.owner],
  ])('%s', async (_, who) => {
    const pull = await openPull();
    await takeIn('--manager', String(boss.id));

    expect(await says(who(), pull, '/portreeve admit grace')).toBe('confused');
    expect(verdictOf(pull)).toBe('failure');
  });

  test('a manager whose company’s agreement has ended', async () => {
    const pull = await openPull();
    await takeIn('--manager', String(boss.id));
    await company('terminate', '--company', '1', '--reason', 'Notice given', '--write');

    expect(await says(boss, pull, '/portreeve admit grace')).toBe('confused');
  });

  test('of a login that nobody has, nothing is written', async () => {
    const pull = await openPull();
    await takeIn('--manager', String(boss.id));

    expect(await says(boss, pull, '/portreeve admit nobody-at-all')).toBe('confused');
  });
});

test('who is dismissed, and all when the agreement ends, are asked again, within five minutes of the command', async () => {
  const linus = house.github.createUser('linus');
  const [ours, theirs] = [await openPull(), await openPull(linus)];
  await takeIn('--manager', String(boss.id));
  await says(boss, ours, '/portreeve admit grace');
  await says(boss, ours, '/portreeve admit linus');
  expect([ours, theirs].map(verdictOf)).toEqual(['success', 'success']);

  await says(boss, ours, '/portreeve dismiss grace Left the company');
  expect([ours, theirs].map(verdictOf)).toEqual(['failure', 'success']);

  await company('terminate', '--company', '1', '--reason', 'Notice given', '--write');
  await fiveMinutes();
  expect([ours, theirs].map(verdictOf)).toEqual(['failure', 'failure']);
  const { id } = house.installation;
  const { rows, people } = await house.store.asInstallation(id, async (db) =>
    readLedger(db, await ledgerPlace(db, id)),
  );
  expect(rows.map(({ kind }) => kind)).toEqual([
    'company-approved',
    'member-admitted',
    'member-admitted',
    'member-admitted',
    'member-removed',
    'company-terminated',
  ]);
  expect(verifyLedger({ rows, people }).problems).toEqual([]);
});

test('a new revision is signed by the company once, for all whom it named', async () => {
  const pull = await openPull();
  await takeIn('--manager', String(boss.id));
  await company('admit', '--company', '1', '--account', String(grace.id), '--reason', 'Asked by mail', '--write');
  await fiveMinutes();
  expect(verdictOf(pull)).toBe('success');

  await publish(TEXT.replace('this', 'more'));
  expect(verdictOf(pull)).toBe('failure');
  await takeIn('--company', '1');
  await fiveMinutes();
  expect(verdictOf(pull)).toBe('success');
});

test('a manager’s comment of which no delivery told is heeded when its pull request is read again', async () => {
  const pull = await openPull();
  await takeIn('--manager', String(boss.id));
  const comment = house.github.comment(pull, '/portreeve admit grace', boss);
  await house.check(stops, pull.issue.number);
  await house.drain();

  expect(comment.reactions.map(({ content }) => content)).toEqual(['+1']);
  expect(verdictOf(pull)).toBe('success');
});

test('what is on the list already is not put there again by a command', async () => {
  await takeIn('--manager', String(boss.id));
  const admit = (...whom: readonly string[]) =>
    company('admit', '--company', '1', ...whom, '--reason', 'Asked by mail', '--write');
  for (const whom of [
    ['--account', String(grace.id)],
    ['--domain', 'ferry.example'],
  ]) {
    expect(await admit(...whom)).toContain('Done: admit');
    expect(await admit(...whom)).toContain('is on the list of Ferry plc: there is nothing to do.');
  }
  expect(await admit('--account', String(boss.id))).toContain('there is nothing to do.');
  expect(await admit('--account', String(grace.id), '--as-manager')).toContain('Done: admit');
});

test('without --write nothing is written; what does not fit is said', async () => {
  expect(await company('list')).toBe('No company has signed an agreement.\n');
  const given = ['approve', '--agreement', 'city-ccla', '--name', 'Ferry plc', '--manager', '5', '--reason', 'Paper'];
  expect(await company(...given)).toContain('Nothing was written.');
  expect(await company('list')).toBe('No company has signed an agreement.\n');

  await expect(
    company('approve', '--agreement', 'x', '--name', 'F', '--manager', '5', '--reason', 'P'),
  ).rejects.toThrow('There is no agreement x in force.');
  await expect(company('terminate', '--company', '9', '--reason', 'P')).rejects.toThrow('No company has the number 9.');
  await expect(company('approve', '--agreement', 'x', '--name', 'F', '--reason', 'P')).rejects.toThrow(
    'needs --manager',
  );
});

describe('the way onto a company’s list', () => {
  test('who asks is put there by the manager; who is invited accepts; nobody else can accept for them', async () => {
    const linus = house.github.createUser('linus');
    const [ours, theirs] = [await openPull(), await openPull(linus)];
    await takeIn('--manager', String(boss.id));

    expect(await says(grace, ours, '/portreeve join Nobody Ltd')).toBe('confused');
    expect(await says(grace, ours, '/portreeve join ferry PLC')).toBe('+1');
    expect(await company('requests')).toContain(`join city-ccla: Ferry plc\n  grace (${grace.id})`);
    expect(verdictOf(ours)).toBe('failure');
    expect(await says(boss, ours, '/portreeve admit grace')).toBe('+1');
    expect(verdictOf(ours)).toBe('success');

    expect(await says(linus, theirs, '/portreeve accept')).toBe('confused');
    expect(await says(grace, theirs, '/portreeve invite linus')).toBe('confused');
    expect(await says(boss, theirs, '/portreeve invite linus')).toBe('+1');
    expect(verdictOf(theirs)).toBe('failure');
    expect(await says(grace, theirs, '/portreeve accept')).toBe('confused');
    expect(await says(linus, theirs, '/portreeve accept')).toBe('+1');
    expect(verdictOf(theirs)).toBe('success');
    expect(await company('requests')).toBe('Nothing is asked in a company’s name.\n');
  });

  test('an invitation by who manages nothing any more is worth nothing', async () => {
    const pull = await openPull();
    await takeIn('--manager', String(boss.id));
    await says(boss, pull, '/portreeve invite grace');
    await company('dismiss', '--company', '1', '--account', String(boss.id), '--reason', 'Left', '--write');

    expect(await says(grace, pull, '/portreeve accept')).toBe('confused');
    expect(verdictOf(pull)).toBe('failure');
  });

  test('who shows a verified address of the domain puts themselves there; the domain taken off, so are they', async () => {
    const pull = await openPull();
    await takeIn('--manager', String(boss.id));
    const named = ['--company', '1', '--domain', 'Ferry.Example', '--reason', 'Its own', '--write'];
    await company('admit', ...named);
    const shown = await findAgreement(house.context, 'city', 'city-ccla');
    if (shown === null) throw new Error('no agreement');
    const join = async (...emails: readonly string[]) => {
      const domains = await domainsThatCount(house.context, shown, emails);
      const isOn = await joinByDomain(house.context, shown, { accountId: grace.id, login: 'grace', domains }, 1);
      await house.drain();
      return isOn;
    };

    expect(await join('grace@sub.ferry.example', 'grace@ferry.example.evil.example')).toBe(false);
    expect(verdictOf(pull)).toBe('failure');
    expect(await join('grace@evil.example', 'Grace@FERRY.example')).toBe(true);
    expect(verdictOf(pull)).toBe('success');
    expect(await company('list')).toContain(`member ${grace.id}, ferry.example\n`);

    await company('dismiss', ...named);
    await fiveMinutes();
    expect(verdictOf(pull)).toBe('failure');
  });
});

describe('a company that signs on the page', () => {
  let governance: Repository;
  let linus: Account;

  beforeEach(async () => {
    governance = house.github.createRepository({
      owner: house.organization,
      name: 'governance',
      visibility: 'private',
    });
    linus = house.github.createUser('linus');
    house.github.pushFiles(files, {
      files: {
        '.github/portreeve.yml':
          'mode: enforce\nchecks: false\ngovernanceRepository: governance\ncontributions: {agreement: {agreements: [city-ccla]}, onboarding: {pullRequests: false, contact: ada}}\n',
      },
      message: 'Name where governance is at home',
    });
    await house.refresh();
    await house.drain();
  });

  async function signs(account = boss, parts: Partial<CompanySigning> = {}) {
    const shown = await findAgreement(house.context, 'city', 'city-ccla');
    if (shown === null) throw new Error('no agreement');
    const signing = {
      name: 'Ferry plc',
      domain: '',
      revision: shown.agreement.revision,
      fields: {},
      isAuthorized: true,
    };
    const person = { accountId: account.id, login: account.login, domains: [] };
    const { status } = await signForCompany(house.context, shown, person, { ...signing, ...parts });
    await house.drain();
    return status;
  }

  const issue = () => only([...governance.issues.values()].filter(({ title }) => title.startsWith('Companies')));

  async function answers(account: Account, body: string): Promise<string | undefined> {
    const comment = house.github.comment(issue(), body, account);
    const comes = { installationId: house.installation.id, repositoryId: governance.id, commentId: comment.id };
    house.enqueued.push(conversationRequest({ ...comes, work: 'company' }));
    await house.drain();
    return comment.reactions[0]?.content;
  }

  test('is told in the governance repository, approved there by who may write to it, and then manages its list', async () => {
    const pull = await openPull();
    expect(await signs(boss, { domain: 'ferry.example', name: '**Ferry** @all <b>plc' })).toBe('asked');
    expect(await signs()).toBe('stands');
    expect(issue().body).toContain('@&#8203;all');
    expect(issue().body).toContain('`ferry.example`');
    expect(await says(boss, pull, '/portreeve admit grace')).toBe('confused');

    expect(await answers(linus, '/portreeve company approve 1')).toBe('confused');
    expect(await answers(house.owner, '/portreeve company approve 9')).toBe('confused');
    expect(await answers(house.owner, '/portreeve company approve 1')).toBe('+1');
    expect(issue().state).toBe('closed');
    expect(await says(boss, pull, '/portreeve admit grace')).toBe('+1');
    expect(verdictOf(pull)).toBe('success');
    expect(await company('list')).toContain('member ferry.example');
    expect(await answers(house.owner, '/portreeve company approve 1')).toBe('confused');
  });

  test.each(['collected', 'signing', 'settled', 'intended react', 'sent react', 'done react'])(
    'I5: killed at “%s” and begun anew, it is approved once, and told so',
    async (step) => {
      await signs();
      const { checkpoint } = house.context;
      let isReached = false;
      Object.assign(house.context, {
        checkpoint: async (name: string) => {
          if (name !== step || isReached) return;
          isReached = true;
          throw new Error(`killed at ${name}`);
        },
      });
      const comment = house.github.comment(issue(), '/portreeve company approve 1', house.owner);
      const comes = { installationId: house.installation.id, repositoryId: governance.id, commentId: comment.id };
      house.enqueued.push(conversationRequest({ ...comes, work: 'company' }));
      await expect(house.drain()).rejects.toThrow('killed');
      Object.assign(house.context, { checkpoint });
      house.enqueued.push(conversationRequest({ ...comes, work: 'company' }));
      await house.drain();

      expect(isReached).toBe(true);
      expect(comment.reactions.map(({ content }) => content)).toEqual(['+1']);
      const { id } = house.installation;
      const kept = await house.store.asInstallation(id, async (db) => readLedger(db, await ledgerPlace(db, id)));
      expect(kept.rows.map(({ kind }) => kind)).toEqual(['company-approved', 'member-admitted']);
      expect(verifyLedger(kept).problems).toEqual([]);
    },
  );

  test('is refused with a reason, which its page shows, and may sign again', async () => {
    await signs();
    expect(await answers(house.owner, '/portreeve company refuse 1 We do not know you')).toBe('+1');
    expect(issue().state).toBe('closed');
    const shown = await findAgreement(house.context, 'city', 'city-ccla');
    if (shown === null) throw new Error('no agreement');
    const person = { accountId: boss.id, login: 'boss', domains: [] };
    expect((await companyStanding(house.context, shown, person)).request?.refused?.reason).toBe('We do not know you');

    expect(await signs()).toBe('asked');
    expect(issue().state).toBe('open');
  });

  test.each([
    ['without a name', { name: ' ' }, 'incomplete'],
    ['without saying that they may', { isAuthorized: false }, 'incomplete'],
    ['with a domain that is none', { domain: 'evil' }, 'incomplete'],
    ['a text that changed', { revision: 'a'.repeat(64) }, 'outdated'],
  ])('%s: nothing is asked', async (_, parts, status) => {
    expect(await signs(boss, parts)).toBe(status);
    expect(governance.issues.size).toBe(0);
  });

  test('a text that changes before the answer is not approved', async () => {
    await signs();
    await publish(TEXT.replace('this', 'more'));

    expect(await answers(house.owner, '/portreeve company approve 1')).toBe('confused');
    expect(await company('list')).toBe('No company has signed an agreement.\n');
  });

  test('after a week somebody is called, once, also for who wants to be on a list; after a month it lapses', async () => {
    let now = new Date();
    Object.assign(house.context, { now: () => now });
    const days = async (count: number) => {
      now = new Date(now.getTime() + count * 86_400_000);
      house.enqueued.push(conversationRequest({ work: 'companies', installationId: house.installation.id }));
      await house.drain();
    };
    const pull = await openPull();
    await takeIn('--manager', String(boss.id));
    await says(grace, pull, '/portreeve join Ferry plc');
    await signs(linus, { name: 'Tram plc' });
    expect(issue().body).not.toContain('Ferry plc');
    await days(6);
    expect(issue().comments).toEqual([]);

    await days(1);
    await days(1);
    expect(issue().body).toContain('Ferry plc');
    expect(only(issue().comments).body).toContain('@ada: 2 requests');
    const asked = /\*\*(\d+)\*\*: grace/.exec(issue().body ?? '')?.[1];
    expect(await answers(house.owner, `/portreeve company approve ${asked}`)).toBe('+1');
    expect(verdictOf(pull)).toBe('success');

    await days(30);
    expect(issue().state).toBe('closed');
    expect(await company('requests')).toBe('Nothing is asked in a company’s name.\n');
  });
});

import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { ledgerPlace, readLedger } from '../../src/store/ledger.ts';
import { conversationRequest, housekeepingRequest } from '../../src/tasks/requests.ts';
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

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { revisionOf } from '../../src/contributions/agreements/revision.ts';
import { appendSignature } from '../../src/store/ledger.ts';
import { checkPullRequest } from '../../src/tasks/check-pull-request.ts';
import { keepMembers } from '../../src/tasks/members.ts';
import { pullRequestRequest } from '../../src/tasks/requests.ts';
import type { Account, CheckRun, PullRequest, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, checkOf, only, requestsOf, writesOf } from './on-github.ts';

const TEXT =
  '---\nid: city-cla\nkind: individual\ntitle: City agreement\nlanguages: [en, de]\n---\nYou grant us this.\n';
const NEXT = TEXT.replace('---\nYou', 'grace: 10\n---\nYou').replace('grant us this', 'grant us more');
const CONFIGURATION = (agreement: string, rest = 'onboarding: {pullRequests: false}') =>
  `mode: enforce\nchecks: false\ncontributions: {agreement: ${agreement}, ${rest}}\n`;

let house: House;
let files: Repository;
let stops: Repository;
let grace: Account;
let mallory: Account;
let now: Date;

async function open(configuration = CONFIGURATION('{agreements: [city-cla]}')): Promise<void> {
  now = new Date('2026-11-25T12:00:00.000Z');
  house = await openHouse({ configuration, now: () => now });
  files = only([...house.github.world.repositories.values()].filter(({ name }) => name === '.github'));
  stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files: ALL_WELL });
  grace = house.github.createUser('grace');
  mallory = house.github.createUser('mallory');
  await publish(TEXT);
}

beforeEach(() => open());
afterEach(() => house.close());

async function publish(text: string): Promise<void> {
  house.github.pushFiles(files, { files: { 'agreements/city-cla.md': text }, message: 'Change the agreement' });
  await house.refresh();
}

function openPull(author = grace, parts: Partial<Parameters<House['github']['openPullRequest']>[0]> = {}): PullRequest {
  const commits = [{ files: { 'one.txt': 'one\ntwo\nthree\n' }, message: 'One', author }];
  return house.github.openPullRequest({ repository: stops, author, fork: true, head: 'feature', commits, ...parts });
}

async function judge(pull: PullRequest, name = 'Portreeve CLA'): Promise<CheckRun> {
  const { data } = pullRequestRequest({
    installationId: house.installation.id,
    repositoryId: stops.id,
    nodeId: stops.nodeId,
    number: pull.issue.number,
    headSha: pull.head.sha,
  });
  await checkPullRequest(house.context, data as Parameters<typeof checkPullRequest>[1]);
  return checkOf(stops, pull.head.sha, name);
}

async function sign(account: Account, text = TEXT): Promise<void> {
  const { id: installationId } = house.installation;
  await house.store.asInstallation(installationId, (db) =>
    appendSignature(
      db,
      installationId,
      {
        content: {
          kind: 'signed',
          at: now.toISOString(),
          agreement: 'city-cla',
          revision: revisionOf(text),
          language: 'en',
          how: 'page',
          policy: null,
        },
        personal: { accountId: account.id, login: account.login, once: `test:${account.id}:${revisionOf(text)}` },
      },
      now,
    ),
  );
}

test('who has not signed fails, and is told the sentence, letter by letter, with the text’s address', async () => {
  const run = await judge(openPull());

  expect(run.conclusion).toBe('failure');
  expect(run.output.title).toBe('1 person still has to sign');
  expect(run.output.summary).toContain('grace has not signed city-cla.');
  expect(run.output.summary).not.toContain('/portreeve override');
  expect(run.output.summary).toContain(
    `\`\`\`\nI have read the agreement city-cla in its revision ${revisionOf(TEXT).slice(0, 12)}, and I sign it.\n\`\`\``,
  );
  expect(run.output.summary).toMatch(
    /\[City agreement\]\(http[^)]+\/city\/\.github\/blob\/[0-9a-f]{40}\/agreements\/city-cla\.md\)/,
  );
});

test('who has signed passes, at no request for it, and a second look writes nothing', async () => {
  await sign(grace);
  await judge(openPull());
  const commits = [{ files: { 'two.txt': 'two' }, message: 'Two', author: grace }];
  const pull = openPull(grace, { head: 'second', commits });
  const before = requestsOf(house).length;
  const run = await judge(pull);

  expect(run).toMatchObject({ conclusion: 'success', output: { title: 'Nobody has to sign any more' } });
  expect(requestsOf(house).slice(before)).toEqual(['POST /graphql', 'POST /repos/{owner}/{repo}/check-runs']);
  const writes = writesOf(house).length;
  await judge(pull);
  expect(writesOf(house)).toHaveLength(writes);
});

test('S9: a stranger’s pull request with a signer’s address fails, whether the stranger has signed or not', async () => {
  await sign(grace);
  const commits = [{ files: { 'x.txt': 'x' }, message: 'X', author: grace }];
  const pull = openPull(mallory, { commits });

  const unsigned = await judge(pull);
  expect(unsigned.output.summary).toContain('mallory has not signed city-cla.');
  expect(unsigned.output.title).toBe('1 commit is not in order');
  await sign(mallory);
  const run = await judge(pull);
  expect(run.conclusion).toBe('failure');
  expect(run.output.summary).toContain('no signature of grace counts for it');
});

test('S10: of 101 commits the last one is looked at too', async () => {
  await sign(grace);
  const commits = Array.from({ length: 101 }, (_, n) => {
    const author = n === 100 ? { name: 'X', email: 'x@evil.example' } : grace;
    return { files: { 'x.txt': String(n) }, message: `Change ${n}`, author };
  });
  const run = await judge(openPull(grace, { commits }));

  expect(run.conclusion).toBe('failure');
  expect(run.output.summary).toContain('evil.example');
});

test('S17: a configuration and an agreement of the pull request’s own count for nothing', async () => {
  const own = {
    '.github/portreeve.yml': `contributions: {agreement: {agreements: [], exempt: [${mallory.id}]}}\n`,
    'agreements/city-cla.md': TEXT.replace('this', 'nothing'),
  };
  const commits = [{ files: { ...own, 'one.txt': 'one' }, message: 'One', author: mallory }];
  const run = await judge(openPull(mallory, { commits }));

  expect(run.conclusion).toBe('failure');
  expect(run.output.summary).toContain(revisionOf(TEXT).slice(0, 12));
});

test('an address that GitHub does not know is told its remedy', async () => {
  await sign(grace);
  const author = { name: 'Grace', email: 'grace@private.example' };
  const run = await judge(openPull(grace, { commits: [{ files: { 'x.txt': 'x' }, message: 'X', author }] }));

  expect(run.conclusion).toBe('failure');
  expect(run.output.summary).toContain('gr…@&#8203;private.example');
  expect(run.output.summary).toContain('https://github.com/settings/emails');
  expect(run.output.summary).toContain('git commit --amend --reset-author --no-edit');
});

describe('a changed agreement', () => {
  test('is judged again in open pull requests, shows what has changed, and asks for a signature after the days of grace', async () => {
    await sign(grace);
    const pull = openPull();
    await judge(pull);
    house.enqueued.length = 0;
    await publish(NEXT);

    const again = house.enqueued.filter(({ queue }) => queue === 'pull-request').map(({ key }) => key);
    expect(again).toEqual([`${house.installation.id}:${stops.id}:${pull.issue.number}`]);
    const run = await judge(pull);
    expect(run.conclusion).toBe('success');
    expect(run.output.summary).toContain('The old signature counts until 2026-12-05');
    expect(run.output.summary).toContain('-You grant us this.\n+You grant us more.');
    expect(run.output.summary).toContain(`in its revision ${revisionOf(NEXT).slice(0, 12)}`);

    now = new Date('2026-12-05T12:00:00.000Z');
    const later = await judge(pull);
    expect(later.conclusion).toBe('failure');
    expect(later.output.summary).toContain('has to be signed anew');
    await sign(grace, NEXT);
    expect((await judge(pull)).conclusion).toBe('success');
  });

  test('that names the old revision compatible changes nothing for who signed that', async () => {
    await sign(grace);
    const pull = openPull();
    await judge(pull);
    const writes = writesOf(house).length;
    await publish(NEXT.replace('grace: 10', `compatible: [${revisionOf(TEXT)}]`));
    await judge(pull);

    expect(checkOf(stops, pull.head.sha, 'Portreeve CLA').conclusion).toBe('success');
    expect(writesOf(house)).toHaveLength(writes);
  });

  test('when the days of grace are over, the sweep has the pull request judged again, once', async () => {
    await sign(grace);
    const pull = openPull();
    await judge(pull);
    await publish(NEXT);
    await judge(pull);
    const verdict = () => checkOf(stops, pull.head.sha, 'Portreeve CLA').conclusion;

    await house.sweep();
    expect(verdict()).toBe('success');
    now = new Date('2026-12-05T12:00:00.000Z');
    await house.sweep();
    expect(verdict()).toBe('failure');
    const writes = writesOf(house).length;
    await house.sweep();
    expect(writesOf(house)).toHaveLength(writes);
  });
});

describe('where it holds', () => {
  const asking = async (configuration: string, parts = {}) => {
    await house.close();
    await open(configuration);
    return openPull(grace, parts);
  };

  test('a small change needs none', async () => {
    const pull = await asking(CONFIGURATION('{agreements: [city-cla], minimum: {lines: 4}}'));

    expect(await judge(pull)).toMatchObject({ conclusion: 'success' });
    expect(checkOf(stops, pull.head.sha, 'Portreeve CLA').output.summary).toContain(
      'The change is small (lines: 3, files: 1)',
    );
  });

  test('a file without lines, such as a picture, is not small', async () => {
    const commits = [{ files: { 'one.txt': 'one', 'map.png': '' }, message: 'A map', author: grace }];
    const pull = await asking(CONFIGURATION('{agreements: [city-cla], minimum: {lines: 20}}'), { commits });

    expect(await judge(pull)).toMatchObject({ conclusion: 'failure' });
  });

  test('only where one of the paths is changed', async () => {
    const pull = await asking(CONFIGURATION('{agreements: [city-cla], paths: ["src/*"]}'));
    const other = openPull(grace, {
      head: 'other',
      commits: [{ files: { 'src/a/b.txt': 'x' }, message: 'X', author: grace }],
    });

    expect((await judge(pull)).conclusion).toBe('success');
    expect((await judge(other)).conclusion).toBe('failure');
  });

  test('not in the groups that take it back', async () => {
    const group = 'groups: [{name: stops, match: {names: [bus-*]}, contributions: {agreement: {agreements: []}}}]';
    const pull = await asking(`${CONFIGURATION('{agreements: [city-cla]}')}${group}\n`);

    await house.check(stops, pull.issue.number);
    expect(stops.checkRuns).toEqual([]);
  });

  test('with “either”, a sign-off will do, and is told of', async () => {
    const pull = await asking(CONFIGURATION('{agreements: [city-cla], either: sign-off}'));
    const message = `X\n\nSigned-off-by: grace <${grace.id}+grace@users.noreply.github.com>\n`;
    const signedOff = openPull(grace, {
      head: 'other',
      commits: [{ files: { 'x.txt': 'x' }, message, author: grace }],
    });

    const run = await judge(pull, 'Portreeve DCO');
    expect(run.conclusion).toBe('failure');
    expect(run.output.summary).toContain('A sign-off of each commit will do instead.');
    expect((await judge(signedOff, 'Portreeve DCO')).conclusion).toBe('success');
    await sign(grace);
    expect((await judge(pull, 'Portreeve DCO')).conclusion).toBe('success');
  });

  test('an agreement that is not there is the organisation’s fault: nobody passes, and nobody is asked', async () => {
    const pull = await asking(CONFIGURATION('{agreements: [other]}'));
    const run = await judge(pull);

    expect(run.conclusion).toBe('failure');
    expect(run.output.title).toBe('An agreement cannot be found');
    expect(run.output.summary).toContain('That is the organisation’s to mend.');
  });

  test('members of the organisation need not sign where it says so, and others are not taken for one', async () => {
    const pull = await asking(CONFIGURATION('{agreements: [city-cla], exemptMembers: true}'));
    const own = openPull(house.owner, { head: 'own', fork: false });
    await keepMembers(house.context, house.installation.id);

    expect((await judge(own)).conclusion).toBe('success');
    expect((await judge(pull)).conclusion).toBe('failure');
  });

  test('S3: who is in a named team need not sign; of a team that is not there, nobody is excused', async () => {
    await asking(CONFIGURATION('{agreements: [city-cla], exemptTeams: [crew, no-such-team]}'));
    house.github.setTeam(house.organization, 'crew', [mallory]);
    house.github.setTeam(house.organization, 'others', [grace]);
    const commits = [{ files: { 'one.txt': 'one' }, message: 'One', author: mallory }];
    const pull = openPull(mallory, { head: 'crew', commits });
    expect((await judge(pull)).conclusion).toBe('failure');

    await house.sweep();
    expect((await judge(pull)).output.summary).toContain('mallory need not sign an agreement.');
    expect((await judge(openPull(grace, { head: 'other' }))).conclusion).toBe('failure');

    house.github.setTeam(house.organization, 'crew', []);
    await keepMembers(house.context, house.installation.id);
    expect((await judge(pull)).conclusion).toBe('failure');
  });

  test('an exempt account need not sign', async () => {
    const pull = openPull();
    house.github.pushFiles(files, {
      files: { '.github/portreeve.yml': CONFIGURATION(`{agreements: [city-cla], exempt: [${grace.id}]}`) },
      message: 'Exempt Grace',
    });
    await house.refresh();

    const run = await judge(pull);
    expect(run.conclusion).toBe('success');
    expect(run.output.summary).toContain('grace need not sign an agreement.');
  });
});

test('where people can sign on a page, it is named; where more than a sentence is asked, only that', async () => {
  Object.assign(house.context, { signingPages: 'https://portreeve.example' });
  const page = 'https://portreeve.example/agreements/city/city-cla';
  const run = await judge(openPull());
  expect(run.output.summary).toContain(`(${page})`);
  expect(run.output.summary).toContain('and I sign it.');

  await publish(TEXT.replace('languages', 'fields: [{id: name, label: Name, basis: contract}]\nlanguages'));
  const asking = await judge(openPull(mallory));
  expect(asking.output.summary).toContain(`[City agreement](${page})`);
  expect(asking.output.summary).not.toContain('and I sign it.');
});

test('the one comment for a newcomer tells the sentence in their language, and no address', async () => {
  await house.close();
  await open(CONFIGURATION('{agreements: [city-cla]}', 'onboarding: {pullRequests: true}'));
  const pull = openPull();
  await judge(pull);

  expect(pull.issue.comments).toHaveLength(1);
  expect(pull.issue.comments[0]?.body).toContain('and I sign it.');
  await sign(grace);
  await judge(pull);
  expect(pull.issue.comments).toHaveLength(1);
  expect(pull.issue.comments[0]?.body).not.toContain('and I sign it.');
});

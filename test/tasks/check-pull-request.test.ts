import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PullRequest, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, checkOf, checksOf, MIT, requestsOf, SECURITY, writesOf } from './on-github.ts';

let house: House;
let stops: Repository;

beforeEach(async () => {
  house = await openHouse({ configuration: 'mode: enforce\nrepositoriesMayOverride: true\n' });
  stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files: ALL_WELL });
  await house.refresh();
  await house.audit(stops);
});

afterEach(() => house.close());

type Change = Omit<Parameters<House['github']['openPullRequest']>[0], 'repository'>;

function open(change: Change): PullRequest {
  return house.github.openPullRequest({ repository: stops, ...change });
}

/** Judges a pull request, and tells the conclusion of the one check on its head. */
async function judge(pull: PullRequest): Promise<string | null> {
  await house.check(stops, pull.issue.number);
  const { status, conclusion } = checkOf(stops, pull.head.sha);
  expect(status).toBe('completed');
  return conclusion;
}

describe('what a pull request does', () => {
  const long = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`src/file-${index}.js`, `${index}\n`]));
  test.each<[rule: string, change: Change, conclusion: string]>([
    ['touches nothing that is judged', { files: { 'src/a.js': '1\n' } }, 'success'],
    ['removes the licence', { deletes: ['LICENSE'] }, 'failure'],
    ['breaks what is only recommended', { deletes: ['SECURITY.md'] }, 'neutral'],
    ['renames the licence to LICENSE.md', { deletes: ['LICENSE'], files: { 'LICENSE.md': MIT } }, 'success'],
    ['renames the licence away', { deletes: ['LICENSE'], files: { 'old/LICENSE': MIT } }, 'failure'],
    [
      'moves the security policy to .github',
      { deletes: ['SECURITY.md'], files: { '.github/SECURITY.md': SECURITY } },
      'success',
    ],
    ['empties the licence', { files: { LICENSE: ' \n' } }, 'failure'],
    [
      'makes the licence a link to nowhere',
      { files: { LICENSE: { mode: '120000', content: '/etc/passwd' } } },
      'failure',
    ],
    ['makes the licence a folder', { deletes: ['LICENSE'], files: { 'LICENSE/MIT.txt': MIT } }, 'failure'],
    ['removes the licence among 150 other files', { deletes: ['LICENSE'], files: long }, 'failure'],
    [
      'renames the licence away among 150 other files',
      { deletes: ['LICENSE'], files: { ...long, 'zz/LICENSE': MIT } },
      'failure',
    ],
    ['is a draft that removes the licence', { deletes: ['LICENSE'], draft: true }, 'failure'],
  ])('one that %s', async (_rule, change, conclusion) => {
    expect(await judge(open(change))).toBe(conclusion);
  });

  test('removing the licence is shown where the licence was', async () => {
    const pull = open({ deletes: ['LICENSE'] });
    await judge(pull);

    const { annotations, output } = checkOf(stops, pull.head.sha);
    expect(annotations).toMatchObject([{ path: 'LICENSE', start_line: 1, annotation_level: 'failure' }]);
    expect(output.title).toBe('1 policy broken by this pull request');
  });

  test('a repair is said to be one', async () => {
    house.github.pushFiles(stops, { deletes: ['SECURITY.md'], message: 'Oh' });
    const pull = open({ files: { 'SECURITY.md': SECURITY } });

    expect(await judge(pull)).toBe('success');
    expect(checkOf(stops, pull.head.sha).output.title).toBe('1 policy mended, nothing broken');
  });

  test('old debt is told and never fails', async () => {
    house.github.pushFiles(stops, { deletes: ['LICENSE'], message: 'Oh' });
    const pull = open({ files: { 'src/a.js': '1\n' } });

    expect(await judge(pull)).toBe('neutral');
    expect(checkOf(stops, pull.head.sha).output.title).toMatch(/^Nothing new broken; \d+ old/);
  });

  test('whoever renames a licence that nobody knows is not blamed for it', async () => {
    const unknown = 'Do as you please, but on Sundays.\n';
    house.github.pushFiles(stops, { files: { LICENSE: unknown }, message: 'Oh' });

    expect(await judge(open({ deletes: ['LICENSE'], files: { 'LICENSE.txt': unknown } }))).toBe('neutral');
    expect(await judge(open({ files: { 'LICENSE-extra.txt': unknown } }))).toBe('failure');
  });

  test('a branch that is behind is not blamed for what the default branch got meanwhile', async () => {
    house.github.pushFiles(stops, { deletes: ['LICENSE', 'SECURITY.md'], message: 'Oh' });
    const pull = open({ files: { 'src/a.js': '1\n' } });
    house.github.pushFiles(stops, { files: { LICENSE: MIT, 'SECURITY.md': SECURITY }, message: 'Mend' });

    expect(await judge(pull)).toBe('success');
  });

  test('a branch that is behind is not blamed where the default branch got a link meanwhile', async () => {
    house.github.pushFiles(stops, { deletes: ['LICENSE'], message: 'Oh' });
    const pull = open({ files: { 'src/a.js': '1\n' } });
    const link = { mode: '120000', content: 'legal/MIT.txt' } as const;
    house.github.pushFiles(stops, { files: { LICENSE: link, 'legal/MIT.txt': MIT }, message: 'Mend' });

    expect(await judge(pull)).toBe('success');
  });

  test('removing what the licence links to breaks the licence', async () => {
    const link = { mode: '120000', content: 'legal/MIT.txt' } as const;
    house.github.pushFiles(stops, { files: { LICENSE: link, 'legal/MIT.txt': MIT }, message: 'Link' });

    expect(await judge(open({ deletes: ['legal/MIT.txt'] }))).toBe('failure');
  });
});

describe('where it comes from and where it goes', () => {
  test('one from a fork is judged', async () => {
    const grace = house.github.createUser('grace');

    expect(await judge(open({ author: grace, fork: true, deletes: ['LICENSE'] }))).toBe('failure');
  });

  test('one into another branch has nothing to judge, and its check comes all the same', async () => {
    house.github.pushFiles(stops, { branch: 'next', files: { a: 'a' }, message: 'Next' });

    expect(await judge(open({ base: 'next', deletes: ['LICENSE'] }))).toBe('neutral');
  });

  test('a second one with the same head, into another branch, does not clear the check of the first', async () => {
    house.github.pushFiles(stops, { branch: 'next', files: { a: 'a' }, message: 'Next' });
    const first = open({ head: 'evil', deletes: ['LICENSE'] });
    await judge(first);
    const second = open({ head: 'evil', base: 'next' });
    await house.check(stops, second.issue.number);
    await house.check(stops, second.issue.number, { isRequested: true });

    expect(second.head.sha).toBe(first.head.sha);
    expect(checkOf(stops, first.head.sha).conclusion).toBe('failure');
  });

  test('of two with one head the one into the default branch counts, whichever was judged first', async () => {
    house.github.pushFiles(stops, { branch: 'next', files: { a: 'a' }, message: 'Next' });
    const aside = open({ head: 'evil', base: 'next', deletes: ['LICENSE'] });
    expect(await judge(aside)).toBe('neutral');

    expect(await judge(open({ head: 'evil' }))).toBe('failure');
  });

  test('one that was closed before it was looked at gets no check', async () => {
    const pull = open({ deletes: ['LICENSE'] });
    house.github.closePullRequest(pull);
    await house.check(stops, pull.issue.number);

    expect(checksOf(stops, pull.head.sha)).toEqual([]);
  });

  test('in a repository that is gone it ends in peace', async () => {
    const pull = open({ deletes: ['LICENSE'] });
    house.github.deleteRepository(stops);
    house.github.resetRequests();
    await house.check(stops, pull.issue.number);

    expect(writesOf(house)).toEqual([]);
  });
});

describe('when the branch moves', () => {
  test('a new head gets a check of its own, and the old one keeps what was said of it', async () => {
    const pull = open({ deletes: ['LICENSE'] });
    const old = pull.head.sha;
    await judge(pull);
    house.github.pushToPullRequest(pull, { files: { LICENSE: MIT } });

    expect(await judge(pull)).toBe('success');
    expect(checkOf(stops, old).conclusion).toBe('failure');
  });

  test('F23: the head that was read is judged, not the one that the event named', async () => {
    const pull = open({ files: { 'src/a.js': '1\n' } });
    const named = pull.head.sha;
    house.github.pushToPullRequest(pull, { deletes: ['LICENSE'], force: true });
    await checkAt(pull, named);

    expect(checksOf(stops, named)).toEqual([]);
    expect(checkOf(stops, pull.head.sha).conclusion).toBe('failure');
  });

  test('F23: a push between two reads never puts the verdict on one commit under another', async () => {
    const pull = open({ deletes: ['LICENSE'] });
    const bad = pull.head.sha;
    let asked = 0;
    // The event named no head, so the first answer tells it and the second reads it; in between comes a push.
    house.github.faults.add({
      route: 'POST /graphql',
      call: () => {
        asked += 1;
        if (asked === 2) house.github.pushToPullRequest(pull, { files: { LICENSE: MIT } });
        return false;
      },
      fault: { kind: 'reset' },
    });
    await house.check(stops, pull.issue.number);

    expect(pull.head.sha).not.toBe(bad);
    expect(checkOf(stops, pull.head.sha).conclusion).toBe('success');
  });
});

async function checkAt(pull: PullRequest, headSha: string): Promise<void> {
  const { checkPullRequest } = await import('../../src/tasks/check-pull-request.ts');
  await checkPullRequest(house.context, {
    installationId: house.installation.id,
    repositoryId: stops.id,
    nodeId: stops.nodeId,
    number: pull.issue.number,
    headSha,
    isRequested: false,
    commentId: null,
  });
}

describe('when it is asked for again', () => {
  test('the same once more writes nothing', async () => {
    const pull = open({ deletes: ['LICENSE'] });
    await judge(pull);
    house.github.resetRequests();
    await house.check(stops, pull.issue.number);

    expect(writesOf(house)).toEqual([]);
  });

  test('a re-run completes the check again: the same one', async () => {
    const pull = open({ deletes: ['LICENSE'] });
    await judge(pull);
    house.github.rerequestCheckRun(checkOf(stops, pull.head.sha));
    await house.check(stops, pull.issue.number, { isRequested: true });

    expect(checkOf(stops, pull.head.sha)).toMatchObject({ status: 'completed', conclusion: 'failure' });
  });

  test('a re-run on a fork names no number: it is found by its head', async () => {
    const grace = house.github.createUser('grace');
    const pull = open({ author: grace, fork: true, deletes: ['LICENSE'] });
    await judge(pull);
    house.github.rerequestCheckRun(checkOf(stops, pull.head.sha));
    const { checkPullRequest } = await import('../../src/tasks/check-pull-request.ts');
    await checkPullRequest(house.context, {
      installationId: house.installation.id,
      repositoryId: stops.id,
      nodeId: stops.nodeId,
      number: null,
      headSha: pull.head.sha,
      isRequested: true,
      commentId: null,
    });

    expect(checkOf(stops, pull.head.sha)).toMatchObject({ status: 'completed', conclusion: 'failure' });
  });

  test('a contributor who comments sees by one reaction that they were heard', async () => {
    const grace = house.github.createUser('grace');
    const pull = open({ author: grace, fork: true, deletes: ['LICENSE'] });
    await judge(pull);
    const comment = house.github.comment(pull, '/portreeve recheck', grace);
    await house.check(stops, pull.issue.number, { isRequested: true, commentId: comment.id });
    await house.check(stops, pull.issue.number, { isRequested: true, commentId: comment.id });

    expect(comment.reactions.map(({ content, user }) => [content, user.login])).toEqual([['+1', 'portreeve[bot]']]);
    // The welcome stood before; there is no other answer than the reaction.
    expect(pull.issue.comments.at(-1)).toBe(comment);
    expect(checksOf(stops, pull.head.sha)).toHaveLength(1);
  });
});

describe('what it costs', () => {
  test('a pull request that was opened takes at most three requests', async () => {
    const pull = open({ deletes: ['LICENSE'], files: { 'SECURITY.md': '# Security\n\nTell the world.\n' } });
    house.github.resetRequests();
    await checkAt(pull, pull.head.sha);

    expect(requestsOf(house)).toEqual(['POST /graphql', 'POST /graphql', 'POST /repos/{owner}/{repo}/check-runs']);
  });
});

describe('A11: the configuration in a pull request', () => {
  test('has no effect on how the pull request is judged', async () => {
    const own = 'policies:\n  license-file: off\n  license-approved: off\n';
    const pull = open({ deletes: ['LICENSE'], files: { '.github/portreeve.yml': own } });

    expect(await judge(pull)).toBe('failure');
  });
});

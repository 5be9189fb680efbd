import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { git, writeFiles } from '../support/repositories.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runIn } from './a-world.ts';

// Each case starts processes; a machine that does much else at once is slow at that.
jest.setTimeout(60_000);

const root = temporaryFolder();
let count = 0;
const SIGNED = 'Signed-off-by: Ada <ada@example.org>';

function aFolder(): string {
  count += 1;
  const folder = join(root, String(count));
  mkdirSync(folder);
  return folder;
}

/** A clone with one commit for each message, the first of them tagged `base`. */
function aClone(...messages: readonly string[]): string {
  const folder = aFolder();
  git(folder, 'init', '--quiet', '--initial-branch=main');
  messages.forEach((message, index) => {
    writeFiles(folder, { [`file-${index}`]: message });
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--cleanup=verbatim', '--allow-empty-message', `--message=${message}`);
    if (index === 0) git(folder, 'tag', 'base');
  });
  return folder;
}

const report = z.strictObject({
  verdict: z.enum(['pass', 'fail', 'unknown']),
  findings: z.array(
    z.strictObject({
      sha: z.string().nullable(),
      code: z.string(),
      outcome: z.enum(['pass', 'notice', 'not-applicable', 'fail', 'unknown']),
      message: z.string(),
      remediation: z.string().nullable(),
    }),
  ),
});

async function judged(folder: string, ...args: readonly string[]) {
  const { code, out, err } = await runIn(folder, 'dco', '--format', 'json', ...args);
  expect(err).toBe('');
  const { verdict, findings } = report.parse(JSON.parse(out));
  return { code, verdict, findings, codes: findings.map(({ code }) => code) };
}

function listed(message: string, index = 0, parts: object = {}) {
  const person = { name: 'Ada', email: 'ada@example.org', date: '2026-11-25T12:00:00Z' };
  const account = { id: 1001, login: 'ada', type: 'User', node_id: 'x' };
  return {
    sha: (index + 1).toString(16).padStart(40, '0'),
    node_id: 'x',
    commit: { message, author: person, committer: person, verification: { verified: false, reason: 'unsigned' } },
    author: account,
    committer: account,
    parents: [{ sha: index.toString(16).padStart(40, 'f'), url: 'x' }],
    ...parts,
  };
}

function aFile(content: unknown): string {
  const folder = aFolder();
  writeFileSync(join(folder, 'commits.json'), typeof content === 'string' ? content : JSON.stringify(content));
  return folder;
}

describe('a range of a clone', () => {
  test('0: all is signed off', async () => {
    const folder = aClone('Base', `One\n\n${SIGNED}\n`, `Two\n\n${SIGNED}\n`);

    expect(await judged(folder, 'base..HEAD')).toMatchObject({
      code: 0,
      verdict: 'pass',
      codes: ['signed-off', 'signed-off'],
    });
  });

  test('1: one is not, and the very commands that it prints mend it', async () => {
    const folder = aClone('Base', `One\n\n${SIGNED}\n`, 'Two', `Three\n\n${SIGNED}\n`);
    const before = await judged(folder, 'base..');
    const remediation = before.findings.find(({ outcome }) => outcome === 'fail')?.remediation ?? '';
    expect(before).toMatchObject({ code: 1, verdict: 'fail' });
    expect(remediation).toContain('\ngit rebase --signoff HEAD~2\ngit push --force-with-lease\n');

    git(folder, 'rebase', '--quiet', '--signoff', 'HEAD~2');

    expect(await judged(folder, 'base..')).toMatchObject({
      code: 0,
      codes: ['signed-off', 'signed-off', 'signed-off'],
    });
  });

  test('the newest commit alone is amended', async () => {
    const folder = aClone('Base', 'One');
    const { findings } = await judged(folder, 'base..');
    expect(findings[0]?.remediation).toContain('\ngit commit --amend --signoff --no-edit\n');

    git(folder, 'commit', '--quiet', '--amend', '--signoff', '--no-edit');

    expect(await judged(folder, 'base..')).toMatchObject({ code: 0 });
  });

  test('from the first commit on, and through a merge', async () => {
    const folder = aClone('Base', 'One');
    expect((await judged(folder, 'HEAD')).findings[0]?.remediation).toContain('git rebase --signoff --root\n');
    git(folder, 'switch', '--quiet', '--create', 'side', 'base');
    writeFiles(folder, { side: 'x' });
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', `--message=Side\n\n${SIGNED}`);
    git(folder, 'switch', '--quiet', 'main');
    git(folder, 'merge', '--quiet', '--no-ff', '--message=Merge', 'side');
    const { findings, codes } = await judged(folder, 'base..');
    const command = /git (rebase .*)/.exec(findings.find(({ outcome }) => outcome === 'fail')?.remediation ?? '')?.[1];
    expect(codes).toContain('merge');
    expect(command).toMatch(/^rebase --signoff --rebase-merges [0-9a-f]{12}\^$/);

    git(folder, ...(command ?? '').split(' '));

    expect(await judged(folder, 'base..')).toMatchObject({ code: 0 });
  });

  test('S12: what somebody puts into a merge needs a sign-off, what git merges does not', async () => {
    const folder = aClone('Base', `One\n\n${SIGNED}\n`);
    git(folder, 'switch', '--quiet', '--create', 'side', 'base');
    writeFiles(folder, { side: 'x' });
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', `--message=Side\n\n${SIGNED}`);
    git(folder, 'switch', '--quiet', 'main');
    git(folder, 'merge', '--quiet', '--no-ff', '--no-commit', 'side');
    writeFiles(folder, { evil: 'hidden' });
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message=Merge');

    expect(await judged(folder, 'base..')).toMatchObject({ code: 1, verdict: 'fail' });
    expect((await judged(folder, 'base..')).codes).toEqual(expect.arrayContaining(['no-sign-off', 'changed-merge']));
  });

  test('a merge whose conflicts were resolved is noted', async () => {
    const folder = aClone('Base', `One\n\n${SIGNED}\n`);
    git(folder, 'switch', '--quiet', '--create', 'side', 'base');
    writeFiles(folder, { 'file-1': 'another' });
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', `--message=Side\n\n${SIGNED}`);
    git(folder, 'switch', '--quiet', 'main');
    expect(() => git(folder, 'merge', '--quiet', 'side')).toThrow();
    writeFiles(folder, { 'file-1': 'both' });
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message=Merge');

    expect((await judged(folder, 'base..')).codes).toContain('merge-with-conflicts');
  });

  test('a merge driver that the clone names is not run, and nothing is written into the clone', async () => {
    const folder = aClone('Base', `One\n\n${SIGNED}\n`);
    git(folder, 'switch', '--quiet', '--create', 'side', 'base');
    writeFiles(folder, { 'file-1': 'another', '.gitattributes': '* merge=evil\n' });
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', `--message=Side\n\n${SIGNED}`);
    git(folder, 'switch', '--quiet', 'main');
    expect(() => git(folder, 'merge', '--quiet', 'side')).toThrow();
    writeFiles(folder, { 'file-1': 'both' });
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message=Merge');
    git(folder, 'config', 'merge.evil.driver', `touch ${join(folder, 'ran')}`);
    writeFiles(folder, { '.git/info/attributes': '* merge=evil\n' });
    const before = git(folder, 'count-objects', '-v');

    await judged(folder, 'base..');

    expect(git(folder, 'status', '--porcelain')).not.toContain('ran');
    expect(git(folder, 'count-objects', '-v')).toBe(before);
  });

  test('another address of the same person counts by the base’s .mailmap, not by that of the branch', async () => {
    const folder = aFolder();
    git(folder, 'init', '--quiet', '--initial-branch=main');
    const commit = (name: string, ...message: readonly string[]) => {
      git(folder, 'add', '--all');
      git(folder, 'commit', '--quiet', '--allow-empty', `--message=${message.join('\n')}`);
      git(folder, 'tag', name);
    };
    commit('none', 'Base');
    writeFiles(folder, { '.mailmap': 'Ada <ada@example.org> <ada@home.example>\n' });
    commit('some', 'Mailmap', '', SIGNED);
    commit('top', 'One', '', 'Signed-off-by: Ada <ada@home.example>');

    expect(await judged(folder, 'some..top')).toMatchObject({ code: 0 });
    expect(await judged(folder, 'none..top')).toMatchObject({ code: 1 });
  });

  test('a commit that takes back exactly the one below it is excused where that is wanted', async () => {
    const folder = aClone('Base', `One\n\n${SIGNED}\n`, 'Two');
    git(folder, 'revert', '--no-edit', 'HEAD');
    git(folder, 'revert', '--no-edit', 'HEAD~2');
    git(folder, 'commit', '--quiet', '--allow-empty', '--message=Revert of nothing');
    const skipping = ['--reverts', 'skip-exact'];

    expect((await judged(folder, 'base..', ...skipping)).codes).toEqual([
      'signed-off',
      'no-sign-off',
      'exact-revert',
      'no-sign-off',
      'no-sign-off',
    ]);
    // What is taken back may lie before the range, and be all that there is.
    expect((await judged(folder, 'HEAD~3..HEAD~2', ...skipping)).codes).toEqual(['exact-revert']);
    expect((await judged(folder, 'HEAD~3..HEAD~2')).codes).toEqual(['no-sign-off']);
    expect((await judged(folder, 'base', ...skipping)).codes).toEqual(['no-sign-off']);
    const shallow = aFolder();
    git(shallow, 'clone', '--quiet', '--depth=2', `file://${folder}`, 'clone');
    expect(await judged(shallow, 'HEAD~1..', '--repo', 'clone', ...skipping)).toMatchObject({ codes: ['no-sign-off'] });
  });

  test.each([
    ['no range', [], 'Which commits?'],
    ['two ranges', ['base..HEAD', 'HEAD'], 'One range at a time'],
    ['no such base', ['nowhere..HEAD'], 'There is no commit called nowhere'],
    ['no such head', ['base..nowhere'], 'There is no commit called nowhere'],
    ['three dots', ['base...HEAD'], 'base...HEAD is no range of commits that can be judged'],
    ['two ranges in one', ['base..HEAD..HEAD'], 'it has more than two ends'],
    ['no such clone', ['base..HEAD', '--repo', 'nowhere'], 'There is no folder'],
    ['no such placement', ['base..HEAD', '--placement', 'strct'], 'Did you mean strict?'],
    ['no such name', ['base..HEAD', '--name', 'x'], '--name is not x, only require, warn, ignore.'],
    ['another app', ['base..HEAD', '--compatible', 'x'], '--compatible is not x, only dcoapp.'],
    ['a file and a range', ['base..HEAD', '--commits', 'x'], '--commits takes the place of a range'],
    ['reverts in a file', ['--commits', 'x', '--reverts', 'skip-exact'], '--reverts needs a clone'],
    ['a count without a file', ['base..HEAD', '--count', '3'], '--count belongs to --commits.'],
  ])('2: %s', async (_what, args, sentence) => {
    const { code, out, err } = await runIn(aClone('Base'), 'dco', ...args);

    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(sentence);
    expect(err).toMatch(/^portreeve: .+\n {2}.+\n$/);
  });

  test('2: a folder that is no repository, and a range without commits', async () => {
    expect((await runIn(aFolder(), 'dco', 'HEAD')).err).toContain('is not a git repository');
    expect(await judged(aClone('Base'), 'HEAD..HEAD')).toMatchObject({
      code: 2,
      verdict: 'unknown',
      codes: ['incomplete'],
    });
  });

  test('2: a shallow clone, of which more may belong to the range', async () => {
    const folder = aClone('Base', `One\n\n${SIGNED}\n`, `Two\n\n${SIGNED}\n`);
    const shallow = aFolder();
    git(shallow, 'clone', '--quiet', '--depth=1', `file://${folder}`, 'clone');

    expect(await judged(shallow, 'HEAD', '--repo', 'clone')).toMatchObject({ code: 2, verdict: 'unknown' });
  });
});

describe('a file of commits', () => {
  const judgedFile = (content: unknown, ...args: readonly string[]) =>
    judged(aFile(content), '--commits', 'commits.json', ...args);

  test('0: all is signed off', async () => {
    const commits = [listed(`One\n\n${SIGNED}`), listed(`Two\n\n${SIGNED}`, 1)];

    expect(await judgedFile(commits)).toMatchObject({ code: 0, verdict: 'pass', codes: ['signed-off', 'signed-off'] });
  });

  test('1: one is not', async () => {
    expect(await judgedFile([listed(`One\n\n${SIGNED}`), listed('Two', 1)])).toMatchObject({
      code: 1,
      verdict: 'fail',
      codes: ['signed-off', 'no-sign-off'],
    });
  });

  test('strict and lenient', async () => {
    const commits = [listed(`One\n${SIGNED}`)];

    expect(await judgedFile(commits)).toMatchObject({ code: 0, codes: ['signed-off', 'sign-off-outside-trailers'] });
    expect(await judgedFile(commits, '--placement', 'strict')).toMatchObject({
      code: 1,
      codes: ['sign-off-not-at-the-end'],
    });
  });

  test('another name with the same address: warn, require, ignore', async () => {
    const commits = [listed('One\n\nSigned-off-by: Countess <ada@example.org>')];

    expect(await judgedFile(commits)).toMatchObject({ code: 0, codes: ['signed-off', 'name-differs'] });
    expect(await judgedFile(commits, '--name', 'require')).toMatchObject({ code: 1, codes: ['name-differs'] });
    expect(await judgedFile(commits, '--name', 'ignore')).toMatchObject({ code: 0, codes: ['signed-off'] });
    expect(await judgedFile(commits, '--compatible', 'dcoapp')).toMatchObject({ code: 1, codes: ['name-differs'] });
    expect(await judgedFile(commits, '--compatible', 'dcoapp', '--name', 'warn')).toMatchObject({ code: 0 });
  });

  test('AI agents: allow, disclose, forbid', async () => {
    const claude = { id: 209825114, login: 'claude[bot]', type: 'Bot' };
    const helped = [listed(`One\n\nAssisted-by: Claude:opus\n${SIGNED}`)];
    const hidden = [listed(`One\n\n${SIGNED}`, 0, { committer: claude })];

    expect(await judgedFile(helped)).toMatchObject({ code: 0, codes: ['signed-off', 'ai-assisted'] });
    expect(await judgedFile(helped, '--ai', 'disclose')).toMatchObject({ code: 0 });
    expect(await judgedFile(helped, '--ai', 'forbid')).toMatchObject({
      code: 1,
      codes: ['signed-off', 'ai-forbidden'],
    });
    expect(await judgedFile(hidden, '--ai', 'disclose')).toMatchObject({
      code: 1,
      codes: ['signed-off', 'ai-undisclosed'],
    });
  });

  test('S1: an author that says to be a bot', async () => {
    const bot = { id: 49699333, login: 'dependabot[bot]', type: 'Bot' };

    expect(await judgedFile([listed('One', 0, { author: bot })])).toMatchObject({ code: 1, codes: ['unproved-bot'] });
  });

  test('a bot’s commit through the API carries its own name as committer, which only GitHub can sign for', async () => {
    const bot = { id: 41898282, login: 'github-actions[bot]', type: 'Bot' };
    const email = '41898282+github-actions[bot]@users.noreply.github.com';
    const byBot = (verified: boolean, committer: object = bot) => {
      const person = { name: 'github-actions[bot]', email };
      const commit = { message: 'One', author: person, committer: person, verification: { verified } };
      return [listed('', 0, { commit, author: bot, committer })];
    };

    expect(await judgedFile(byBot(true))).toMatchObject({ code: 0, codes: ['bot'] });
    expect(await judgedFile(byBot(false))).toMatchObject({ code: 1, codes: ['unproved-bot'] });
    expect(await judgedFile(byBot(true, { ...bot, id: 1 }))).toMatchObject({ code: 1, codes: ['unproved-bot'] });
    expect(await judgedFile(byBot(true, { ...bot, type: 'User' }))).toMatchObject({ code: 1 });
  });

  test('S10: 250 commits are all that GitHub lists, so there may be more, unless the number is known', async () => {
    const commits = Array.from({ length: 250 }, (_, index) => listed(`One\n\n${SIGNED}`, index));

    expect(await judgedFile(commits)).toMatchObject({ code: 2, verdict: 'unknown' });
    expect(await judgedFile(commits, '--count', '251')).toMatchObject({ code: 2, verdict: 'unknown' });
    expect(await judgedFile(commits, '--count', '250')).toMatchObject({ code: 0, verdict: 'pass' });
    expect((await judgedFile(commits.slice(0, 30))).codes).toContain('perhaps-incomplete');
  });

  test.each([
    ['nothing', '', 'It is not JSON'],
    ['no JSON', '<html>', 'It is not JSON'],
    ['no JSON, of several lines', 'x\ny\n', 'is not valid JSON.'],
    [
      'what GitHub says of a pull request that it does not show',
      { message: 'Not Found' },
      'It is not an array of commits. It says “Not Found”.',
    ],
    ['a commit without an id', [{ ...listed('One'), sha: undefined }], 'In the commit number 1 of the array: sha'],
    [
      'an id that is none',
      [listed('One'), { ...listed('One'), sha: 'main' }],
      'In the commit number 2 of the array: sha',
    ],
    ['a commit without a message', [{ ...listed('One'), commit: { author: null, committer: null } }], 'commit.message'],
    ['a commit without an author', [{ ...listed('One'), commit: { message: 'x' } }], 'commit.author'],
    ['a commit twice', [listed('One'), listed('Two')], 'is in it twice'],
    ['an array of something else', [1, 2], 'In the commit number 1 of the array'],
  ])('2: %s', async (_what, content, sentence) => {
    const { code, out, err } = await runIn(aFile(content), 'dco', '--commits', 'commits.json');

    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(sentence);
    expect(err).toContain('commits.json is not what GitHub answers');
  });

  test('2: no such file, and an empty list', async () => {
    expect((await runIn(aFolder(), 'dco', '--commits', 'x.json')).err).toContain('x.json cannot be read (ENOENT)');
    expect(await judgedFile([])).toMatchObject({ code: 2, verdict: 'unknown', codes: ['incomplete'] });
  });
});

test('what people read', async () => {
  const folder = aFile([
    listed(`One\n\n${SIGNED}`),
    listed('Two', 1),
    listed('Three\n\nSigned-off-by: Bob <bob@example.org>', 2),
  ]);

  expect((await runIn(folder, 'dco', '--commits', 'commits.json')).out).toMatchInlineSnapshot(`
"✓ 000000000000  Signed off by Ada <ad…@example.org>.  signed-off
✗ 000000000000  There is no sign-off of its author, Ada <ad…@example.org>.  no-sign-off
✗ 000000000000  Its author is Ada <ad…@example.org>, and it is signed off by Bob <bo…@example.org>.  sign-off-of-another

Add your sign-off, by which you certify the Developer Certificate of Origin (https://developercertificate.org).
  git rebase --signoff HEAD~2
  git push --force-with-lease

Without git at hand: change any file of the branch in the browser, and give that commit this message, with the name and the address that the commits carry.
  Sign off earlier commits

  I, NAME <ADDRESS>, hereby add my Signed-off-by to this commit: 0000000000000000000000000000000000000002

  Signed-off-by: NAME <ADDRESS>

If both are you, these commands make author and sign-off the same, by the name and address that git knows of you (\`git config user.name\`, \`git config user.email\`). If the author is somebody else, that person has to sign off.
  git commit --amend --signoff --reset-author --no-edit
  git push --force-with-lease

Some commits are not in order.
"
`);
  expect((await runIn(folder, 'dco', '--commits', 'commits.json', '--format', 'markdown')).out).toMatchInlineSnapshot(`
"# Sign-offs

Some commits are not in order.

| Result | Commit | What was found |
| --- | --- | --- |
| ✓ pass | \`000000000000\` | Signed off by Ada &lt;ad…@&#8203;example.org&gt;. |
| ✗ fail | \`000000000000\` | There is no sign-off of its author, Ada &lt;ad…@&#8203;example.org&gt;. |
| ✗ fail | \`000000000000\` | Its author is Ada &lt;ad…@&#8203;example.org&gt;, and it is signed off by Bob &lt;bo…@&#8203;example.org&gt;. |

Add your sign-off, by which you certify the Developer Certificate of Origin (https://developercertificate.org).

\`\`\`
git rebase --signoff HEAD~2
git push --force-with-lease
\`\`\`

Without git at hand: change any file of the branch in the browser, and give that commit this message, with the name and the address that the commits carry.

\`\`\`
Sign off earlier commits

I, NAME <ADDRESS>, hereby add my Signed-off-by to this commit: 0000000000000000000000000000000000000002

Signed-off-by: NAME <ADDRESS>
\`\`\`

If both are you, these commands make author and sign-off the same, by the name and address that git knows of you (\`git config user.name\`, \`git config user.email\`). If the author is somebody else, that person has to sign off.

\`\`\`
git commit --amend --signoff --reset-author --no-edit
git push --force-with-lease
\`\`\`
"
`);
});

test('--history: how much was signed off, by year', async () => {
  const folder = aClone('Base', `One\n\n${SIGNED}\n`, 'Two');

  expect((await runIn(folder, 'dco', '--history')).out).toMatchInlineSnapshot(`
"| Year | Commits | Signed off | Share | Authors who always did |
| ---: | ------: | ---------: | ----: | ---------------------: |
| 2026 |       3 |          1 |  33 % |                 0 of 1 |
"
`);
  expect(JSON.parse((await runIn(folder, 'dco', '--history', 'base..HEAD', '--format', 'json')).out)).toEqual({
    years: [{ year: 2026, commits: 2, signedOff: 1, authors: 1, authorsSigningAll: 0 }],
  });
});

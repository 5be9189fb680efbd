import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.ts';
import { revisionOf } from '../../src/contributions/agreements/revision.ts';
import { NOBODY } from '../../src/ledger/entry.ts';
import { addRevision } from '../../src/store/agreements.ts';
import { askErasure } from '../../src/store/erasure-requests.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { appendEntries, readHead, signaturesOf } from '../../src/store/ledger.ts';
import { AT, signed } from '../ledger/a-chain.ts';
import { createTestStore, type TestStore, testDatabases } from '../support/database.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const CITY = { installationId: 7, organizationId: 70 };

describe.each(testDatabases())('portreeve ledger on $name', (backend) => {
  let store: TestStore;
  const folder = temporaryFolder();
  let now: Date;

  beforeAll(async () => {
    store = await createTestStore(backend);
    now = NOW;
    await install(CITY.installationId, CITY.organizationId, 'City');
    await publish('individual', 'kind: individual');
    await publish('company', 'kind: corporate');
    await append(signed(1, { name: '<script>alert(1)</script>', email: 'ada@example.org' }), signed(2), signed(3));
  });
  afterAll(() => store.close());

  const install = (installationId: number, accountId: number, accountLogin: string) =>
    store.asInstallation(installationId, (db) =>
      saveInstallation(db, {
        installationId,
        accountId,
        accountLogin,
        accountType: 'Organization',
        permissions: {},
        suspendedAt: null,
      }),
    );
  const publish = (id: string, kind: string) => {
    const text = `---\nid: ${id}\n${kind}\ntitle: An agreement\n---\nYou grant us this.\n`;
    const kept = { agreementId: id, revision: revisionOf(text), text, since: NOW };
    const place = { repository: '.github', repositoryId: 1, commit: 'a'.repeat(40) };
    return store.asInstallation(CITY.installationId, (db) =>
      addRevision(db, CITY.installationId, { ...kept, ...place }),
    );
  };
  const append = (...drafts: ReturnType<typeof signed>[]) =>
    store.asInstallation(CITY.installationId, (db) => appendEntries(db, CITY, drafts, NOW));
  const head = async () => (await store.asInstallation(CITY.installationId, (db) => readHead(db, CITY))).hash;
  const holding = async (...ids: number[]) => {
    const { signatures } = await store.asInstallation(CITY.installationId, (db) =>
      signaturesOf(db, CITY.installationId, ids),
    );
    return signatures.filter(({ ended }) => ended === null).map(({ accountId }) => accountId);
  };

  async function ledger(...args: readonly string[]) {
    let out = '';
    let err = '';
    const plain = { isColoured: false, width: null };
    const code = await run(['ledger', ...args], {
      folder,
      out: { ...plain, write: (text) => (out += text) },
      err: { ...plain, write: (text) => (err += text) },
      now: () => now,
      environment: { DATABASE_URL: store.databaseUrl, PORTREEVE_DATA: join(folder, 'data') },
      isDebugged: false,
    });
    return { code, out, err };
  }

  test('verify says that the chain is whole, and which head it has', async () => {
    expect(await ledger('verify')).toMatchObject({
      code: 0,
      out: expect.stringMatching(`^City: whole, 3 rows\n  head ${await head()}\n  Whether the end was cut off`),
    });
    expect(await ledger('verify', '--head', await head())).toMatchObject({
      code: 0,
      out: expect.not.stringContaining('cut off'),
    });
  });

  test('verify tells what a published head shows, and exits with 1', async () => {
    const { code, out } = await ledger('verify', '--head', 'f'.repeat(64), '--format', 'json');

    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([{ name: 'City', problems: [{ code: 'head-missing' }] }]);
  });

  test('an export can be checked with nothing but the file, and a page be printed', async () => {
    expect(await ledger('export', 'all.json')).toMatchObject({
      code: 0,
      out: expect.stringContaining('3 rows of City'),
    });
    const [key] = JSON.parse((await ledger('keys', '--format', 'json')).out);

    expect(await ledger('verify', 'all.json', '--key', key.id, '--head', await head())).toEqual({
      code: 0,
      err: '',
      out: `City: whole, 3 rows\n  head ${await head()}\n  signed by the key ${key.id}\n`,
    });
    expect(await ledger('verify', 'all.json', '--key', '0'.repeat(64))).toMatchObject({
      code: 1,
      out: expect.stringContaining(`The file is not signed by the key ${'0'.repeat(64)}.`),
    });

    expect(await ledger('export', 'all.html', '--format', 'html')).toMatchObject({ code: 0 });
    const page = await readFile(join(folder, 'all.html'), 'utf8');
    expect(page).toContain('&#60;script&#62;alert(1)');
    expect(page).not.toMatch(/<script|https?:\/\//);
  });

  test('a file that was altered is told, and which row', async () => {
    await ledger('export', 'honest.json');
    const honest = JSON.parse(await readFile(join(folder, 'honest.json'), 'utf8'));
    honest.rows[1].line = honest.rows[1].line.replace('individual', 'individuel');
    await writeFile(join(folder, 'altered.json'), JSON.stringify(honest));

    const { code, out } = await ledger('verify', 'altered.json');

    expect(code).toBe(1);
    expect(out).toContain('does not hold: the file was altered after it was signed.');
    expect(out).toContain('Row 2 was altered: its hash is not that of its text.');
    expect(out).toContain('What to do: do not rely on this file');
  });

  test('an export of one person has nothing of others', async () => {
    await append({
      content: { kind: 'withdrawn', at: AT, of: [2] },
      personal: { ...NOBODY, accountId: 2, reason: 'mine', by: { accountId: 3, name: 'three' } },
    });
    await ledger('export', 'three.json', '--account', '3');
    const text = await readFile(join(folder, 'three.json'), 'utf8');

    expect(JSON.parse(text)).toMatchObject({
      account: 3,
      rows: [{ sequence: 3 }, { sequence: 4 }],
      people: [{ sequence: 3 }],
    });
    expect(text).not.toMatch(/mine|person-2|ada@/);
    expect(await ledger('verify', 'three.json')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^City, account 3: whole, 2 rows/),
    });
    expect(await ledger('export', 'none.json', '--account', '99')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Nothing that is left in the ledger is about the account 99.'),
    });
  });

  test('a new key signs together with the one before, until that is no longer needed', async () => {
    const [former] = JSON.parse((await ledger('keys', '--format', 'json')).out);
    expect((await ledger('rotate-key')).out).toMatch(/current\n[\s\S]*signs too for a while\n/);
    const [current, ...others] = JSON.parse((await ledger('keys', '--format', 'json')).out);
    expect(others).toEqual([former]);

    await ledger('export', 'overlap.json');
    for (const { id } of [former, current]) {
      expect(await ledger('verify', 'overlap.json', '--key', id)).toMatchObject({ code: 0 });
    }
    now = new Date(NOW.getTime() + 91 * 86_400_000);
    await ledger('export', 'later.json');
    expect(await ledger('verify', 'later.json', '--key', former.id)).toMatchObject({ code: 1 });
    expect(await ledger('verify', 'later.json', '--key', current.id)).toMatchObject({ code: 0 });
    now = NOW;

    for (const number of [1, 2]) {
      const { mode } = await stat(join(folder, 'data', 'credentials', `ledger-key-${number}.json`));
      expect(mode & 0o777).toBe(0o600);
    }
  });

  test('an import is looked at before it is written, and nothing is written twice', async () => {
    await writeFile(
      join(folder, 'old.csv'),
      'account_id,login,signed_at\n11,old,2020-01-01\n,nobody,2020-01-01\nx,y,z\n',
    );
    const args = ['import', 'old.csv', '--from', 'csv', '--agreement', 'individual'];
    const before = await head();

    const preview = await ledger(...args);
    expect(preview.code).toBe(1);
    expect(preview.out).toContain(`Would be written for City: 2
    2: old (11), 2020-01-01, without proof
    3: nobody (no number), 2020-01-01, without proof
`);
    expect(preview.out).toContain(
      'whose text nobody knows, which count once individual has `compatible: [imported]`: 2',
    );
    expect(preview.out).toContain('    4: account_id is no number such as 1234567.');
    expect(await head()).toBe(before);

    expect((await ledger(...args, '--write')).out).toContain(
      'Written for City: 2\n  there already: 0\n  without proof: 2\n',
    );
    expect((await ledger(...args, '--write')).out).toContain('Written for City: 0\n  there already: 2\n');
    expect(await ledger('verify')).toMatchObject({ code: 0 });
    expect(await holding(11)).toEqual([11]);
  });

  test('what was revoked does not come back by another list of the same signatures', async () => {
    const item = {
      name: 'kim',
      id: 31,
      comment_id: 1,
      repoId: 2,
      pullRequestNo: 3,
      created_at: '2020-01-01T00:00:00Z',
    };
    await writeFile(join(folder, 'kim.csv'), 'account_id,login,signed_at\n31,kim,2020-01-01\n');
    await writeFile(join(folder, 'kim.json'), JSON.stringify([item, { ...item, id: 32 }]));
    await ledger('import', 'kim.csv', '--from', 'csv', '--agreement', 'individual', '--write');
    await ledger('revoke', '--account', '31', '--reason', 'not theirs to give', '--write');

    const { out } = await ledger('import', 'kim.json', '--from', 'cla-action', '--agreement', 'individual', '--write');
    expect(out).toContain('Written for City: 1\n  there already: 1\n');
    expect(await holding(31, 32)).toEqual([32]);
  });

  test.each([
    ['indivdual', 'There is no agreement indivdual in force.'],
    ['company', 'company is signed by companies, not by people.'],
  ])('an import is not written for ever under %s', async (agreement, problem) => {
    await writeFile(join(folder, 'wrong.csv'), 'account_id,signed_at\n11,2020-01-01\n');
    const before = await head();
    const outcome = await ledger('import', 'wrong.csv', '--from', 'csv', '--agreement', agreement, '--write');
    expect(outcome).toMatchObject({ code: 2, out: '', err: expect.stringContaining(problem) });
    expect(await head()).toBe(before);
  });

  test('what an account signed is revoked, from now on', async () => {
    const args = ['revoke', '--account', '3', '--reason', 'left the project'];
    expect((await ledger(...args)).out).toContain('Would be revoked, of person-3 (3):\n  row 3: individual');
    expect(await holding(3)).toEqual([3]);
    expect((await ledger(...args, '--write')).out).toContain('Revoked, of person-3 (3)');
    expect(await holding(3)).toEqual([]);
    expect((await ledger(...args, '--write')).out).toContain('there is nothing to revoke');
  });

  test('who asked to be erased waits for an answer, which erasing is', async () => {
    await append(signed(21));
    expect(await ledger('requests')).toEqual({ code: 0, out: 'Nobody waits for an answer.\n', err: '' });
    await store.asInstallation(CITY.installationId, (db) =>
      askErasure(db, CITY, { accountId: 21, login: 'x\u001b[31m' }, NOW),
    );
    expect(await ledger('requests')).toMatchObject({
      code: 1,
      out: expect.stringContaining('portreeve ledger erase --organization 70 --account 21 --reason'),
    });
    expect((await ledger('requests')).out).not.toContain('\u001b');
    await ledger('erase', '--account', '21', '--reason', 'asked for it', '--write');
    expect(await ledger('requests', '--format', 'json')).toEqual({ code: 0, out: '[]\n', err: '' });
  });

  test('a request that was answered otherwise is forgotten, and nothing erased', async () => {
    await append(signed(22));
    await store.asInstallation(CITY.installationId, (db) => askErasure(db, CITY, { accountId: 22, login: 'bob' }, NOW));
    expect(await ledger('dismiss', '--account', '22')).toMatchObject({ code: 0 });
    expect(await ledger('requests')).toMatchObject({ code: 0 });
    expect(await holding(22)).toEqual([22]);
    expect(await ledger('dismiss', '--account', '22')).toMatchObject({ code: 2 });
  });

  test('a person is erased, and the chain stays whole', async () => {
    const args = ['erase', '--account', '1', '--reason', 'asked by letter'];
    expect((await ledger(...args)).out).toContain('Would be erased: what 1 row says about person-1 (1).');
    expect(await holding(1)).toEqual([1]);
    expect((await ledger(...args, '--write')).out).toContain('Erased: what 1 row said about person-1 (1).');

    expect(await ledger('verify')).toMatchObject({
      code: 0,
      out: expect.stringContaining('2 of them without the person'),
    });
    expect(await ledger(...args, '--write')).toMatchObject({ code: 2 });
    await ledger('export', 'erased.json');
    expect(await readFile(join(folder, 'erased.json'), 'utf8')).not.toMatch(/script|ada@example/);
  });

  test.each([
    [[], 'Which of verify, export'],
    [['sign'], 'Which of verify, export'],
    [['export'], '`ledger export` takes one FILE.'],
    [['keys', 'x'], '`ledger keys` takes no such argument.'],
    [['verify', '--account', '1'], '`ledger verify` takes no --account.'],
    [['erase', '--account', '1'], '`ledger erase` needs --reason.'],
    [['erase', '--account', 'ada', '--reason', 'x'], '--account is the number of an account'],
    [['erase', '--account', '1', '--reason', ' '], '--reason says why'],
    [['verify', '--head', 'abc'], '--head is no SHA-256'],
    [['verify', '--key', '0'.repeat(64)], 'Only an export is signed'],
    [['verify', 'missing.json'], 'missing.json cannot be used: it cannot be read (ENOENT).'],
    [['import', 'x', '--from', 'cvs', '--agreement', 'a'], 'Did you mean csv?'],
    [['verify', '--organization', 'town'], 'There is no ledger and no installation of town; there are: City.'],
  ])('%j is told in a sentence', async (args, sentence) => {
    expect(await ledger(...args)).toEqual({ code: 2, out: '', err: expect.stringContaining(sentence) });
  });

  test('a key that others may read is not used', async () => {
    const path = join(folder, 'data', 'credentials', 'ledger-key-1.json');
    await chmod(path, 0o644);
    expect(await ledger('keys')).toMatchObject({ code: 2, err: expect.stringContaining('other accounts may read it') });
    await chmod(path, 0o600);
  });

  test('with several organisations, one has to be named', async () => {
    await install(8, 80, 'Town');
    expect(await ledger('export', 'x.json')).toMatchObject({
      code: 2,
      err: expect.stringContaining('several organisations: City, Town.'),
    });
    expect(await ledger('export', 'town.json', '--organization', 'town')).toMatchObject({ code: 0 });
    expect(await ledger('verify', 'town.json')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Town: whole, 0 rows'),
    });
  });
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { revisionOf } from '../../src/contributions/agreements/revision.ts';
import { keepPeople, readAgreements } from '../../src/store/agreements.ts';
import type { Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { checksOf, only, requestsOf } from './on-github.ts';

const CHECK = 'Portreeve configuration';
let house: House;
let files: Repository;

const agreement = (id: string, rest = '', body = 'You grant us this.') =>
  `---\nid: ${id}\nkind: individual\ntitle: Agreement\n${rest}---\n${body}\n`;

beforeEach(async () => {
  house = await openHouse({ configuration: 'mode: enforce\n' });
  files = only([...house.github.world.repositories.values()].filter(({ name }) => name === '.github'));
});
afterEach(() => house.close());

async function push(changed: Record<string, string>, deletes: readonly string[] = []): Promise<string> {
  const { sha } = house.github.pushFiles(files, { files: changed, deletes, message: 'Change' });
  await house.refresh();
  return sha;
}

async function kept() {
  const all = await house.store.asInstallation(house.installation.id, (db) => readAgreements(db));
  return all.map(({ id, isThere, revisions }) => ({
    id,
    isThere,
    revisions: revisions.map(({ revision }) => revision),
  }));
}

test('a new agreement comes into force, a second look adds nothing, a changed one is the next revision', async () => {
  const [a, b] = [agreement('city-cla'), agreement('city-cla', 'grace: 30\n', 'You grant us more.')];
  await push({ 'agreements/city-cla.md': a, 'agreements/README.md': '# About' });
  await house.refresh();
  expect(await kept()).toEqual([{ id: 'city-cla', isThere: true, revisions: [revisionOf(a)] }]);

  await push({ 'agreements/city-cla.md': b });
  expect(await kept()).toEqual([{ id: 'city-cla', isThere: true, revisions: [revisionOf(a), revisionOf(b)] }]);
});

test('one that is taken away is remembered, and may come back', async () => {
  const text = agreement('city-cla');
  await push({ 'agreements/city-cla.md': text });
  await push({}, ['agreements/city-cla.md']);
  await house.refresh();
  expect(await kept()).toEqual([{ id: 'city-cla', isThere: false, revisions: [revisionOf(text)] }]);

  await push({ 'agreements/city-cla.md': text });
  expect(await kept()).toEqual([{ id: 'city-cla', isThere: true, revisions: [revisionOf(text), revisionOf(text)] }]);
});

test('one that cannot be read changes nothing, and its author is told the line and the remedy on the commit', async () => {
  const text = agreement('city-cla');
  await push({ 'agreements/city-cla.md': text });
  const sha = await push({ 'agreements/city-cla.md': agreement('city-cla', 'gracee: 30\n') });

  expect(await kept()).toEqual([{ id: 'city-cla', isThere: true, revisions: [revisionOf(text)] }]);
  const check = only(checksOf(files, sha, CHECK));
  expect(check.conclusion).toBe('failure');
  expect(check.output.summary).toContain('`.github/agreements/city-cla.md`');
  expect(check.output.summary).toContain('There is no setting called “gracee”');
});

test('what it says is told together with what is wrong in the configuration, once', async () => {
  const sha = await push({
    'agreements/city-cla.md': 'no front matter',
    '.github/portreeve.yml': 'mode: enforced\n',
  });
  await house.refresh();

  const check = only(checksOf(files, sha, CHECK));
  expect(check.output.summary).toContain('“enforced” does not fit');
  expect(check.output.summary).toContain('There is no front matter');
});

test.each([
  [
    'another kind under the same id',
    agreement('city-cla').replace('individual', 'corporate'),
    'An agreement of another kind needs another id',
  ],
  ['another id than its file', agreement('other'), 'they must be the same'],
])('a contradiction is refused: %s', async (_, text, sentence) => {
  const before = agreement('city-cla');
  await push({ 'agreements/city-cla.md': before });
  const sha = await push({ 'agreements/city-cla.md': text });

  expect(await kept()).toEqual([{ id: 'city-cla', isThere: true, revisions: [revisionOf(before)] }]);
  expect(only(checksOf(files, sha, CHECK)).output.summary).toContain(sentence);
});

test('the same id in the other configuration repository is refused', async () => {
  await push({ 'agreements/city-cla.md': agreement('city-cla') });
  const other = house.github.createRepository({
    owner: house.organization,
    name: '.github-private',
    visibility: 'private',
    files: { 'agreements/city-cla.md': agreement('city-cla', '', 'Another text.') },
  });
  await house.refresh();

  expect(await kept()).toMatchObject([{ id: 'city-cla', revisions: [expect.any(String)] }]);
  expect(only(checksOf(other, other.git.branch('main') ?? '', CHECK)).output.summary).toContain(
    'in the repository .github already',
  );
});

test('what changes has the open pull requests judged again of which signatures are asked; a second look has not', async () => {
  const { id: installationId } = house.installation;
  const pullRequest = { repositoryId: 7, nodeId: 'R_7', number: 3 };
  await house.store.asInstallation(installationId, (db) => keepPeople(db, installationId, pullRequest, [1, 2], null));
  const asked = () => house.enqueued.filter(({ queue }) => queue === 'pull-request').map(({ key }) => key);

  await push({ 'agreements/city-cla.md': agreement('city-cla') });
  expect(asked()).toEqual([`${installationId}:7:3`]);
  await house.refresh();
  expect(asked()).toHaveLength(1);
});

test('agreements cost no request of their own', async () => {
  await house.refresh();
  const before = requestsOf(house).length;
  await house.refresh();
  const without = requestsOf(house).length - before;
  await push({ 'agreements/city-cla.md': agreement('city-cla') });

  expect(requestsOf(house).length - before - without).toBe(without);
});

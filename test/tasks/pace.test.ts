import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { takeTurn } from '../../src/store/installations.ts';
import { auditRepository } from '../../src/tasks/audit-repository.ts';
import { checkPullRequest } from '../../src/tasks/check-pull-request.ts';
import type { TaskContext } from '../../src/tasks/context.ts';
import { pullRequestTask, repositoryTask } from '../../src/tasks/requests.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse({ configuration: 'mode: enforce\nproposals: false\n' });
  await house.refresh();
});
afterEach(() => house.close());

const NOW = new Date('2026-01-05T09:00:00Z');

test('writes of two processes at once, check runs among them, each begin a second after the last one’s requests', async () => {
  const { github, organization, installation } = house;
  const waits: number[] = [];
  const process = (): TaskContext => ({
    ...house.context,
    now: () => NOW,
    pace: { seconds: 1, isLimited: true, wait: async (milliseconds) => void waits.push(milliseconds) },
  });
  const [one, other] = [process(), process()];
  const idsOf = ({ id, nodeId }: { readonly id: number; readonly nodeId: string }) => ({
    installationId: installation.id,
    repositoryId: id,
    nodeId,
  });
  const bare = ['a', 'b', 'c'].map((name) => github.createRepository({ owner: organization, name, files: { x: '1' } }));
  const [first] = bare;
  if (first === undefined) throw new Error('There is no repository');
  const { number } = github.openPullRequest({ repository: first, files: { y: '2' } }).issue;

  await Promise.all([
    ...bare.map((repository, index) =>
      auditRepository(index === 0 ? one : other, repositoryTask.parse({ ...idsOf(repository), trigger: 'push' })),
    ),
    checkPullRequest(one, pullRequestTask.parse({ ...idsOf(first), number, headSha: null })),
  ]);

  // Three issues and a check run: each counts as the two requests that it may take. The first waits for nobody.
  expect(waits.sort((a, b) => a - b)).toEqual([2000, 4000, 6000]);
});

test.each<[string, (number | null)[], number[]]>([
  ['one after the other', [0, 0, 0], [0, 1, 2]],
  ['none is owed for a time in which nobody wrote', [0, 100, 100], [0, 100, 101]],
  ['a clock that is behind waits, a little', [10, 5], [10, 11]],
  ['a clock that is ahead by a day keeps nobody waiting', [86_400, 0], [86_400, 0]],
])('turns: %s', async (_, seconds, turns) => {
  const { id } = house.installation;
  const taken: (number | undefined)[] = [];
  for (const at of seconds) {
    const now = new Date(NOW.getTime() + (at ?? 0) * 1000);
    const turn = await house.store.asInstallation(id, (db) => takeTurn(db, id, 1, now));
    taken.push(turn === null ? undefined : (turn.getTime() - NOW.getTime()) / 1000);
  }
  expect(taken).toEqual(turns);
});

test('turns that are too far away are not taken', async () => {
  const { id } = house.installation;
  const take = () => house.store.asInstallation(id, (db) => takeTurn(db, id, 6, NOW));
  const turns = [];
  for (let n = 0; n < 6; n += 1) turns.push(await take());
  expect(turns.map((turn) => (turn === null ? null : (turn.getTime() - NOW.getTime()) / 1000))).toEqual([
    0,
    6,
    12,
    18,
    null,
    null,
  ]);
});

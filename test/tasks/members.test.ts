import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkPullRequest } from '../../src/tasks/check-pull-request.ts';
import { keepMembers } from '../../src/tasks/members.ts';
import { pullRequestTask } from '../../src/tasks/requests.ts';
import type { Account, PullRequest, Repository } from '../github/state.ts';
import { APP_PERMISSIONS } from '../support/app-manifest.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, checkOf, requestsOf } from './on-github.ts';

const CONFIGURATION = `mode: enforce
governanceRepository: office
contributions:
  signOff: { check: true, members: excuse }
  onboarding: { answerWithinDays: 5 }
`;
const MEMBERS = 'GET /orgs/{org}/members';

let house: House;
let stops: Repository;
let office: Repository;
let mona: Account;
let now: Date;

beforeEach(async () => {
  now = new Date();
  house = await openHouse({ configuration: CONFIGURATION, now: () => now });
  const { github, organization: owner } = house;
  stops = github.createRepository({ owner, name: 'bus-stops', files: ALL_WELL });
  office = github.createRepository({ owner, name: 'office', files: ALL_WELL, visibility: 'private' });
  mona = github.createUser('mona');
  await house.refresh();
});
afterEach(() => house.close());

type Change = Partial<Omit<Parameters<House['github']['openPullRequest']>[0], 'repository'>>;

async function contribute(change: Change = { files: { a: 'a' } }): Promise<PullRequest> {
  const pull = house.github.openPullRequest({ repository: stops, author: mona, fork: true, ...change });
  await judge(pull);
  return pull;
}

async function judge({ issue, head }: PullRequest, wish: object = {}): Promise<void> {
  const subject = { installationId: house.installation.id, repositoryId: stops.id, nodeId: stops.nodeId };
  const pushedBy = { id: mona.id, login: mona.login, type: 'User' };
  const task = { ...subject, number: issue.number, headSha: head.sha, pushedBy, ...wish };
  await checkPullRequest(house.context, pullRequestTask.parse(task));
}

const comments = ({ issue }: PullRequest) => issue.comments.filter(({ app }) => app !== null);
const keep = () => keepMembers(house.context, house.installation.id);

test('who keeps their membership to themselves is not welcomed as a stranger, once the list was read', async () => {
  house.github.addMember(house.organization, mona, { isConcealed: true });
  // Before that nobody is taken for a member.
  expect(comments(await contribute({ head: 'first', files: { a: 'a' } }))).toHaveLength(1);

  await keep();

  expect(comments(await contribute({ head: 'second', deletes: ['LICENSE'] }))).toEqual([]);
});

test('who has left is one from outside again', async () => {
  house.github.addMember(house.organization, mona, { isConcealed: true });
  await keep();
  house.github.removeMember(house.organization, mona);
  await keep();

  expect(comments(await contribute())).toHaveLength(1);
});

test('without the permission the list that was kept counts no more', async () => {
  house.github.addMember(house.organization, mona, { isConcealed: true });
  await keep();
  const { members: _members, ...others } = APP_PERMISSIONS;
  house.github.changePermissions(house.installation, others);
  await house.refresh();
  house.github.resetRequests();

  expect(comments(await contribute())).toHaveLength(1);
  await keep();
  expect(requestsOf(house)).not.toContain(MEMBERS);
});

test('the sweep has it read once a day, and not with every sweep', async () => {
  await house.sweep();
  expect(requestsOf(house)).toContain(MEMBERS);
  house.github.resetRequests();
  await house.sweep();
  expect(requestsOf(house)).not.toContain(MEMBERS);

  now = new Date(now.getTime() + 86_400_000);
  await house.sweep();
  expect(requestsOf(house).filter((route) => route === MEMBERS)).toHaveLength(1);
  expect(house.github.violations).toEqual([]);
});

test('more than a hundred members are read to the last', async () => {
  for (let index = 0; index < 120; index += 1) {
    house.github.addMember(house.organization, house.github.createUser(`member-${index}`), { isConcealed: true });
  }
  house.github.addMember(house.organization, mona, { isConcealed: true });
  await keep();

  expect(comments(await contribute())).toEqual([]);
  expect(requestsOf(house).filter((route) => route === MEMBERS)).toHaveLength(2);
});

test('where members are excused, a change has open pull requests judged again; no change, nothing', async () => {
  const pull = await contribute(unsigned('a', true));
  const verdict = () => checkOf(stops, pull.head.sha, 'Portreeve DCO').conclusion;
  await keep();
  await house.sweep();
  house.enqueued.length = 0;
  await keep();
  expect(house.enqueued).toEqual([]);
  house.github.addMember(house.organization, mona, { isConcealed: true });

  await keep();
  expect(house.enqueued.map(({ queue }) => queue)).toEqual(['sweep']);
  expect(verdict()).toBe('failure');
  await house.sweep();
  expect(verdict()).toBe('success');
});

test('the word of a concealed member is an answer', async () => {
  const pull = await contribute();
  const grace = house.github.createUser('grace');
  house.github.addMember(house.organization, grace, { isConcealed: true });
  await keep();
  house.github.comment(pull, 'Thank you, we look at it.', grace);
  now = new Date(now.getTime() + 6 * 86_400_000);
  await house.sweep();

  expect([...office.issues.values()].filter(({ title }) => title.includes('wait for an answer'))).toEqual([]);
});

/** A commit that says to be Mona's and is not signed off; GitHub’s signature on it, or none. */
function unsigned(head: string, isSigned: boolean): Change {
  const author = { name: 'Mona', email: `${mona.id}+mona@users.noreply.github.com` };
  const verification = { verified: true, reason: 'valid', signer: house.github.world.webFlow } as const;
  return { head, commits: [{ files: { a: head }, message: 'A', author, ...(isSigned ? { verification } : {}) }] };
}

test('S2, S3: with members excused, only the proved commit of a member needs no sign-off', async () => {
  const verdictOf = async (change: Change) => {
    const pull = await contribute(change);
    return checkOf(stops, pull.head.sha, 'Portreeve DCO');
  };
  expect((await verdictOf(unsigned('a', true))).output.summary).toContain(
    'nobody is excused as a member: The list of members was not read yet.',
  );
  await keep();
  expect((await verdictOf(unsigned('b', true))).conclusion).toBe('failure');

  house.github.addMember(house.organization, mona, { isConcealed: true });
  await keep();
  const proved = await verdictOf(unsigned('c', true));
  expect(proved.conclusion).toBe('success');
  expect(proved.output.summary).toContain('Made by mona, who is excused from signing off.');
  const claimed = await verdictOf(unsigned('d', false));
  expect(claimed.conclusion).toBe('failure');
  expect(claimed.output.summary).toContain('nothing proves that');
});

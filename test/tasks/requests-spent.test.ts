import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { checkPullRequest } from '../../src/tasks/check-pull-request.ts';
import { pullRequestTask } from '../../src/tasks/requests.ts';
import type { Account, PullRequest, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, requestsOf } from './on-github.ts';

const CONFIGURATION = `mode: enforce
contributions:
  ai: disclose
  signOff: { check: true, members: excuse }
  onboarding: { answerWithinDays: 5, labels: { signOff: 'dco: missing' } }
`;

let house: House;
let stops: Repository;
let mona: Account;
let pull: PullRequest;
const spent: string[] = [];

beforeAll(async () => {
  house = await openHouse({ configuration: CONFIGURATION });
  stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files: ALL_WELL });
  mona = house.github.createUser('mona');
  await house.refresh();
  await house.sweep();
  // Another pull request has warmed the contents up.
  const other = house.github.openPullRequest({ repository: stops, author: house.owner, files: { b: 'b' } });
  await house.check(stops, other.issue.number);
  pull = house.github.openPullRequest({ repository: stops, author: mona, fork: true, files: { a: 'a' } });
});

afterAll(async () => {
  process.stdout.write(`Requests an event of a pull request, warm:\n${spent.join('\n')}\n`);
  await house.close();
});

const isRead = (route: string) => route.startsWith('GET ') || route === 'POST /graphql';
const CHECK = 'POST /repos/{owner}/{repo}/check-runs';
const PATCHED = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}';
const signedOff = 'A\n\nSigned-off-by: mona <mona@example.org>\n';

function push(message: string): void {
  const author = { name: 'mona', email: 'mona@example.org' };
  house.github.pushToPullRequest(pull, { files: { a: message }, message, author });
}
const openAgain = (message: string): void => {
  const author = { name: 'mona', email: 'mona@example.org' };
  const parent = stops.git.branch('main') ?? '';
  house.github.pushToPullRequest(pull, { files: { a: message }, message, author, force: true, parent });
};

interface Event {
  readonly what: string;
  readonly happen?: () => void;
  readonly wish?: object;
  readonly isHeadUnknown?: true;
  readonly reads: number;
  readonly writes: readonly string[];
}

const COMMENT = '/repos/{owner}/{repo}/issues/{issue_number}';
const EVENTS: readonly Event[] = [
  {
    what: 'opened by a newcomer, without a sign-off',
    reads: 1,
    writes: [CHECK, CHECK, `POST ${COMMENT}/comments`, `POST ${COMMENT}/labels`],
  },
  { what: 'the same event again', reads: 1, writes: [] },
  {
    what: 'a new head that lacks the same, more commits',
    happen: () => push('more'),
    reads: 1,
    writes: [CHECK, CHECK, 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}'],
  },
  {
    what: 'a new head that is in order',
    happen: () => openAgain(signedOff),
    reads: 1,
    writes: [
      CHECK,
      CHECK,
      'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
      `DELETE ${COMMENT}/labels/{name}`,
    ],
  },
  {
    what: 'a new head that is in order as well',
    happen: () => openAgain(`Again ${signedOff}`),
    reads: 1,
    writes: [CHECK, CHECK],
  },
  { what: 'edited, reopened, ready for review', reads: 1, writes: [] },
  { what: 'an event that does not name the head', isHeadUnknown: true, reads: 2, writes: [] },
  { what: 'asked for again', isHeadUnknown: true, wish: { isRequested: true }, reads: 2, writes: [PATCHED, PATCHED] },
];

test.each(EVENTS)('$what', async ({ what, happen = () => {}, wish = {}, isHeadUnknown, reads, writes }) => {
  happen();
  house.github.resetRequests();
  const subject = { installationId: house.installation.id, repositoryId: stops.id, nodeId: stops.nodeId };
  const pushedBy = { id: mona.id, login: mona.login, type: 'User' };
  const headSha = isHeadUnknown ? null : pull.head.sha;
  const task = { ...subject, number: pull.issue.number, headSha, pushedBy, ...wish };
  await checkPullRequest(house.context, pullRequestTask.parse(task));

  const asked = requestsOf(house);
  const written = asked.filter((route) => !isRead(route));
  spent.push(`${String(asked.length - written.length).padStart(3)} read, ${written.length} written: ${what}`);
  expect(written).toEqual(writes);
  expect(asked.length - written.length).toBe(reads);
});

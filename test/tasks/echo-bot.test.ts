import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Issue, PullRequest, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, only, ourIssues, proposalsOf, writesOf } from './on-github.ts';

const { LICENSE, ...WITHOUT_LICENSE } = ALL_WELL;
let house: House;
let stops: Repository;
let now: number;
let warnings: string[];

beforeEach(async () => {
  now = Date.parse('2026-11-23T12:00:00Z');
  warnings = [];
  house = await openHouse({
    configuration: 'mode: enforce\ndefaultLicense: EUPL-1.2\n',
    now: () => new Date(now),
  });
  const warn = (_about: object, sentence: string): void => void warnings.push(sentence);
  Object.assign(house.context, { log: { info() {}, warn, error: warn } });
  stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files: WITHOUT_LICENSE });
  await house.refresh();
});
afterEach(() => house.close());

const FOUGHT_OVER = 'somebody opens and closes it against us: it is left alone for an hour';

/** Ten rounds of what the bot does to the thing, and our answer; five seconds each. */
async function fight(undo: () => void): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    undo();
    now += 5_000;
    await house.audit(stops);
  }
}

function toggle(issue: Issue): void {
  if (issue.state === 'open') house.github.closeIssue(issue, { stateReason: 'completed' });
  else house.github.reopenIssue(issue);
}

describe('A43: a bot that undoes whatever we do', () => {
  test('to the policy issue: four writes at most, the operator is told, and an hour later all is settled', async () => {
    house.github.pushFiles(stops, { files: { 'README.md': '# Stops\n' }, message: 'Change' });
    await house.audit(stops);
    const issue = only(ourIssues(stops));
    const writesToIssue = () => writesOf(house).filter((write) => write.includes('/issues')).length;
    await fight(() => toggle(issue));

    expect(writesToIssue()).toBe(4);
    expect(issue.state).toBe('closed');
    expect(warnings).toContain(FOUGHT_OVER);

    now += 3_600_000;
    await house.audit(stops);
    expect(issue.state).toBe('open');
  });

  test('to an issue whose cause is mended, which it reopens each time: likewise', async () => {
    await house.audit(stops);
    const issue = only(ourIssues(stops));
    house.github.pushFiles(stops, { files: { LICENSE }, message: 'Add a licence' });
    await house.audit(stops);
    expect(issue.state).toBe('closed');
    house.github.resetRequests();
    await fight(() => {
      if (issue.state === 'closed') house.github.reopenIssue(issue);
    });

    expect(writesOf(house).filter((write) => write.includes('/issues'))).toHaveLength(3);
    expect(issue.state).toBe('open');
    expect(warnings).toContain(FOUGHT_OVER);

    now += 3_600_000;
    await house.audit(stops);
    expect(issue.state).toBe('closed');
  });

  test('to a proposal that is no longer needed, which it reopens each time: likewise', async () => {
    await house.audit(stops);
    const proposal: PullRequest = only(proposalsOf(stops));
    house.github.pushFiles(stops, { files: { LICENSE }, message: 'Add a licence' });
    await house.audit(stops);
    expect(proposal.issue.state).toBe('closed');
    house.github.resetRequests();
    await fight(() => {
      if (proposal.issue.state === 'closed') house.github.reopenPullRequest(proposal);
    });

    expect(writesOf(house).filter((write) => write.includes('/pulls'))).toHaveLength(3);
    expect(proposal.issue.state).toBe('open');
    expect(warnings).toContain(FOUGHT_OVER);
  });

  test('that writes our own text and mark into comments and issues of its own: no write at all', async () => {
    await house.audit(stops);
    const issue = only(ourIssues(stops));
    const bot = house.github.createUser('echo');
    house.github.resetRequests();
    await fight(() => {
      house.github.comment(issue, issue.body ?? '', bot);
      house.github.openIssue(stops, { title: issue.title, body: issue.body ?? '', author: bot });
    });

    expect(writesOf(house)).toEqual([]);
  });
});

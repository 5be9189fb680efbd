import { afterEach, describe, expect, test } from '@jest/globals';
import { RetryLater } from '../../src/jobs/retry-later.ts';
import { latestVerdicts } from '../../src/store/audits.ts';
import { auditRepository } from '../../src/tasks/audit-repository.ts';
import type { TaskContext } from '../../src/tasks/context.ts';
import { taskHandlers } from '../../src/tasks/handlers.ts';
import { auditRequest } from '../../src/tasks/requests.ts';
import type { Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, MIT, only, ourIssues, proposalsOf, SECURITY, writesOf } from './on-github.ts';

const CONFIGURATION = `
mode: enforce
defaultLicense: EUPL-1.2
contact: { office: OSPO, officeEmail: ospo@city.example, securityEmail: security@city.example }
`;
let house: House;
let stops: Repository;

afterEach(() => house.close());

async function start(configuration = CONFIGURATION, files: Record<string, string> = { 'README.md': 'x' }) {
  house = await openHouse({ configuration });
  stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files });
  await house.refresh();
}

const taskOf = (wish: { readonly isProposalRequested?: boolean; readonly commentId?: number } = {}) => ({
  installationId: house.installation.id,
  repositoryId: stops.id,
  nodeId: stops.nodeId,
  trigger: 'push',
  isProposalRequested: false,
  commentId: null,
  ...wish,
});

const push = (change: { files?: Record<string, string>; deletes?: string[] }) =>
  house.github.pushFiles(stops, { message: 'Change', ...change });

/** A worker to whom something happens at a point of its way, once. */
function interrupted(point: string, happen: () => Promise<void>): TaskContext {
  let hasHappened = false;
  return {
    ...house.context,
    async checkpoint(name) {
      if (hasHappened || name !== point) return;
      hasHappened = true;
      await happen();
    },
  };
}

/** Runs an audit as a job. */
function work(context: TaskContext, wish: Parameters<typeof taskOf>[0] = {}): Promise<void> {
  const { data } = auditRequest(taskOf(wish));
  return taskHandlers(context).repository(data, {
    startedAt: new Date(),
    attempt: 1,
    signal: new AbortController().signal,
  });
}

describe('two audits of one repository at once', () => {
  test.each([
    ['an ordinary one is overtaken by a wish', 'collected', {}, { isProposalRequested: true }],
    ['an ordinary one is overtaken by a wish', 'planned', {}, { isProposalRequested: true }],
    ['a wish is overtaken by an ordinary one', 'collected', { isProposalRequested: true }, {}],
    ['a wish is overtaken by an ordinary one', 'planned', { isProposalRequested: true }, {}],
  ])('%s at %s: it gives way, and one issue and one proposal stand', async (_rule, point, slow, fast) => {
    await start();
    let afterFast: string[] = [];
    const context = interrupted(point, async () => {
      await auditRepository(house.context, taskOf(fast));
      afterFast = writesOf(house);
    });

    await expect(work(context, slow)).rejects.toMatchObject({
      name: 'RetryLater',
      cause: expect.objectContaining({ kind: 'unconfirmed' }),
    });
    expect(afterFast).not.toEqual([]);
    await work(house.context, slow);

    expect(writesOf(house)).toEqual(afterFast);
    expect(ourIssues(stops)).toHaveLength(1);
    expect(proposalsOf(stops)).toHaveLength(1);
  });

  test('an older reading never overwrites what a newer one wrote', async () => {
    await start(`${CONFIGURATION}proposals: false\n`, ALL_WELL);
    push({ deletes: ['LICENSE'] });
    await house.audit(stops);
    const issue = only(ourIssues(stops));
    push({ files: { LICENSE: MIT } });
    let newer: string | null = null;
    const older = interrupted('planned', async () => {
      push({ deletes: ['SECURITY.md', 'LICENSE'] });
      await house.audit(stops);
      newer = issue.body;
    });

    await expect(work(older)).rejects.toBeInstanceOf(RetryLater);

    expect(newer).toContain('security');
    expect([issue.state, issue.body]).toEqual(['open', newer]);
  });
});

describe('a proposal whose update was applied and never answered', () => {
  test('is resumed without removing a path that is gone', async () => {
    await start();
    await house.audit(stops);
    const pull = only(proposalsOf(stops));
    const paths = () => [...stops.git.walk(stops.git.store.commit(pull.head.sha).tree)].map(({ path }) => path);
    expect(paths()).toContain('SECURITY.md');
    push({ files: { 'SECURITY.md': SECURITY } });
    const route = 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}';
    house.github.faults.add({ route, call: 1, fault: { kind: 'status', status: 502, body: {} } });
    await expect(house.audit(stops)).rejects.toMatchObject({ kind: 'outage' });
    house.github.resetRequests();
    await house.audit(stops);

    const trees = house.github.requests.filter((request) => request.route.endsWith('/git/trees'));
    expect(trees).toHaveLength(1);
    expect(JSON.stringify(trees.map(({ body }) => body))).not.toContain('SECURITY.md');
    expect(house.github.requests.filter((request) => request.status >= 400)).toEqual([]);
    expect(paths()).not.toContain('SECURITY.md');
  });
});

describe('an action that fails by our own mistake', () => {
  test('keeps no other from being tried, and the audit is recorded', async () => {
    await start();
    const broken: TaskContext = {
      ...house.context,
      async checkpoint(name) {
        if (name === 'intended create-issue') throw new TypeError('Our own mistake');
      },
    };

    await expect(auditRepository(broken, taskOf())).rejects.toThrow('Our own mistake');

    expect(ourIssues(stops)).toEqual([]);
    expect(proposalsOf(stops)).toHaveLength(1);
    const verdicts = await house.store.asInstallation(house.installation.id, latestVerdicts);
    expect(verdicts.get(stops.id)?.map(({ policy, outcome }) => [policy, outcome])).toContainEqual([
      'license-file',
      'fail',
    ]);
  });
});

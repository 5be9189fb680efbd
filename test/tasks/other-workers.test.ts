import { afterEach, describe, expect, test } from '@jest/globals';
import { createGitHub } from '../../src/github/client.ts';
import { RetryLater } from '../../src/jobs/retry-later.ts';
import { intend, markDone } from '../../src/store/artifacts.ts';
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
  isCheckRequested: false,
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
    // That it is gone is known by looking for it.
    const refused = house.github.requests.filter(({ method, status }) => method !== 'GET' && status >= 400);
    expect(refused).toEqual([]);
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

describe('a token that GitHub does not give', () => {
  const TOKENS = 'POST /app/installations/{installation_id}/access_tokens';
  const job = { startedAt: new Date(), attempt: 1, signal: new AbortController().signal };

  test('leaves no request unanswered: once GitHub is back the issue is made', async () => {
    await start(`${CONFIGURATION}proposals: false\n`);
    house.github.faults.add({
      route: TOKENS,
      call: ({ body }) => JSON.stringify(body).includes('"issues":"write"'),
      fault: { kind: 'status', status: 502, body: {} },
    });
    for (let round = 0; round < 4; round += 1) {
      await expect(house.audit(stops)).rejects.toMatchObject({ kind: 'outage' });
    }
    expect(ourIssues(stops)).toEqual([]);
    house.github.faults.clear();
    await house.audit(stops);

    expect(ourIssues(stops)).toHaveLength(1);
  });

  /** A process that was just started: it has no token yet. */
  function fresh(): TaskContext {
    const { app } = house.installation;
    const settings = { appId: app.id, privateKey: app.privateKey, baseUrl: house.github.url, userAgent: 'fresh' };
    return { ...house.context, github: createGitHub(settings) };
  }

  test.each([['repository'], ['configuration'], ['sweep']] as const)(
    'though the installation reads as active puts the %s off for an hour, and asks for nothing more',
    async (queue) => {
      await start();
      house.github.faults.add({ route: TOKENS, fault: { kind: 'status', status: 403, body: { message: 'No' } } });
      house.enqueued.length = 0;
      const { id: installationId } = house.installation;
      const data = {
        repository: taskOf(),
        configuration: { installationId },
        sweep: { installationId, trigger: 'sweep' },
      }[queue];

      await expect(taskHandlers(fresh())[queue](data, job)).rejects.toMatchObject({
        name: 'RetryLater',
        seconds: 3600,
      });
      expect(house.enqueued).toEqual([]);
    },
  );

  test('to a suspended installation parks its work in peace, and it is swept once it is back', async () => {
    await start();
    house.enqueued.length = 0;
    house.github.suspend(house.installation);
    await work(fresh());
    expect(house.enqueued).toEqual([]);
    house.github.resetRequests();
    await work(fresh());
    expect(house.github.requests).toEqual([]);

    house.github.unsuspend(house.installation);
    await house.refresh();
    expect(house.enqueued.map(({ queue }) => queue)).toEqual(['sweep']);
    await house.sweep();
    expect(ourIssues(stops)).toHaveLength(1);
  });
});

describe('many things of ours', () => {
  const MOST_IDS = 100;

  /** Node ids of our own things, by request. */
  function asked(): string[][] {
    return house.github.requests.flatMap(({ body: { variables } }) => {
      const isAsking = typeof variables === 'object' && variables !== null && 'standing' in variables;
      return isAsking && Array.isArray(variables.standing) ? [variables.standing.map(String)] : [];
    });
  }

  async function keep(key: string, nodeId: string): Promise<void> {
    const repository = { repositoryId: stops.id, owner: 'city', name: stops.name };
    const state = { repository, key, fingerprint: 'f', details: {}, kind: 'set-proposal-state' } as const;
    const action = { ...state, number: 1, state: 'closed' } as const;
    await house.store.asInstallation(house.installation.id, async (db) => {
      await intend(db, house.installation.id, action, new Date());
      await markDone(db, action, { id: 1, nodeId, number: 1, headSha: null }, new Date());
    });
  }

  test('are asked for in parts of at most a hundred, and all of them are found', async () => {
    await start();
    await house.audit(stops);
    const before = writesOf(house);
    // Keys come in their order: our issue first, our proposal and these after it.
    for (let index = 0; index < 2 * MOST_IDS; index += 1) await keep(`proposal:${stops.id}:${index}`, `gone-${index}`);
    house.github.resetRequests();
    await house.audit(stops);

    const ids = asked().flat();
    expect(asked().map(({ length }) => length > MOST_IDS)).not.toContain(true);
    expect(ids).toHaveLength(2 * MOST_IDS + 2);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([only(ourIssues(stops)).nodeId, only(proposalsOf(stops)).nodeId]));
    expect(before).not.toEqual([]);
    expect(writesOf(house)).toEqual([]);
  });

  test('never are the reactions among them', async () => {
    await start();
    await house.audit(stops);
    const comment = house.github.comment(only(ourIssues(stops)), '/portreeve recheck', house.owner);
    await work(house.context, { commentId: comment.id });
    expect(comment.reactions).toHaveLength(1);
    house.github.resetRequests();
    await house.audit(stops);

    const standing = [only(ourIssues(stops)).nodeId, only(proposalsOf(stops)).nodeId];
    expect(asked().flat().sort()).toEqual(standing.sort());
  });
});

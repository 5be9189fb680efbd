import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { RetryLater } from '../../src/jobs/retry-later.ts';
import { latestVerdicts } from '../../src/store/audits.ts';
import { taskHandlers } from '../../src/tasks/handlers.ts';
import { auditRequest, installationRequest, pullRequestRequest, sweepRequest } from '../../src/tasks/requests.ts';
import type { Permissions, PullRequest, Repository } from '../github/state.ts';
import { APP_PERMISSIONS } from '../support/app-manifest.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, checksOf, ourIssues, proposalsOf } from './on-github.ts';

interface Village {
  readonly house: House;
  readonly bare: Repository;
  readonly good: Repository;
  readonly removal: PullRequest;
  readonly warnings: { readonly data: object; readonly sentence: string }[];
}

let village: Village;

// The first of a run makes the server, the template and all validators.
beforeAll(async () => {
  village = await openVillage();
  await lookAtAll();
  await village.house.close();
}, 120_000);
afterEach(() => village.house.close());

async function openVillage(): Promise<Village> {
  const warnings: Village['warnings'] = [];
  const note = (data: object, sentence: string) => void warnings.push({ data, sentence });
  const house = await openHouse({ log: { info() {}, warn: note, error: note } });
  const { github, organization: owner } = house;
  const bare = github.createRepository({ owner, name: 'bare', files: { 'README.md': '# Bare\n' } });
  const good = github.createRepository({ owner, name: 'good', files: ALL_WELL });
  const removal = github.openPullRequest({ repository: good, deletes: ['LICENSE'], title: 'Remove' });
  return { house, bare, good, removal, warnings };
}

/** All but one permission, or with that one for reading only. */
function without(name: keyof typeof APP_PERMISSIONS, access: 'read' | null): Permissions {
  const { [name]: _, ...others } = APP_PERMISSIONS;
  return access === null ? others : { ...others, [name]: access };
}

function cut(permissions: Permissions): void {
  village.house.github.changePermissions(village.house.installation, permissions);
}

/** What the clock and GitHub would have done; what fails, throws. */
async function lookAtAll(): Promise<void> {
  const { house, good, removal } = village;
  await house.refresh();
  await house.sweep();
  await house.check(good, removal.issue.number);
}

/** What stands on GitHub of ours. */
function standing(): object {
  const { bare, good, removal } = village;
  // Other annotations make a new run, which takes the old one's place.
  const check = checksOf(good, removal.head.sha).at(-1);
  return {
    issue: ourIssues(bare).map(({ state }) => state),
    proposal: proposalsOf(bare).length,
    check: check === undefined ? null : check.conclusion,
  };
}

async function verdictsOf(repository: Repository): Promise<Record<string, string>> {
  const { store, installation } = village.house;
  const verdicts = await store.asInstallation(installation.id, latestVerdicts);
  return Object.fromEntries((verdicts.get(repository.id) ?? []).map(({ policy, outcome }) => [policy, outcome]));
}

async function refusals(): Promise<string[]> {
  const { store, installation } = village.house;
  const rows = await store.asInstallation(installation.id, (db) =>
    db.selectFrom('action').select('kind').where('outcome', 'not in', ['written', 'adopted']).execute(),
  );
  return rows.map(({ kind }) => kind);
}

const ALL_STANDS = { issue: ['open'], proposal: 1, check: 'failure' };

/** What is off without each permission, and what stands of the rest. Whose configuration cannot be read is only observed. */
const CASES = [
  ['contents', null, ['files', 'proposals'], { issue: [], proposal: 0, check: null }],
  ['contents', 'read', ['proposals'], { issue: ['open'], proposal: 0, check: 'failure' }],
  ['pull_requests', null, ['checks', 'commands', 'proposals'], { issue: ['open'], proposal: 0, check: null }],
  ['pull_requests', 'read', ['commands', 'proposals'], { issue: ['open'], proposal: 0, check: 'failure' }],
  ['checks', null, ['checks', 'merge-queue'], { issue: ['open'], proposal: 1, check: null }],
  ['issues', null, ['policy-issues', 'commands'], { issue: [], proposal: 1, check: 'failure' }],
  ['issues', 'read', ['policy-issues', 'commands'], { issue: [], proposal: 1, check: 'failure' }],
] as const;

describe.each(CASES)('F25: an installation with %s: %s', (name, access, off, stands) => {
  test('has the rest, is told of once, asks nothing that is refused, and is healed when it is granted', async () => {
    village = await openVillage();
    const { house, warnings, bare } = village;
    cut(without(name, access));
    house.github.resetRequests();
    await lookAtAll();
    await lookAtAll();

    expect(standing()).toEqual(stands);
    expect(warnings).toEqual([
      {
        data: expect.objectContaining({ off }),
        sentence: 'permissions are missing: these features are off until they are granted',
      },
    ]);
    expect(await refusals()).toEqual([]);
    expect(house.github.requests.filter(({ status }) => status === 403 || status === 422)).toEqual([]);
    const verdicts = await verdictsOf(bare);
    const isBlind = name === 'contents' && access === null;
    expect(verdicts['license-file']).toBe(isBlind ? 'unknown' : 'fail');

    cut(APP_PERMISSIONS);
    const drained = taskHandlers(house.context);
    await house.refresh();
    expect([...new Set(house.enqueued.map(({ queue, key }) => `${queue} ${key}`))]).toEqual([
      `sweep ${house.installation.id}`,
    ]);
    for (let next = house.enqueued.shift(); next !== undefined; next = house.enqueued.shift()) {
      await drained[next.queue](next.data, { startedAt: new Date(), attempt: 1, signal: new AbortController().signal });
    }
    expect(standing()).toEqual(ALL_STANDS);
    expect((await verdictsOf(bare))['license-file']).toBe('fail');
  });
});

describe.each(['contents', 'pull_requests', 'checks', 'issues'] as const)(
  'F25: %s withdrawn from an installation',
  (name) => {
    test('that had it before keeps what stands, and makes nothing a second time when it comes back', async () => {
      village = await openVillage();
      const { house } = village;
      await lookAtAll();
      expect(standing()).toEqual(ALL_STANDS);
      cut(without(name, null));
      house.github.resetRequests();
      await lookAtAll();

      expect(standing()).toEqual({ ...ALL_STANDS, check: name === 'contents' ? 'neutral' : 'failure' });
      expect(house.github.requests.filter(({ status }) => status === 403 || status === 422)).toEqual([]);

      cut(APP_PERMISSIONS);
      await lookAtAll();
      expect(standing()).toEqual(ALL_STANDS);
    });
  },
);

describe('F25: a permission that was withdrawn without a word', () => {
  const withdrawn = ['contents', 'pull_requests', 'checks', 'issues'] as const;

  test.each(withdrawn)(
    '%s: the work that meets it reads the installation again, and goes another way',
    async (name) => {
      village = await openVillage();
      const { house, bare, good, removal, warnings } = village;
      await house.refresh();
      cut(without(name, null));
      const installationId = house.installation.id;
      const idsOf = ({ id, nodeId }: Repository) => ({ installationId, repositoryId: id, nodeId });
      const handlers = taskHandlers(house.context);
      const tasks = [
        auditRequest({ ...idsOf(bare), trigger: 'push' }),
        pullRequestRequest({ ...idsOf(good), number: removal.issue.number, headSha: removal.head.sha }),
        sweepRequest({ installationId, trigger: 'sweep' }),
        installationRequest({ installationId }),
      ];
      const waits: number[] = [];
      for (const { queue, data } of tasks) {
        const once = () =>
          handlers[queue](data, { startedAt: new Date(), attempt: 1, signal: AbortSignal.timeout(60_000) });
        await once().catch(async (error: unknown) => {
          if (!(error instanceof RetryLater)) throw error;
          waits.push(error.seconds);
          await once();
        });
      }

      expect(waits).toEqual([1]);
      expect(warnings.filter(({ sentence }) => sentence.startsWith('permissions are missing'))).toHaveLength(1);
    },
  );
});

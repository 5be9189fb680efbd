import { ACTIVITIES } from '../../src/ggi/activities.ts';
import { GOALS } from '../../src/ggi/activity.ts';
import type { BoardChange } from '../../src/ggi/board/follow.ts';
import type { BoardHistory } from '../../src/ggi/board/progress-at.ts';
import type { BoardProgress } from '../../src/ggi/progress.ts';
import type { Activity, ChangeRequest } from '../../src/insights/chaoss/activity.ts';
import type { OutcomeHistory } from '../../src/insights/outcome-history.ts';
import { makeReport, type ReportInput } from '../../src/insights/report/make-report.ts';
import type { Board, OrganizationReport } from '../../src/insights/report/organization-report.ts';
import type { RepositoryRecord } from '../../src/insights/repository-record.ts';
import { POLICIES } from '../../src/policies/index.ts';

export const NOW = new Date('2026-11-25T12:00:00Z');
const DAY = 86_400_000;
const MOMENTS = 53;

function ago(days: number): string {
  return new Date(NOW.getTime() - days * DAY).toISOString();
}

const NAMES = ['bus-stops', 'parks', 'permits', 'pools', 'school-meals', 'street-lights', 'trees', 'waste'];

/** So many repositories of a city, of which much is told that a report counts. */
export function someRepositories(count: number): RepositoryRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    repositoryId: 100 + index,
    owner: 'city',
    name: index < NAMES.length ? (NAMES[index] ?? '') : `service-${index}`,
    visibility: index % 7 === 3 ? 'private' : 'public',
    isArchived: index % 11 === 10,
    isFork: index % 9 === 8,
    licenses:
      index % 6 === 5
        ? []
        : [{ expression: ['EUPL-1.2', 'EUPL-1.2', 'MIT', 'AGPL-3.0-or-later'][index % 4] ?? 'MIT', open: true }],
    publiccode: index % 3 === 0 ? (index % 2 === 0 ? 'usedBy: [City of Delft]\n' : 'name: x\n') : null,
    codeOwners: index % 3 === 1 ? '* @city/maps @city/core\n' : null,
  }));
}

/** Policies that are mended one by one over a year, here and there broken again. */
export function someHistories(repositories: readonly RepositoryRecord[], moments = MOMENTS): OutcomeHistory[] {
  return repositories.flatMap(({ repositoryId }, index) =>
    POLICIES.map(({ id, meta: { severity, disclosure } }, policy) => {
      const mended = (index * 7 + policy * 11) % 80;
      const letters = Array.from({ length: moments }, (_, place) => {
        // The first is what is compared with: four weeks ago.
        const week = place === 0 ? moments - 5 : place;
        if ((index + policy) % 23 === 0) return 'e';
        if ((index + policy) % 29 === 0 && week > 45) return 'u';
        if ((index * 3 + policy) % 31 === 0 && week > 50) return 'f';
        return week < index % 10 ? '-' : week >= mended ? 'p' : 'f';
      });
      return { repositoryId, policy: id, severity, disclosure, outcomes: letters.join('') };
    }),
  );
}

export function someActivities(repositories: readonly RepositoryRecord[]): Activity[] {
  return repositories.map(({ repositoryId }, index) => ({
    repositoryId,
    readAt: NOW.toISOString(),
    changeRequests: Array.from({ length: 6 }, (_, number): ChangeRequest => {
      const opened = 3 + ((index * 5 + number * 31) % 190);
      const answer = number % 3 === 2 && opened < 60 ? null : ago(opened - ((number * 7 + index) % 5) / 2);
      const closed = number % 2 === 0 && answer !== null ? ago(Math.max(0.5, opened - 4)) : null;
      return {
        nodeId: `PR_${index}_${number}`,
        number: number + 1,
        isOutside: (index + number) % 2 === 0,
        openedAt: ago(opened),
        closedAt: closed,
        isMerged: closed !== null,
        firstResponseAt: answer,
      };
    }),
    releases: index % 2 === 0 ? [{ name: `v${index}`, publishedAt: ago(20 + index) }] : [],
    commits: index % 3 === 0 ? [14, 3] : [6, 5, 4],
    isCut: { changeRequests: false, releases: false, commits: index === 2 },
  }));
}

export function someBoard(): Board {
  const activities = ACTIVITIES.map(({ id, goal, points }, index) => ({
    id,
    goal,
    title: id,
    issue: { number: index + 1, url: `https://github.example/city/office/issues/${index + 1}`, isOpen: true },
    state: (['in-progress', 'not-selected', 'done'] as const)[(index + GOALS.indexOf(goal)) % 3] ?? 'done',
    stateChangedAt: ago(index),
    points: points.map(({ key, part }, place) => ({
      ...{ key, part },
      isTicked: (index + place) % 3 !== 0,
      changedAt: ago(index + place),
      attestation:
        place === 0 && index % 6 === 0
          ? { key, by: 'ada', at: ago(300), until: ago(index - 20).slice(0, 10), link: null, note: 'Seen.' }
          : null,
    })),
    ownTasks: { done: 0, total: 0 },
    owners: [],
    targetDate: null,
  }));
  return { readAt: NOW.toISOString(), activities, ...someHistory(activities) };
}

/** Each point that is ticked was ticked when it changed last; every other one was, and was taken back. */
function someHistory(activities: BoardProgress['activities']): BoardHistory {
  const changes = activities.flatMap(({ id, points }) =>
    points.flatMap(({ key, isTicked, changedAt }): BoardChange[] => {
      const told = { activity: id, subject: 'point' as const, key };
      const at = changedAt ?? NOW.toISOString();
      return isTicked
        ? [{ ...told, value: 'ticked', at }]
        : [
            { ...told, value: 'ticked', at: ago(200) },
            { ...told, value: 'open', at },
          ];
    }),
  );
  const attestations = activities.flatMap(({ points }) => points.flatMap(({ attestation }) => attestation ?? []));
  return { changes: changes.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)), attestations };
}

/** What a report of a city is made of. */
export function aReportInput(change: Partial<ReportInput> = {}, count = 24): ReportInput {
  const repositories = someRepositories(count);
  return {
    organization: 'city',
    audience: 'insiders',
    now: NOW,
    since: new Date(NOW.getTime() - 28 * DAY),
    repositories,
    histories: someHistories(repositories),
    activities: someActivities(repositories),
    layers: [
      {
        exemptions: [
          {
            policy: 'readme',
            repositories: ['parks', 'pools'],
            reason: 'They move.',
            approver: 'ada',
            until: '2026-12-12',
          },
          {
            policy: 'support',
            repositories: ['waste'],
            reason: 'Taken over soon.',
            approver: 'ada',
            until: '2027-01-10',
          },
        ],
      },
    ],
    board: someBoard(),
    measured: [
      { key: 'inventory-maintained', outcome: 'supported' },
      { key: 'untracked-software-found', outcome: 'contradicted' },
    ],
    packages: [
      { name: 'pkg:npm/hono', license: 'MIT', repositories: 7 },
      { name: 'pkg:npm/zod', license: null, repositories: 2 },
    ],
    waits: {
      held: { repositories: 31, since: '2026-11-20T06:00:00.000Z' },
      proposals: [
        { repositoryId: 101, number: 12, openedAt: '2026-10-30T09:00:00.000Z' },
        { repositoryId: 105, number: 3, openedAt: '2026-11-12T09:00:00.000Z' },
      ],
    },
    proposed: [
      {
        id: 'GGI-A-22',
        title: 'Manage software vulnerabilities',
        reasons: [
          { code: 'contradicted', keys: ['assets-monitored'] },
          { code: 'follows', ids: ['GGI-A-21', 'GGI-A-23'] },
        ],
      },
    ],
    ...change,
  };
}

export function aReport(change: Partial<ReportInput> = {}, count = 24): OrganizationReport {
  return makeReport(aReportInput(change, count));
}

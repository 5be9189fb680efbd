import { describe, expect, test } from '@jest/globals';
import { nextSteps, type StepInput } from '../../../src/insights/report/next-steps.ts';
import type { Board, OrganizationReport } from '../../../src/insights/report/organization-report.ts';
import { defaultOwners } from '../../../src/insights/report/owners.ts';
import { renderReportJson } from '../../../src/report/organization/json.ts';
import { aReport, aReportInput, someBoard } from '../../support/a-report.ts';
import { misfits } from '../../support/report-schema.ts';
import { aHistory } from '../a-history.ts';

type Read = OrganizationReport & { readonly version: number };
const DAY = 86_400_000;

/** Every figure of a report counted again, from nothing but the records of its JSON. */
const RECOUNTED: Readonly<Record<string, (report: Read) => readonly [figure: unknown, counted: unknown]>> = {
  'policies met, now and before': ({ coverage, records: { histories, places } }) => {
    const count = (place: number, letter: string) =>
      histories.filter(({ outcomes }) => outcomes[place] === letter).length;
    const tally = (place: number) => ({
      pass: count(place, 'p'),
      fail: count(place, 'f'),
      unknown: count(place, 'u'),
      exempt: count(place, 'e'),
      'not-applicable': count(place, 'n'),
    });
    return [coverage, { now: tally(places.now), before: tally(places.before) }];
  },
  'the same of each policy': ({ policies, records: { histories, places } }) => [
    policies.map(({ policy, now, before }) => [policy, now.pass, now.fail, before.pass, before.fail]),
    [...new Set(histories.map(({ policy }) => policy))].sort().map((policy) => {
      const count = (place: number, letter: string) =>
        histories.filter((one) => one.policy === policy && one.outcomes[place] === letter).length;
      return [
        policy,
        count(places.now, 'p'),
        count(places.now, 'f'),
        count(places.before, 'p'),
        count(places.before, 'f'),
      ];
    }),
  ],
  'the trend': ({ trend, records: { histories, moments } }) => [
    trend.map(({ at, tally }) => [at, tally.pass, tally.fail]),
    moments
      .slice(1)
      .map((at, week) => [
        at,
        histories.filter(({ outcomes }) => outcomes[week + 1] === 'p').length,
        histories.filter(({ outcomes }) => outcomes[week + 1] === 'f').length,
      ]),
  ],
  'what changed': ({ changes, records: { histories, places } }) => {
    const count = (before: string, now: string) =>
      histories.filter(({ outcomes }) => outcomes[places.before] === before && outcomes[places.now] === now).length;
    return [changes, { mended: count('f', 'p'), broken: count('p', 'f'), found: count('-', 'f') }];
  },
  risks: ({ risks, records: { histories } }) => [
    risks.map(({ repositoryId, policy }) => `${repositoryId} ${policy}`).sort(),
    histories
      .filter(({ severity, outcome }) => severity === 'error' && outcome === 'fail')
      .map(({ repositoryId, policy }) => `${repositoryId} ${policy}`)
      .sort(),
  ],
  licences: ({ licenses, records }) => [
    Object.fromEntries(licenses.map(({ license, repositories }) => [license, repositories])),
    records.repositories.reduce<Record<string, number>>((counts, { licenses: own }) => {
      const names = own?.length === 0 ? ['none'] : (own ?? []).map(({ expression }) => expression);
      for (const name of new Set(names)) counts[name] = (counts[name] ?? 0) + 1;
      return counts;
    }, {}),
  ],
  'what is shared': ({ sharing, records }) => [
    sharing,
    {
      repositories: records.repositories.length,
      shared: records.repositories.filter(({ visibility, isFork }) => visibility === 'public' && !isFork).length,
      open: records.sharing.filter(({ isOpen }) => isOpen).length,
      described: records.sharing.filter(({ isDescribed }) => isDescribed).length,
      used: records.sharing.filter(({ usedBy }) => usedBy.length > 0).length,
    },
  ],
  'Time to First Response': ({ contributions, records: { changeRequests } }) => {
    const own = changeRequests.filter(
      ({ isOutside, openedAt }) =>
        isOutside && openedAt >= (contributions?.quarter.from ?? '') && openedAt < (contributions?.quarter.to ?? ''),
    );
    const hours = own
      .flatMap(({ openedAt, firstResponseAt }) =>
        firstResponseAt === null ? [] : [(Date.parse(firstResponseAt) - Date.parse(openedAt)) / 3_600_000],
      )
      .sort((a, b) => a - b);
    const middle = hours.length / 2;
    const median = ((hours[Math.floor(middle)] ?? 0) + (hours[Math.ceil(middle) - 1] ?? 0)) / 2;
    const waiting = own.filter((one) => one.firstResponseAt === null && one.closedAt === null).length;
    return [
      contributions?.timeToFirstResponse.now,
      { opened: own.length, answered: hours.length, medianHours: median, waiting },
    ];
  },
  'Change Request Closure Ratio': ({ contributions, records: { changeRequests } }) => {
    const { from = '', to = '' } = contributions?.quarter ?? {};
    const opened = changeRequests.filter(({ openedAt }) => openedAt >= from && openedAt < to).length;
    const closed = changeRequests.filter(
      ({ closedAt }) => closedAt !== null && closedAt >= from && closedAt < to,
    ).length;
    return [contributions?.changeRequestClosureRatio.now, { opened, closed, ratio: closed / opened }];
  },
  'Contributor Absence Factor': ({ contributions, records: { commits } }) => {
    const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
    const telling = commits.filter(({ byPerson }) => sum(byPerson) >= 10);
    const one = telling.filter(({ byPerson }) => Math.max(...byPerson) * 2 >= sum(byPerson)).length;
    return [contributions?.contributorAbsenceFactor, { repositories: telling.length, one }];
  },
  'Release Frequency': ({ contributions, madeAt, records: { releases } }) => {
    const from = new Date(Date.parse(madeAt) - 365 * DAY).toISOString();
    const own = releases.filter(({ publishedAt }) => publishedAt >= from && publishedAt < madeAt);
    const repositories = new Set(own.map(({ repositoryId }) => repositoryId)).size;
    return [contributions?.releaseFrequency, { releases: own.length, repositories }];
  },
  'who waits': ({ contributions, records: { changeRequests } }) => [
    contributions?.waiting.length,
    changeRequests.filter((one) => one.isOutside && one.closedAt === null && one.firstResponseAt === null).length,
  ],
  'the points of the board that changed': ({ boardChanges, madeAt, since, records }) => {
    const now = new Set(metIn(records.activities, madeAt));
    const then = new Set(metIn(asOf(records, since), since));
    const of = (activity: Read['records']['activities'][number], one: Set<string>, other: Set<string>) =>
      activity.points.flatMap(({ key }) => (one.has(key) && !other.has(key) ? [key] : []));
    return [
      boardChanges?.map(({ id, met, lost }) => [id, met, lost]),
      records.activities.flatMap((activity) => {
        const [met, lost] = [of(activity, now, then), of(activity, then, now)];
        return met.length + lost.length === 0 ? [] : [[activity.id, met, lost]];
      }),
    ];
  },
  'the goals before': ({ goals, since, records }) => [
    goals?.map(({ before }) => before),
    ['usage', 'trust', 'culture', 'engagement', 'strategy'].map((goal) =>
      sumOf(
        asOf(records, since)
          .filter((activity) => activity.goal === goal)
          .map(({ points }) => furtherWay(points, since.slice(0, 10))),
      ),
    ),
  ],
  'the goals': ({ goals, madeAt, records: { activities, measured } }) => [
    goals?.map(({ goal, points, activities: own, evidence }) => [
      ...[goal, points, own.total, own.done, own.inProgress],
      ...[evidence.supported, evidence.contradicted],
    ]),
    ['usage', 'trust', 'culture', 'engagement', 'strategy'].map((goal) => {
      const own = activities.filter((activity) => activity.goal === goal);
      const count = (state: string) => own.filter((activity) => activity.state === state).length;
      const keys = own.flatMap(({ points }) => points.map(({ key }) => key));
      const found = (outcome: string) =>
        measured.filter((point) => point.outcome === outcome && keys.includes(point.key)).length;
      return [
        ...[goal, sumOf(own.map(({ points }) => furtherWay(points, madeAt.slice(0, 10))))],
        ...[own.length, count('done'), count('in-progress')],
        ...[found('supported'), found('contradicted')],
      ];
    }),
  ],
};

type Points = Read['records']['activities'][number]['points'];

/** How people had left the board then, by its history alone. */
function asOf({ activities, boardChanges, attestations }: Read['records'], at: string) {
  return activities.map((activity) => ({
    ...activity,
    points: activity.points.map((point) => {
      const own = boardChanges.filter((change) => change.key === point.key && change.at <= at);
      const said = attestations.filter((one) => one.key === point.key && one.at <= at);
      const [attestation = null] = said.toSorted((a, b) => (a.at < b.at ? 1 : -1));
      return { ...point, isTicked: own.at(-1)?.value === 'ticked', attestation };
    }),
  }));
}

function metIn(activities: Read['records']['activities'], at: string): string[] {
  const isMet = ({ isTicked, attestation }: Points[number]) =>
    isTicked || (attestation !== null && attestation.until >= at.slice(0, 10));
  return activities.flatMap(({ points }) => points.filter(isMet).map(({ key }) => key));
}

/** Points met of those of the way that is further: nobody goes both the main and the alternative one. */
function furtherWay(points: Points, today: string) {
  const without = (part: string) => points.filter((point) => point.part !== part);
  const ways = points.some(({ part }) => part === 'alternative') ? [without('alternative'), without('main')] : [points];
  const isMet = ({ isTicked, attestation }: Points[number]) => isTicked || (attestation?.until ?? '') >= today;
  const counted = ways.map((way) => ({ met: way.filter(isMet).length, total: way.length }));
  return counted.toSorted((a, b) => b.met / b.total - a.met / a.total)[0] ?? { met: 0, total: 0 };
}

const sumOf = (all: readonly { readonly met: number; readonly total: number }[]) => ({
  met: all.reduce((sum, { met }) => sum + met, 0),
  total: all.reduce((sum, { total }) => sum + total, 0),
});

describe.each(['insiders', 'everybody'] as const)('the JSON for %s', (audience) => {
  const report: Read = JSON.parse(renderReportJson(aReport({ audience })));
  test('is as its schema says', () => {
    expect(misfits(report)).toEqual([]);
  });
  test.each(Object.entries(RECOUNTED))('%s can be counted again from its records', (_name, recount) => {
    const [figure, counted] = recount(report);
    expect(counted).toEqual(figure);
    // Of nothing everything can be counted.
    expect(JSON.stringify(figure)).toMatch(/[1-9]/);
  });
});

test('everybody learns nothing of what only insiders may see', () => {
  const input = aReportInput();
  const histories = input.histories.map((history) =>
    history.policy === 'code-owners' ? { ...history, disclosure: 'restricted' as const } : history,
  );
  const everybody = aReport({ audience: 'everybody', histories });
  const hidden = input.repositories.filter(({ visibility }) => visibility !== 'public').map(({ name }) => name);
  expect(hidden.length).toBeGreaterThan(0);
  expect(everybody.leftOut).toBe(hidden.length);
  const text = renderReportJson(everybody);
  for (const name of hidden) expect(text).not.toContain(`city/${name}"`);
  expect(text).not.toContain('"code-owners"');
  expect(renderReportJson(aReport({ histories }))).toContain('"code-owners"');
});

test('what was measured for an activity that the board dropped counts for no goal, and for the one that took it in else', () => {
  const board = someBoard();
  const [first, ...others] = board.activities;
  const own = first?.points ?? [];
  const evidenceOf = (activities: Board['activities']) =>
    aReport({ board: { ...board, activities } }).goals?.map(({ goal, evidence }) => [
      goal,
      evidence.supported,
      evidence.contradicted,
    ]);

  expect(evidenceOf(board.activities)?.[0]).toEqual(['usage', 1, 1]);
  expect(evidenceOf(others)?.[0]).toEqual(['usage', 0, 0]);
  const merged = others.map((one) => (one.id === 'GGI-A-21' ? { ...one, points: [...one.points, ...own] } : one));
  expect(evidenceOf(merged)?.slice(0, 2)).toEqual([
    ['usage', 0, 0],
    ['trust', 1, 1],
  ]);
});

test('a report names nobody but owners and approvers, and ranks none', () => {
  const { records, contributions } = aReport();
  expect(Object.keys(records.commits[0] ?? {})).toEqual(['repositoryId', 'byPerson']);
  expect(JSON.stringify([records.changeRequests, contributions])).not.toMatch(/login|author|account/i);
});

test('of nothing a report can be made too', () => {
  const waits = { held: null, proposals: [] };
  const report = aReport({ repositories: [], histories: [], activities: [], board: null, waits });
  expect(report).toMatchObject({ goals: null, contributions: null, risks: [], steps: [], policies: [], licenses: [] });
  expect(misfits(JSON.parse(renderReportJson(report)))).toEqual([]);
});

test('a risk counts from the first week of the unbroken row', () => {
  const weeks = `${'p'.repeat(30)}${'f'.repeat(10)}p${'f'.repeat(11)}`;
  const [repository] = aReportInput().repositories;
  const history = aHistory({ repositoryId: repository?.repositoryId ?? 0, severity: 'error', outcomes: `p${weeks}` });
  const [risk] = aReport({ histories: [history] }).risks;
  expect(risk?.since).toBe('2026-09-16T12:00:00.000Z');
});

describe('the next steps', () => {
  const nothing: StepInput = {
    ...{ histories: [], now: 0, exemptions: [], attestations: [], waiting: [], sharing: [] },
    ...{ waits: { held: null, proposals: [] }, activities: [] },
  };
  const proposed = (id: string, code: 'begun' | 'order') => ({ id, title: id, reasons: [{ code }] });
  const failing = (policy: string, severity: 'error' | 'warning' | 'info', count: number) =>
    Array.from({ length: count }, (_, id) => aHistory({ repositoryId: id, policy, severity, outcomes: 'f' }));
  const exemption = { repositoryId: 1, policy: 'readme', reason: '', approver: 'ada' };
  const request = {
    nodeId: 'PR_1',
    number: 1,
    isOutside: true,
    closedAt: null,
    isMerged: false,
    firstResponseAt: null,
    repositoryId: 1,
  };
  const shared = { repositoryId: 1, isPublic: true, isOpen: true, isDescribed: false, usedBy: [] };

  test.each<[name: string, input: Partial<StepInput>, steps: string[]]>([
    ['of nothing', {}, []],
    ['what is met needs no step', { histories: [aHistory({ severity: 'error', outcomes: 'p' })] }, []],
    [
      'what is required comes first, by how often it fails',
      { histories: [...failing('a', 'error', 1), ...failing('b', 'error', 2), ...failing('c', 'warning', 9)] },
      ['meet-policy b 2', 'meet-policy a 1', 'meet-policy c 9'],
    ],
    [
      'people come before recommendations',
      {
        histories: failing('c', 'warning', 9),
        waiting: [
          { ...request, openedAt: '2026-11-02' },
          { ...request, openedAt: '2026-11-01' },
        ],
      },
      ['answer 2 2026-11-01', 'meet-policy c 9'],
    ],
    [
      'exemptions that ended, or that last, are no step',
      {
        exemptions: [
          { ...exemption, until: '2026-11-20', daysLeft: -5 },
          { ...exemption, until: '2026-12-20', daysLeft: 25 },
          { ...exemption, until: '2027-01-10', daysLeft: 46 },
        ],
      },
      ['decide-exemptions 1 2026-12-20'],
    ],
    [
      'attestations that end soon come after exemptions, and not where they ended, or last',
      {
        exemptions: [{ ...exemption, until: '2026-12-20', daysLeft: 25 }],
        attestations: [
          { until: '2026-11-20', daysLeft: -5 },
          { until: '2026-12-01', daysLeft: 6 },
          { until: '2026-12-25', daysLeft: 30 },
          { until: '2026-12-26', daysLeft: 31 },
        ],
      },
      ['decide-exemptions 1 2026-12-20', 'renew-attestations 2 2026-12-01'],
    ],
    [
      'no more than three',
      {
        histories: [...failing('a', 'info', 1), aHistory({ outcomes: 'u' })],
        sharing: [shared, { ...shared, isDescribed: true }, { ...shared, isOpen: false }],
        waiting: [{ ...request, openedAt: '2026-11-02' }],
      },
      ['answer 1 2026-11-02', 'let-see 1', 'describe 1'],
    ],
    [
      'what waits for an approver comes before all, open proposals before what is for information',
      {
        histories: [...failing('a', 'info', 1), ...failing('b', 'error', 1)],
        waits: {
          held: { repositories: 30, since: '2026-11-03' },
          proposals: [
            { repositoryId: 2, number: 8, openedAt: '2026-11-01' },
            { repositoryId: 1, number: 9, openedAt: '2026-11-02' },
          ],
        },
      },
      ['approve 30 2026-11-03', 'meet-policy b 1', 'take-proposals 2 2026-11-01'],
    ],
    [
      'the last place is the board’s where it has a reason',
      {
        histories: ['a', 'b', 'c'].flatMap((policy) => failing(policy, 'error', 1)),
        activities: [proposed('GGI-A-21', 'begun'), proposed('GGI-A-22', 'begun')],
      },
      ['meet-policy a 1', 'meet-policy b 1', 'activity GGI-A-21'],
    ],
    [
      'and where it has none, what is left over',
      {
        histories: failing('a', 'error', 1),
        activities: [proposed('GGI-A-17', 'order'), proposed('GGI-A-18', 'order'), proposed('GGI-A-19', 'order')],
      },
      ['meet-policy a 1', 'activity GGI-A-17', 'activity GGI-A-18'],
    ],
  ])('%s', (_name, input, steps) => {
    const told = nextSteps({ ...nothing, ...input }).map((step) => {
      if (step.kind === 'activity') return `activity ${step.id}`;
      const date = 'since' in step ? [step.since] : 'until' in step ? [step.until] : [];
      return [step.kind, ...('policy' in step ? [step.policy] : []), step.count, ...date].join(' ');
    });
    expect(told).toEqual(steps);
  });
});

test.each([
  [null, []],
  ['', []],
  ['docs/ @city/writers\n', []],
  ['* @city/core\n', ['@city/core']],
  ['* @city/core\n* @ada grace@example.org # both\n', ['@ada', 'grace@example.org']],
  ['  *  @a @b @c @d @e @f\r\n', ['@a', '@b', '@c', '@d', '@e']],
  ['*.md @city/writers\n', []],
  [`* @${'x'.repeat(101)} @a\n`, ['@a']],
])('who answers for all files by %j', (text, owners) => {
  expect(defaultOwners(text)).toEqual(owners);
});

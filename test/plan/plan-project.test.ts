import { describe, expect, test } from '@jest/globals';
import { PROJECT_FIELDS, type ProjectField, projectRow } from '../../src/ggi/board/project.ts';
import type { PointStanding } from '../../src/ggi/evidence/standing.ts';
import { planProject, planProjectFields, planProjectItems, type StandingPart } from '../../src/plan/plan-project.ts';

const repository = { repositoryId: 1, owner: 'city', name: 'office' };
const text = { title: 'Good governance', body: 'About' };
const there: StandingPart = { id: 7, nodeId: 'THERE', fingerprint: null, isDeleted: false };
const gone: StandingPart = { ...there, isDeleted: true };
const words = { field: (field: string) => field, choice: (choice: string) => choice };

/** What is made of a thing that is not there, that stands, and that people took away. */
const MADE_ONCE = [
  { name: 'is made where there is none', standing: null, isRequested: false, made: true },
  { name: 'is left where it stands', standing: there, isRequested: true, made: false },
  { name: 'stays away where people deleted it', standing: gone, isRequested: false, made: false },
  { name: 'is made again where somebody asks for the board', standing: gone, isRequested: true, made: true },
];

test.each(MADE_ONCE)('a project $name', ({ standing, isRequested, made }) => {
  expect(planProject({ repository, isRequested, standing, text })).toHaveLength(made ? 1 : 0);
});

test.each(MADE_ONCE)('a field $name', ({ standing, isRequested, made }) => {
  const others = PROJECT_FIELDS.filter((field) => field !== 'goal').map((field) => [field, there] as const);
  const known = new Map([...others, ...(standing === null ? [] : [['goal', standing] as const])]);
  const planned = planProjectFields({ repository, isRequested, projectId: 'P', standing: known, words });
  expect(planned.map(({ name, type, options }) => [name, type, options])).toEqual(
    made ? [['goal', 'choice', ['usage', 'trust', 'culture', 'engagement', 'strategy']]] : [],
  );
});

describe('an issue in a project', () => {
  const values: Record<ProjectField, string | null> = {
    progress: 'Done',
    goal: 'Trust',
    owner: null,
    target: '2027-01-31',
    evidence: null,
  };
  const fields = new Map([
    ['progress', 'F1'],
    ['owner', 'F2'],
  ] as const);
  const item = (standing: StandingPart | null, isRequested = false, changed: Partial<typeof values> = {}) =>
    planProjectItems({
      repository,
      isRequested,
      projectId: 'P',
      fields,
      standing: new Map(standing === null ? [] : [['GGI-A-17', standing]]),
      activities: [{ id: 'GGI-A-17', contentId: 'I', values: { ...values, ...changed } }],
    });
  const print = item(null)[0]?.fingerprint ?? '';
  const stands = { ...there, fingerprint: print };

  test.each([
    { name: 'is put there', planned: item(null), known: null },
    { name: 'is left where nothing changed', planned: item(stands, true), known: undefined },
    {
      name: 'is left where what changed has no field',
      planned: item(stands, false, { target: null }),
      known: undefined,
    },
    {
      name: 'follows what changed',
      planned: item(stands, false, { progress: 'In progress' }),
      known: { id: 7, nodeId: 'THERE' },
    },
    { name: 'stays out where people took it out', planned: item({ ...stands, isDeleted: true }), known: undefined },
    {
      name: 'comes back where somebody asks for the board',
      planned: item({ ...stands, isDeleted: true }, true),
      known: null,
    },
  ])('$name', ({ planned, known }) => {
    expect(planned.map((one) => one.item)).toEqual(known === undefined ? [] : [known]);
  });

  test('has a value for each field that stands, and none for the others', () => {
    expect(item(null)[0]?.values).toEqual([
      { fieldId: 'F1', type: 'choice', value: 'Done' },
      { fieldId: 'F2', type: 'text', value: null },
    ]);
  });
});

test('restricted points are counted in no project', () => {
  const point = (state: PointStanding['state'], isRestricted: boolean) =>
    ({ state, measurement: { isRestricted } }) as PointStanding;
  const standings = [point('supported', false), point('contradicted', true), point('no-evidence', false)];
  const row = projectRow({ state: 'done', goal: 'trust', owners: [], targetDate: null }, standings);
  expect([...row.evidence]).toEqual([['supported', 1]]);
});

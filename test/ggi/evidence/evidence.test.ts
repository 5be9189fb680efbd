import { describe, expect, test } from '@jest/globals';
import { known, unavailable } from '../../../src/core/fact.ts';
import { ACTIVITIES } from '../../../src/ggi/activities.ts';
import { type Evidence, type Measurement, measureAll } from '../../../src/ggi/evidence/evidence.ts';
import { EXAMPLE_DAY } from '../../../src/ggi/evidence/example-facts.ts';
import { type EvidenceRecord, meets } from '../../../src/ggi/evidence/figure.ts';
import { EVIDENCE } from '../../../src/ggi/evidence/index.ts';
import type { OrganizationFactName, OrganizationSnapshot } from '../../../src/ggi/evidence/organization-facts.ts';
import { activityOfPoint, findPoint } from '../../../src/ggi/handbook.ts';
import { POLICIES } from '../../../src/policies/index.ts';
import { recompute } from '../../support/recompute.ts';

const NAMES = [...new Set(EVIDENCE.flatMap(({ needs, glances }) => [...needs, ...glances]))];
const NOT_LOOKED = 'nobody looked.';

/** A snapshot with these facts, and all others unavailable. */
function snapshotWith(facts: object): OrganizationSnapshot {
  const given: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(facts));
  return Object.fromEntries(
    NAMES.map((name) => [name, name in given ? known(given[name]) : unavailable(NOT_LOOKED)]),
  ) as OrganizationSnapshot;
}

function measure(evidence: Evidence, { facts, options = {} }: Evidence['examples'][number]): Measurement {
  const parsed = new Map([[evidence.key, evidence.options.parse(options)]]);
  const [measured] = measureAll([evidence], snapshotWith(facts), parsed, EXAMPLE_DAY);
  if (measured === undefined) throw new Error(`${evidence.key} was not measured`);
  return measured;
}

test('every point of which the handbook’s data says that a machine can find something has its evidence, and no other', () => {
  const wanted = ACTIVITIES.flatMap(({ points }) =>
    points.flatMap(({ key, evidence }) => (evidence === null ? [] : [key])),
  );

  expect(EVIDENCE.map(({ key }) => key).toSorted()).toEqual(wanted.toSorted());
  expect(EVIDENCE).toHaveLength(32);
});

describe.each(EVIDENCE.map((evidence) => [evidence.key, evidence] as const))('evidence for %s', (key, evidence) => {
  const measured = evidence.examples.map((example) => ({ example, measurement: measure(evidence, example) }));

  test.each(measured.map(({ example, measurement }) => [example.name, example, measurement] as const))(
    'example: %s',
    (_, example, measurement) => {
      expect([measurement.outcome, measurement.figure?.value]).toEqual([example.expect, example.value]);
    },
  );

  test('has an example that is supported and one without evidence, and one that is contradicted where that can be', () => {
    const outcomes = evidence.examples.map(({ expect }) => expect);

    expect(outcomes).toContain('supported');
    expect(outcomes).toContain('no-evidence');
    const says = ['audits-scheduled', 'review-routine'].includes(key) || evidence.unmet === 'contradicted';
    expect(outcomes.includes('contradicted')).toBe(says);
  });

  test('has an example on either side of its threshold', () => {
    const sides = measured.flatMap(({ measurement: { figure, threshold } }) =>
      figure === null || figure.value === null ? [] : [{ isMet: meets(figure, threshold), figure, threshold }],
    );

    expect(sides.some(({ isMet, figure, threshold }) => isMet && figure.value === threshold)).toBe(true);
    const missed = sides.filter(({ isMet }) => !isMet);
    expect(missed).not.toEqual([]);
    const isNear = missed.some(({ figure, threshold }) => {
      const distance = Math.abs((figure.value ?? 0) - threshold);
      return evidence.figure === 'share' ? distance <= 50 : distance <= 1;
    });
    expect(isNear).toBe(true);
  });

  test.each(evidence.needs)(
    'is not seen where %s is unavailable, whatever the others say',
    (name: OrganizationFactName) => {
      const [example] = evidence.examples;
      if (example === undefined) throw new Error('no example');
      const snapshot = { ...snapshotWith(example.facts), [name]: unavailable('the permission is not granted.') };
      const [measurement] = measureAll([evidence], snapshot, new Map(), EXAMPLE_DAY);

      expect(measurement).toMatchObject({
        outcome: 'no-evidence',
        figure: null,
        records: [],
        says: 'This cannot be seen: the permission is not granted.',
      });
    },
  );

  test('its figure is what its list comes to', () => {
    for (const { measurement } of measured) {
      expect(recompute(measurement.figure?.fold ?? '', measurement.records, EXAMPLE_DAY)).toBe(
        measurement.figure?.value,
      );
    }
  });

  test('speaks in whole sentences', () => {
    for (const { measurement } of measured) {
      expect(measurement.says).toMatch(/^[A-Z\d].*\.$/);
      expect(measurement.says).not.toMatch(/undefined|null|NaN|\[object/);
    }
    expect(evidence.computed).toMatch(/^[A-Z].*\.$/);
    expect(evidence.leavesOpen ?? 'None.').toMatch(/^[A-Z].*\.$/);
    for (const record of measured.flatMap(({ measurement }): readonly EvidenceRecord[] => measurement.records)) {
      expect(record.says).not.toMatch(/undefined|null|NaN|\[object|^$/);
      expect(record.date ?? EXAMPLE_DAY).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });

  test('describes and defaults each of its options', () => {
    expect(evidence.options.safeParse({}).success).toBe(true);
    expect(evidence.options.safeParse({ noSuchOption: 1 }).success).toBe(false);
    for (const [name, schema] of Object.entries(evidence.options.shape)) {
      expect([name, schema.meta()?.description ?? '']).toEqual([name, expect.stringMatching(/^[A-Z].+\.$/)]);
    }
  });

  test('has no two examples of one name', () => {
    expect(new Set(evidence.examples.map(({ name }) => name)).size).toBe(evidence.examples.length);
  });
});

test('what concerns a private repository is marked as such', () => {
  const example = EVIDENCE.find(({ key }) => key === 'alignment-monitored');
  if (example === undefined) throw new Error('gone');
  const repositories = [
    { repository: 'city/payroll', isPublic: false, isActive: true, license: null, language: null },
  ].map((one) => ({ ...one, seenAt: `${EXAMPLE_DAY}T00:00:00Z`, auditedAt: `${EXAMPLE_DAY}T00:00:00Z` }));
  const { records } = measure(example, { name: '', facts: { repositories }, expect: 'supported', value: 100 });

  expect(records.map(({ about, isPublic }) => [about, isPublic])).toEqual([['city/payroll', false]]);
});

test('nothing that GitHub cannot see is ever contradicted: only settings, dates and files that it has itself', () => {
  const may = EVIDENCE.filter(({ unmet, mayObject }) => unmet === 'contradicted' || mayObject).map(({ key }) => key);

  expect(may.toSorted()).toEqual([
    'assets-monitored',
    'audits-scheduled',
    'inventory-maintained',
    'ip-contact-named',
    'metrics-tooling-used',
    'project-information-complete',
    'review-routine',
  ]);
});

test.each([
  ['assets-monitored', true],
  ['roadmap-shared-accepted', true],
  ['review-process-agreed', true],
  ['new-practices-adopted', true],
  ['inventory-maintained', true],
])('%s is supported in part only, as it asks for more than can be seen', (key, isPartial) => {
  expect(EVIDENCE.find((one) => one.key === key)).toMatchObject({ isPartial, leavesOpen: expect.any(String) });
});

test('each file holds the evidence of one activity', () => {
  const order = EVIDENCE.map(({ key }) => activityOfPoint(key)?.id);

  expect(order.filter((id, index) => id !== order[index - 1])).toHaveLength(new Set(order).size);
});

test('policies speak for points of the handbook only', () => {
  const keys = POLICIES.flatMap(({ meta }) => meta.points ?? []);

  expect(keys).toContain('project-information-complete');
  for (const key of keys) expect([key, findPoint(key)?.evidence?.by]).toEqual([key, 'measure']);
});

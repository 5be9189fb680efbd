import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { evaluatePolicies, type PolicySetting } from '../../src/core/evaluate.ts';
import type { Exemption } from '../../src/core/exemption.ts';
import { known, unavailable } from '../../src/core/fact.ts';
import { filesWith } from '../../src/core/files.ts';
import { definePolicy } from '../../src/core/policy.ts';
import type { Snapshot } from '../../src/core/snapshot.ts';

const TODAY = '2026-11-23';

/** Demands a file called A; says nothing at all of a file called SILENT, and throws for one called BROKEN. */
const POLICY = definePolicy({
  id: 'file-a',
  subject: 'repository',
  meta: {
    title: 'A',
    rationale: 'A',
    remediation: 'A',
    severity: 'warning',
    disclosure: 'public',
    lifecycle: 'stable',
    references: [],
  },
  needs: ['files'],
  watches: null,
  proposal: null,
  options: z.strictObject({}),
  messages: { there: () => 'There.', missing: () => 'Missing.', useless: () => 'Not asked.' },
  examples: [],
  evaluate({ files }, _options, { pass, fail, notApplicable }) {
    const has = (name: string): boolean => files.entries.some(({ path }) => path === name);
    if (has('BROKEN')) throw new Error('broken');
    if (has('SILENT')) return [];
    if (has('NOTHING')) return [notApplicable('useless')];
    return has('A') ? [pass('there')] : [fail('missing')];
  },
});

const SETTING: PolicySetting = { enabled: true, severity: 'error', options: {}, exemption: null };
const exemption = (until: string): Exemption => ({ policy: 'file-a', reason: 'It ends', approver: 'ada', until });

function snapshot(names: readonly string[] | null): Snapshot<'repository'> {
  const nothing = unavailable('not asked');
  const files =
    names === null
      ? unavailable('GitHub did not answer.')
      : known(filesWith(Object.fromEntries(names.map((name) => [name, 'x']))));
  return {
    description: nothing,
    files,
    inherited: nothing,
    licenses: nothing,
    declarations: nothing,
    codeOwners: nothing,
    signOffSettings: nothing,
    kind: nothing,
  };
}

const CASES: readonly [
  rule: string,
  files: readonly string[] | null,
  setting: Partial<PolicySetting>,
  expected: string,
][] = [
  ['any fail makes a fail, at the severity of the setting', [], {}, 'fail error: missing'],
  ['no fail and a pass makes a pass', ['A'], {}, 'pass error: there'],
  ['neither makes it not applicable', ['NOTHING'], {}, 'not-applicable error: useless'],
  ['a needed fact that is unavailable makes it unknown, and the policy is not asked', null, {}, 'unknown error: '],
  ['a policy that throws makes it unknown', ['BROKEN'], {}, 'unknown error: '],
  ['a policy that says nothing makes it unknown', ['SILENT'], {}, 'unknown error: '],
  ['an exemption excuses', [], { exemption: exemption('2026-11-24') }, 'exempt error: '],
  ['… on its last day too', [], { exemption: exemption(TODAY) }, 'exempt error: '],
  ['… also where nothing could be known', null, { exemption: exemption(TODAY) }, 'exempt error: '],
  [
    'an expired one that is still needed is a finding of its own',
    [],
    { exemption: exemption('2026-11-22') },
    'fail error: missing, exemption-expired',
  ],
  [
    'an expired one that is no longer needed is said too',
    ['A'],
    { exemption: exemption('2026-11-22') },
    'pass error: there, exemption-not-needed',
  ],
  ['switched off, it is not judged', [], { enabled: false }, ''],
];

test.each(CASES)('%s', (_rule, files, setting, expected) => {
  const settings = new Map([['file-a', { ...SETTING, ...setting }]]);

  const { verdicts } = evaluatePolicies([POLICY], snapshot(files), settings, TODAY);

  const said = verdicts.map(
    ({ outcome, severity, findings }) => `${outcome} ${severity}: ${findings.map(({ code }) => code).join(', ')}`,
  );
  expect(said.join()).toBe(expected);
});

test('a policy that throws is told to the operator, and the others go on', () => {
  const other = { ...POLICY, id: 'other', judge: () => [] };
  const settings = new Map([
    ['file-a', SETTING],
    ['other', SETTING],
  ]);

  const { verdicts, failures } = evaluatePolicies([other, POLICY], snapshot(['A']), settings, TODAY);

  expect(failures.map(({ policy }) => policy)).toEqual(['other']);
  expect(verdicts.map(({ policy, outcome }) => `${policy} ${outcome}`)).toEqual(['other unknown', 'file-a pass']);
});

test('an unknown verdict says why', () => {
  const { verdicts } = evaluatePolicies([POLICY], snapshot(null), new Map([['file-a', SETTING]]), TODAY);

  expect(verdicts.map(({ reason }) => reason)).toEqual(['GitHub did not answer.']);
});

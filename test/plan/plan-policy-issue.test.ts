import { expect, test } from '@jest/globals';
import type { Verdict } from '../../src/core/verdict.ts';
import { planPolicyIssue } from '../../src/plan/plan-policy-issue.ts';
import type { StandingIssue } from '../../src/plan/standing.ts';
import { aVerdict } from '../support/verdicts.ts';

const NOW = '2026-11-23T12:00:00Z';
const repository = { repositoryId: 7, owner: 'city', name: 'bus-stops' };
const render = (wrong: readonly Verdict[]) => ({ title: 'Policies', body: wrong.map(({ policy }) => policy).join() });
const plan = (verdicts: readonly Verdict[], standing: StandingIssue | null) =>
  planPolicyIssue({ key: 'policy-issue:7', repository, isConfidential: false, verdicts, standing, now: NOW, render });

const noLicense = aVerdict({ policy: 'license-file', fails: ['missing'] });
const noContributing = aVerdict({ policy: 'contributing-guide', fails: ['missing'] });
const good = aVerdict({ policy: 'license-file' });
const unknown = aVerdict({ policy: 'license-file', outcome: 'unknown' });

/** An issue as it stands after we wrote it for these verdicts. */
function standingFor(verdicts: readonly Verdict[], changes: Partial<StandingIssue> = {}): StandingIssue {
  const [action] = plan(verdicts, null);
  return {
    key: 'policy-issue:7',
    number: 3,
    state: 'open',
    stateReason: null,
    fingerprint: action?.fingerprint ?? null,
    isClosedByUs: false,
    failing: verdicts.flatMap(({ policy, findings }) => findings.map(({ code }) => `${policy}:${code}`)),
    flippedAt: [],
    ...changes,
  };
}

const closed = { state: 'closed', stateReason: 'completed' } as const;
const THRICE = ['2026-11-23T11:10:00Z', '2026-11-23T11:20:00Z', '2026-11-23T11:30:00Z'];
const notPlanned = { state: 'closed', stateReason: 'not_planned' } as const;

const CASES: readonly [rule: string, verdicts: readonly Verdict[], standing: StandingIssue | null, expected: string][] =
  [
    ['nothing fails and nothing stands: nothing is written', [good], null, ''],
    ['the first failing policy opens the issue', [noLicense], null, 'create-issue'],
    ['unknown opens nothing', [unknown], null, ''],
    ['the same findings again write nothing', [noLicense], standingFor([noLicense]), ''],
    ['another finding edits the issue in place', [noLicense, noContributing], standingFor([noLicense]), 'update-issue'],
    ['one finding less edits it too', [noLicense], standingFor([noLicense, noContributing]), 'update-issue'],
    ['all is well: it closes', [good], standingFor([noLicense]), 'update-issue closed'],
    ['unknown closes nothing', [unknown], standingFor([noLicense]), ''],
    [
      'closed since all was well, and still so: nothing',
      [good],
      standingFor([], { ...closed, isClosedByUs: true }),
      '',
    ],
    [
      'closed by us and failing again: it reopens',
      [noLicense],
      standingFor([], { ...closed, isClosedByUs: true }),
      'update-issue open',
    ],
    [
      'closed by a person as done, but not done: it reopens',
      [noLicense],
      standingFor([noLicense], closed),
      'update-issue open',
    ],
    ['closed as not planned: silent', [noLicense], standingFor([noLicense], notPlanned), ''],
    ['… also when less fails', [noLicense], standingFor([noLicense, noContributing], notPlanned), ''],
    [
      '… until something new fails',
      [noLicense, noContributing],
      standingFor([noLicense], notPlanned),
      'update-issue open',
    ],
    ['deleted by a person: not made again', [noLicense], standingFor([noLicense], { state: 'deleted' }), ''],
    ['… until something new fails', [noContributing], standingFor([noLicense], { state: 'deleted' }), 'create-issue'],
    [
      'reopened three times in an hour: somebody fights us, so we stop',
      [noLicense],
      standingFor([noLicense], {
        ...closed,
        flippedAt: THRICE,
      }),
      '',
    ],
    [
      'all is well, and somebody reopens what we closed: it is closed again',
      [],
      standingFor([noLicense], { isClosedByUs: true, flippedAt: THRICE.slice(0, 2) }),
      'update-issue closed',
    ],
    [
      'A43: … until that has been three times within an hour',
      [],
      standingFor([noLicense], { isClosedByUs: true, flippedAt: THRICE }),
      '',
    ],
    [
      'what is mended closes it, whoever fought before',
      [good],
      standingFor([noLicense], { flippedAt: THRICE }),
      'update-issue closed',
    ],
    [
      '… and go on an hour later',
      [noLicense],
      standingFor([noLicense], {
        ...closed,
        flippedAt: ['2026-11-23T10:10:00Z', '2026-11-23T10:20:00Z', '2026-11-23T10:30:00Z'],
      }),
      'update-issue open',
    ],
  ];

test.each(CASES)('%s', (_rule, verdicts, standing, expected) => {
  const actions = plan(verdicts, standing).map((action) =>
    action.kind === 'update-issue' && action.state !== null ? `${action.kind} ${action.state}` : action.kind,
  );

  expect(actions.join()).toBe(expected);
});

import { expect, test } from '@jest/globals';
import type { ProposedFile } from '../../src/plan/action.ts';
import { planProposals } from '../../src/plan/plan-proposals.ts';
import type { StandingProposal } from '../../src/plan/standing.ts';

const repository = { repositoryId: 7, owner: 'city', name: 'bus-stops' };
const LICENSE = { path: 'LICENSE', text: 'EUPL' };
const SECURITY = { path: 'SECURITY.md', text: 'Write to security@city.example' };

function plan(wanted: readonly ProposedFile[], standing: readonly StandingProposal[], isRequested = false) {
  const render = (files: readonly ProposedFile[]) => ({
    title: 'Add files',
    body: files.map(({ path }) => path).join(),
  });
  return planProposals({
    repository,
    wanted,
    standing,
    baseBranch: 'main',
    baseSha: 'b'.repeat(40),
    isRequested,
    isUncertain: false,
    now: '2026-11-23T12:00:00Z',
    render,
  });
}

/** A proposal as it stands after we opened it with these files. */
function standingFor(files: readonly ProposedFile[], changes: Partial<StandingProposal> = {}): StandingProposal {
  const [action] = plan(files, []);
  if (action?.kind !== 'open-proposal') throw new Error('nothing to open');
  return {
    key: action.key,
    number: 5,
    branch: action.branch,
    state: 'open',
    isClosedByUs: false,
    headSha: 'a'.repeat(40),
    ourHeadSha: 'a'.repeat(40),
    paths: files.map(({ path }) => path),
    flippedAt: [],
    fingerprint: action.fingerprint,
    ...changes,
  };
}

const closed = { state: 'closed' } as const;
const THRICE = ['2026-11-23T11:10:00Z', '2026-11-23T11:20:00Z', '2026-11-23T11:30:00Z'];
const CASES: readonly [
  rule: string,
  wanted: readonly ProposedFile[],
  standing: readonly StandingProposal[],
  expected: string,
  isRequested?: boolean,
][] = [
  ['nothing is missing: nothing is proposed', [], [], ''],
  ['all missing files come in one pull request', [LICENSE, SECURITY], [], 'open-proposal LICENSE,SECURITY.md'],
  ['it stands already', [LICENSE], [standingFor([LICENSE])], ''],
  [
    'its text changed: it is updated',
    [{ ...LICENSE, text: 'MIT' }],
    [standingFor([LICENSE])],
    'update-proposal LICENSE',
  ],
  [
    'one of its files is there now: it keeps the other',
    [SECURITY],
    [standingFor([LICENSE, SECURITY])],
    'update-proposal SECURITY.md',
  ],
  ['all its files are there: we close it', [], [standingFor([LICENSE])], 'set-proposal-state closed'],
  [
    'people committed to its branch: hands off',
    [{ ...LICENSE, text: 'MIT' }],
    [standingFor([LICENSE], { headSha: 'c'.repeat(40) })],
    '',
  ],
  [
    'people committed to its branch: it is not closed either',
    [],
    [standingFor([LICENSE], { headSha: 'c'.repeat(40) })],
    '',
  ],
  ['closed unmerged means no', [LICENSE], [standingFor([LICENSE], closed)], ''],
  [
    '… but a new file may be proposed',
    [LICENSE, SECURITY],
    [standingFor([LICENSE], closed)],
    'open-proposal SECURITY.md',
  ],
  [
    '… and who presses the button gets it again',
    [LICENSE],
    [standingFor([LICENSE], closed)],
    'set-proposal-state open',
    true,
  ],
  [
    '… as a new one when its branch is gone',
    [LICENSE],
    [standingFor([LICENSE], { ...closed, headSha: null })],
    'open-proposal LICENSE',
    true,
  ],
  [
    'closed by us and reopened by somebody: it is closed again',
    [],
    [standingFor([LICENSE], { isClosedByUs: true, flippedAt: ['2026-11-23T11:10:00Z', '2026-11-23T11:20:00Z'] })],
    'set-proposal-state closed',
  ],
  [
    'A43: … until that has been three times within an hour',
    [],
    [standingFor([LICENSE], { isClosedByUs: true, flippedAt: THRICE })],
    '',
  ],
  [
    'closed by us, and missing again: it reopens',
    [LICENSE],
    [standingFor([LICENSE], { ...closed, isClosedByUs: true })],
    'set-proposal-state open',
  ],
  [
    'merged, and missing again: a new one',
    [LICENSE],
    [standingFor([LICENSE], { state: 'merged' })],
    'open-proposal LICENSE',
  ],
];

test.each(CASES)('%s', (_rule, wanted, standing, expected, isRequested = false) => {
  const actions = plan(wanted, standing, isRequested).map((action) =>
    action.kind === 'set-proposal-state'
      ? `${action.kind} ${action.state}`
      : `${action.kind} ${action.files.map(({ path }) => path).join()}`,
  );

  expect(actions.join()).toBe(expected);
});

test('the branch is named after its files, and numbered when the name has been used', () => {
  const branches = [plan([LICENSE, SECURITY], []), plan([LICENSE], [standingFor([LICENSE], { state: 'merged' })])]
    .flat()
    .map((action) => (action.kind === 'open-proposal' ? action.branch : ''));

  expect(branches).toEqual(['portreeve/add-license-security', 'portreeve/add-license-2']);
});

test('while something could not be judged, nothing is taken back', () => {
  const render = () => ({ title: 'Add files', body: '' });
  const input = {
    repository,
    baseBranch: 'main',
    baseSha: 'b'.repeat(40),
    isRequested: false,
    isUncertain: true,
    now: '2026-11-23T12:00:00Z',
    render,
  };

  expect(planProposals({ ...input, wanted: [], standing: [standingFor([LICENSE])] })).toEqual([]);
  expect(planProposals({ ...input, wanted: [LICENSE], standing: [standingFor([LICENSE, SECURITY])] })).toEqual([]);
});

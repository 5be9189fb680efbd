import { describe, expect, test } from '@jest/globals';
import type { Measurement } from '../../../src/ggi/evidence/evidence.ts';
import { readAttestation } from '../../../src/ggi/evidence/read-attestation.ts';
import { standingOf } from '../../../src/ggi/evidence/standing.ts';

const TODAY = '2026-11-25';
const SAID = { key: 'talks-tracked', until: '2027-06-30', link: null, note: 'We keep a list.' };

describe('what a comment attests', () => {
  test.each([
    ['/portreeve attest talks-tracked until 2027-06-30 We keep a list.', SAID],
    ['Hello\r\n/portreeve attest talks-tracked until 2027-06-30 We keep a list.\r\nBye', SAID],
    [
      '/portreeve attest talks-tracked until 2027-06-30 We keep https://city.example/talks a list.',
      { ...SAID, link: 'https://city.example/talks' },
    ],
    [
      '/portreeve attest talks-tracked until 2027-06-30 https://city.example/talks',
      { ...SAID, link: 'https://city.example/talks', note: 'https://city.example/talks' },
    ],
    [`/portreeve attest talks-tracked until ${TODAY} We keep a list.`, { ...SAID, until: TODAY }],
  ])('%j', (body, said) => {
    expect(readAttestation(body, TODAY)).toEqual(said);
  });

  test.each([
    ['without anything attested', '/portreeve attest talks-tracked until 2027-06-30'],
    ['without a day', '/portreeve attest talks-tracked We keep a list.'],
    ['until a day that has passed', '/portreeve attest talks-tracked until 2026-11-24 We keep a list.'],
    ['until a day far away', '/portreeve attest talks-tracked until 2036-01-01 We keep a list.'],
    ['until a day that is in no calendar', '/portreeve attest talks-tracked until 2027-02-30 We keep a list.'],
    ['in a quotation', '> /portreeve attest talks-tracked until 2027-06-30 We keep a list.'],
    ['twice', `${'/portreeve attest talks-tracked until 2027-06-30 We keep a list.\n'.repeat(2)}`],
  ])('nothing %s', (_, body) => {
    expect(readAttestation(body, TODAY)).toBeNull();
  });
});

describe('how a point stands', () => {
  const key = 'practices-listed';
  const activity = { id: 'GGI-A-25', points: [{ key, kind: 'document', part: 'main', evidence: null }] } as const;
  const attestation = (until: string, at: string = TODAY) => ({ key, by: 'ada', at, until, link: null, note: 'n' });
  const measured = (outcome: Measurement['outcome']) =>
    new Map([[key, { key, outcome, since: TODAY } as Measurement & { since: string }]]);

  test.each([
    ['supported', [], 'supported'],
    ['no-evidence', [], 'no-evidence'],
    ['no-evidence', [attestation(TODAY)], 'attested'],
    ['no-evidence', [attestation('2026-11-24')], 'no-evidence'],
    ['contradicted', [attestation('2027-01-01')], 'contradicted'],
    ['supported', [attestation('2027-01-01')], 'supported'],
  ] as const)('measured %s, with %j', (outcome, attestations, state) => {
    expect(standingOf(activity, measured(outcome), attestations, TODAY)[0]?.state).toBe(state);
  });

  test.each([
    ['the newest', [attestation('2027-01-01', '2026-11-01'), attestation('2027-06-01', '2026-11-02')], '2027-06-01'],
    ['also one that ends sooner', [attestation('2027-06-01', '2026-11-01'), attestation(TODAY, '2026-11-02')], TODAY],
    ['none, where that has ended', [attestation('2027-06-01', '2026-11-01'), attestation('2026-11-24')], undefined],
  ] as const)('without any measurement an attestation stands in: %s', (_, attestations, until) => {
    const [standing] = standingOf(activity, new Map(), attestations, TODAY);

    expect(standing?.state).toBe(until === undefined ? 'no-evidence' : 'attested');
    expect(standing?.attestation?.until).toBe(until);
    expect(standing?.ended === null).toBe(until !== undefined);
  });
});

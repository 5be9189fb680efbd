import { z } from 'zod';
import { defineEvidence, type Evidence } from './evidence.ts';
import { EXAMPLE_DAY, inventoryEntry, judgement } from './example-facts.ts';
import { aboutRepository, aboutThing, active, dayOf, many, ofAll } from './listing.ts';
import type { GovernanceStatements, Judged } from './organization-facts.ts';

/** By repository, its judgements by policies that speak for a point. */
function bySpeaking(judged: readonly Judged[], key: string): Map<string, [Judged, ...Judged[]]> {
  const found = new Map<string, [Judged, ...Judged[]]>();
  for (const one of judged.filter(({ points }) => points.includes(key))) {
    const others = found.get(one.repository);
    if (others === undefined) found.set(one.repository, [one]);
    else others.push(one);
  }
  return found;
}

function listed(judged: readonly Judged[]): string {
  return judged.map(({ policy, outcome }) => `${policy} ${outcome}`).join(', ');
}

const offers = (name: string, outcome: Judged['outcome'], more: Partial<Judged> = {}) =>
  judgement(name, { points: ['licence-check-offered'], outcome, ...more });

const licenceCheckOffered = defineEvidence({
  key: 'licence-check-offered',
  needs: ['repositories', 'judged'],
  options: z.strictObject({}),
  figure: 'share',
  threshold: () => 100,
  computed: 'Share of the active repositories whose licence Portreeve checks by at least one policy.',
  leavesOpen: null,
  // Another tool may check what Portreeve does not.
  unmet: 'no-evidence',
  nothing: 'There is no active repository.',
  says: (figure) => `The licence of ${ofAll(figure)} active repositories is checked.`,
  list({ repositories, judged }) {
    const speaking = bySpeaking(judged, 'licence-check-offered');
    return active(repositories).map((entry) => {
      const own = speaking.get(entry.repository);
      if (own === undefined) return aboutRepository(entry, { counts: false, says: 'no policy on licences is on' });
      const counts = own.some(({ outcome }) => outcome !== 'unknown');
      return aboutRepository(entry, { counts, says: listed(own) });
    });
  },
  examples: [
    {
      name: 'checked everywhere, whatever came of it',
      facts: {
        repositories: [inventoryEntry('bus-stops'), inventoryEntry('trees')],
        judged: [offers('bus-stops', 'pass'), offers('trees', 'fail')],
      },
      expect: 'supported',
      value: 100,
    },
    {
      name: 'an archived one need not be checked',
      facts: {
        repositories: [inventoryEntry('bus-stops'), inventoryEntry('old', { isActive: false })],
        judged: [offers('bus-stops', 'pass')],
      },
      expect: 'supported',
      value: 100,
    },
    {
      name: 'one is left out',
      facts: {
        repositories: [inventoryEntry('bus-stops'), inventoryEntry('trees')],
        judged: [offers('bus-stops', 'pass'), judgement('trees')],
      },
      expect: 'no-evidence',
      value: 50,
    },
    {
      name: 'one could not be looked at',
      facts: { repositories: [inventoryEntry('bus-stops')], judged: [offers('bus-stops', 'unknown')] },
      expect: 'no-evidence',
      value: 0,
    },
    { name: 'no repository', facts: { repositories: [], judged: [] }, expect: 'no-evidence', value: null },
  ],
});

const statements = (nextLegalAudit: string | null): GovernanceStatements => ({
  nextLegalAudit,
  upstreamFirst: [],
  beneficiaries: [],
});

const auditsScheduled = defineEvidence({
  key: 'audits-scheduled',
  needs: ['repositories', 'statements'],
  options: z.strictObject({
    periodDays: z.int().min(1).max(3660).default(365).describe('The last full audit may be so many days ago.'),
  }),
  figure: 'oldest-age',
  threshold: ({ periodDays }) => periodDays,
  computed: 'Days since the active repository whose audit is the longest ago was audited.',
  leavesOpen: 'What a lawyer looks at beyond the policies.',
  // Audits may be held without Portreeve.
  unmet: 'no-evidence',
  nothing: 'There is no active repository.',
  says({ value, total, oldest }, _glanced, { isMet, threshold }) {
    if (value === null) return 'Not all active repositories were audited yet.';
    return isMet
      ? `All ${total} active repositories were audited within ${many(threshold, 'day')}.`
      : `One of ${total} active repositories was last audited on ${oldest}.`;
  },
  list: ({ repositories }) =>
    active(repositories).map((entry) => {
      const date = entry.auditedAt === null ? null : dayOf(entry.auditedAt);
      return aboutRepository(entry, {
        counts: true,
        date,
        says: date === null ? 'not audited yet' : `audited on ${date}`,
      });
    }),
  object({ statements: { nextLegalAudit } }, _options, { day, isMet }) {
    if (nextLegalAudit === null) {
      const says = 'No date is set for the next one (`governance.evidence.nextLegalAudit`).';
      return isMet ? { outcome: 'no-evidence', says } : null;
    }
    if (nextLegalAudit >= day) return null;
    return { outcome: 'contradicted', says: `The date set for the next one, ${nextLegalAudit}, has passed.` };
  },
  examples: [
    {
      name: 'audited a year ago, and the next date set',
      facts: {
        repositories: [inventoryEntry('bus-stops', { auditedAt: '2025-11-25T03:00:00.000Z' })],
        statements: statements('2026-12-01'),
      },
      expect: 'supported',
      value: 365,
    },
    {
      name: 'longer than a year ago',
      facts: {
        repositories: [inventoryEntry('bus-stops'), inventoryEntry('trees', { auditedAt: '2025-11-24T03:00:00.000Z' })],
        statements: statements('2026-12-01'),
      },
      expect: 'no-evidence',
      value: 366,
    },
    {
      name: 'audited, and no date for the next one',
      facts: { repositories: [inventoryEntry('bus-stops')], statements: statements(null) },
      expect: 'no-evidence',
      value: 0,
    },
    {
      name: 'the date for the next one has passed',
      facts: { repositories: [inventoryEntry('bus-stops')], statements: statements('2026-11-24') },
      expect: 'contradicted',
      value: 0,
    },
    {
      name: 'the next one is today',
      facts: { repositories: [inventoryEntry('bus-stops')], statements: statements(EXAMPLE_DAY) },
      expect: 'supported',
      value: 0,
    },
    {
      name: 'one was never audited',
      facts: {
        repositories: [inventoryEntry('bus-stops', { auditedAt: null })],
        statements: statements('2026-12-01'),
      },
      expect: 'no-evidence',
      value: null,
    },
  ],
});

const informs = (name: string, outcome: Judged['outcome'], more: Partial<Judged> = {}) =>
  judgement(name, { points: ['project-information-complete'], outcome, ...more });

const projectInformationComplete = defineEvidence({
  key: 'project-information-complete',
  needs: ['repositories', 'judged'],
  options: z.strictObject({}),
  figure: 'share',
  threshold: () => 100,
  computed:
    'Share of the active public repositories that meet all policies on what outsiders need: licence, readme, guide for contributors.',
  leavesOpen: null,
  unmet: 'contradicted',
  nothing: 'There is no active public repository.',
  says: (figure) => `${ofAll(figure)} public repositories have licence, readme and guide for contributors.`,
  list({ repositories, judged }) {
    const speaking = bySpeaking(judged, 'project-information-complete');
    return active(repositories)
      .filter(({ isPublic }) => isPublic)
      .map((entry) => {
        const own = speaking.get(entry.repository);
        if (own === undefined) return aboutRepository(entry, { counts: false, says: 'not judged' });
        const counts = own.every(({ outcome }) => outcome === 'pass');
        return aboutRepository(entry, { counts, says: listed(own) });
      });
  },
  object({ repositories, judged }) {
    const speaking = bySpeaking(judged, 'project-information-complete');
    const open = active(repositories).filter(({ repository, isPublic }) => {
      const own = speaking.get(repository);
      return isPublic && (own === undefined || own.some(({ outcome }) => outcome === 'unknown'));
    });
    const isMissing = judged.some(
      ({ isPublic, isActive, outcome, points }) =>
        isPublic && isActive && outcome === 'fail' && points.includes('project-information-complete'),
    );
    if (open.length === 0 || isMissing) return null;
    return { outcome: 'no-evidence', says: `${open.length} of them could not be judged.` };
  },
  examples: [
    {
      name: 'everything is there',
      facts: { repositories: [inventoryEntry('bus-stops')], judged: [informs('bus-stops', 'pass')] },
      expect: 'supported',
      value: 100,
    },
    {
      name: 'a private one is nobody’s to contribute to',
      facts: {
        repositories: [inventoryEntry('bus-stops'), inventoryEntry('payroll', { isPublic: false })],
        judged: [informs('bus-stops', 'pass'), informs('payroll', 'fail', { isPublic: false })],
      },
      expect: 'supported',
      value: 100,
    },
    {
      name: 'a licence is missing in one of two',
      facts: {
        repositories: [inventoryEntry('bus-stops'), inventoryEntry('trees')],
        judged: [informs('bus-stops', 'pass'), informs('trees', 'pass'), informs('trees', 'fail', { policy: 'other' })],
      },
      expect: 'contradicted',
      value: 50,
    },
    {
      name: 'an exemption excuses and supplies nothing',
      facts: {
        repositories: [inventoryEntry('bus-stops')],
        judged: [informs('bus-stops', 'exempt', { exemption: { approver: 'ada', until: '2027-01-01' } })],
      },
      expect: 'contradicted',
      value: 0,
    },
    {
      name: 'one could not be looked at',
      facts: {
        repositories: [inventoryEntry('bus-stops'), inventoryEntry('trees')],
        judged: [informs('bus-stops', 'pass'), informs('trees', 'unknown')],
      },
      expect: 'no-evidence',
      value: 50,
    },
    {
      name: 'the policies are off',
      facts: { repositories: [inventoryEntry('bus-stops')], judged: [judgement('bus-stops')] },
      expect: 'no-evidence',
      value: 0,
    },
    { name: 'nothing is public', facts: { repositories: [], judged: [] }, expect: 'no-evidence', value: null },
  ],
});

const ipContactNamed = defineEvidence({
  key: 'ip-contact-named',
  needs: ['legalContact'],
  options: z.strictObject({}),
  figure: 'count',
  threshold: () => 1,
  computed:
    'Number of contacts for questions about licences in the configuration; a login counts when GitHub knows it, an address when it is well formed.',
  leavesOpen: 'Whether somebody answers.',
  unmet: 'contradicted',
  nothing: 'No contact for questions about licences is named (`governance.evidence.legalContact`).',
  says: ({ counting }) =>
    counting > 0
      ? 'A contact for questions about licences is named in the configuration.'
      : 'GitHub does not know the contact for questions about licences that the configuration names.',
  list({ legalContact }) {
    if (legalContact === null) return [];
    const { contact, kind, exists } = legalContact;
    const says =
      kind !== 'login' ? 'well formed; not tried' : exists === true ? 'known to GitHub' : 'not known to GitHub';
    return [aboutThing(contact, { counts: kind !== 'login' || exists === true, says, isPublic: false })];
  },
  examples: [
    {
      name: 'an address',
      facts: { legalContact: { contact: 'law@city.example', kind: 'email', exists: null } },
      expect: 'supported',
      value: 1,
    },
    {
      name: 'somebody whom GitHub knows',
      facts: { legalContact: { contact: 'ada', kind: 'login', exists: true } },
      expect: 'supported',
      value: 1,
    },
    {
      name: 'somebody who is gone',
      facts: { legalContact: { contact: 'bob', kind: 'login', exists: false } },
      expect: 'contradicted',
      value: 0,
    },
    { name: 'nobody', facts: { legalContact: null }, expect: 'no-evidence', value: 0 },
  ],
});

export const legalCompliance: readonly Evidence[] = [
  licenceCheckOffered,
  auditsScheduled,
  projectInformationComplete,
  ipContactNamed,
];

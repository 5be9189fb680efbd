import { z } from 'zod';
import { defineEvidence, type Evidence } from './evidence.ts';
import { aboutThing, many } from './listing.ts';
import type { GovernanceStatements, Upstream } from './organization-facts.ts';

const quarters = (...pullRequests: readonly number[]): Upstream => ({
  accounts: 5,
  quarters: pullRequests.map((count, index) => ({
    quarter: `2026-Q${index + 1}`,
    until: ['2026-03-31', '2026-06-30', '2026-09-30'][index] ?? '2026-12-31',
    pullRequests: count,
    issues: 0,
    reviews: 0,
  })),
});

const upstreamRequestsGrowing = defineEvidence({
  key: 'upstream-requests-growing',
  needs: ['upstream'],
  options: z.strictObject({
    growthPercent: z
      .int()
      .min(1)
      .max(1000)
      .default(20)
      .describe('From one quarter to the next it has to grow by so much.'),
  }),
  figure: 'growth',
  threshold: ({ growthPercent }) => growthPercent,
  computed:
    'Change of the number of pull requests by consenting accounts to others’ projects, from the last but one whole quarter to the last.',
  leavesOpen: 'Other forges, and accounts that did not consent.',
  // Most of it may be where nobody consented to be counted.
  unmet: 'no-evidence',
  nothing: 'No quarter was counted yet.',
  says: ({ value, total }) =>
    value === null
      ? `${many(total, 'quarter')} counted: too few pull requests to compare.`
      : `Pull requests to others’ projects changed by ${value} % from quarter to quarter.`,
  list: ({ upstream }) =>
    upstream.quarters.map(({ quarter, until, pullRequests }) =>
      aboutThing(quarter, {
        counts: true,
        date: until,
        amount: pullRequests,
        says: many(pullRequests, 'pull request'),
        isPublic: false,
      }),
    ),
  examples: [
    { name: 'a fifth more', facts: { upstream: quarters(40, 10, 12) }, expect: 'supported', value: 20 },
    { name: 'a little more', facts: { upstream: quarters(100, 119) }, expect: 'no-evidence', value: 19 },
    { name: 'less', facts: { upstream: quarters(10, 5) }, expect: 'no-evidence', value: -50 },
    { name: 'from nothing', facts: { upstream: quarters(0, 5) }, expect: 'no-evidence', value: null },
    { name: 'the first quarter', facts: { upstream: quarters(5) }, expect: 'no-evidence', value: null },
    { name: 'none', facts: { upstream: quarters() }, expect: 'no-evidence', value: null },
  ],
});

const statements = (...upstreamFirst: readonly string[]): GovernanceStatements => ({
  nextLegalAudit: null,
  upstreamFirst,
  beneficiaries: [],
});

const upstreamFirstListDrafted = defineEvidence({
  key: 'upstream-first-list-drafted',
  needs: ['statements'],
  options: z.strictObject({}),
  figure: 'count',
  threshold: () => 1,
  computed: 'Number of outside projects that the configuration lists under `governance.evidence.upstreamFirst`.',
  leavesOpen: null,
  unmet: 'no-evidence',
  nothing: 'The configuration lists no project (`governance.evidence.upstreamFirst`).',
  says: ({ counting }) => `Changes to ${many(counting, 'project')} go upstream first, the configuration says.`,
  list: ({ statements: { upstreamFirst } }) =>
    upstreamFirst.map((project) => aboutThing(project, { counts: true, says: 'listed', isPublic: false })),
  examples: [
    { name: 'one project', facts: { statements: statements('gnome/gtk') }, expect: 'supported', value: 1 },
    { name: 'an empty list', facts: { statements: statements() }, expect: 'no-evidence', value: 0 },
  ],
});

export const upstreamFirst: readonly Evidence[] = [upstreamRequestsGrowing, upstreamFirstListDrafted];

import { z } from 'zod';
import { defineEvidence, type Evidence } from './evidence.ts';
import { defineDocumentEvidence } from './governance-documents.ts';
import { aboutThing, many } from './listing.ts';
import type { GovernanceStatements } from './organization-facts.ts';

const statements = (...beneficiaries: readonly string[]): GovernanceStatements => ({
  nextLegalAudit: null,
  upstreamFirst: [],
  beneficiaries,
});

const beneficiaryIdentified = defineEvidence({
  key: 'beneficiary-identified',
  needs: ['statements'],
  glances: ['components'],
  options: z.strictObject({}),
  figure: 'count',
  threshold: () => 1,
  computed: 'Number of projects that the configuration names under `governance.evidence.beneficiaries`.',
  leavesOpen: null,
  unmet: 'no-evidence',
  nothing: 'The configuration names no project to support (`governance.evidence.beneficiaries`).',
  says: ({ counting }, { components }) => {
    const used = (components?.packages ?? []).slice(0, 3).map(({ name }) => name);
    const most = used.length === 0 ? '' : ` The packages used most: ${used.join(', ')}.`;
    return `The configuration names ${many(counting, 'project')} to support.${most}`;
  },
  list: ({ statements: { beneficiaries } }) =>
    beneficiaries.map((project) => aboutThing(project, { counts: true, says: 'named', isPublic: false })),
  examples: [
    { name: 'one project', facts: { statements: statements('curl/curl') }, expect: 'supported', value: 1 },
    { name: 'none', facts: { statements: statements() }, expect: 'no-evidence', value: 0 },
  ],
});

const contributionMade = defineEvidence({
  key: 'contribution-made',
  needs: ['beneficiaryContributions'],
  options: z.strictObject({}),
  figure: 'sum',
  threshold: () => 1,
  computed:
    'Number of merged pull requests by consenting accounts in the projects that the configuration names, all together.',
  leavesOpen: 'Money, hosting, and contributions on other forges count too, and cannot be seen.',
  unmet: 'no-evidence',
  nothing: 'The configuration names no project to support (`governance.evidence.beneficiaries`).',
  says: ({ value }) => `${many(value ?? 0, 'pull request')} merged in the projects to support.`,
  list: ({ beneficiaryContributions }) =>
    beneficiaryContributions.map(({ project, merged }) =>
      aboutThing(project, {
        counts: merged > 0,
        amount: merged,
        says: `${many(merged, 'pull request')} merged`,
        isPublic: false,
      }),
    ),
  examples: [
    {
      name: 'one was merged',
      facts: {
        beneficiaryContributions: [
          { project: 'curl/curl', merged: 1 },
          { project: 'gnome/gtk', merged: 0 },
        ],
      },
      expect: 'supported',
      value: 1,
    },
    {
      name: 'none was merged',
      facts: { beneficiaryContributions: [{ project: 'curl/curl', merged: 0 }] },
      expect: 'no-evidence',
      value: 0,
    },
    { name: 'no project', facts: { beneficiaryContributions: [] }, expect: 'no-evidence', value: 0 },
  ],
});

const contributionPolicyAdopted = defineDocumentEvidence({
  key: 'contribution-policy-adopted',
  name: 'policy on contributions',
  stems: [
    'contribution-policy',
    'open-source-policy',
    'open-source-contribution',
    'oss-policy',
    'politique-de-contribution',
    'politique-open-source',
    'beitragsrichtlinie',
    'open-source-richtlinie',
    'politica-de-contribu',
    'politica-open-source',
    'open-source-beleid',
  ],
  leavesOpen: 'That it was approved.',
  maxAgeDays: null,
  isPartial: true,
});

export const engagement: readonly Evidence[] = [beneficiaryIdentified, contributionMade, contributionPolicyAdopted];

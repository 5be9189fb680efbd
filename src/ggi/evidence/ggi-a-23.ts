import { z } from 'zod';
import { defineEvidence, type Evidence } from './evidence.ts';
import { about, EXAMPLE_DAY } from './example-facts.ts';
import { aboutRepository, active, dayOf, many, ofAll } from './listing.ts';
import type { BillOfMaterials, Components, Workflows } from './organization-facts.ts';
import { countLicenses } from './read-bill.ts';

const bill = (name: string, more: Partial<BillOfMaterials> = {}): BillOfMaterials => ({
  ...about(name),
  status: 'known',
  reason: null,
  readAt: `${EXAMPLE_DAY}T04:00:00.000Z`,
  packages: 12,
  ...more,
});
const components = (...bills: readonly BillOfMaterials[]): Components => ({ bills, packages: [], inventories: [] });

/** So many licences are named. */
const NAMED = 5;

/** Which licences the packages have, and the share of those whose is not known. */
function licensesOf(packages: Components['packages']): string {
  if (packages.length === 0) return '';
  const counts = countLicenses(packages);
  const named = counts.filter(({ id }) => id !== null).slice(0, NAMED);
  const unknown = counts.find(({ id }) => id === null)?.packages ?? 0;
  const share = Math.ceil((unknown * 1000) / packages.length) / 10;
  const list = named.map(({ id, packages: count }) => `${id} ${count}`).join(', ');
  return ` Licences of ${many(packages.length, 'package')}: ${list === '' ? '' : `${list}, `}not known ${unknown} (${share} %).`;
}

const ownCodeDependenciesKnown = defineEvidence({
  key: 'own-code-dependencies-known',
  needs: ['components'],
  glances: ['components'],
  options: z.strictObject({}),
  figure: 'share',
  threshold: () => 100,
  computed: 'Share of the active repositories with a bill of materials (SBOM) that is not empty.',
  leavesOpen: 'What GitHub’s dependency graph cannot read.',
  // A repository may build on nothing, or in a language that GitHub cannot read.
  unmet: 'no-evidence',
  nothing: 'There is no active repository.',
  says: (figure, { components: known }) =>
    `The dependencies of ${ofAll(figure)} active repositories are known.${licensesOf(known?.packages ?? [])}`,
  list: ({ components: { bills } }) =>
    active(bills).map((one) => {
      const says =
        one.status === 'known'
          ? many(one.packages, 'package')
          : (one.reason ?? (one.status === 'waiting' ? 'GitHub is still writing it' : 'not available'));
      return aboutRepository(one, {
        counts: one.status === 'known' && one.packages > 0,
        date: one.readAt === null ? null : dayOf(one.readAt),
        amount: one.packages,
        says,
      });
    }),
  examples: [
    { name: 'known for all', facts: { components: components(bill('bus-stops')) }, expect: 'supported', value: 100 },
    {
      name: 'an empty one in two',
      facts: { components: components(bill('bus-stops'), bill('trees', { packages: 0 })) },
      expect: 'no-evidence',
      value: 50,
    },
    {
      name: 'one is still waited for',
      facts: { components: components(bill('bus-stops', { status: 'waiting', readAt: null, packages: 0 })) },
      expect: 'no-evidence',
      value: 0,
    },
    { name: 'no active repository', facts: { components: components() }, expect: 'no-evidence', value: null },
  ],
});

/** Actions that look for what dependencies are, and what is wrong with them. */
const ANALYSES: ReadonlySet<string> = new Set([
  'actions/dependency-review-action',
  'anchore/sbom-action',
  'anchore/scan-action',
  'aquasecurity/trivy-action',
  'google/osv-scanner-action',
  'oss-review-toolkit/ort-ci-github-action',
  'snyk/actions',
  'cyclonedx/gh-node-module-generatebom',
  'fossas/fossa-action',
  'dependency-check/dependency-check_action',
]);

function isAnalysis(action: string): boolean {
  const [owner = '', name = ''] = action.toLowerCase().split('/');
  return ANALYSES.has(`${owner}/${name}`);
}

const file = (path: string, isReusable: boolean, ...uses: readonly string[]) => ({ path, isReusable, uses });
const workflows = (name: string, ...files: readonly Workflows['files'][number][]): Workflows => ({
  ...about(name),
  files,
});
const SHARED = '.github/workflows/dependencies.yml';

const analysisReadyForCi = defineEvidence({
  key: 'analysis-ready-for-ci',
  needs: ['workflows'],
  options: z.strictObject({}),
  figure: 'count',
  threshold: () => 1,
  computed: 'Number of reusable workflows of the organisation that analyse dependencies.',
  leavesOpen: 'Analyses that are offered outside of GitHub.',
  unmet: 'no-evidence',
  nothing: 'No workflow of the organisation can be called by others.',
  says: ({ counting }) =>
    `${many(counting, 'reusable workflow')} ${counting === 1 ? 'analyses' : 'analyse'} dependencies.`,
  list: ({ workflows: all }) =>
    all.flatMap((one) =>
      one.files
        .filter(({ isReusable }) => isReusable)
        .map(({ path, uses }) => {
          const place = `${one.repository}/${path}`;
          const users = all.filter(({ files }) => files.some((other) => other.uses.includes(place))).length;
          const analyses = uses.filter(isAnalysis);
          const does = analyses.length === 0 ? 'does not analyse dependencies' : `uses ${analyses.join(', ')}`;
          return aboutRepository(one, {
            about: place,
            counts: analyses.length > 0,
            amount: users,
            says: `${does}; called by ${many(users, 'repository', 'repositories')}`,
          });
        }),
    ),
  examples: [
    {
      name: 'a reusable workflow, and one that calls it',
      facts: {
        workflows: [
          workflows('.github', file(SHARED, true, 'google/osv-scanner-action/osv-scanner-action')),
          workflows('bus-stops', file('.github/workflows/test.yml', false, `city/.github/${SHARED}`)),
        ],
      },
      expect: 'supported',
      value: 1,
    },
    {
      name: 'a reusable workflow for something else',
      facts: { workflows: [workflows('.github', file(SHARED, true, 'actions/checkout'))] },
      expect: 'no-evidence',
      value: 0,
    },
    {
      name: 'an analysis that nobody else can call',
      facts: { workflows: [workflows('bus-stops', file(SHARED, false, 'aquasecurity/trivy-action'))] },
      expect: 'no-evidence',
      value: 0,
    },
  ],
});

const analysisToolsInUse = defineEvidence({
  key: 'analysis-tools-in-use',
  needs: ['components'],
  options: z.strictObject({
    maxAgeDays: z.int().min(1).max(3660).default(30).describe('The newest analysis may be so many days old.'),
  }),
  figure: 'newest-age',
  threshold: ({ maxAgeDays }) => maxAgeDays,
  computed: 'Days since the newest bill of materials of a repository was read and counted.',
  leavesOpen: null,
  unmet: 'no-evidence',
  nothing: 'There is no repository.',
  says({ value, counting, total, newest }, _glanced, { isMet, threshold }) {
    if (value === null) return 'No dependencies were analysed yet.';
    const when = isMet ? `within ${many(threshold, 'day')}` : `on ${newest}`;
    return `The dependencies of ${counting} of ${total} repositories are analysed, last ${when}.`;
  },
  list: ({ components: { bills } }) =>
    bills.map((one) =>
      aboutRepository(one, {
        counts: one.status === 'known',
        date: one.readAt === null ? null : dayOf(one.readAt),
        amount: one.packages,
        says: one.status === 'known' ? many(one.packages, 'package') : (one.reason ?? 'not analysed'),
      }),
    ),
  examples: [
    {
      name: 'thirty days ago',
      facts: { components: components(bill('bus-stops', { readAt: '2026-10-26T04:00:00.000Z' })) },
      expect: 'supported',
      value: 30,
    },
    {
      name: 'longer ago',
      facts: { components: components(bill('bus-stops', { readAt: '2026-10-25T04:00:00.000Z' })) },
      expect: 'no-evidence',
      value: 31,
    },
    {
      name: 'never',
      facts: { components: components(bill('bus-stops', { status: 'unavailable', reason: 'off', readAt: null })) },
      expect: 'no-evidence',
      value: null,
    },
  ],
});

export const dependencies: readonly Evidence[] = [ownCodeDependenciesKnown, analysisReadyForCi, analysisToolsInUse];

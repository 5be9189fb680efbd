import { z } from 'zod';
import { defineEvidence, type Evidence } from './evidence.ts';
import { component, EXAMPLE_DAY } from './example-facts.ts';
import { aboutThing, many } from './listing.ts';
import type { Components } from './organization-facts.ts';

/** So many of the packages used most are listed. */
const LISTED = 25;

const components = (...packages: readonly Components['packages'][number][]): Components => ({
  bills: [],
  packages,
  inventories: [EXAMPLE_DAY],
});

const impactfulCommunitiesIdentified = defineEvidence({
  key: 'impactful-communities-identified',
  needs: ['components'],
  options: z.strictObject({
    repositories: z
      .int()
      .min(1)
      .max(1000)
      .default(2)
      .describe('A package matters from so many repositories that build on it.'),
  }),
  figure: 'count',
  threshold: () => 1,
  computed: `Number of packages, of the ${LISTED} used most, on which at least so many repositories build as are set.`,
  leavesOpen: 'Dependencies are only a proxy: which technologies matter to the organisation, people know.',
  isPartial: true,
  unmet: 'no-evidence',
  nothing: 'No package is known yet.',
  says: ({ counting }) => `${many(counting, 'package')} matter${counting === 1 ? 's' : ''} to several repositories.`,
  list: ({ components: { packages } }, { repositories }) =>
    packages.slice(0, LISTED).map((one) =>
      aboutThing(one.name, {
        counts: one.repositories >= repositories,
        amount: one.repositories,
        says: `in ${many(one.repositories, 'repository', 'repositories')}, licence ${one.license ?? 'not known'}`,
        isPublic: false,
      }),
    ),
  examples: [
    {
      name: 'one that two build on',
      facts: { components: components(component('hono'), component('left-pad', { repositories: 1 })) },
      expect: 'supported',
      value: 1,
    },
    {
      name: 'none that two build on',
      facts: { components: components(component('left-pad', { repositories: 1, license: null })) },
      expect: 'no-evidence',
      value: 0,
    },
    { name: 'none', facts: { components: components() }, expect: 'no-evidence', value: 0 },
  ],
});

export const innovation: readonly Evidence[] = [impactfulCommunitiesIdentified];

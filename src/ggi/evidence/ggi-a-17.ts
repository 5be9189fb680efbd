import { z } from 'zod';
import { defineEvidence, type Evidence } from './evidence.ts';
import { about, component, EXAMPLE_DAY, inventoryEntry } from './example-facts.ts';
import { aboutRepository, aboutThing, dayOf, daysBetween, many, ofAll } from './listing.ts';
import type { BillOfMaterials, Components } from './organization-facts.ts';

const bill = (name: string, readAt: string | null): BillOfMaterials => ({
  ...about(name),
  status: readAt === null ? 'waiting' : 'known',
  reason: null,
  readAt,
  packages: 3,
});
const components = (more: Partial<Components>): Components => ({
  bills: [bill('bus-stops', `${EXAMPLE_DAY}T04:00:00.000Z`)],
  packages: [component('hono')],
  inventories: [EXAMPLE_DAY],
  ...more,
});
const seen = (day: string) => `${day}T03:17:00.000Z`;

const inventoryMaintained = defineEvidence({
  key: 'inventory-maintained',
  needs: ['repositories', 'components'],
  options: z.strictObject({
    maxAgeDays: z.int().min(1).max(3660).default(90).describe('An inventory may be so many days old.'),
  }),
  figure: 'share',
  threshold: () => 100,
  computed:
    'Share of the repositories that were read within the time set, and, of those with a bill of materials, whose bill was too.',
  leavesOpen: 'Desktop and server software, and the skills that each item needs, stand in no repository.',
  isPartial: true,
  // An inventory may be kept elsewhere.
  unmet: 'no-evidence',
  nothing: 'There is no repository to list.',
  says: (figure) => `The inventory is up to date for ${ofAll(figure)} repositories.`,
  list({ repositories, components: { bills } }, { maxAgeDays }, { day }) {
    const billed = new Map(bills.map(({ repository, readAt }) => [repository, readAt]));
    return repositories.map((entry) => {
      const readAt = billed.get(entry.repository) ?? null;
      const oldest = dayOf(readAt !== null && readAt < entry.seenAt ? readAt : entry.seenAt);
      const packages = readAt === null ? 'its packages are not known' : `its packages as of ${dayOf(readAt)}`;
      const says = `licence ${entry.license ?? 'not known'}, language ${entry.language ?? 'not known'}, ${packages}`;
      return aboutRepository(entry, { counts: daysBetween(oldest, day) <= maxAgeDays, date: oldest, says });
    });
  },
  object({ components: { bills } }) {
    if (bills.some(({ status }) => status === 'known')) return null;
    return { outcome: 'no-evidence', says: 'Of none of them the packages are known yet.' };
  },
  examples: [
    {
      name: 'read 90 days ago',
      facts: {
        repositories: [inventoryEntry('bus-stops', { seenAt: seen('2026-08-27') })],
        components: components({ bills: [bill('bus-stops', seen('2026-08-27'))] }),
      },
      expect: 'supported',
      value: 100,
    },
    {
      name: 'read 91 days ago',
      facts: {
        repositories: [inventoryEntry('bus-stops'), inventoryEntry('trees', { seenAt: seen('2026-08-26') })],
        components: components({}),
      },
      expect: 'no-evidence',
      value: 50,
    },
    {
      name: 'an old bill of materials',
      facts: {
        repositories: [inventoryEntry('bus-stops')],
        components: components({ bills: [bill('bus-stops', seen('2026-08-26'))] }),
      },
      expect: 'no-evidence',
      value: 0,
    },
    {
      name: 'repositories without any package known',
      facts: {
        repositories: [inventoryEntry('bus-stops')],
        components: components({ bills: [bill('bus-stops', null)] }),
      },
      expect: 'no-evidence',
      value: 100,
    },
    {
      name: 'no repository',
      facts: { repositories: [], components: components({ bills: [] }) },
      expect: 'no-evidence',
      value: null,
    },
  ],
});

const untrackedSoftwareFound = defineEvidence({
  key: 'untracked-software-found',
  needs: ['components'],
  options: z.strictObject({}),
  figure: 'count',
  threshold: () => 2,
  computed: 'Number of inventories of packages that were made; two of them can be compared.',
  leavesOpen: 'Whether what came in calls for a rule is for people to decide.',
  isPartial: true,
  unmet: 'no-evidence',
  nothing: 'No inventory of packages was made yet.',
  says: ({ counting, oldest }) =>
    counting < 2
      ? `${many(counting, 'inventory', 'inventories')} of packages cannot be compared yet.`
      : `Inventories of packages can be compared since ${oldest}.`,
  list({ components: { inventories, packages } }) {
    return inventories.map((day) => {
      const added = packages.filter(({ since }) => since === day);
      const names = added.slice(0, 20).map(({ name }) => name);
      const rest = added.length > names.length ? ` and ${added.length - names.length} more` : '';
      const says = names.length === 0 ? 'nothing new' : `new since the one before: ${names.join(', ')}${rest}`;
      return aboutThing(`inventory of ${day}`, {
        counts: true,
        date: day,
        amount: added.length,
        says: day === inventories[0] ? `the first, with ${many(added.length, 'package')}` : says,
        isPublic: false,
      });
    });
  },
  examples: [
    {
      name: 'two inventories',
      facts: {
        components: components({
          inventories: ['2026-08-01', EXAMPLE_DAY],
          packages: [component('hono'), component('left-pad', { since: EXAMPLE_DAY })],
        }),
      },
      expect: 'supported',
      value: 2,
    },
    { name: 'the first inventory', facts: { components: components({}) }, expect: 'no-evidence', value: 1 },
    {
      name: 'no inventory',
      facts: { components: components({ inventories: [], packages: [] }) },
      expect: 'no-evidence',
      value: 0,
    },
  ],
});

export const inventory: readonly Evidence[] = [inventoryMaintained, untrackedSoftwareFound];

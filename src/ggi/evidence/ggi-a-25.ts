import { z } from 'zod';
import { defineEvidence, type Evidence } from './evidence.ts';
import { inventoryEntry } from './example-facts.ts';
import { aboutRepository, aboutThing, active, dayOf, daysBetween, many, ofAll } from './listing.ts';
import type { PolicyHistory } from './organization-facts.ts';

const PATH = 'city/.github/.github/portreeve.yml';

const practicesListed = defineEvidence({
  key: 'practices-listed',
  needs: ['policyFile'],
  options: z.strictObject({}),
  figure: 'count',
  threshold: () => 1,
  computed: 'Number of policies that the organisation’s file names and does not switch off.',
  leavesOpen: null,
  // They may be listed elsewhere.
  unmet: 'no-evidence',
  nothing: 'The organisation has no file with policies, or names none in it.',
  says: ({ counting }) => `The organisation’s file names ${many(counting, 'policy', 'policies')}.`,
  list: ({ policyFile }) =>
    (policyFile?.rules ?? []).map((rule) =>
      aboutThing(rule, { counts: true, says: `in ${policyFile?.path ?? ''}`, isPublic: false }),
    ),
  examples: [
    {
      name: 'a file with one policy',
      facts: { policyFile: { path: PATH, commit: 'a1', rules: ['rule'] } },
      expect: 'supported',
      value: 1,
    },
    {
      name: 'a file without any',
      facts: { policyFile: { path: PATH, commit: 'a1', rules: [] } },
      expect: 'no-evidence',
      value: 0,
    },
    { name: 'no file', facts: { policyFile: null }, expect: 'no-evidence', value: 0 },
  ],
});

const alignmentMonitored = defineEvidence({
  key: 'alignment-monitored',
  needs: ['repositories'],
  options: z.strictObject({
    maxAgeDays: z.int().min(1).max(3660).default(30).describe('An audit may be so many days ago.'),
  }),
  figure: 'share',
  threshold: () => 100,
  computed: 'Share of the active repositories that were audited within the time set.',
  leavesOpen: null,
  unmet: 'no-evidence',
  nothing: 'There is no active repository.',
  says: (figure) => `${ofAll(figure)} active repositories were audited in time.`,
  list: ({ repositories }, { maxAgeDays }, { day }) =>
    active(repositories).map((entry) => {
      const date = entry.auditedAt === null ? null : dayOf(entry.auditedAt);
      return aboutRepository(entry, {
        counts: date !== null && daysBetween(date, day) <= maxAgeDays,
        date,
        says: date === null ? 'never audited' : `audited on ${date}`,
      });
    }),
  examples: [
    {
      name: 'thirty days ago',
      facts: { repositories: [inventoryEntry('bus-stops', { auditedAt: '2026-10-26T03:00:00Z' })] },
      expect: 'supported',
      value: 100,
    },
    {
      name: 'one of them longer ago',
      facts: {
        repositories: [inventoryEntry('bus-stops'), inventoryEntry('trees', { auditedAt: '2026-10-25T03:00:00Z' })],
      },
      expect: 'no-evidence',
      value: 50,
    },
    {
      name: 'never',
      facts: { repositories: [inventoryEntry('bus-stops', { auditedAt: null })] },
      expect: 'no-evidence',
      value: 0,
    },
    { name: 'no active repository', facts: { repositories: [] }, expect: 'no-evidence', value: null },
  ],
});

const history = (before: readonly string[], now: readonly string[]): PolicyHistory => ({
  path: PATH,
  before,
  now,
  changes: [{ date: '2026-03-01', commit: 'b2', url: 'https://github.com/city/.github/commit/b2' }],
});

const newPracticesAdopted = defineEvidence({
  key: 'new-practices-adopted',
  needs: ['policyHistory'],
  options: z.strictObject({}),
  figure: 'count',
  threshold: () => 1,
  computed: 'Number of policies that the organisation’s file names now and did not name twelve months ago.',
  leavesOpen: 'That new practices were looked at: a rule that was added is a weak sign of it.',
  isPartial: true,
  unmet: 'no-evidence',
  nothing: 'The organisation’s file was not changed within twelve months, or there is none.',
  says: ({ counting }) =>
    `${many(counting, 'policy', 'policies')} ${counting === 1 ? 'was' : 'were'} added within twelve months.`,
  list({ policyHistory }) {
    if (policyHistory === null || policyHistory.changes.length === 0) return [];
    const { before, now, changes } = policyHistory;
    const added = now.filter((rule) => !before.includes(rule));
    return [
      ...added.map((rule) => aboutThing(rule, { counts: true, says: 'added', isPublic: false })),
      ...changes.map(({ date, commit, url }) =>
        aboutThing(`change ${commit.slice(0, 12)}`, {
          counts: false,
          date: dayOf(date),
          says: 'the file was changed',
          url,
          isPublic: false,
        }),
      ),
    ];
  },
  examples: [
    {
      name: 'one was added',
      facts: { policyHistory: history(['rule'], ['rule', 'new-rule']) },
      expect: 'supported',
      value: 1,
    },
    {
      name: 'an edit that added none',
      facts: { policyHistory: history(['rule'], ['rule']) },
      expect: 'no-evidence',
      value: 0,
    },
    { name: 'no file', facts: { policyHistory: null }, expect: 'no-evidence', value: 0 },
  ],
});

export const bestPractices: readonly Evidence[] = [practicesListed, alignmentMonitored, newPracticesAdopted];

import { z } from 'zod';
import { defineEvidence, type Evidence } from './evidence.ts';
import { EXAMPLE_DAY } from './example-facts.ts';
import { defineDocumentEvidence } from './governance-documents.ts';
import { aboutThing, dayOf, daysBetween, many } from './listing.ts';
import type { Board } from './organization-facts.ts';

const metricsListed = defineDocumentEvidence({
  key: 'metrics-listed',
  name: 'catalogue of indicators',
  stems: ['indicator', 'indicateur', 'indikator', 'indicador', 'kpi', 'metric', 'metrique'],
  leavesOpen: 'Whether each indicator in it has a definition, a source and an owner.',
  maxAgeDays: null,
});

const metricsToolingUsed = defineEvidence({
  key: 'metrics-tooling-used',
  needs: ['audits'],
  options: z.strictObject({
    snapshots: z.int().min(2).max(1000).default(2).describe('So many days have to have been measured.'),
    maxAgeDays: z.int().min(1).max(3660).default(7).describe('The newest of them may be so many days ago.'),
  }),
  figure: 'count',
  threshold: ({ snapshots }) => snapshots,
  computed: 'Number of days on which Portreeve measured the repositories and kept what it found.',
  leavesOpen: null,
  unmet: 'no-evidence',
  nothing: 'Nothing was measured yet.',
  says: ({ counting, oldest }, _glanced, { isMet }) =>
    isMet
      ? `The repositories are measured again and again since ${oldest}.`
      : `The repositories were measured on ${many(counting, 'day')}.`,
  list: ({ audits: { days } }) =>
    days.map((date, index) => {
      const former = days[index - 1];
      const gap = former === undefined ? 'the first' : `${many(daysBetween(former, date), 'day')} after the one before`;
      return aboutThing(`measured on ${date}`, { counts: true, date, says: gap });
    }),
  object({ audits: { days } }, { maxAgeDays }, { day, isMet }) {
    const newest = days.at(-1);
    if (!isMet || newest === undefined || daysBetween(newest, day) <= maxAgeDays) return null;
    return { outcome: 'no-evidence', says: `The last time was on ${newest}.` };
  },
  examples: [
    {
      name: 'measured on two days, the last a week ago',
      facts: { audits: { days: ['2026-11-17', '2026-11-18'] } },
      expect: 'supported',
      value: 2,
    },
    { name: 'measured once', facts: { audits: { days: [EXAMPLE_DAY] } }, expect: 'no-evidence', value: 1 },
    {
      name: 'measured until eight days ago',
      facts: { audits: { days: ['2026-11-16', '2026-11-17'] } },
      expect: 'no-evidence',
      value: 2,
    },
    { name: 'not measured', facts: { audits: { days: [] } }, expect: 'no-evidence', value: 0 },
  ],
});

const board = (refreshedAt: string | null): Board => ({ repository: 'city/governance', issues: 25, refreshedAt });

const dashboardShared = defineEvidence({
  key: 'dashboard-shared',
  needs: ['board'],
  options: z.strictObject({
    maxAgeDays: z.int().min(1).max(3660).default(7).describe('It may have been refreshed so many days ago.'),
  }),
  figure: 'newest-age',
  threshold: ({ maxAgeDays }) => maxAgeDays,
  computed: 'Days since what Portreeve measured was last brought up to date below the governance issues.',
  leavesOpen: 'Whether everybody involved can read the governance repository.',
  // There may be another one.
  unmet: 'no-evidence',
  nothing: 'There is no board of governance issues.',
  says({ value, newest }, _glanced, { isMet, threshold }) {
    if (value === null) return 'The board of governance issues was not brought up to date yet.';
    const when = isMet ? `within ${many(threshold, 'day')}` : `last on ${newest}`;
    return `The board of governance issues was brought up to date ${when}.`;
  },
  list({ board: found }) {
    if (found === null || found.issues === 0) return [];
    const date = found.refreshedAt === null ? null : dayOf(found.refreshedAt);
    const says = many(found.issues, 'governance issue');
    return [aboutThing(found.repository, { counts: true, date, amount: found.issues, says })];
  },
  examples: [
    { name: 'a week ago', facts: { board: board('2026-11-18T04:00:00Z') }, expect: 'supported', value: 7 },
    { name: 'longer ago', facts: { board: board('2026-11-17T04:00:00Z') }, expect: 'no-evidence', value: 8 },
    { name: 'not yet', facts: { board: board(null) }, expect: 'no-evidence', value: null },
    { name: 'no board', facts: { board: null }, expect: 'no-evidence', value: null },
  ],
});

export const keyIndicators: readonly Evidence[] = [metricsListed, metricsToolingUsed, dashboardShared];

import { z } from 'zod';
import { defineEvidence, type Evidence } from './evidence.ts';
import { about } from './example-facts.ts';
import { aboutRepository, active, many, ofAll } from './listing.ts';
import type { Documents, Reviews } from './organization-facts.ts';

/** How people call a review in the seven languages, as words begin. */
const REVIEW =
  /(?<![\p{L}])(review|relecture|relire|revue de code|begutacht|überprüf|codeprüf|revisi[oó]n|revisar|revisione|revisiona|revis[aã]o|rever o|beoordel|nagekeken|nakijken)/iu;

/** Lines that speak of reviews; links and headings alone are lines like others. */
function linesOnReview(text: string): number {
  return text.split('\n').filter((line) => REVIEW.test(line)).length;
}

const documents = (name: string, contributing: string | null, ...reviewGuides: readonly string[]): Documents => ({
  ...about(name),
  contributing: contributing === null ? null : { path: 'CONTRIBUTING.md', text: contributing },
  support: null,
  reviewGuides,
});
const TWO_LINES = '# Contributing\n\n## Review\n\nWe review every change before it is merged.\n';

const reviewProcessAgreed = defineEvidence({
  key: 'review-process-agreed',
  needs: ['documents'],
  options: z.strictObject({
    lines: z.int().min(1).max(100).default(2).describe('So many lines of a guide have to speak of reviews.'),
  }),
  figure: 'count',
  threshold: () => 1,
  computed: 'Number of repositories whose guide for contributors speaks of reviews, or that have a guide to reviews.',
  leavesOpen: 'That the people who review agreed on it together.',
  isPartial: true,
  unmet: 'no-evidence',
  nothing: 'There is no active repository.',
  says: ({ counting, total }) =>
    `In ${counting} of ${many(total, 'active repository', 'active repositories')} it is written down how reviews are done.`,
  list: ({ documents: all }, { lines }) =>
    active(all).map((one) => {
      const { contributing, reviewGuides } = one;
      if (reviewGuides.length > 0) return aboutRepository(one, { counts: true, says: reviewGuides.join(', ') });
      if (contributing === null) return aboutRepository(one, { counts: false, says: 'no guide' });
      const found = linesOnReview(contributing.text);
      return aboutRepository(one, {
        counts: found >= lines,
        amount: found,
        says: `${contributing.path} speaks of reviews in ${many(found, 'line')}`,
      });
    }),
  examples: [
    {
      name: 'a guide with two lines on reviews',
      facts: { documents: [documents('bus-stops', TWO_LINES), documents('trees', null)] },
      expect: 'supported',
      value: 1,
    },
    {
      name: 'a guide to reviews',
      facts: { documents: [documents('bus-stops', null, 'REVIEWING.md')] },
      expect: 'supported',
      value: 1,
    },
    {
      name: 'in French',
      facts: { documents: [documents('arrets', '## Relecture\n\nDeux relectures avant la fusion.\n')] },
      expect: 'supported',
      value: 1,
    },
    {
      name: 'one word on it',
      facts: { documents: [documents('bus-stops', '# Contributing\n\nOpen a pull request; we review it.\n')] },
      expect: 'no-evidence',
      value: 0,
    },
    {
      name: 'a preview is no review',
      facts: { documents: [documents('bus-stops', 'See the preview.\nPreviews help.\n')] },
      expect: 'no-evidence',
      value: 0,
    },
    { name: 'no active repository', facts: { documents: [] }, expect: 'no-evidence', value: 0 },
  ],
});

const reviews = (name: string, required: number, merged = 0, approved = 0, more: Partial<Reviews> = {}): Reviews => ({
  ...about(name),
  ...{ required, merged, approved },
  ...more,
});

const reviewRoutine = defineEvidence({
  key: 'review-routine',
  needs: ['reviews'],
  options: z.strictObject({
    approvedPercent: z
      .int()
      .min(1)
      .max(100)
      .default(50)
      .describe('Where reviews are not required, it contradicts when fewer of the merged changes had been approved.'),
  }),
  figure: 'share',
  threshold: () => 100,
  computed:
    'Share of the active repositories whose default branch takes no change that nobody else approved, by its rules.',
  leavesOpen: null,
  isRestricted: true,
  unmet: 'no-evidence',
  nothing: 'There is no active repository.',
  says: (figure) => `Reviews are required in ${ofAll(figure)} active repositories.`,
  list: ({ reviews: all }) =>
    active(all).map((one) =>
      aboutRepository(one, {
        counts: one.required > 0,
        amount: one.required,
        says: `${one.required === 0 ? 'not required' : `${many(one.required, 'approval')} required`}; ${one.approved} of ${many(one.merged, 'change')} merged within 90 days approved by somebody else`,
      }),
    ),
  object({ reviews: all }, { approvedPercent }, { isMet }) {
    if (isMet) return null;
    const free = active(all).filter(({ required }) => required === 0);
    const merged = free.reduce((sum, one) => sum + one.merged, 0);
    const approved = free.reduce((sum, one) => sum + one.approved, 0);
    const says = `Where they are not, ${approved} of ${many(merged, 'merged change')} had been approved by somebody else.`;
    const isRoutine = merged === 0 || approved * 100 >= merged * approvedPercent;
    return { outcome: isRoutine ? 'no-evidence' : 'contradicted', says };
  },
  examples: [
    {
      name: 'required everywhere',
      facts: { reviews: [reviews('bus-stops', 1), reviews('old', 0, 9, 0, { isActive: false })] },
      expect: 'supported',
      value: 100,
    },
    {
      name: 'not required in one, and few of its changes were approved',
      facts: { reviews: [reviews('bus-stops', 1), reviews('trees', 0, 10, 4)] },
      expect: 'contradicted',
      value: 50,
    },
    {
      name: 'not required in one, and half of its changes were approved all the same',
      facts: { reviews: [reviews('bus-stops', 1), reviews('trees', 0, 10, 5)] },
      expect: 'no-evidence',
      value: 50,
    },
    {
      name: 'not required, and nothing was merged',
      facts: { reviews: [reviews('trees', 0)] },
      expect: 'no-evidence',
      value: 0,
    },
    { name: 'no active repository', facts: { reviews: [] }, expect: 'no-evidence', value: null },
  ],
});

export const codeReviews: readonly Evidence[] = [reviewProcessAgreed, reviewRoutine];

import { z } from 'zod';
import { defineEvidence, type Evidence } from './evidence.ts';
import { about } from './example-facts.ts';
import { aboutThing, many } from './listing.ts';
import type { Documents, Profile, Upstream, UpstreamQuarter } from './organization-facts.ts';

const profile = (text: string | null): Profile => ({
  url: 'https://github.com/city',
  email: null,
  page: null,
  readme: text === null ? null : { path: 'profile/README.md', text },
});
const guide = (name: string): Documents => ({
  ...about(name),
  contributing: { path: 'CONTRIBUTING.md', text: '# Contributing\n' },
  support: null,
  reviewGuides: [],
});
const LINK = 'Want to help? Read the [guide](https://github.com/city/.github/blob/HEAD/CONTRIBUTING.md).';

const contributionPathOfficial = defineEvidence({
  key: 'contribution-path-official',
  needs: ['documents', 'profile'],
  options: z.strictObject({}),
  figure: 'count',
  threshold: () => 2,
  computed:
    'Of two things, how many are there: a guide for contributors in the organisation’s .github repository, and a link to it on the organisation’s profile.',
  leavesOpen: 'That the way it shows was approved.',
  isPartial: true,
  unmet: 'no-evidence',
  nothing: 'The organisation has no .github repository.',
  says: ({ counting }) =>
    `${many(counting, 'thing')} of two found: a guide for all contributors, and a link to it on the profile.`,
  list({ documents, profile: { url, readme } }) {
    const shared = documents.find(({ repository }) => repository.endsWith('/.github'));
    if (shared === undefined) return [];
    const isLinked =
      readme !== null && /\]\([^)\s]{0,500}contributing|https?:\/\/[^\s)]{0,500}contributing/i.test(readme.text);
    return [
      aboutThing(`${shared.repository}: guide for contributors`, {
        counts: shared.contributing !== null,
        says: shared.contributing?.path ?? 'none',
        isPublic: shared.isPublic,
      }),
      aboutThing('link on the organisation’s profile', {
        counts: isLinked,
        says:
          readme === null ? 'no profile/README.md' : isLinked ? readme.path : `${readme.path} has no link to a guide`,
        url,
      }),
    ];
  },
  examples: [
    {
      name: 'a guide that is linked',
      facts: { documents: [guide('.github')], profile: profile(LINK) },
      expect: 'supported',
      value: 2,
    },
    {
      name: 'a guide that nobody is led to',
      facts: { documents: [guide('.github')], profile: profile('Welcome; contributing is fun.') },
      expect: 'no-evidence',
      value: 1,
    },
    {
      name: 'no .github repository',
      facts: { documents: [guide('bus-stops')], profile: profile(null) },
      expect: 'no-evidence',
      value: 0,
    },
  ],
});

const quarter = (name: string, until: string, pullRequests = 0): UpstreamQuarter => ({
  quarter: name,
  until,
  pullRequests,
  issues: 1,
  reviews: 0,
});
const upstream = (...quarters: readonly UpstreamQuarter[]): Upstream => ({ accounts: 5, quarters });

const contributionVolumeMeasured = defineEvidence({
  key: 'contribution-volume-measured',
  needs: ['upstream'],
  options: z.strictObject({
    maxAgeDays: z
      .int()
      .min(92)
      .max(3660)
      .default(92)
      .describe('The last quarter measured may have ended so many days ago.'),
  }),
  figure: 'newest-age',
  threshold: ({ maxAgeDays }) => maxAgeDays,
  computed:
    'Days since the end of the last whole quarter for which the pull requests, issues and reviews of consenting accounts in others’ repositories were counted, all together.',
  leavesOpen: 'Mailing lists, forges other than GitHub, and accounts that did not consent.',
  isPartial: true,
  unmet: 'no-evidence',
  nothing: 'No quarter was counted yet.',
  says: ({ total, newest }) => `${many(total, 'quarter')} counted; the last ended on ${newest}.`,
  list: ({ upstream: { quarters } }) =>
    quarters.map(({ quarter: name, until, pullRequests, issues, reviews }) =>
      aboutThing(name, {
        counts: true,
        date: until,
        amount: pullRequests + issues + reviews,
        says: `${many(pullRequests, 'pull request')}, ${many(issues, 'issue')}, ${many(reviews, 'review')}`,
        isPublic: false,
      }),
    ),
  examples: [
    {
      name: 'the last quarter',
      facts: { upstream: upstream(quarter('2026-Q2', '2026-06-30'), quarter('2026-Q3', '2026-08-25', 3)) },
      expect: 'supported',
      value: 92,
    },
    {
      name: 'only an older one',
      facts: { upstream: upstream(quarter('2026-Q2', '2026-08-24')) },
      expect: 'no-evidence',
      value: 93,
    },
    { name: 'none', facts: { upstream: upstream() }, expect: 'no-evidence', value: null },
  ],
});

export const contributing: readonly Evidence[] = [contributionPathOfficial, contributionVolumeMeasured];

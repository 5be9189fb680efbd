import { z } from 'zod';
import { defineEvidence, type Evidence } from './evidence.ts';
import { about, judgement } from './example-facts.ts';
import { aboutRepository, active, dayOf, many, ofAll } from './listing.ts';
import type { FindingsIssue, Releases, UpdateTools, Workflows } from './organization-facts.ts';

const workflows = (name: string, ...paths: readonly string[]): Workflows => ({
  ...about(name),
  files: paths.map((path) => ({ path, isReusable: false, uses: [] })),
});
const tools = (name: string, ...paths: readonly string[]): UpdateTools => ({ ...about(name), paths });
const releases = (name: string, count: number): Releases => ({
  ...about(name),
  count,
  newestAt: count === 0 ? null : '2026-10-01T00:00:00Z',
});

const productionChainDescribed = defineEvidence({
  key: 'production-chain-described',
  needs: ['workflows', 'updateTools', 'releases'],
  options: z.strictObject({}),
  figure: 'count',
  threshold: () => 1,
  computed:
    'Number of active repositories in which a step of the chain can be seen: workflows, updates of dependencies, releases.',
  leavesOpen: 'A table is no description: what happens outside of GitHub, and why, is for people to write down.',
  isPartial: true,
  unmet: 'no-evidence',
  nothing: 'There is no active repository.',
  says: (figure) =>
    `In ${figure.counting} of ${many(figure.total, 'active repository', 'active repositories')} a step of the chain can be seen.`,
  list({ workflows: all, updateTools, releases: released }) {
    const updates = new Map(updateTools.map((one) => [one.repository, one.paths.length]));
    const made = new Map(released.map((one) => [one.repository, one]));
    return active(all).map((one) => {
      const { count = 0, newestAt = null } = made.get(one.repository) ?? {};
      const updated = (updates.get(one.repository) ?? 0) > 0;
      const newest = newestAt === null ? '' : `, the newest of ${dayOf(newestAt)}`;
      return aboutRepository(one, {
        counts: one.files.length > 0 || updated || count > 0,
        date: newestAt === null ? null : dayOf(newestAt),
        says: `${many(one.files.length, 'workflow')}, ${updated ? 'updates of dependencies' : 'no updates of dependencies'}, ${many(count, 'release')}${newest}`,
      });
    });
  },
  examples: [
    {
      name: 'one with workflows',
      facts: {
        workflows: [workflows('bus-stops', '.github/workflows/test.yml'), workflows('trees')],
        updateTools: [tools('bus-stops', '.github/dependabot.yml'), tools('trees')],
        releases: [releases('bus-stops', 3), releases('trees', 0)],
      },
      expect: 'supported',
      value: 1,
    },
    {
      name: 'nothing to be seen',
      facts: { workflows: [workflows('trees')], updateTools: [tools('trees')], releases: [releases('trees', 0)] },
      expect: 'no-evidence',
      value: 0,
    },
    {
      name: 'no active repository',
      facts: { workflows: [], updateTools: [], releases: [] },
      expect: 'no-evidence',
      value: 0,
    },
  ],
});

const issue = (name: string, hasOwner: boolean, due: string | null): FindingsIssue => ({
  ...about(name),
  url: `https://github.com/city/${name}/issues/1`,
  hasOwner,
  due,
});

const missingPracticesPlanned = defineEvidence({
  key: 'missing-practices-planned',
  needs: ['judged', 'findingsIssues'],
  options: z.strictObject({}),
  figure: 'share',
  threshold: () => 100,
  computed:
    'Share of the findings that are open or excused for a time which have an owner and a date: somebody assigned and a milestone that ends, or an exemption.',
  leavesOpen: 'Practices that no policy looks at.',
  // Owners and dates may stand in a plan elsewhere.
  unmet: 'no-evidence',
  nothing: 'No finding is open: nothing is missing of what was judged, and so nothing is planned.',
  says: (figure) => `${ofAll(figure)} missing practices have an owner and a date.`,
  list({ judged, findingsIssues }) {
    const issues = new Map(findingsIssues.map((one) => [one.repository, one]));
    return active(judged).flatMap((one) => {
      if (one.outcome === 'exempt' && one.exemption !== null) {
        const { approver, until } = one.exemption;
        return aboutRepository(one, {
          about: `${one.repository}: ${one.policy}`,
          counts: true,
          date: until,
          says: `excused until ${until}, approved by ${approver}`,
          isPublic: false,
        });
      }
      if (one.outcome !== 'fail') return [];
      const { hasOwner = false, due = null, url = null } = issues.get(one.repository) ?? {};
      return aboutRepository(one, {
        about: `${one.repository}: ${one.policy}`,
        counts: hasOwner && due !== null,
        date: due,
        says: `${hasOwner ? 'somebody is assigned' : 'nobody is assigned'}, ${due === null ? 'no date' : `until ${due}`}`,
        url,
        isPublic: one.isPublic && !one.isRestricted,
      });
    });
  },
  examples: [
    {
      name: 'an owner and a date for each',
      facts: {
        judged: [
          judgement('bus-stops', { outcome: 'fail' }),
          judgement('trees', { outcome: 'exempt', exemption: { approver: 'ada', until: '2027-01-31' } }),
        ],
        findingsIssues: [issue('bus-stops', true, '2026-12-31')],
      },
      expect: 'supported',
      value: 100,
    },
    {
      name: 'an owner and no date',
      facts: {
        judged: [judgement('bus-stops', { outcome: 'fail' }), judgement('trees', { outcome: 'fail' })],
        findingsIssues: [issue('bus-stops', true, null), issue('trees', true, '2026-12-31')],
      },
      expect: 'no-evidence',
      value: 50,
    },
    {
      name: 'nothing is missing',
      facts: { judged: [judgement('bus-stops')], findingsIssues: [] },
      expect: 'no-evidence',
      value: null,
    },
  ],
});

export const skillsAndResources: readonly Evidence[] = [productionChainDescribed, missingPracticesPlanned];

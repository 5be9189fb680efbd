import { z } from 'zod';
import { defineEvidence, type Evidence } from './evidence.ts';
import { about } from './example-facts.ts';
import { aboutRepository, active, ofAll } from './listing.ts';
import type { AlertSettings, UpdateTools, Workflows } from './organization-facts.ts';

const alerts = (name: string, isOn: boolean, more: Partial<AlertSettings> = {}): AlertSettings => ({
  ...about(name),
  isOn,
  ...more,
});

const assetsMonitored = defineEvidence({
  key: 'assets-monitored',
  needs: ['alertSettings'],
  glances: ['openAlerts'],
  options: z.strictObject({}),
  figure: 'share',
  threshold: () => 100,
  computed: 'Share of the active repositories on which GitHub’s alerts on vulnerable dependencies are on.',
  leavesOpen: 'How running services are watched. Alerts on secrets and code depend on the plan, and are not counted.',
  isPartial: true,
  isRestricted: true,
  unmet: 'contradicted',
  nothing: 'There is no active repository.',
  says(figure, { openAlerts }) {
    const on = `Alerts on vulnerable dependencies are on in ${ofAll(figure)} active repositories.`;
    if (openAlerts === null) return on;
    const { critical, high, medium, low } = openAlerts;
    return `${on} Open alerts: ${critical} critical, ${high} high, ${medium} medium, ${low} low.`;
  },
  list: ({ alertSettings }) =>
    active(alertSettings).map((one) =>
      aboutRepository(one, { counts: one.isOn, says: one.isOn ? 'alerts are on' : 'alerts are off' }),
    ),
  examples: [
    {
      name: 'on everywhere',
      facts: { alertSettings: [alerts('bus-stops', true), alerts('old', false, { isActive: false })] },
      expect: 'supported',
      value: 100,
    },
    {
      name: 'off in one of two',
      facts: { alertSettings: [alerts('bus-stops', true), alerts('trees', false)] },
      expect: 'contradicted',
      value: 50,
    },
    { name: 'no active repository', facts: { alertSettings: [] }, expect: 'no-evidence', value: null },
  ],
});

/** Actions that look at the dependencies that a pull request would bring in. */
const REVIEWS: ReadonlySet<string> = new Set(['actions/dependency-review-action']);

const tools = (name: string, ...paths: readonly string[]): UpdateTools => ({ ...about(name), paths });
const workflows = (name: string, ...uses: readonly string[]): Workflows => ({
  ...about(name),
  files: [{ path: '.github/workflows/test.yml', isReusable: false, uses }],
});

const preventionInPipeline = defineEvidence({
  key: 'prevention-in-pipeline',
  needs: ['updateTools', 'workflows'],
  options: z.strictObject({}),
  figure: 'share',
  threshold: () => 100,
  computed:
    'Share of the active repositories that configure Dependabot or Renovate, or review dependencies in a workflow.',
  leavesOpen: 'Tools that are set up elsewhere, and the procedure that people follow.',
  isRestricted: true,
  // Renovate and scanners can be set up outside of the repository.
  unmet: 'no-evidence',
  nothing: 'There is no active repository.',
  says: (figure) => `${ofAll(figure)} active repositories have a tool that updates or reviews dependencies.`,
  list({ updateTools, workflows: all }) {
    const reviewing = new Map(
      all.map(({ repository, files }) => [
        repository,
        files.filter(({ uses }) => uses.some((action) => REVIEWS.has(action))).map(({ path }) => path),
      ]),
    );
    return active(updateTools).map((one) => {
      const found = [...one.paths, ...(reviewing.get(one.repository) ?? [])];
      const says = found.length === 0 ? 'none found' : found.join(', ');
      return aboutRepository(one, { counts: found.length > 0, says });
    });
  },
  examples: [
    {
      name: 'an update tool in one, a review of dependencies in the other',
      facts: {
        updateTools: [tools('bus-stops', '.github/dependabot.yml'), tools('trees')],
        workflows: [workflows('bus-stops'), workflows('trees', 'actions/dependency-review-action')],
      },
      expect: 'supported',
      value: 100,
    },
    {
      name: 'none in one of two',
      facts: {
        updateTools: [tools('bus-stops', 'renovate.json'), tools('trees')],
        workflows: [workflows('bus-stops'), workflows('trees', 'actions/checkout')],
      },
      expect: 'no-evidence',
      value: 50,
    },
    { name: 'no active repository', facts: { updateTools: [], workflows: [] }, expect: 'no-evidence', value: null },
  ],
});

export const vulnerabilities: readonly Evidence[] = [assetsMonitored, preventionInPipeline];

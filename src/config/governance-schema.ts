import { z } from 'zod';
import { LANGUAGES } from '../core/language.ts';
import { ACTIVITIES } from '../ggi/activities.ts';
import { type Activity, GOALS, ROLES } from '../ggi/activity.ts';
import { NO_BOARD } from '../ggi/board/settings.ts';
import { STATES } from '../ggi/progress.ts';
import { RHYTHMS, type Rhythm } from '../insights/report/period.ts';
import { evidenceSettings } from './evidence-settings.ts';

/** What holds where nothing is said. */
export const MONTHLY: { readonly every: Rhythm } = { every: 'month' };

const line = (max: number) => z.string().trim().min(1).max(max);
const question = line(500).describe('What is asked there.');
const attach = line(500).optional().describe('What people attach to show it.');
const pointKey = line(60).regex(
  /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/,
  'is not a key: lower case words with “-” between them, as “forks-listed”',
);
const activityId = line(40).regex(/^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+$/, 'is not an id: capitals and digits, as “PARIS-1”');

const HANDBOOK_IDS = ACTIVITIES.map(({ id }) => id);
const HANDBOOK_KEYS = new Set<string>(ACTIVITIES.flatMap(({ points }) => points.map(({ key }) => key)));

const shared = {
  why: line(1000).optional().describe('Why it matters here.'),
  firstStep: line(1000).optional().describe('What to begin with here.'),
  owner: line(39)
    .regex(/^[A-Za-z0-9-]+$/, 'is not a login on GitHub; write it without “@”')
    .optional()
    .describe('Login of the person who answers for it, where the issue has no assignee.'),
  target: z.iso
    .date('is not a day; write it as 2027-12-31')
    .optional()
    .describe('The day by which it is to be done, as YYYY-MM-DD.'),
  mergeInto: line(40)
    .optional()
    .describe('Id of the activity in whose issue its points stand; it has no issue of its own then.'),
};

function activitySettings({ points }: Activity) {
  const point = z.union([z.literal('off'), z.strictObject({ question })]).optional();
  const byKey = z.strictObject(Object.fromEntries(points.map(({ key }) => [key, point])));
  const settings = z.strictObject({
    title: line(200).optional().describe('What it is called here.'),
    ...shared,
    points: byKey.optional().describe('By the key of a point: `off` drops it, `question` words it anew.'),
  });
  return z.union([z.literal('off'), settings]).optional();
}

const activities = z.strictObject(
  Object.fromEntries(ACTIVITIES.map((activity) => [activity.id, activitySettings(activity)])),
);

const ownPoint = z.strictObject({
  activity: line(40).describe('Id of the activity to which it belongs.'),
  key: pointKey.describe('What it is kept by: not to be changed later.'),
  question,
  attach,
});

const ownActivity = z.strictObject({
  id: activityId.describe('What it is kept by: not to be changed later, and not beginning with `GGI-A-`.'),
  title: line(200).describe('What it is called.'),
  goal: z.enum(GOALS).describe('To which of the five goals it belongs.'),
  roles: z.array(z.enum(ROLES)).min(1).optional().describe('Who is needed for it.'),
  url: z
    .url({ protocol: /^https$/, error: 'is not a web address that begins with https://' })
    .max(500)
    .optional()
    .describe('A page about it.'),
  ...shared,
});

function names<K extends string>(keys: readonly K[], builtIn: Readonly<Record<K, string>>, what: string) {
  const label = (key: K) =>
    line(50)
      .optional()
      .meta({ description: `${what} “${key}”.`, default: builtIn[key] });
  return z.strictObject(
    Object.fromEntries(keys.map((key) => [key, label(key)])) as Record<K, z.ZodOptional<z.ZodString>>,
  );
}

const labels = z.strictObject({
  goals: names(GOALS, NO_BOARD.labels.goals, 'For the goal').optional().describe('For the goals.'),
  roles: names(ROLES, NO_BOARD.labels.roles, 'For the role').optional().describe('For the roles.'),
  progress: names(STATES, NO_BOARD.labels.progress, 'Where an activity stands:')
    .optional()
    .describe('Where an activity stands. People change them; Portreeve puts on the first.'),
});

const ggi = z
  .strictObject({
    board: z.boolean().optional().meta({
      description:
        'Keep one issue for each activity of the Good Governance Initiative in `governanceRepository`. Their texts are written once, and are people’s from then on.',
      default: NO_BOARD.board,
    }),
    projectBoard: z.boolean().optional().meta({
      description:
        'Show the board in a project of the organisation too. The app needs the permission `organization_projects: write` for it, which it does not ask for by itself.',
      default: NO_BOARD.projectBoard,
    }),
    language: z
      .enum(LANGUAGES)
      .optional()
      .describe('The language of the issues; the organisation’s where it is not said.'),
    order: z
      .array(line(40))
      .max(100)
      .optional()
      .describe('Ids of the activities that come first, in this order; the others follow as in the handbook.'),
    activities: activities
      .optional()
      .describe('Changes to the activities of the handbook, by their id. `off` drops one; its history stays.'),
    ownActivities: z.array(ownActivity).max(50).optional().describe('Activities of the organisation’s own.'),
    ownPoints: z.array(ownPoint).max(300).optional().describe('Points of the organisation’s own, in any activity.'),
    labels: labels.optional().describe('What the labels are called.'),
    remindAfterDays: z
      .int()
      .min(1)
      .max(90)
      .optional()
      .describe(
        'So many days after an activity’s target date its owner is reminded by a comment, and then ever more seldom. Nobody is unless it is said here.',
      ),
  })
  .superRefine((said, context) => {
    const own = (said.ownActivities ?? []).map(({ id }) => id);
    const known: readonly string[] = [...HANDBOOK_IDS, ...own];
    const complain = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const demand = (id: string | undefined, path: (string | number)[]) => {
      if (id === undefined || known.includes(id)) return;
      complain(path, 'names no activity of the handbook and none of this file’s `ownActivities`');
    };
    for (const [index, id] of (said.order ?? []).entries()) demand(id, ['order', index]);
    for (const [id, settings] of Object.entries(said.activities ?? {})) {
      if (settings === 'off' || settings === undefined) continue;
      demand(settings.mergeInto, ['activities', id, 'mergeInto']);
    }
    for (const [index, activity] of (said.ownActivities ?? []).entries()) {
      const path = ['ownActivities', index];
      demand(activity.mergeInto, [...path, 'mergeInto']);
      if (activity.id.startsWith('GGI-A-'))
        complain([...path, 'id'], 'begins as the handbook’s own ids do; choose another beginning');
      if (own.indexOf(activity.id) !== index) complain([...path, 'id'], 'is the id of another activity');
    }
    const keys = new Set(HANDBOOK_KEYS);
    for (const [index, { activity, key }] of (said.ownPoints ?? []).entries()) {
      demand(activity, ['ownPoints', index, 'activity']);
      if (keys.has(key)) complain(['ownPoints', index, 'key'], 'is the key of another point');
      keys.add(key);
    }
  });

/** What the organisation says of its open source governance. */
export const governanceSchema = z
  .strictObject({
    ggi: ggi
      .optional()
      .describe(
        'The board of the [Good Governance Initiative](https://ospo-alliance.org/ggi/): its 25 activities as issues.',
      ),
    report: z
      .strictObject({
        every: z.enum(RHYTHMS).optional().meta({
          description:
            'How often an issue in `governanceRepository` says where the organisation stands, what improved, what waits and whom to thank. It comes when a week, month or quarter is over.',
          default: MONTHLY.every,
        }),
      })
      .optional()
      .describe('The report for people who decide.'),
    evidence: evidenceSettings
      .optional()
      .describe('Measures what speaks for the points, with a board or without one. `{}` is enough.'),
  })
  .superRefine(({ ggi: board, evidence }, context) => {
    const keys = new Set([...HANDBOOK_KEYS, ...(board?.ownPoints ?? []).map(({ key }) => key)]);
    for (const [index, { point }] of (evidence?.attestations ?? []).entries()) {
      if (keys.has(point)) continue;
      const message = 'names no point of the handbook and none of this file’s `ggi.ownPoints`';
      context.addIssue({ code: 'custom', path: ['evidence', 'attestations', index, 'point'], message });
    }
  });

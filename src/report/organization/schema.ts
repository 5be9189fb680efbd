import { z } from 'zod';
import { SEVERITIES, VERDICT_OUTCOMES } from '../../core/verdict.ts';
import { GOALS, POINT_PARTS } from '../../ggi/activity.ts';
import { EVIDENCE_OUTCOMES } from '../../ggi/evidence/evidence.ts';
import { STATES } from '../../ggi/progress.ts';
import { REPORT_VERSION } from './json.ts';

const count = z.int().min(0);
const moment = z.iso.datetime();
const day = z.iso.date();
const policy = z.string().describe('The id of a policy.');
const repositoryId = z.int().describe('GitHub’s number of the repository.');
const repository = z.string().describe('owner/name.');
const owners = z.array(z.string()).describe('Whom its CODEOWNERS names for all files; empty where nobody is named.');

const tally = z
  .strictObject(Object.fromEntries(VERDICT_OUTCOMES.map((outcome) => [outcome, count])))
  .describe('How many verdicts came to what.');
const coverage = z.strictObject({ met: count, total: count });

const reason = z.union([
  z.strictObject({ code: z.literal('overdue'), targetDate: day }),
  z.strictObject({ code: z.enum(['contradicted', 'unfound', 'supported']), keys: z.array(z.string()).min(1) }),
  z.strictObject({ code: z.literal('follows'), ids: z.array(z.string()).min(1) }),
  z.strictObject({ code: z.enum(['begun', 'order']) }),
]);

const step = z.union([
  z.strictObject({ kind: z.enum(['approve', 'answer', 'take-proposals']), count, since: moment }),
  z.strictObject({ kind: z.literal('meet-policy'), policy, severity: z.enum(SEVERITIES), count }),
  z.strictObject({ kind: z.enum(['decide-exemptions', 'renew-attestations']), count, until: day }),
  z.strictObject({ kind: z.enum(['let-see', 'describe']), count }),
  z.strictObject({ kind: z.literal('activity'), id: z.string(), title: z.string(), reasons: z.array(reason).min(1) }),
]);

const changeRequest = z.strictObject({
  repositoryId,
  nodeId: z.string(),
  number: z.int().min(1),
  isOutside: z.boolean().describe('Opened by somebody who does not belong to the organisation.'),
  openedAt: moment,
  closedAt: moment.nullable(),
  isMerged: z.boolean(),
  firstResponseAt: moment.nullable().describe('When a person other than the author answered first.'),
});

const medians = z.strictObject({ opened: count, answered: count, medianHours: z.number().nullable(), waiting: count });
const ratio = z.strictObject({ opened: count, closed: count, ratio: z.number().nullable() });

const contributions = z.strictObject({
  quarter: z.strictObject({ from: moment, to: moment }),
  timeToFirstResponse: z.strictObject({ now: medians, before: medians }),
  changeRequestClosureRatio: z.strictObject({ now: ratio, before: ratio }),
  contributorAbsenceFactor: z.strictObject({ repositories: count, one: count }),
  releaseFrequency: z.strictObject({ releases: count, repositories: count }),
  waiting: z.array(changeRequest.extend({ repository })),
  cut: count.describe('Repositories of which more happened than was read.'),
});

const attestation = z.strictObject({
  key: z.string(),
  by: z.string(),
  at: moment,
  until: day,
  link: z.string().nullable(),
  note: z.string(),
});

const activity = z.strictObject({
  id: z.string(),
  goal: z.enum(GOALS),
  title: z.string(),
  issue: z.strictObject({ number: z.int(), url: z.string(), isOpen: z.boolean() }).nullable(),
  state: z.enum(STATES),
  stateChangedAt: moment.nullable(),
  points: z.array(
    z.strictObject({
      key: z.string(),
      part: z
        .enum(POINT_PARTS)
        .describe('`main` and `alternative` are two ways to the same end: the one that is further counts.'),
      isTicked: z.boolean(),
      changedAt: moment.nullable(),
      attestation: attestation.nullable(),
    }),
  ),
  ownTasks: z.strictObject({ done: count, total: count }),
  owners: z.array(z.string()),
  targetDate: day.nullable(),
});

const records = z
  .strictObject({
    moments: z.array(moment).describe('The moments of the histories, oldest first.'),
    places: z.strictObject({ now: count, before: count }).describe('Places in `moments` of what is compared.'),
    repositories: z.array(
      z.strictObject({
        repositoryId,
        repository,
        visibility: z.string(),
        isArchived: z.boolean(),
        isFork: z.boolean(),
        licenses: z.array(z.strictObject({ expression: z.string(), open: z.boolean().nullable() })).nullable(),
        owners,
      }),
    ),
    histories: z.array(
      z.strictObject({
        repositoryId,
        policy,
        severity: z.enum(SEVERITIES),
        outcomes: z
          .string()
          .regex(/^[pfuen-]*$/)
          .describe('A letter a moment: p(ass), f(ail), u(nknown), e(xempt), n(ot applicable), - (not judged).'),
        outcome: z.enum(VERDICT_OUTCOMES).nullable().describe('Now; null: not judged.'),
      }),
    ),
    changeRequests: z.array(changeRequest),
    releases: z.array(z.strictObject({ repositoryId, name: z.string(), publishedAt: moment })),
    commits: z.array(
      z.strictObject({ repositoryId, byPerson: z.array(count).describe('Commits that each person made, unnamed.') }),
    ),
    sharing: z.array(
      z.strictObject({
        repositoryId,
        isPublic: z.boolean(),
        isOpen: z.boolean(),
        isDescribed: z.boolean(),
        usedBy: z.array(z.string()),
      }),
    ),
    activities: z.array(activity),
    measured: z.array(z.strictObject({ key: z.string(), outcome: z.enum(EVIDENCE_OUTCOMES) })),
    boardChanges: z
      .array(z.strictObject({ activity: z.string(), key: z.string(), value: z.enum(['ticked', 'open']), at: moment }))
      .describe('When points were ticked, and no longer, the oldest first.'),
    attestations: z.array(attestation).describe('Of points of the board: of each the newest counts.'),
  })
  .describe('What the figures are counted from.');

const report = z.strictObject({
  version: z.literal(REPORT_VERSION).describe('Of this shape.'),
  organization: z.string(),
  madeAt: moment,
  since: moment.describe('What it is compared with.'),
  audience: z.enum(['insiders', 'everybody']),
  leftOut: count.describe('Repositories that this reader may not know of.'),
  coverage: z.strictObject({ now: tally, before: tally }),
  policies: z.array(z.strictObject({ policy, now: tally, before: tally })),
  trend: z.array(z.strictObject({ at: moment, tally })).describe('A tally a week for a year, oldest first.'),
  goals: z
    .array(
      z.strictObject({
        goal: z.enum(GOALS),
        points: coverage,
        before: coverage.describe('The same when the comparison begins.'),
        activities: z.strictObject({ total: count, inProgress: count, done: count }),
        evidence: z.strictObject({ supported: count, contradicted: count }),
      }),
    )
    .nullable()
    .describe('null: there is no board of good governance, or none that this reader may know of.'),
  changes: z.strictObject({ mended: count, broken: count, found: count }),
  boardChanges: z
    .array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        url: z.string().nullable().describe('Of the activity’s issue.'),
        met: z.array(z.string()).describe('Keys of points that are met now and were not then.'),
        lost: z.array(z.string()).describe('Keys of points that were met then and are no longer.'),
      }),
    )
    .nullable()
    .describe('Activities of which points came to be met, or are met no longer; null as `goals`.'),
  steps: z.array(step).max(3).describe('What is best done next, the best first.'),
  waits: z.strictObject({
    held: z
      .strictObject({ repositories: count, since: moment })
      .nullable()
      .describe('A plan that waits for an approver.'),
    proposals: z.array(z.strictObject({ repositoryId, repository, number: z.int().min(1), openedAt: moment })),
  }),
  risks: z.array(z.strictObject({ repositoryId, repository, policy, since: moment, owners })),
  exemptions: z.array(
    z.strictObject({
      repositoryId,
      repository,
      policy,
      reason: z.string(),
      approver: z.string(),
      until: day,
      daysLeft: z.int(),
    }),
  ),
  attestations: z
    .array(
      z.strictObject({
        activity: z.string(),
        title: z.string().describe('Of the activity.'),
        url: z.string().nullable().describe('Of the activity’s issue.'),
        key: z.string().describe('Of the point.'),
        by: z.string(),
        until: day,
        daysLeft: z.int(),
      }),
    )
    .describe('Those that end soon or ended not long ago, the one that ends first coming first.'),
  contributions: contributions.nullable().describe('null: nothing of it was read yet.'),
  licenses: z.array(z.strictObject({ license: z.string(), open: z.boolean().nullable(), repositories: count })),
  packages: z
    .array(z.strictObject({ name: z.string(), license: z.string().nullable(), repositories: count }))
    .nullable()
    .describe('What the repositories are built from, the most used first; null: not known, or not for this reader.'),
  sharing: z.strictObject({ repositories: count, shared: count, open: count, described: count, used: count }),
  records,
});

/** The JSON Schema of `portreeve report --format json`, as docs/schemas/report.schema.json publishes it. */
export function reportJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(report, { target: 'draft-2020-12' });
  const $id = `https://portreeve.github.io/schemas/report/v${REPORT_VERSION}.json`;
  return { $schema, $id, title: 'A report by Portreeve', ...schema };
}

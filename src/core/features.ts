/** What an installation granted, as GitHub has it: permission → `read`, `write` or `admin`. */
export type Permissions = Readonly<Record<string, string>>;

export type Access = 'read' | 'write';

/** Something that Portreeve does, with all that it needs on GitHub. What is not granted is off, and the rest goes on. */
export interface Feature {
  readonly id: string;
  readonly title: string;
  readonly permissions: Readonly<Record<string, Access>>;
  /** Webhook events by which it hears of changes at once; without them, only the daily sweep does. */
  readonly events: readonly string[];
  /** What is then not done, in one sentence. */
  readonly without: string;
}

/** All features, in the order in which they build on one another. `app.yml` asks for exactly what they need. */
export const FEATURES = [
  {
    id: 'inventory',
    title: 'Inventory of repositories',
    permissions: { metadata: 'read' },
    events: ['repository'],
    without: 'Portreeve can do nothing.',
  },
  {
    id: 'files',
    title: 'Files and configuration',
    permissions: { contents: 'read' },
    events: ['push'],
    without: 'Policies on files are unknown, and the last good configuration stays in force.',
  },
  {
    id: 'checks',
    title: 'Checks on pull requests',
    permissions: { checks: 'write', pull_requests: 'read' },
    events: ['pull_request', 'pull_request_review', 'check_run', 'check_suite'],
    without: 'Pull requests get no check run; do not require it.',
  },
  {
    id: 'merge-queue',
    title: 'Checks in merge queues',
    permissions: { checks: 'write', merge_queues: 'read' },
    events: ['merge_group'],
    without: 'What waits in a merge queue gets no check run; do not require it on branches that have one.',
  },
  {
    id: 'policy-issues',
    title: 'Policy issues',
    permissions: { issues: 'write' },
    events: ['issues'],
    without: 'Nobody is told in an issue; `portreeve findings` prints what was found.',
  },
  {
    id: 'commands',
    title: 'Comments for contributors, commands in comments',
    permissions: { issues: 'write', pull_requests: 'write' },
    events: ['pull_request', 'issues', 'issue_comment'],
    without:
      'Nobody from outside is welcomed or helped in a comment, and whoever comments `/portreeve recheck` sees no reaction.',
  },
  {
    id: 'members',
    title: 'Who belongs to the organisation',
    permissions: { members: 'read' },
    events: ['organization'],
    without: 'Members who keep their membership to themselves are taken for people from outside.',
  },
  {
    id: 'proposals',
    title: 'Repair pull requests',
    permissions: { contents: 'write', pull_requests: 'write' },
    events: ['pull_request'],
    without: 'No repair is proposed.',
  },
] as const satisfies readonly Feature[];

/** What organisations choose in their configuration. `app.yml` asks for nothing of it: who wants it adds the permission. */
export const FEATURES_BY_CHOICE = [
  {
    id: 'project-board',
    title: 'Project that shows the board of good governance',
    permissions: { organization_projects: 'write' },
    events: [],
    without: 'The board stands in issues alone.',
  },
] as const satisfies readonly Feature[];

const RANK: Readonly<Record<string, number>> = { read: 1, write: 2, admin: 3 };

/** Those of the needed permissions that are not granted, as `issues: write`. GitHub grants metadata to every app. */
export function missingPermissions(needed: Readonly<Record<string, Access>>, granted: Permissions): string[] {
  return Object.entries(needed)
    .filter(([name, access]) => name !== 'metadata' && (RANK[granted[name] ?? ''] ?? 0) < (RANK[access] ?? 0))
    .map(([name, access]) => `${name}: ${access}`);
}

export function isGranted(needed: Readonly<Record<string, Access>>, granted: Permissions): boolean {
  return missingPermissions(needed, granted).length === 0;
}

/** The features that an installation cannot have as long as it grants no more. */
export function featuresOff(granted: Permissions): (typeof FEATURES)[number][] {
  return FEATURES.filter(({ permissions }) => !isGranted(permissions, granted));
}

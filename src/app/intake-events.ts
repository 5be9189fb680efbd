import { z } from 'zod';

interface EventShape {
  /** Keys that the payload has. */
  readonly required: readonly string[];
  /** What it is about; nothing that another event is about may stand beside it. */
  readonly subjects: readonly string[];
}

/** The events that Portreeve acts on. A Map, so that `__proto__` is simply unknown. */
const EVENTS: ReadonlyMap<string, EventShape> = new Map([
  ['installation', { required: ['action', 'installation', 'sender'], subjects: [] }],
  [
    'installation_repositories',
    {
      required: ['action', 'installation', 'repositories_added', 'repositories_removed'],
      subjects: ['repositories_added'],
    },
  ],
  ['repository', { required: ['action', 'repository', 'sender'], subjects: [] }],
  ['push', { required: ['ref', 'before', 'after', 'repository', 'commits'], subjects: ['ref', 'commits'] }],
  ['pull_request', { required: ['action', 'number', 'pull_request', 'repository'], subjects: ['pull_request'] }],
  ['check_run', { required: ['action', 'check_run', 'repository'], subjects: ['check_run'] }],
  ['check_suite', { required: ['action', 'check_suite', 'repository'], subjects: ['check_suite'] }],
  ['issues', { required: ['action', 'issue', 'repository'], subjects: ['issue'] }],
  ['issue_comment', { required: ['action', 'issue', 'comment', 'repository'], subjects: ['issue', 'comment'] }],
]);

/** What GitHub's events are about: by these keys their payloads differ. */
const SUBJECTS = [
  'alert',
  'check_run',
  'check_suite',
  'comment',
  'commits',
  'deployment',
  'deployment_status',
  'discussion',
  'forkee',
  'issue',
  'key',
  'label',
  'member',
  'membership',
  'merge_group',
  'milestone',
  'pages',
  'pull_request',
  'ref',
  'release',
  'repositories_added',
  'review',
  'rule',
  'starred_at',
  'state',
  'status',
  'team',
  'thread',
  'workflow',
  'workflow_job',
  'workflow_run',
];
/** Beside their subject, these events name another thing for one of their actions. */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['label', 'milestone'],
  issues: ['label', 'milestone'],
};

export function isHandledEvent(name: string): boolean {
  return EVENTS.has(name);
}

const Action = z.string().regex(/^[a-z_]{1,50}$/);
const Id = z.int().nonnegative();
const Identity = z.object({
  action: Action.optional(),
  installation: z.object({ id: Id }).nullish(),
  repository: z.object({ id: Id }).nullish(),
});

/** What a delivery is filed under. */
export interface DeliveryIdentity {
  readonly action: string | null;
  /** 0 where the event has none. */
  readonly installationId: number;
  readonly repositoryId: number | null;
}

/**
 * Reads whom a payload is about; null when it cannot be this event's. GitHub signs the body and not the headers: without
 * this, whoever caught a delivery could send it again as another event.
 */
export function identifyDelivery(event: string, payload: Readonly<Record<string, unknown>>): DeliveryIdentity | null {
  const shape = EVENTS.get(event);
  if (shape === undefined) return null;
  const has = (key: string) => Object.hasOwn(payload, key);
  const allowed = new Set([...shape.subjects, ...(COMPANIONS[event] ?? [])]);
  if (!shape.required.every(has) || SUBJECTS.some((key) => has(key) && !allowed.has(key))) return null;
  const identity = Identity.safeParse(payload);
  if (!identity.success) return null;
  const { action, installation, repository } = identity.data;
  return { action: action ?? null, installationId: installation?.id ?? 0, repositoryId: repository?.id ?? null };
}

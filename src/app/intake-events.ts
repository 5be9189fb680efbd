import { z } from 'zod';
import type { HandledEvent } from '../tasks/handled-events.ts';

interface EventShape {
  /** Keys that the payload has. */
  readonly required: readonly string[];
  /** What it is about; nothing that another event is about may stand beside it. */
  readonly subjects: readonly string[];
  /** Where the subject alone does not tell; null takes any action. */
  readonly actions: readonly string[] | null;
}

const INSTALLATION_ACTIONS = ['created', 'deleted', 'new_permissions_accepted', 'suspend', 'unsuspend'];
const REPOSITORY_ACTIONS = [
  'archived',
  'created',
  'deleted',
  'edited',
  'privatized',
  'publicized',
  'renamed',
  'transferred',
  'unarchived',
];

const ORGANIZATION_ACTIONS = ['deleted', 'member_added', 'member_invited', 'member_removed', 'renamed'];

const SHAPES: Readonly<Record<HandledEvent, EventShape>> = {
  installation: { required: ['action', 'installation'], subjects: [], actions: INSTALLATION_ACTIONS },
  installation_repositories: {
    required: ['action', 'installation', 'repositories_removed'],
    subjects: ['repositories_added'],
    actions: null,
  },
  repository: { required: ['action'], subjects: ['repository'], actions: REPOSITORY_ACTIONS },
  push: { required: ['before', 'after'], subjects: ['ref', 'commits', 'repository'], actions: null },
  pull_request: { required: ['action', 'number'], subjects: ['pull_request', 'repository'], actions: null },
  pull_request_review: { required: ['action'], subjects: ['review', 'pull_request', 'repository'], actions: null },
  merge_group: { required: ['action'], subjects: ['merge_group', 'repository'], actions: null },
  check_run: { required: ['action'], subjects: ['check_run', 'repository'], actions: null },
  check_suite: { required: ['action'], subjects: ['check_suite', 'repository'], actions: null },
  issues: { required: ['action'], subjects: ['issue', 'repository'], actions: null },
  issue_comment: { required: ['action'], subjects: ['issue', 'comment', 'repository'], actions: null },
  organization: { required: ['action', 'organization'], subjects: [], actions: ORGANIZATION_ACTIONS },
};

/** A Map, so that `__proto__` is simply unknown. */
const EVENTS: ReadonlyMap<string, EventShape> = new Map(Object.entries(SHAPES));

/** What GitHub's events are about: by these keys their payloads differ. */
const SUBJECTS = [
  'alert',
  'blocked_user',
  'check_run',
  'check_suite',
  'comment',
  'commits',
  'deployment',
  'deployment_status',
  'discussion',
  'forkee',
  'hook',
  'issue',
  'key',
  'label',
  'member',
  'membership',
  'merge_group',
  'milestone',
  'package',
  'pages',
  'project',
  'project_card',
  'project_column',
  'projects_v2_item',
  'pull_request',
  'ref',
  'release',
  'repositories_added',
  'repository',
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
  organization: ['membership'],
};

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
  const allowed = [...shape.subjects, ...(COMPANIONS[event] ?? [])];
  if (![...shape.required, ...shape.subjects].every(has)) return null;
  if (SUBJECTS.some((key) => has(key) && !allowed.includes(key))) return null;
  if (shape.actions !== null && !shape.actions.some((action) => action === payload.action)) return null;
  const identity = Identity.safeParse(payload);
  if (!identity.success) return null;
  const { action, installation, repository } = identity.data;
  return { action: action ?? null, installationId: installation?.id ?? 0, repositoryId: repository?.id ?? null };
}

/** The events that Portreeve acts on. Any other is acknowledged and not kept, so it is never missed. */
export const HANDLED_EVENTS = [
  'installation',
  'installation_repositories',
  'repository',
  'push',
  'pull_request',
  'pull_request_review',
  'merge_group',
  'check_run',
  'check_suite',
  'issues',
  'issue_comment',
  'organization',
] as const;

export type HandledEvent = (typeof HANDLED_EVENTS)[number];

/** A Set, so that `__proto__` is simply unknown. */
const HANDLED: ReadonlySet<string> = new Set(HANDLED_EVENTS);

export function isHandledEvent(name: string): boolean {
  return HANDLED.has(name);
}

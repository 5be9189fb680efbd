/** The permissions and events of `app.yml`, as the embedded GitHub is told them. */
export const APP_PERMISSIONS = {
  metadata: 'read',
  contents: 'write',
  issues: 'write',
  merge_queues: 'read',
  pull_requests: 'write',
  checks: 'write',
  members: 'read',
} as const;
export const APP_EVENTS = [
  'push',
  'pull_request',
  'pull_request_review',
  'merge_group',
  'repository',
  'check_run',
  'check_suite',
  'issues',
  'issue_comment',
  'organization',
] as const;

/** The permissions and events of `app.yml`, as the embedded GitHub is told them. */
export const APP_PERMISSIONS = {
  metadata: 'read',
  contents: 'write',
  issues: 'write',
  pull_requests: 'write',
  checks: 'write',
} as const;
export const APP_EVENTS = [
  'push',
  'pull_request',
  'repository',
  'check_run',
  'check_suite',
  'issues',
  'issue_comment',
] as const;

import { accountRoutes } from './accounts.ts';
import { appRoutes } from './apps.ts';
import { checkRoutes } from './checks.ts';
import { contentRoutes } from './contents.ts';
import { gitDataRoutes } from './git-data.ts';
import { issueRoutes } from './issues.ts';
import { metaRoutes } from './meta.ts';
import { milestoneRoutes } from './milestones.ts';
import { peopleRoutes } from './people.ts';
import { pullRoutes } from './pulls.ts';
import type { Route } from './route.ts';
import { securityRoutes } from './security.ts';
import { subIssueRoutes } from './sub-issues.ts';

/** Every route that the server has; each other one answers 501. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...appRoutes,
  ...checkRoutes,
  ...contentRoutes,
  ...gitDataRoutes,
  ...issueRoutes,
  ...metaRoutes,
  ...milestoneRoutes,
  ...peopleRoutes,
  ...pullRoutes,
  ...securityRoutes,
  ...subIssueRoutes,
];

import { createAllowances } from '../../src/github/allowances.ts';
import { createGitHub } from '../../src/github/client.ts';
import type { TaskRequest } from '../../src/jobs/jobs.ts';
import { grantedPermissions } from '../../src/store/installations.ts';
import { auditRepository } from '../../src/tasks/audit-repository.ts';
import { checkPullRequest } from '../../src/tasks/check-pull-request.ts';
import type { TaskContext } from '../../src/tasks/context.ts';
import { taskHandlers } from '../../src/tasks/handlers.ts';
import { markerKeyFrom } from '../../src/tasks/markers.ts';
import { loadReferenceData } from '../../src/tasks/reference-data.ts';
import { refreshInstallation } from '../../src/tasks/refresh-installation.ts';
import { installationTask, repositoryTask } from '../../src/tasks/requests.ts';
import { sweep } from '../../src/tasks/sweep.ts';
import { loadTexts } from '../../src/tasks/texts.ts';
import { type Account, type GitHub, type Installation, type Repository, startGitHub } from '../github/index.ts';
import { APP_EVENTS, APP_PERMISSIONS } from './app-manifest.ts';
import { createTestStore, type TestBackend, type TestStore, testDatabases, testFolder } from './database.ts';
import { releaseAtOnce } from './release.ts';
import { SCENE_POLICIES } from './scene-policies.ts';
import { silentLog } from './silent-log.ts';

/** An embedded GitHub with one organisation that installed the app, and the tasks run against it, one by one. */
export interface House {
  readonly github: GitHub;
  readonly organization: Account;
  readonly owner: Account;
  readonly installation: Installation;
  readonly context: TaskContext;
  readonly store: TestStore;
  /** Tasks that tasks asked for. */
  readonly enqueued: TaskRequest[];
  /** Reads the installation and its configuration. */
  refresh(): Promise<void>;
  /** Sweeps, and does what the sweep asks for. */
  sweep(): Promise<void>;
  /** Does all that tasks asked for, and what follows from it. */
  drain(): Promise<void>;
  audit(repository: Repository, wish?: { readonly isProposalRequested: boolean }): Promise<void>;
  check(
    repository: Repository,
    number: number,
    wish?: { readonly isRequested?: boolean; readonly commentId?: number },
  ): Promise<void>;
  close(): Promise<void>;
}

/** @param configuration of the organisation, in its `.github` repository; null for none */
export async function openHouse({
  configuration = 'mode: enforce\n',
  now,
  backend,
  log = silentLog,
  isBraked = false,
  policies = SCENE_POLICIES,
  hasSubIssues = true,
  isLimited = true,
}: {
  readonly policies?: TaskContext['policies'];
  /** Whether its GitHub knows sub-issues. */
  readonly hasSubIssues?: boolean;
  /** Whether github.com's limits of writing are kept to; a test that lets much happen within a minute has them off. */
  readonly isLimited?: boolean;
  readonly configuration?: string | null;
  /** Whether what would touch many repositories waits for an approver, as it does in life. */
  readonly isBraked?: boolean;
  readonly now?: () => Date;
  readonly backend?: TestBackend;
  readonly log?: TaskContext['log'];
} = {}): Promise<House> {
  const github = await startGitHub({ seed: 1, hasSubIssues });
  const owner = github.createUser('ada');
  const organization = github.createOrganization('city', { owners: [owner] });
  if (configuration !== null) {
    github.createRepository({
      owner: organization,
      name: '.github',
      files: { '.github/portreeve.yml': configuration },
    });
  }
  const app = github.createApp({
    slug: 'portreeve',
    permissions: APP_PERMISSIONS,
    events: [...APP_EVENTS],
    webhookUrl: null,
  });
  const installation = github.installApp({ app, account: organization });
  const [first] = testDatabases();
  const chosen = backend ?? first;
  if (chosen === undefined) throw new Error('There is no database to test on');
  const store = await createTestStore(chosen);
  const enqueued: TaskRequest[] = [];
  const allowances = createAllowances();
  const context: TaskContext = {
    store,
    allowances,
    github: createGitHub({
      appId: app.id,
      privateKey: app.privateKey,
      baseUrl: github.url,
      userAgent: 'portreeve-test',
      observe: allowances.note,
      granted: (installationId) => grantedPermissions(store, installationId),
    }),
    app: { appId: app.id, botLogin: async () => 'portreeve[bot]' },
    policies,
    reference: await loadReferenceData(),
    texts: await loadTexts(),
    now: now ?? (() => new Date()),
    log,
    enqueue: async (requests) => void enqueued.push(...requests),
    revive: async () => 0,
    listLagSeconds: 0,
    markerKeys: [markerKeyFrom(app.privateKey)],
    pace: { seconds: 0, isLimited, wait: async () => {} },
    signingPages: null,
    isReadOnly: false,
    isBraked,
    dataFolder: testFolder(),
    checkpoint: async () => {},
  };
  const installationId = installation.id;
  const idsOf = (repository: Repository) => ({
    installationId,
    repositoryId: repository.id,
    nodeId: repository.nodeId,
  });
  const handlers = taskHandlers(context);
  const drain = async (): Promise<void> => {
    for (let next = enqueued.shift(); next !== undefined; next = enqueued.shift()) {
      await handlers[next.queue](next.data, {
        startedAt: new Date(),
        attempt: 1,
        signal: new AbortController().signal,
      });
    }
  };
  return {
    github,
    organization,
    owner,
    installation,
    context,
    store,
    enqueued,
    async refresh() {
      await refreshInstallation(context, installationTask.parse({ installationId }));
      if (!isBraked) await releaseAtOnce(store, installationId);
    },
    drain,
    async sweep() {
      await sweep(context, { installationId, trigger: 'sweep' });
      await drain();
    },
    audit: (repository, wish = { isProposalRequested: false }) =>
      auditRepository(context, repositoryTask.parse({ ...idsOf(repository), trigger: 'push', ...wish })),
    check: (repository, number, { isRequested = false, commentId = null as number | null } = {}) =>
      checkPullRequest(context, { ...idsOf(repository), number, headSha: null, isRequested, commentId }),
    async close() {
      await github.close();
      await store.close();
    },
  };
}

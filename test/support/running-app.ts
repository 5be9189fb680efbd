import type { Settings } from '../../src/app/settings.ts';
import { type RunningApp, type StartOptions, startApp } from '../../src/app/start.ts';
import type { JobSettings } from '../../src/jobs/queues.ts';
import type { App, GitHub } from '../github/index.ts';
import { SCENE_POLICIES } from './scene-policies.ts';
import { silentLog } from './silent-log.ts';

/** Jobs that fail are tried again at once, and a dead worker is looked for all the time. */
export const FAST_JOBS: Partial<JobSettings> = {
  superviseSeconds: 1,
  pollSeconds: 0.5,
  apartSeconds: 0,
  retries: 50,
  retryDelaySeconds: 1,
  longestRetryDelaySeconds: 1,
  hasClock: false,
  drainSeconds: 10,
};

export const WEBHOOK_PATH = '/api/github/webhooks';

export interface Tuning {
  readonly checkpoint?: (name: string) => void;
  readonly jobSettings?: Partial<JobSettings>;
  readonly listLagSeconds?: number;
  readonly log?: StartOptions['log'];
  readonly now?: () => Date;
  /** Whether what would touch many repositories waits for an approver, as it does in life. */
  readonly isBraked?: boolean;
  readonly isReadOnly?: boolean;
  readonly timeoutMs?: number;
  /** By which people sign in; without it there are no pages. */
  readonly signIn?: Settings['signIn'];
}

/** The app as `npm start` runs it, in this process, on a database of the tests; GitHub's webhooks go to it. */
export async function startOn(
  github: Pick<GitHub, 'url'>,
  app: Pick<App, 'id' | 'privateKey' | 'webhookSecret'> & {
    readonly formerPrivateKey?: string;
    webhookUrl: string | null;
  },
  databaseUrl: string,
  tuning: Tuning = {},
): Promise<RunningApp> {
  const { checkpoint = () => {}, jobSettings = FAST_JOBS, listLagSeconds = 0, log = silentLog } = tuning;
  const { isBraked = false, isReadOnly = false, now, timeoutMs } = tuning;
  const running = await startApp({
    settings: {
      appId: app.id,
      privateKey: app.privateKey,
      formerPrivateKey: app.formerPrivateKey ?? null,
      webhookSecrets: [app.webhookSecret],
      signIn: tuning.signIn ?? null,
      host: '127.0.0.1',
      port: 0,
      webhookPath: WEBHOOK_PATH,
      logLevel: 'silent',
      metricsToken: null,
      databaseUrl,
      dataFolder: '',
      isReadOnly,
      secondsBetweenWrites: 0,
      keepsWriteLimits: true,
      apiUrl: `${github.url}/api/v3`,
      webUrl: github.url,
    },
    log,
    policies: SCENE_POLICIES,
    checkpoint,
    jobSettings,
    listLagSeconds,
    isBraked,
    ...(now === undefined ? {} : { now }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  app.webhookUrl = `http://127.0.0.1:${running.port}${WEBHOOK_PATH}`;
  return running;
}

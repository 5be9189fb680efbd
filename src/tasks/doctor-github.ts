import type { PartDiagnosis } from '../core/diagnosis.ts';
import { FEATURES, FEATURES_BY_CHOICE, isGranted, missingPermissions } from '../core/features.ts';
import { count, durationOf } from '../core/health.ts';
import { createGitHub, type GitHub } from '../github/client.ts';
import { MOST_CLOCK_DIFFERENCE_SECONDS } from '../github/clock-difference.ts';
import { GitHubFailure } from '../github/failure.ts';
import {
  type GrantedInstallation,
  listInstallations,
  type RegisteredApp,
  readApp,
  readRateLimits,
  readWebhook,
  type WebhookSettings,
} from '../github/read-app.ts';

/** What the app speaks to GitHub with. Nothing of it is ever printed. */
export interface AppAccess {
  readonly appId: number;
  readonly privateKey: string;
  /** While it is being changed; null otherwise. */
  readonly formerPrivateKey: string | null;
  readonly apiUrl: string;
  readonly webUrl: string;
  readonly webhookPath: string;
}

/** Of a limit: below a tenth, sweeps will soon wait. */
const LITTLE_LEFT = 0.1;

/** Asks GitHub how the app stands there. Only reads. */
export async function diagnoseGitHub(access: AppAccess, version: string, now: () => Date): Promise<PartDiagnosis[]> {
  const { appId, privateKey, formerPrivateKey, apiUrl: baseUrl } = access;
  const userAgent = `portreeve/${version}`;
  const github = createGitHub({ appId, privateKey, formerPrivateKey, baseUrl, userAgent, now: () => now().getTime() });
  const app = await attempt(() => readApp(github));
  if (app instanceof GitHubFailure) return [refused(access, app), ...clock(github)];
  const webhook = await attempt(() => readWebhook(github));
  const installations = await attempt(() => listInstallations(github));
  const parts = [credentials(access, app), delivers(access, app, webhook), ...clock(github)];
  if (installations instanceof GitHubFailure) {
    const sentence = `GitHub does not list the installations: ${installations.message}.`;
    return [...parts, part('permissions', 'bad', sentence, 'Try again; when it stays so, see githubstatus.com.')];
  }
  return [...parts, permissions(access, app, installations), await budget(github, installations, now())];
}

async function attempt<T>(ask: () => Promise<T>): Promise<T | GitHubFailure> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GitHubFailure) return error;
    throw error;
  }
}

const TITLES = {
  credentials: 'Credentials',
  webhook: 'Webhook',
  clock: 'Clock',
  permissions: 'Permissions',
  budget: 'Budget',
} as const;

function part(
  name: keyof typeof TITLES,
  verdict: PartDiagnosis['verdict'],
  sentence: string,
  todo: string | null = null,
  details: readonly string[] = [],
): PartDiagnosis {
  return { part: name, title: TITLES[name], verdict, sentence, details, todo };
}

function refused({ appId, webUrl }: AppAccess, failure: GitHubFailure): PartDiagnosis {
  const { kind, status } = failure;
  if (kind === 'unauthorized' || kind === 'not-found') {
    const sentence = `GitHub does not know the app ${appId} by this private key (status ${status}).`;
    return part(
      'credentials',
      'bad',
      sentence,
      'Compare APP_ID with the app’s page, and generate a new private key there if need be.',
    );
  }
  const sentence = `GitHub at ${webUrl} did not answer as it should: ${failure.message}.`;
  return part(
    'credentials',
    'bad',
    sentence,
    'Check the network and the proxy from this machine, GHE_HOST, and githubstatus.com.',
  );
}

function credentials({ appId }: AppAccess, { slug, owner }: RegisteredApp): PartDiagnosis {
  return part('credentials', 'good', `The private key is good: GitHub knows the app ${slug} (${appId}) of ${owner}.`);
}

function appPage({ webUrl }: AppAccess, { slug, owner, isOwnedByOrganization }: RegisteredApp): string {
  return isOwnedByOrganization
    ? `${webUrl}/organizations/${owner}/settings/apps/${slug}`
    : `${webUrl}/settings/apps/${slug}`;
}

function delivers(access: AppAccess, app: RegisteredApp, webhook: WebhookSettings | GitHubFailure): PartDiagnosis {
  const page = appPage(access, app);
  if (webhook instanceof GitHubFailure) {
    return part(
      'webhook',
      'attention',
      `GitHub does not tell where it delivers to: ${webhook.message}.`,
      `See ${page}.`,
    );
  }
  const { url, isJson, hasSecret, checksCertificate } = webhook;
  if (url === null) {
    return part(
      'webhook',
      'bad',
      'The app has no webhook: GitHub delivers nothing.',
      `Enter its address, and make it active, on ${page}.`,
    );
  }
  const shown = withoutSecrets(url);
  if (!hasSecret) {
    return part(
      'webhook',
      'bad',
      'The webhook has no secret: unsigned deliveries are refused.',
      `Enter the one in WEBHOOK_SECRET on ${page}.`,
    );
  }
  if (!isJson) {
    return part('webhook', 'bad', 'The webhook sends forms, which are refused.', `Choose application/json on ${page}.`);
  }
  if (URL.parse(url)?.pathname !== access.webhookPath) {
    const sentence = `GitHub delivers to ${shown}, and Portreeve listens on the path ${access.webhookPath}.`;
    return part(
      'webhook',
      'attention',
      sentence,
      `Unless your proxy makes one of the other, set WEBHOOK_PATH, or the address on ${page}.`,
    );
  }
  if (!checksCertificate || URL.parse(url)?.protocol !== 'https:') {
    const sentence = `GitHub delivers to ${shown} without proof that it is yours.`;
    return part(
      'webhook',
      'attention',
      sentence,
      `Use https with a certificate that GitHub can verify, and switch its verification on, on ${page}.`,
    );
  }
  return part('webhook', 'good', `GitHub delivers to ${shown}, signed.`);
}

/** An address may hold a password or a key. */
function withoutSecrets(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? 'an address that is none' : `${parsed.origin}${parsed.pathname}`;
}

/** Nothing where GitHub gave no answer at all. */
function clock(github: GitHub): PartDiagnosis[] {
  const difference = github.clockDifference();
  if (difference === null) return [];
  const seconds = Math.abs(difference.seconds);
  if (seconds < MOST_CLOCK_DIFFERENCE_SECONDS) {
    return [part('clock', 'good', `It goes with GitHub’s, within ${Math.max(1, Math.round(seconds))} s.`)];
  }
  const sentence = `It is ${durationOf(seconds)} ${difference.seconds > 0 ? 'ahead of' : 'behind'} GitHub’s.`;
  const todo =
    'Have this machine keep time (chrony, systemd-timesyncd): GitHub refuses what is signed with a wrong time.';
  return [part('clock', 'bad', sentence, todo)];
}

function permissions(
  access: AppAccess,
  app: RegisteredApp,
  installations: readonly GrantedInstallation[],
): PartDiagnosis {
  if (installations.length === 0) {
    return part(
      'permissions',
      'attention',
      'The app is installed nowhere.',
      `Install it: ${appPage(access, app)}/installations.`,
    );
  }
  const details: string[] = [];
  for (const { id: _, title, permissions: needed, events, without } of FEATURES) {
    const unasked = missingPermissions(needed, app.permissions);
    if (unasked.length > 0) {
      details.push(`${title}: off everywhere, as the app does not ask for ${unasked.join(', ')}. ${without}`);
      details.push(`  → ask for it: ${appPage(access, app)}/permissions`);
    } else {
      for (const { account, permissions: granted, url } of installations) {
        const missing = missingPermissions(needed, granted);
        if (missing.length === 0) continue;
        details.push(`${title}: off in ${account}, which does not grant ${missing.join(', ')}. ${without}`);
        details.push(`  → grant it: ${url}`);
      }
    }
    const unheard = events.filter((event) => !app.events.includes(event));
    if (unheard.length === 0) continue;
    details.push(
      `${title}: hears of changes only by the daily sweep, as the app takes no event ${unheard.join(', ')}.`,
    );
    details.push(`  → take it: ${appPage(access, app)}/permissions`);
  }
  const suspended = installations.filter(({ isSuspended }) => isSuspended).map(({ account }) => account);
  for (const account of suspended) details.push(`${account} has suspended the app: nothing is done there.`);
  const isWhole = (granted: GrantedInstallation) =>
    FEATURES.every((one) => isGranted(one.permissions, granted.permissions));
  const blind = installations.filter((one) => !isGranted({ contents: 'read' }, one.permissions)).length;
  const partly = installations.filter((one) => !isWhole(one)).length;
  if (details.length === 0) {
    const where = count(installations.length, 'installation', 'installations');
    const sentence = `All ${FEATURES.length} features are on, in ${where}.`;
    return part('permissions', 'good', sentence, null, byChoice(installations));
  }
  const sentence =
    partly > 0
      ? `Features are off in ${partly} of ${count(installations.length, 'installation', 'installations')}, for want of permissions.`
      : suspended.length > 0
        ? `${count(suspended.length, 'installation is', 'installations are')} suspended.`
        : 'The app does not hear of everything at once.';
  const verdict = blind === installations.length ? 'bad' : 'attention';
  return part('permissions', verdict, sentence, 'Grant what you want done; what you do not want is fine as it is.', [
    ...details,
    ...byChoice(installations),
  ]);
}

/** What is off unless somebody chooses it is nothing amiss, and still to be seen. */
function byChoice(installations: readonly GrantedInstallation[]): string[] {
  return FEATURES_BY_CHOICE.flatMap(({ title, permissions: needed, without }) => {
    const off = installations.filter(({ permissions }) => !isGranted(needed, permissions));
    if (off.length === 0) return [];
    const missing = missingPermissions(needed, {}).join(', ');
    const where = off.map(({ account }) => account).join(', ');
    return [`${title}: only with ${missing}, which is not granted in ${where}. ${without}`];
  });
}

async function budget(
  github: GitHub,
  installations: readonly GrantedInstallation[],
  now: Date,
): Promise<PartDiagnosis> {
  const details: string[] = [];
  let little = 0;
  for (const { installationId, account } of installations.filter(({ isSuspended }) => !isSuspended)) {
    const limits = await attempt(() => readRateLimits(github.reader(installationId)));
    if (limits instanceof GitHubFailure) {
      details.push(`${account}: GitHub does not tell (${limits.message}).`);
      little += 1;
      continue;
    }
    for (const { resource, remaining, limit, resetAt } of limits) {
      const minutes = durationOf(resetAt - now.getTime() / 1000);
      details.push(`${account}: ${remaining} of ${limit} left (${resource}), anew in ${minutes}.`);
      if (remaining < limit * LITTLE_LEFT) little += 1;
    }
  }
  if (little > 0) {
    const sentence = 'Little or nothing is left of what GitHub lets us ask.';
    return part(
      'budget',
      'attention',
      sentence,
      'Work waits until the limit begins anew; pull requests go first. Nothing is lost.',
      details,
    );
  }
  return part('budget', 'good', 'There is enough left of what GitHub lets us ask.', null, details);
}

import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { type Credentials, readCredentials } from './credentials.ts';
import { webhookPathProblem } from './own-paths.ts';

/** What the operator sets in the environment, or what the set-up page wrote for them. */
export interface Settings extends PlainSettings {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  /** The one before, while it is being changed; otherwise null. */
  readonly formerPrivateKey: string | null;
  /** The first is the current one; a second is the one before, while it is being changed. */
  readonly webhookSecrets: readonly string[];
  /** By which people sign in to the pages about their agreements; null: there are no such pages. */
  readonly signIn: SignIn | null;
}

/** The app as people sign in to it, and where they do. */
export interface SignIn {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Under which browsers reach this server, without a slash at the end. */
  readonly publicUrl: string;
}

/** What can be set before there is an app. */
export interface PlainSettings {
  readonly host: string;
  readonly port: number;
  readonly webhookPath: string;
  readonly logLevel: LogLevel;
  /** Whoever brings it may read `/metrics`; null: only this machine may. */
  readonly metricsToken: string | null;
  /** null: the embedded server. */
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  /** Nothing is written to GitHub. */
  readonly isReadOnly: boolean;
  /** How far writes of one organisation stand apart; GitHub asks for one. */
  readonly secondsBetweenWrites: number;
  /** Whether no more is written within a minute and an hour than github.com lets an app write. */
  readonly keepsWriteLimits: boolean;
  /** The REST API's address, without a slash at the end. */
  readonly apiUrl: string;
  /** `https://github.com`, or the server's own. */
  readonly webUrl: string;
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A variable that is missing or malformed, in one sentence. */
export interface SettingProblem {
  readonly variable: string;
  readonly sentence: string;
}

export type SettingsResult =
  | { readonly status: 'ready'; readonly settings: Settings }
  /** No credentials are named anywhere, and nothing else is wrong: the app has yet to be registered. */
  | { readonly status: 'not-set-up'; readonly settings: PlainSettings }
  | { readonly status: 'unusable'; readonly problems: readonly SettingProblem[] };

type Environment = Readonly<Record<string, string | undefined>>;
type Getter = (variable: string) => string | null;
type Fail = (variable: string, sentence: string) => null;

/** A credentials file that holds, and where it is. */
export interface StoredCredentials {
  readonly path: string;
  readonly credentials: Credentials;
}

/** All settings, from the environment and the credentials file in the data folder, as the app and its commands need them. */
export function loadSettings(environment: Environment, platform: string = process.platform): SettingsResult {
  const get = getterOf(environment);
  const stored = readCredentials(dataFolderOf(get, platform), platform);
  const isOther = stored.status === 'read' && isOfAnotherApp(get, stored.credentials);
  const usable = stored.status === 'read' && !isOther ? stored : null;
  const result = readSettings(environment, (path) => readFileSync(path, 'utf8'), platform, usable);
  // With all of them in the environment, nobody asks for the file.
  if (stored.status !== 'unusable' || result.status === 'ready') return result;
  const problem = { variable: stored.path, sentence: stored.sentence };
  const rest = result.status === 'unusable' ? result.problems.filter(({ variable }) => !isCredential(variable)) : [];
  return { status: 'unusable', problems: [problem, ...rest] };
}

const CREDENTIALS = ['APP_ID', 'PRIVATE_KEY', 'PRIVATE_KEY_PATH', 'WEBHOOK_SECRET'] as const;

function isCredential(variable: string): boolean {
  return CREDENTIALS.some((name) => name === variable);
}

/** A file beside another app's number says nothing about that app. */
function isOfAnotherApp(get: Getter, credentials: Credentials): boolean {
  return ![null, String(credentials.appId)].includes(get('APP_ID'));
}

/**
 * Reads and checks all settings, and names all problems at once. An empty variable counts as missing.
 * @param stored stands in for what the environment leaves out
 */
export function readSettings(
  environment: Environment,
  readFile: (path: string) => string,
  platform: string = process.platform,
  stored: StoredCredentials | null = null,
): SettingsResult {
  const problems: SettingProblem[] = [];
  const fail: Fail = (variable, sentence) => {
    problems.push({ variable, sentence });
    return null;
  };
  const get = getterOf(environment);
  const isSetUp = stored !== null || CREDENTIALS.some((variable) => get(variable) !== null);
  const credentials = isSetUp ? readAppCredentials(get, stored?.credentials ?? null, readFile, fail) : null;
  const port = readPort(get('PORT'), fail);
  const webhookPath = readPath(get('WEBHOOK_PATH') ?? stored?.credentials.webhookPath ?? null, fail);
  const logLevel = readLevel(get('LOG_LEVEL'), fail);
  const metricsToken = readMetricsToken(get('METRICS_TOKEN'), fail);
  const databaseUrl = readDatabaseUrl(get('DATABASE_URL'), fail);
  const urls = readGitHub(get('GHE_HOST'), get('GHE_PROTOCOL'), stored, fail);
  const signIn = readSignIn(get, stored?.credentials ?? null, fail);
  const isReadOnly = readSwitch('PORTREEVE_READ_ONLY', get('PORTREEVE_READ_ONLY'), fail);
  const secondsBetweenWrites = readWritePace(get('PORTREEVE_SECONDS_BETWEEN_WRITES'), fail);
  const host = get('HOST') ?? '127.0.0.1';
  const dataFolder = dataFolderOf(get, platform);

  const isWhole =
    port !== null && webhookPath !== null && logLevel !== null && urls !== null && secondsBetweenWrites !== null;
  if (!isWhole || problems.length > 0) return { status: 'unusable', problems };
  const plain = { host, port, webhookPath, logLevel, metricsToken, databaseUrl, dataFolder };
  // An Enterprise Server has no limits of its own unless its administrator sets some; github.com's hold whatever is set here.
  const keepsWriteLimits = secondsBetweenWrites > 0 || urls.webUrl === GITHUB;
  const settings = { ...plain, ...urls, isReadOnly, secondsBetweenWrites, keepsWriteLimits };
  if (!isSetUp) return { status: 'not-set-up', settings };
  if (credentials === null) return { status: 'unusable', problems };
  return { status: 'ready', settings: { ...credentials, ...settings, signIn } };
}

function readAppCredentials(
  get: Getter,
  stored: Credentials | null,
  readFile: (path: string) => string,
  fail: Fail,
): Pick<Settings, 'appId' | 'privateKey' | 'formerPrivateKey' | 'webhookSecrets'> | null {
  const appId = readAppId(get('APP_ID') ?? (stored === null ? null : String(stored.appId)), fail);
  const path = get('PRIVATE_KEY_PATH');
  const ownKey = get('PRIVATE_KEY') ?? (path === null ? (stored?.privateKey ?? null) : null);
  const privateKeys = readPrivateKeys(ownKey, path, readFile, fail);
  const webhookSecrets = readSecrets(get('WEBHOOK_SECRET') ?? stored?.webhookSecret ?? null, fail);
  if (appId === null || privateKeys === null || webhookSecrets === null) return null;
  return { appId, ...privateKeys, webhookSecrets };
}

/** All of it or nothing; where nothing is set, what the set-up page kept. */
function readSignIn(get: Getter, stored: Credentials | null, fail: Fail): SignIn | null {
  const [clientId, clientSecret, publicUrl] = [get('CLIENT_ID'), get('CLIENT_SECRET'), get('PUBLIC_URL')];
  if (clientId === null && clientSecret === null && publicUrl === null) return stored?.signIn ?? null;
  const id = clientId ?? stored?.signIn?.clientId ?? null;
  const secret = clientSecret ?? stored?.signIn?.clientSecret ?? null;
  const address = publicUrl ?? stored?.signIn?.publicUrl ?? null;
  if (id === null) return fail('CLIENT_ID', 'CLIENT_ID is missing: the client ID on the GitHub App’s page.');
  if (secret === null) return fail('CLIENT_SECRET', 'CLIENT_SECRET is missing: a client secret of the GitHub App.');
  if (address === null) return fail('PUBLIC_URL', 'PUBLIC_URL is missing: where browsers reach this server.');
  const url = URL.parse(address);
  const isWhole =
    url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search + url.hash === '';
  if (!isWhole || url.username !== '') {
    return fail('PUBLIC_URL', 'PUBLIC_URL is not an address such as https://portreeve.example.org, without a path.');
  }
  return { clientId: id, clientSecret: secret, publicUrl: url.origin };
}

/** Where the database is, which commands beside the app need to know too. */
export function readDatabaseSettings(
  environment: Environment,
  platform: string = process.platform,
): Pick<Settings, 'databaseUrl' | 'dataFolder'> | { readonly problem: string } {
  const problems: string[] = [];
  const get = getterOf(environment);
  const databaseUrl = readDatabaseUrl(get('DATABASE_URL'), (_variable, sentence) => {
    problems.push(sentence);
    return null;
  });
  const [problem] = problems;
  if (problem !== undefined) return { problem };
  return { databaseUrl, dataFolder: dataFolderOf(get, platform) };
}

function readAppId(text: string | null, fail: Fail): number | null {
  if (text === null) return fail('APP_ID', 'APP_ID is missing: the number on the settings page of the GitHub App.');
  if (!/^[1-9]\d{0,15}$/.test(text)) return fail('APP_ID', 'APP_ID is not a number such as 123456.');
  return Number(text);
}

type PrivateKeys = Pick<Settings, 'privateKey' | 'formerPrivateKey'>;

function readPrivateKeys(
  text: string | null,
  path: string | null,
  readFile: (path: string) => string,
  fail: Fail,
): PrivateKeys | null {
  if (text !== null) return checkKeys(text, 'PRIVATE_KEY', fail);
  if (path === null) {
    return fail(
      'PRIVATE_KEY',
      'PRIVATE_KEY and PRIVATE_KEY_PATH are missing: give the GitHub App’s private key (PEM, or PEM in base64), or the path of its file.',
    );
  }
  let content: string;
  try {
    content = readFile(path);
  } catch {
    return fail('PRIVATE_KEY_PATH', `PRIVATE_KEY_PATH names ${path}, which cannot be read.`);
  }
  return checkKeys(content, 'PRIVATE_KEY_PATH', fail);
}

/** One key, or two, one after the other, of which the first is the new one. */
function checkKeys(text: string, variable: string, fail: Fail): PrivateKeys | null {
  const isPem = text.includes('-----BEGIN');
  // A .env file and some secret stores turn line breaks into backslash and n.
  const pem = isPem ? text.replaceAll('\\n', '\n') : Buffer.from(text, 'base64').toString('utf8');
  const [privateKey, formerPrivateKey = null, ...more] = pem.split(/(?=-----BEGIN)/).filter((part) => part.trim());
  if (more.length > 0) {
    return fail(variable, `${variable} holds one private key, or two one after the other while it is changed.`);
  }
  if (privateKey === undefined || !isRsaKey(privateKey) || (formerPrivateKey !== null && !isRsaKey(formerPrivateKey))) {
    return fail(variable, `${variable} holds no RSA private key in PEM, as GitHub makes it for the App.`);
  }
  return { privateKey: `${privateKey.trim()}\n`, formerPrivateKey: formerPrivateKey && `${formerPrivateKey.trim()}\n` };
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem.trim()).asymmetricKeyType === 'rsa';
  } catch {
    // The caller says so; the reason would show parts of the key.
    return false;
  }
}

function readSecrets(text: string | null, fail: Fail): string[] | null {
  if (text === null) {
    return fail('WEBHOOK_SECRET', 'WEBHOOK_SECRET is missing: the secret that was given to the GitHub App’s webhook.');
  }
  const secrets = text.split(',').map((secret) => secret.trim());
  if (secrets.length > 2 || secrets.includes('')) {
    return fail('WEBHOOK_SECRET', 'WEBHOOK_SECRET holds one secret, or two with a comma between while it is changed.');
  }
  return secrets;
}

function readPort(text: string | null, fail: Fail): number | null {
  if (text === null) return 3000;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  return fail('PORT', 'PORT is not a number from 0 to 65535.');
}

/** @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#pause-between-mutative-requests */
function readWritePace(text: string | null, fail: Fail): number | null {
  if (text === null) return 1;
  if (/^\d{1,2}(\.\d)?$/.test(text) && Number(text) <= 60) return Number(text);
  return fail(
    'PORTREEVE_SECONDS_BETWEEN_WRITES',
    'PORTREEVE_SECONDS_BETWEEN_WRITES is not a number of seconds from 0 to 60, such as 1 or 0.5.',
  );
}

function readPath(text: string | null, fail: Fail): string | null {
  if (text === null) return '/api/github/webhooks';
  const problem = webhookPathProblem(text);
  return problem === null ? text : fail('WEBHOOK_PATH', `WEBHOOK_PATH ${problem}.`);
}

function readLevel(text: string | null, fail: Fail): LogLevel | null {
  const level = LOG_LEVELS.find((candidate) => candidate === (text ?? 'info'));
  return level ?? fail('LOG_LEVEL', `LOG_LEVEL is none of ${LOG_LEVELS.join(', ')}.`);
}

function readSwitch(variable: string, text: string | null, fail: Fail): boolean {
  if (text !== null && text !== '0' && text !== '1') fail(variable, `${variable} is neither 1 nor 0.`);
  return text === '1';
}

function readMetricsToken(text: string | null, fail: Fail): string | null {
  if (text === null || /^[\x21-\x7e]{16,}$/.test(text)) return text;
  return fail(
    'METRICS_TOKEN',
    'METRICS_TOKEN is shorter than 16 characters, or holds others than letters, digits and signs.',
  );
}

function readDatabaseUrl(text: string | null, fail: Fail): string | null {
  if (text === null) return null;
  const protocol = URL.parse(text)?.protocol;
  if (protocol === 'postgres:' || protocol === 'postgresql:') return text;
  return fail('DATABASE_URL', 'DATABASE_URL is not an address such as postgres://user:password@host:5432/database.');
}

function readGitHub(host: string | null, protocol: string | null, stored: StoredCredentials | null, fail: Fail) {
  const named = readServer(host, protocol, fail);
  if (stored === null || named === null) return named;
  const { webUrl } = stored.credentials;
  if (host === null) return serverAt(webUrl);
  if (named.webUrl === webUrl) return named;
  return fail('GHE_HOST', `GHE_HOST names ${named.webUrl}, but the app in ${stored.path} is one of ${webUrl}.`);
}

function readServer(host: string | null, protocol: string | null, fail: Fail) {
  if (host === null) return serverAt(GITHUB);
  if (protocol !== null && protocol !== 'http' && protocol !== 'https') {
    return fail('GHE_PROTOCOL', 'GHE_PROTOCOL is neither https nor http.');
  }
  if (!/^[a-z\d]([a-z\d.-]*[a-z\d])?(:\d{1,5})?$/i.test(host)) {
    return fail('GHE_HOST', 'GHE_HOST is not a host name such as github.example.org, without https:// and path.');
  }
  return serverAt(`${protocol ?? 'https'}://${host}`);
}

const GITHUB = 'https://github.com';

function serverAt(webUrl: string): Pick<Settings, 'apiUrl' | 'webUrl'> {
  return { apiUrl: webUrl === GITHUB ? 'https://api.github.com' : `${webUrl}/api/v3`, webUrl };
}

function getterOf(environment: Environment): Getter {
  return (variable) => environment[variable]?.trim() || null;
}

function dataFolderOf(get: Getter, platform: string): string {
  return get('PORTREEVE_DATA') ?? defaultDataFolder(get, platform);
}

/** Where the platform keeps a user's data. */
function defaultDataFolder(get: Getter, platform: string): string {
  if (platform === 'win32') return win32.join(get('LOCALAPPDATA') ?? 'C:\\ProgramData', 'portreeve');
  const home = get('HOME');
  if (home === null) return '/var/lib/portreeve/data';
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'portreeve');
  return posix.join(get('XDG_DATA_HOME') ?? posix.join(home, '.local', 'share'), 'portreeve');
}

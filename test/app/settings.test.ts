import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { readSettings } from '../../src/app/settings.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const FORMER = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const WHOLE = { APP_ID: '123', PRIVATE_KEY: PEM, WEBHOOK_SECRET: 'secret', HOME: '/home/ada' };

const noFile = (): string => {
  throw new Error('ENOENT');
};
const read = (environment: Record<string, string>, platform = 'linux') => readSettings(environment, noFile, platform);

test('three variables are enough', () => {
  expect(read(WHOLE)).toEqual({
    status: 'ready',
    settings: {
      appId: 123,
      privateKey: PEM,
      formerPrivateKey: null,
      webhookSecrets: ['secret'],
      signIn: null,
      host: '127.0.0.1',
      port: 3000,
      webhookPath: '/api/github/webhooks',
      logLevel: 'info',
      databaseUrl: null,
      dataFolder: '/home/ada/.local/share/portreeve',
      isReadOnly: false,
      secondsBetweenWrites: 1,
      keepsWriteLimits: true,
      metricsToken: null,
      apiUrl: 'https://api.github.com',
      webUrl: 'https://github.com',
    },
  });
});

test.each([
  ['APP_ID', '42', { appId: 42 }],
  ['WEBHOOK_SECRET', 'new, old', { webhookSecrets: ['new', 'old'] }],
  ['PORT', '0', { port: 0 }],
  ['HOST', '0.0.0.0', { host: '0.0.0.0' }],
  ['PORTREEVE_READ_ONLY', '1', { isReadOnly: true }],
  ['PORTREEVE_SECONDS_BETWEEN_WRITES', '0', { secondsBetweenWrites: 0, keepsWriteLimits: true }],
  ['PORTREEVE_SECONDS_BETWEEN_WRITES', '0.5', { secondsBetweenWrites: 0.5 }],
  ['WEBHOOK_PATH', '/', { webhookPath: '/' }],
  ['WEBHOOK_PATH', '/readyz-hook/', { webhookPath: '/readyz-hook/' }],
  ['LOG_LEVEL', 'debug', { logLevel: 'debug' }],
  ['DATABASE_URL', 'postgresql://u:p@h/d', { databaseUrl: 'postgresql://u:p@h/d' }],
  ['DATABASE_URL', '  ', { databaseUrl: null }],
  ['PORTREEVE_DATA', '/srv/portreeve', { dataFolder: '/srv/portreeve' }],
  ['XDG_DATA_HOME', '/xdg', { dataFolder: '/xdg/portreeve' }],
  ['HOME', '', { dataFolder: '/var/lib/portreeve/data' }],
  [
    'GHE_HOST',
    'git.example.org:8443',
    { apiUrl: 'https://git.example.org:8443/api/v3', webUrl: 'https://git.example.org:8443' },
  ],
  ['PRIVATE_KEY', PEM.replaceAll('\n', '\\n'), { privateKey: PEM }],
  ['PRIVATE_KEY', Buffer.from(PEM).toString('base64'), { privateKey: PEM }],
  ['PRIVATE_KEY', `${PEM}${FORMER}`, { privateKey: PEM, formerPrivateKey: FORMER }],
  ['PRIVATE_KEY', `${PEM}\n${FORMER}`.replaceAll('\n', '\\n'), { privateKey: PEM, formerPrivateKey: FORMER }],
  ['PRIVATE_KEY', Buffer.from(PEM + FORMER).toString('base64'), { privateKey: PEM, formerPrivateKey: FORMER }],
])('%s=%j', (variable, value, expected) => {
  expect(read({ ...WHOLE, [variable]: value })).toMatchObject({ status: 'ready', settings: expected });
});

test.each([
  ['1', undefined, true],
  ['0', undefined, true],
  ['0', 'github.com', true],
  ['1', 'git.example.org', true],
  ['0.1', 'git.example.org', true],
  ['0', 'git.example.org', false],
])('with %s seconds between writes on %s, GitHub’s limits of writing are kept: %s', (seconds, host, isKept) => {
  const environment = { ...WHOLE, PORTREEVE_SECONDS_BETWEEN_WRITES: seconds, ...(host && { GHE_HOST: host }) };

  expect(read(environment)).toMatchObject({ settings: { keepsWriteLimits: isKept } });
});

test('the key may lie in a file, and a test server may speak http', () => {
  const { PRIVATE_KEY: _, ...rest } = WHOLE;
  const environment = { ...rest, PRIVATE_KEY_PATH: 'key.pem', GHE_HOST: 'localhost:4000', GHE_PROTOCOL: 'http' };

  expect(readSettings(environment, (path) => (path === 'key.pem' ? PEM : ''))).toMatchObject({
    settings: { privateKey: PEM, apiUrl: 'http://localhost:4000/api/v3' },
  });
});

test.each([
  ['win32', { LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local' }, 'C:\\Users\\ada\\AppData\\Local\\portreeve'],
  ['darwin', {}, '/home/ada/Library/Application Support/portreeve'],
])('on %s data lies where the platform keeps it', (platform, more, dataFolder) => {
  expect(read({ ...WHOLE, ...more }, platform)).toMatchObject({ settings: { dataFolder } });
});

test('all that is missing is said at once', () => {
  const sentences = (environment: Record<string, string>) => {
    const result = read(environment);
    return result.status === 'unusable' && result.problems.map(({ sentence }) => sentence);
  };
  const noId = 'APP_ID is missing: the number on the settings page of the GitHub App.';
  const noKey =
    'PRIVATE_KEY and PRIVATE_KEY_PATH are missing: give the GitHub App’s private key (PEM, or PEM in base64), or the path of its file.';
  const noSecret = 'WEBHOOK_SECRET is missing: the secret that was given to the GitHub App’s webhook.';

  expect(sentences({ WEBHOOK_SECRET: 'secret' })).toEqual([noId, noKey]);
  expect(sentences({ APP_ID: '123' })).toEqual([noKey, noSecret]);
});

test('nothing at all is no mistake: there is no app yet', () => {
  expect(read({ HOME: '/home/ada', PORT: '4000' })).toEqual({
    status: 'not-set-up',
    settings: {
      host: '127.0.0.1',
      port: 4000,
      webhookPath: '/api/github/webhooks',
      logLevel: 'info',
      databaseUrl: null,
      dataFolder: '/home/ada/.local/share/portreeve',
      isReadOnly: false,
      secondsBetweenWrites: 1,
      keepsWriteLimits: true,
      metricsToken: null,
      apiUrl: 'https://api.github.com',
      webUrl: 'https://github.com',
    },
  });
  expect(read({ PORT: 'x' })).toMatchObject({ status: 'unusable', problems: [{ variable: 'PORT' }] });
});

test.each([
  ['APP_ID', 'Iv1.abc', 'APP_ID is not a number such as 123456.'],
  ['PRIVATE_KEY', 'nonsense', 'PRIVATE_KEY holds no RSA private key in PEM, as GitHub makes it for the App.'],
  ['PRIVATE_KEY', EC, 'PRIVATE_KEY holds no RSA private key in PEM, as GitHub makes it for the App.'],
  ['PRIVATE_KEY', `${PEM}${EC}`, 'PRIVATE_KEY holds no RSA private key in PEM, as GitHub makes it for the App.'],
  [
    'PRIVATE_KEY',
    `${PEM}${FORMER}${PEM}`,
    'PRIVATE_KEY holds one private key, or two one after the other while it is changed.',
  ],
  ['WEBHOOK_SECRET', 'a,b,c', 'WEBHOOK_SECRET holds one secret, or two with a comma between while it is changed.'],
  ['WEBHOOK_SECRET', 'a,', 'WEBHOOK_SECRET holds one secret, or two with a comma between while it is changed.'],
  [
    'PORTREEVE_SECONDS_BETWEEN_WRITES',
    '-1',
    'PORTREEVE_SECONDS_BETWEEN_WRITES is not a number of seconds from 0 to 60, such as 1 or 0.5.',
  ],
  [
    'PORTREEVE_SECONDS_BETWEEN_WRITES',
    '61',
    'PORTREEVE_SECONDS_BETWEEN_WRITES is not a number of seconds from 0 to 60, such as 1 or 0.5.',
  ],
  [
    'PORTREEVE_SECONDS_BETWEEN_WRITES',
    'soon',
    'PORTREEVE_SECONDS_BETWEEN_WRITES is not a number of seconds from 0 to 60, such as 1 or 0.5.',
  ],
  ['PORT', '70000', 'PORT is not a number from 0 to 65535.'],
  ['WEBHOOK_PATH', 'hook', 'WEBHOOK_PATH is not a path such as /api/github/webhooks.'],
  ['WEBHOOK_PATH', '/healthz', 'WEBHOOK_PATH belongs to /healthz, an address of Portreeve’s own.'],
  ['WEBHOOK_PATH', '/readyz/database', 'WEBHOOK_PATH belongs to /readyz, an address of Portreeve’s own.'],
  ['WEBHOOK_PATH', '//healthz', 'WEBHOOK_PATH has a part that is empty or made of dots, which some proxies leave out.'],
  [
    'WEBHOOK_PATH',
    '/a/../healthz',
    'WEBHOOK_PATH has a part that is empty or made of dots, which some proxies leave out.',
  ],
  ['LOG_LEVEL', 'loud', 'LOG_LEVEL is none of fatal, error, warn, info, debug, trace, silent.'],
  [
    'DATABASE_URL',
    'mysql://h/d',
    'DATABASE_URL is not an address such as postgres://user:password@host:5432/database.',
  ],
  [
    'GHE_HOST',
    'https://git.example.org/',
    'GHE_HOST is not a host name such as github.example.org, without https:// and path.',
  ],
])('%s=%j is refused in one sentence', (variable, value, sentence) => {
  expect(read({ ...WHOLE, [variable]: value })).toEqual({ status: 'unusable', problems: [{ variable, sentence }] });
});

test('a key file that cannot be read is named', () => {
  const { PRIVATE_KEY: _, ...rest } = WHOLE;
  expect(read({ ...rest, PRIVATE_KEY_PATH: '/no/key.pem' })).toMatchObject({
    problems: [{ sentence: 'PRIVATE_KEY_PATH names /no/key.pem, which cannot be read.' }],
  });
});

const SIGN_IN = { CLIENT_ID: 'Iv23abc', CLIENT_SECRET: 'hush', PUBLIC_URL: 'https://portreeve.example.org/' };

test('by three more, people can sign in', () => {
  expect(read({ ...WHOLE, ...SIGN_IN })).toMatchObject({
    settings: {
      signIn: { clientId: 'Iv23abc', clientSecret: 'hush', publicUrl: 'https://portreeve.example.org' },
    },
  });
});

test.each([
  ['CLIENT_ID', '', 'CLIENT_ID is missing'],
  ['CLIENT_SECRET', '', 'CLIENT_SECRET is missing'],
  ['PUBLIC_URL', '', 'PUBLIC_URL is missing'],
  ['PUBLIC_URL', 'portreeve.example.org', 'PUBLIC_URL is not an address'],
  ['PUBLIC_URL', 'https://portreeve.example.org/path', 'PUBLIC_URL is not an address'],
  ['PUBLIC_URL', 'https://ada:hush@portreeve.example.org', 'PUBLIC_URL is not an address'],
  ['PUBLIC_URL', 'javascript:alert(1)', 'PUBLIC_URL is not an address'],
])('%s=%j beside the others is told', (variable, value, sentence) => {
  expect(read({ ...WHOLE, ...SIGN_IN, [variable]: value })).toEqual({
    status: 'unusable',
    problems: [{ variable, sentence: expect.stringContaining(sentence) }],
  });
});

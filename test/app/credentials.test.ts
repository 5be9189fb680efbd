import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Credentials, credentialsPath, writeCredentials } from '../../src/app/credentials.ts';
import { loadSettings } from '../../src/app/settings.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const pemOf = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const PEM = pemOf();
const CREDENTIALS: Credentials = {
  format: 'portreeve-credentials-1',
  appId: 123,
  slug: 'portreeve-city',
  webUrl: 'https://git.city.example',
  privateKey: PEM,
  webhookSecret: 'stored-secret',
  webhookPath: '/hooks',
  createdAt: '2026-01-05T09:00:00.000Z',
};

const root = temporaryFolder();
let count = 0;
let folder: string;
beforeEach(() => {
  count += 1;
  folder = join(root, String(count));
});
const load = (environment: Record<string, string> = {}) => loadSettings({ PORTREEVE_DATA: folder, ...environment });
const modeOf = (path: string) => statSync(path).mode & 0o777;

test('what was written is found by the next start, and only the owner can read it', async () => {
  const path = await writeCredentials(folder, CREDENTIALS);

  expect(path).toBe(credentialsPath(folder));
  expect([modeOf(path), modeOf(dirname(path))]).toEqual([0o600, 0o700]);
  expect(load()).toMatchObject({
    status: 'ready',
    settings: {
      appId: 123,
      privateKey: PEM,
      webhookSecrets: ['stored-secret'],
      webhookPath: '/hooks',
      apiUrl: 'https://git.city.example/api/v3',
      webUrl: 'https://git.city.example',
    },
  });
});

describe('the environment beats the file', () => {
  beforeEach(() => writeCredentials(folder, CREDENTIALS));

  test('setting by setting, as when a secret is rotated', () => {
    expect(load({ WEBHOOK_SECRET: 'new,stored-secret', WEBHOOK_PATH: '/other' })).toMatchObject({
      settings: { appId: 123, webhookSecrets: ['new', 'stored-secret'], webhookPath: '/other' },
    });
  });

  test('a key file too', () => {
    const key = pemOf();
    writeFileSync(join(folder, 'new.pem'), key);
    expect(load({ PRIVATE_KEY_PATH: join(folder, 'new.pem') })).toMatchObject({
      settings: { appId: 123, privateKey: key },
    });
  });

  test('another app’s number leaves nothing of it', () => {
    expect(load({ APP_ID: '124' })).toMatchObject({
      status: 'unusable',
      problems: [{ variable: 'PRIVATE_KEY' }, { variable: 'WEBHOOK_SECRET' }],
    });
  });

  test('but an app of one GitHub is not asked of another', () => {
    expect(load({ GHE_HOST: 'git.other.example' })).toMatchObject({
      status: 'unusable',
      problems: [
        {
          variable: 'GHE_HOST',
          sentence: `GHE_HOST names https://git.other.example, but the app in ${credentialsPath(folder)} is one of https://git.city.example.`,
        },
      ],
    });
    expect(load({ GHE_HOST: 'git.city.example' })).toMatchObject({ status: 'ready' });
  });
});

describe('a file that cannot be trusted is told, not used', () => {
  const CASES: readonly (readonly [string, (path: string) => void, string])[] = [
    ['readable by its group', (path) => chmodSync(path, 0o640), 'is open to other accounts'],
    ['writable by all', (path) => chmodSync(path, 0o602), 'is open to other accounts'],
    ['cut off', (path) => writeFileSync(path, readFileSync(path, 'utf8').slice(0, 900)), 'is broken'],
    ['of an unknown form', (path) => writeFileSync(path, '{"format":"portreeve-credentials-2"}'), 'is broken'],
    [
      'without a secret',
      (path) => writeFileSync(path, JSON.stringify({ ...CREDENTIALS, webhookSecret: '' })),
      'is broken',
    ],
    ['huge', (path) => writeFileSync(path, ' '.repeat(100_000)), 'is broken'],
    [
      'a folder',
      (path) => {
        rmSync(path);
        mkdirSync(path, { mode: 0o700 });
      },
      'is no file',
    ],
    [
      'a link',
      (path) => {
        const elsewhere = `${path}.elsewhere`;
        writeFileSync(elsewhere, readFileSync(path), { mode: 0o600 });
        rmSync(path);
        symlinkSync(elsewhere, path);
      },
      'is a link',
    ],
  ];

  test.each(CASES)('%s', async (_name, spoil, words) => {
    const path = await writeCredentials(folder, CREDENTIALS);
    spoil(path);
    const result = load();

    expect(result).toMatchObject({ status: 'unusable', problems: [{ variable: path }] });
    const [problem] = result.status === 'unusable' ? result.problems : [];
    expect(problem?.sentence).toContain(`The credentials file ${path} ${words}`);
    expect(problem?.sentence).not.toContain('PRIVATE');
    // Who sets all of them by hand needs no file.
    const own = { APP_ID: '9', PRIVATE_KEY: PEM, WEBHOOK_SECRET: 'own' };
    expect(load(own)).toMatchObject({ status: 'ready', settings: { appId: 9 } });
  });
});

describe('nothing is ever written over', () => {
  test('an existing file', async () => {
    const path = await writeCredentials(folder, CREDENTIALS);
    await expect(writeCredentials(folder, { ...CREDENTIALS, appId: 124 })).rejects.toMatchObject({
      code: 'file-exists',
      args: { path },
    });
    expect(load()).toMatchObject({ settings: { appId: 123 } });
  });

  test('a link in its place, which is not followed either', async () => {
    const path = credentialsPath(folder);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    symlinkSync(join(folder, 'nowhere'), path);
    await expect(writeCredentials(folder, CREDENTIALS)).rejects.toMatchObject({ code: 'file-exists' });
    expect(() => statSync(join(folder, 'nowhere'))).toThrow('ENOENT');
  });

  test.each([
    ['open to others', (path: string) => mkdirSync(path, { recursive: true, mode: 0o755 })],
    [
      'a link',
      (path: string) => {
        mkdirSync(join(folder, 'elsewhere'), { recursive: true, mode: 0o700 });
        symlinkSync(join(folder, 'elsewhere'), path);
      },
    ],
  ])('in a folder that is %s nothing is written', async (_name, prepare) => {
    const path = dirname(credentialsPath(folder));
    prepare(path);
    await expect(writeCredentials(folder, CREDENTIALS)).rejects.toMatchObject({
      code: 'folder-not-private',
      args: { path },
    });
  });
});

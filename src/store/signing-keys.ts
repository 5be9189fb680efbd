import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../core/errors.ts';
import type { ExportKey, ExportSigner } from '../ledger/export.ts';
import { errorCode } from './error-code.ts';
import { createPrivateFile, preparePrivateFolder } from './private-file.ts';

/** For so long after a new key was made the one before signs too. */
const OVERLAP_DAYS = 90;
const LARGEST_FILE = 16 * 1024;
const NAME = /^ledger-key-([1-9]\d{0,5})\.json$/;

const schema = z.strictObject({
  format: z.literal('portreeve-ledger-key-1'),
  createdAt: z.iso.datetime(),
  /** Ed25519, PKCS #8, PEM. */
  privateKey: z.string().min(1),
});

/** The operator's own keys, with which exports of the ledger are signed. */
export interface SigningKeys {
  /** Those that sign now: the current one first, and while it is new the one before. */
  readonly signers: readonly ExportSigner[];
  /** All there are, the current one first. */
  readonly keys: readonly ExportKey[];
}

/** Beside the app's own credentials, in a folder that nobody else may enter. */
function folderOf(dataFolder: string): string {
  return join(dataFolder, 'credentials');
}

/**
 * Reads the keys; the first use makes the first.
 * @throws OperatorError `signing-key-unusable`, `file-not-written`, `folder-not-private`
 */
export async function openSigningKeys(dataFolder: string, now: Date): Promise<SigningKeys> {
  const found = await readKeys(dataFolder);
  if (found.length > 0) return signingKeysOf(found, now);
  await makeKey(dataFolder, 1, now);
  return signingKeysOf(await readKeys(dataFolder), now);
}

/** Makes the next key. The one before goes on signing beside it for a while, and both travel in every export. */
export async function rotateSigningKey(dataFolder: string, now: Date): Promise<SigningKeys> {
  const found = await readKeys(dataFolder);
  await makeKey(dataFolder, (found[0]?.number ?? 0) + 1, now);
  return signingKeysOf(await readKeys(dataFolder), now);
}

interface FoundKey {
  readonly number: number;
  readonly createdAt: string;
  readonly privateKey: KeyObject;
}

function signingKeysOf(found: readonly FoundKey[], now: Date): SigningKeys {
  const signers = found.map(({ createdAt, privateKey }): ExportSigner => {
    const publicKey = createPublicKey(privateKey);
    const id = createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex');
    return {
      key: { id, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(), createdAt },
      sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
    };
  });
  const [current] = signers;
  const age = current === undefined ? 0 : now.getTime() - Date.parse(current.key.createdAt);
  return {
    signers: signers.slice(0, age < OVERLAP_DAYS * 86_400_000 ? 2 : 1),
    keys: signers.map(({ key }) => key),
  };
}

/** The newest first. */
async function readKeys(dataFolder: string): Promise<FoundKey[]> {
  const names = await readdir(folderOf(dataFolder)).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  const numbers = names.flatMap((name) => {
    const [, number] = NAME.exec(name) ?? [];
    return number === undefined ? [] : [Number(number)];
  });
  const found = numbers.toSorted((a, b) => b - a).map(async (number) => readKey(pathOf(dataFolder, number), number));
  return Promise.all(found);
}

function pathOf(dataFolder: string, number: number): string {
  return join(folderOf(dataFolder), `ledger-key-${number}.json`);
}

async function readKey(path: string, number: number): Promise<FoundKey> {
  const unusable = (problem: string, cause?: unknown) =>
    new OperatorError('signing-key-unusable', { path, problem }, { cause });
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: unknown) => {
    throw unusable(`it cannot be read (${errorCode(error) ?? 'unknown'})`, error);
  });
  try {
    const { mode, size } = await file.stat();
    const isOpen = process.platform !== 'win32' && (mode & 0o077) !== 0;
    if (isOpen) throw unusable('other accounts may read it: close it with `chmod 600`');
    if (size > LARGEST_FILE) throw unusable('it is no key');
    const { createdAt, privateKey } = schema.parse(JSON.parse(await file.readFile('utf8')));
    const key = createPrivateKey(privateKey);
    if (key.asymmetricKeyType !== 'ed25519') throw unusable('it holds another kind of key than Ed25519');
    return { number, createdAt, privateKey: key };
  } catch (error) {
    // Without its cause, which may show parts of the key.
    throw error instanceof OperatorError ? error : unusable('it is broken');
  } finally {
    await file.close();
  }
}

/** Where another process made the same one meanwhile, that one is taken. */
async function makeKey(dataFolder: string, number: number, now: Date): Promise<void> {
  await preparePrivateFolder(folderOf(dataFolder));
  const { privateKey } = generateKeyPairSync('ed25519');
  const content = schema.parse({
    format: 'portreeve-ledger-key-1',
    createdAt: now.toISOString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  });
  await createPrivateFile(pathOf(dataFolder, number), (file) =>
    file.writeFile(`${JSON.stringify(content, null, 2)}\n`),
  ).catch((error: unknown) => {
    if (!(error instanceof OperatorError) || error.code !== 'file-exists') throw error;
  });
}

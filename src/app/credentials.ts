import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../store/error-code.ts';
import { createPrivateFile, preparePrivateFolder } from '../store/private-file.ts';

/** An app's credentials, as the set-up page keeps them. */
const schema = z.strictObject({
  format: z.literal('portreeve-credentials-1'),
  appId: z.int().positive(),
  /** The last part of the app's address on GitHub. */
  slug: z.string().regex(/^[\w.-]{1,100}$/),
  /** Where GitHub is, such as `https://github.com`; without a slash at the end. */
  webUrl: z.string().regex(/^https?:\/\/[^/\s]+$/),
  /** PEM. */
  privateKey: z.string().min(1),
  webhookSecret: z.string().regex(/^[^\s,]+$/),
  /** Path of the address that GitHub delivers to. */
  webhookPath: z.string().regex(/^\/[\w./~-]*$/),
  createdAt: z.iso.datetime(),
  /** For pages on which people sign in. A file from before there were any has none. */
  signIn: z
    .strictObject({
      clientId: z.string().regex(/^[\w.-]{1,100}$/),
      clientSecret: z.string().regex(/^[\w-]{1,200}$/),
      /** Without a slash at the end. */
      publicUrl: z.string().regex(/^https?:\/\/[^/\s]+$/),
    })
    .exactOptional(),
});

export type Credentials = Readonly<z.infer<typeof schema>>;

/** Far above what an app's credentials take. */
const LARGEST_FILE = 64 * 1024;

/** In a folder of its own, as the data folder itself must be open to the account that runs the database. */
export function credentialsPath(dataFolder: string): string {
  return join(dataFolder, 'credentials', 'github-app.json');
}

export type CredentialsReading =
  | { readonly status: 'read'; readonly path: string; readonly credentials: Credentials }
  | { readonly status: 'missing' }
  /** One sentence, with what to do. */
  | { readonly status: 'unusable'; readonly path: string; readonly sentence: string };

/** Reads the file that the set-up page wrote. One that others may read, or that is broken, is told and not used. */
export function readCredentials(dataFolder: string, platform: string = process.platform): CredentialsReading {
  const path = credentialsPath(dataFolder);
  const unusable = (sentence: string) => ({ status: 'unusable', path, sentence }) as const;
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return { status: 'missing' };
    if (code === 'ELOOP') return unusable(`The credentials file ${path} is a link: put the file itself there.`);
    return unusable(
      `The credentials file ${path} cannot be read (${code}): give it to the account that runs Portreeve.`,
    );
  }
  try {
    const { mode, size } = fstatSync(file);
    const isFile = (mode & constants.S_IFMT) === constants.S_IFREG;
    if (!isFile) return unusable(`The credentials file ${path} is no file: move away what is there.`);
    if (platform !== 'win32' && (mode & 0o077) !== 0) {
      return unusable(`The credentials file ${path} is open to other accounts: close it with \`chmod 600\`.`);
    }
    const credentials = size > LARGEST_FILE ? null : parse(readFileSync(file, 'utf8'));
    if (credentials !== null) return { status: 'read', path, credentials };
    return unusable(
      `The credentials file ${path} is broken: put your backup of it there, or move it away to set up anew.`,
    );
  } finally {
    closeSync(file);
  }
}

function parse(text: string): Credentials | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The reason would show parts of the key.
    return null;
  }
  return schema.safeParse(value).data ?? null;
}

/** @throws OperatorError `file-exists`, `file-not-written`, `folder-not-private` */
export async function writeCredentials(dataFolder: string, credentials: Credentials): Promise<string> {
  const path = credentialsPath(dataFolder);
  await preparePrivateFolder(dirname(path));
  const text = `${JSON.stringify(schema.parse(credentials), null, 2)}\n`;
  await createPrivateFile(path, (file) => file.writeFile(text));
  return path;
}

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../../core/errors.ts';
import { errorCode } from '../error-code.ts';
import { type Account, isOpenToAll, isOursAlone } from './account.ts';

/** Where the server's files go when its account cannot get into the data folder. */
const SYSTEM_FOLDER = '/var/lib/portreeve';
/** Left in the data folder where the files are elsewhere. */
const SIGNPOST = 'DATABASE-IS-ELSEWHERE.txt';

/** The folder for the server's files: the data folder or, where that is closed to the server's account, one below /var/lib. */
export async function serverFolder(dataFolder: string, account: Account | null): Promise<string> {
  await mkdir(dataFolder, { recursive: true, mode: account === null ? 0o700 : 0o711 }).catch((cause: unknown) => {
    throw new OperatorError(
      'embedded-database',
      { reason: `${dataFolder} cannot be made a folder (${errorCode(cause)})` },
      { cause },
    );
  });
  const folder = await realpath(dataFolder);
  if (account === null || (await isFit(folder))) return folder;

  const name = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const systemFolder = join(SYSTEM_FOLDER, name);
  await mkdir(systemFolder, { recursive: true, mode: 0o711 });
  if (await isFit(systemFolder)) {
    await writeFile(join(folder, SIGNPOST), elsewhere(systemFolder, account));
    return systemFolder;
  }
  throw new OperatorError('embedded-database', {
    reason: `the folder ${systemFolder} must belong to root alone and be open to the account ${account.name}`,
  });
}

/** Whether a server was ever started for this data folder. Makes nothing. */
export function hasEmbeddedDatabase(dataFolder: string): boolean {
  return existsSync(join(dataFolder, 'database', 'access.json')) || existsSync(join(dataFolder, SIGNPOST));
}

/** Who looks for the data where it was asked to be must be told where it is: to back it up, or to delete it. */
function elsewhere(folder: string, { name }: Account): string {
  return `The account ${name}, under which the database runs, cannot enter this folder.\nIts files are in ${folder}\n`;
}

async function isFit(folder: string): Promise<boolean> {
  return (await isOpenToAll(folder)) && (await isOursAlone(folder));
}

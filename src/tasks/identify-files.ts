import { constants } from 'node:fs';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { decodeText } from '../core/decode-file.ts';
import { type Identification, identifyLicense } from '../licenses/identify-license.ts';
import { LICENSE_FILES } from '../licenses/license-files.ts';
import type { LicenseIndex } from '../licenses/license-index.ts';
import { loadReferenceData } from './reference-data.ts';

/** One file that was looked at. */
export interface FileIdentification {
  /** As it was given, or below the folder that was given. */
  readonly path: string;
  readonly license: Identification | null;
  /** Why nothing could be read; null where it could. */
  readonly problem: string | null;
}

/** No licence is larger; a file that is, is not read. */
const LARGEST_LICENSE = 5_000_000;

export interface IdentifyFilesRequest {
  /** Files and folders, as they were given. */
  readonly paths: readonly string[];
  /** The folder from which relative paths are meant. */
  readonly resolve: (path: string) => string;
  /** Whether folders are asked for every file, not only for those that are named as a licence. */
  readonly all: boolean;
  /**
   * Whether it is kept how each part of a text was accounted for. Parts are slices of their text, so that all texts stay
   * in memory with them.
   */
  readonly isExplained: boolean;
  readonly onProgress: (done: number, of: number) => void;
}

/** Says of each file which licence it is: read, decode, identify. */
export async function identifyFiles(request: IdentifyFilesRequest): Promise<{
  readonly files: readonly FileIdentification[];
  readonly listVersion: string;
}> {
  const { licenseIndex } = await loadReferenceData();
  const index = licenseIndex();
  const paths = (await Promise.all(request.paths.map((path) => expand(path, request)))).flat();
  const files: FileIdentification[] = [];
  for (const path of paths) {
    files.push(typeof path === 'string' ? await identifyFile(path, request, index) : path);
    request.onProgress(files.length, paths.length);
  }
  return { files, listVersion: index.listVersion };
}

/** A file as it is; a folder as the files in it that are asked for; a problem where there is neither. */
async function expand(path: string, { resolve, all }: IdentifyFilesRequest): Promise<(string | FileIdentification)[]> {
  const place = resolve(path);
  try {
    if (!(await lstat(place)).isDirectory()) return [path];
    const found = await readdir(place, { recursive: true, withFileTypes: true });
    const files = found
      .filter((entry) => entry.isFile())
      .map((entry) => join(relative(place, entry.parentPath), entry.name))
      .filter((name) => !/(?:^|[\\/])\.git[\\/]/.test(name) && (all || isLicenseFile(name)))
      .sort();
    if (files.length > 0) return files.map((name) => join(path, name));
    const what = all ? 'no file' : 'no file that is named as a licence; --all looks into every file';
    return [unread(path, `is a folder with ${what}.`)];
  } catch (cause) {
    return [unread(path, problemOf(cause))];
  }
}

function isLicenseFile(name: string): boolean {
  const parts = name.split(/[\\/]/);
  return LICENSE_FILES.isName(parts.at(-1) ?? '') || parts.at(-2) === 'LICENSES';
}

async function identifyFile(
  path: string,
  { resolve, isExplained }: IdentifyFilesRequest,
  index: LicenseIndex,
): Promise<FileIdentification> {
  const content = await readBytes(resolve(path));
  if ('problem' in content) return unread(path, content.problem);
  const decoded = decodeText(content.bytes);
  if (decoded === null) return unread(path, 'is not a text file.');
  if (decoded.text.trim() === '') return unread(path, 'is empty.');
  const { explanations, ...license } = identifyLicense(decoded.text, index, { encoding: decoded.encoding });
  return { path, license: { ...license, explanations: isExplained ? explanations : [] }, problem: null };
}

const NO_FILE = { problem: 'is neither a file nor a folder.' };

async function readBytes(place: string): Promise<{ readonly bytes: Uint8Array } | { readonly problem: string }> {
  try {
    // To open a pipe waits for its writer, and to open a device may set it going.
    if (!(await stat(place)).isFile()) return NO_FILE;
    const handle = await open(place, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const status = await handle.stat();
      if (!status.isFile()) return NO_FILE;
      if (status.size > LARGEST_LICENSE) {
        return { problem: `is too large to be a licence (${Math.round(status.size / 1e6)} MB), and was not read.` };
      }
      return { bytes: await handle.readFile() };
    } finally {
      await handle.close();
    }
  } catch (cause) {
    return { problem: problemOf(cause) };
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there.',
  ENOTDIR: 'is not there.',
  EACCES: 'cannot be read with your rights.',
  EPERM: 'cannot be read with your rights.',
  ELOOP: 'is a symbolic link that goes round in a circle.',
};

/** An error of the file system as the end of a sentence that begins with the path. */
function problemOf(cause: unknown): string {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : null;
  if (code === null) throw cause;
  return PROBLEMS[code] ?? `could not be read (${code}).`;
}

function unread(path: string, problem: string): FileIdentification {
  return { path, license: null, problem };
}

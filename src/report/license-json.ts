import type { Identification } from '../licenses/identify-license.ts';
import { jsonText } from './json-text.ts';

/** What was found out about one file. */
export interface FileLicense {
  readonly path: string;
  readonly license: Identification | null;
  /** The end of a sentence that begins with the path: why it could not be read. */
  readonly problem: string | null;
}

/** One entry for each file; a file that could not be read has the reason beside it. */
export function renderLicenseJson(files: readonly FileLicense[]): string {
  return jsonText(
    files.map(({ path, license, problem }) => ({
      path,
      expression: license?.expression ?? 'NOASSERTION',
      open: license?.open ?? null,
      matches: license?.matches ?? [],
      ...(problem === null ? {} : { problem }),
    })),
  );
}

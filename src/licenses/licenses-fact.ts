import { type Fact, mapFact } from '../core/fact.ts';
import { type RepositoryFiles, watchedEntries } from '../core/files.ts';
import type { IdentifiedLicense } from '../core/license.ts';
import { identifyLicense } from './identify-license.ts';
import { LICENSE_FILES } from './license-files.ts';
import type { LicenseTexts } from './license-texts.ts';

/** Which licence each readable licence file is, in the order of the files. */
export function licensesFact(files: Fact<RepositoryFiles>, texts: LicenseTexts): Fact<readonly IdentifiedLicense[]> {
  return mapFact(files, (value) =>
    watchedEntries(value, LICENSE_FILES).flatMap(({ path, content }) =>
      content?.kind === 'text' && content.text.trim() !== '' ? [{ path, ...identifyLicense(content.text, texts) }] : [],
    ),
  );
}

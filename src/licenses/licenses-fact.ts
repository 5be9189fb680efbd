import { type Fact, mapFact } from '../core/fact.ts';
import { type RepositoryFiles, watchedEntries } from '../core/files.ts';
import type { IdentifiedLicense } from '../core/license.ts';
import { identifyLicense, saysAnything } from './identify-license.ts';
import { LICENSE_FILES } from './license-files.ts';
import type { LicenseIndex } from './license-index.ts';

/**
 * Which licence each readable licence file is, in the order of the files. A file that has only copyright notices
 * (COPYRIGHT beside LICENSE) counts where it is the only one: then it is what people find, and it grants nothing.
 * @param index unpacks the index; asked for only where there is a text to look at
 */
export function licensesFact(
  files: Fact<RepositoryFiles>,
  index: () => LicenseIndex,
): Fact<readonly IdentifiedLicense[]> {
  return mapFact(files, (value) => {
    const readable = watchedEntries(value, LICENSE_FILES).flatMap(({ path, content }) =>
      content?.kind === 'text' && content.text.trim() !== '' ? [{ path, text: content.text }] : [],
    );
    const saying = readable.length < 2 ? readable : readable.filter(({ text }) => saysAnything(text, index()));
    const judged = saying.length > 0 ? saying : readable;
    return judged.map(({ path, text }) => identifyFile(path, text, index()));
  });
}

/** Which licence a file is. */
export function identifyFile(path: string, text: string, index: LicenseIndex): IdentifiedLicense {
  const { explanations, steps, ...license } = identifyLicense(text, index);
  return { path, ...license };
}

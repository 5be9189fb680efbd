import { type Fact, mapFact } from '../core/fact.ts';
import { type RepositoryFiles, watchedEntries } from '../core/files.ts';
import type { IdentifiedLicense } from '../core/license.ts';
import { identifyLicense } from './identify-license.ts';
import { LICENSE_FILES } from './license-files.ts';
import type { LicenseTexts } from './license-texts.ts';
import { licenseWords } from './words.ts';

/**
 * Which licence each readable licence file is, in the order of the files. A file that has only copyright notices
 * (COPYRIGHT beside LICENSE) counts where it is the only one: then it is what people find, and it grants nothing.
 */
export function licensesFact(files: Fact<RepositoryFiles>, texts: LicenseTexts): Fact<readonly IdentifiedLicense[]> {
  return mapFact(files, (value) => {
    const readable = watchedEntries(value, LICENSE_FILES).flatMap(({ path, content }) =>
      content?.kind === 'text' && content.text.trim() !== '' ? [{ path, text: content.text }] : [],
    );
    const saying = readable.filter(({ text }) => licenseWords(text).words.length > 0);
    const judged = saying.length > 0 ? saying : readable;
    return judged.map(({ path, text }) => ({ path, ...identifyLicense(text, texts) }));
  });
}

import type { IdentifiedLicense } from '../core/license.ts';
import { fingerprint, isTitle, type KnownText, type LicenseTexts } from './license-texts.ts';
import { licenseWords } from './words.ts';

/** A text's licence, without the file it stands in. */
export type Identification = Omit<IdentifiedLicense, 'path'>;

/** A title takes no more lines than this. */
const MOST_TITLE_LINES = 8;

/**
 * Says which licence a text is. Exact means that every word is equal after the SPDX matching guidelines'
 * normalisation, with nothing added and nothing left over but the licence's own title and copyright notices.
 * Equivalent means the same of a wording that the SPDX list's markup counts as that licence. Whatever else is
 * `unidentified`, however alike it looks, because one added sentence can take every right away again.
 */
export function identifyLicense(text: string, texts: LicenseTexts): Identification {
  const { words, lineStarts } = licenseWords(text);
  if (words.length === 0) return unidentified('The file has no words but a copyright notice.');
  for (const start of lineStarts.slice(0, MOST_TITLE_LINES)) {
    if (!texts.lengths.has(words.length - start)) continue;
    const found = texts.byFingerprint.get(fingerprint(words.slice(start)));
    if (found === undefined) continue;
    const named = found.ids.find((id) => isTitle(words.slice(0, start), id, texts.licenses.get(id)?.name ?? ''));
    if (named !== undefined) return identified(found, texts);
  }
  return unidentified('Its words are not exactly those of a licence on the SPDX list.');
}

function identified(
  { ids: [expression = 'NOASSERTION', ...sameText], language, isOtherWording }: KnownText,
  texts: LicenseTexts,
): Identification {
  const name = texts.licenses.get(expression)?.name ?? expression;
  const inLanguage = language === null ? '' : ` in its official text in the language "${language}"`;
  const wording = isOtherWording ? ', in a wording that the SPDX list counts as the same' : '';
  const twins = sameText.length === 0 ? '' : ` ${sameText.join(', ')} has the same text.`;
  return {
    expression,
    sameText,
    open: texts.licenses.get(expression)?.isOsiApproved === true ? true : null,
    matches: [],
    match: isOtherWording ? 'equivalent' : 'exact',
    evidence: `Every word is that of the ${name}${inLanguage}${wording}.${twins}`,
  };
}

function unidentified(evidence: string): Identification {
  return { expression: 'NOASSERTION', sameText: [], open: null, match: 'unidentified', matches: [], evidence };
}

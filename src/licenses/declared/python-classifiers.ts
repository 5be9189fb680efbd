import { findLicenseNames } from './find-license-names.ts';
import { type Declared, declare, meaningOf } from './read-manifest.ts';

const LICENSE = /^License\s*::\s*/;

/**
 * What the classifiers of a Python package say of its licence. Those that name none (`OSI Approved`) say nothing.
 * @param lineOf the line at which a classifier stands
 * @see https://pypi.org/classifiers/
 */
export function classifierDeclarations(
  classifiers: readonly string[],
  lineOf: (classifier: string) => number | null,
): Declared[] {
  return classifiers.flatMap((classifier) => {
    if (!LICENSE.test(classifier)) return [];
    if (/Proprietary License$/.test(classifier)) {
      return [declare(classifier, lineOf(classifier), { kind: 'no-rights' })];
    }
    const name = classifier.split('::').at(-1) ?? '';
    const ids = findLicenseNames(name);
    return ids.length === 0 ? [] : [declare(classifier, lineOf(classifier), meaningOf(ids))];
  });
}

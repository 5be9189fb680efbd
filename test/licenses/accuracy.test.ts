import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { type ExplanationRule, type Hints, identifyLicense } from '../../src/licenses/identify-license.ts';
import { loadReferenceData } from '../../src/tasks/reference-data.ts';
import { isClean, isNamed } from './accuracy.ts';
import { type CorpusText, isHeldOut, readCorpus } from './corpus.ts';

const { licenseIndex } = await loadReferenceData();
const index = licenseIndex();
const corpus = readCorpus();
const identified = corpus.map((entry) => ({ entry, found: identifyLicense(entry.text, index) }));

function share(kind: CorpusText['kind'], heldOut: boolean, counts: typeof isNamed): number {
  const all = identified.filter(({ entry }) => entry.kind === kind && isHeldOut(entry) === heldOut);
  return all.filter(({ entry, found }) => counts(entry, found)).length / all.length;
}

test('every text is the one that the index describes', () => {
  for (const { sha256, text } of corpus) expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
});

test.each([
  ['files with one licence, named', 'single', isNamed, 0.99, 0.99],
  ['files with one licence, every word accounted for', 'single', isClean, 0.98, 0.92],
  ['files with several licences, all named', 'several', isNamed, 0.9, 0.9],
  ['notices, with the versions that they say', 'notice', isNamed, 0.97, 0.97],
  ['texts that keep something back, not called open', 'restrictive', isNamed, 1, 1],
  ['altered texts, not called clean', 'altered', isNamed, 1, 1],
] as const)('%s', (_, kind, counts, least, leastHeldOut) => {
  expect(share(kind, false, counts)).toBeGreaterThanOrEqual(least);
  expect(share(kind, true, counts)).toBeGreaterThanOrEqual(leastHeldOut);
});

test('no file with one licence is called another one that is clean', () => {
  const wrong = identified.filter(
    ({ entry, found }) => entry.kind === 'single' && found.expression !== 'NOASSERTION' && !isClean(entry, found),
  );

  expect(wrong.map(({ entry, found }) => `${entry.source}: ${found.expression}`)).toEqual([]);
});

/** For each rule of explanation, a file of the corpus that is named by it. */
const RESTING: Readonly<Record<ExplanationRule, string>> = {
  'copyright notice': 'npm util-deprecate LICENSE',
  title: 'npm pino LICENSE',
  names: 'npm json5 LICENSE.md',
  phrase: 'debian libffi-dev copyright, GPL-2+',
  notice: 'debian tar copyright, GPL-3+',
  reference: 'debian libapparmor1 copyright, GPL-2+',
  'left out': 'npm pdfjs-dist LICENSE',
  'other wording': 'npm nodemailer LICENSE',
  party: 'debian libonig5 copyright, BSD-2-clause',
  'list number': 'npm tough-cookie LICENSE',
  address: 'debian base-files common-licenses/GFDL-1.3',
  identifier: 'a source file',
  'third party': 'a bundle',
};

/** An SPDX tag and a heading of others' work stand in no licence file of the corpus that is named by them alone. */
const OTHERS = [
  { source: 'a source file', file: '', text: '// SPDX-License-Identifier: EUPL-1.2\n' },
  {
    source: 'a bundle',
    file: '',
    text: ['Licensed under the MIT License.', 'Third-party notices', 'Licensed under the ISC License.'].join('\n\n'),
  },
];

test.each(Object.entries(RESTING))('the rule “%s” is what names %s', (without, name) => {
  const resting = [...corpus, ...OTHERS].find(({ source, file }) => `${source} ${file}`.trim() === name);
  const isSaid = (hints: Hints) => {
    const { expression, sameText } = identifyLicense(resting?.text ?? '', index, hints);
    return expression !== 'NOASSERTION' || sameText.length > 0;
  };

  expect(isSaid({})).toBe(true);
  expect(isSaid({ without: without as ExplanationRule })).toBe(false);
});

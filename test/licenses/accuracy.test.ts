import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { type ExplanationRule, identifyLicense } from '../../src/licenses/identify-license.ts';
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
  ['files with one licence, named', 'single', isNamed, 0.98],
  ['files with one licence, every word accounted for', 'single', isClean, 0.86],
  ['files with several licences, all named', 'several', isNamed, 0.9],
  ['notices, with the versions that they say', 'notice', isNamed, 0.95],
  ['texts that keep something back, not called open', 'restrictive', isNamed, 1],
] as const)('%s', (_, kind, counts, least) => {
  expect(share(kind, false, counts)).toBeGreaterThanOrEqual(least);
  expect(share(kind, true, counts)).toBeGreaterThanOrEqual(least);
});

test('no file with one licence is called another one that is clean', () => {
  const wrong = identified.filter(
    ({ entry, found }) => entry.kind === 'single' && found.expression !== 'NOASSERTION' && !isClean(entry, found),
  );

  expect(wrong.map(({ entry, found }) => `${entry.source}: ${found.expression}`)).toEqual([]);
});

const RULES: readonly ExplanationRule[] = [
  'copyright notice',
  'title',
  'names',
  'phrase',
  'notice',
  'identifier',
  'left out',
  'other wording',
  'party',
];

/** The SPDX tag stands in no licence file of the corpus; it is what source files have. */
const TAG = { source: 'a source file', text: '// SPDX-License-Identifier: EUPL-1.2\n' };

test.each(RULES)('some text is named by the rule “%s” alone', (without) => {
  const texts = [TAG, ...corpus.filter(({ kind }) => kind === 'single' || kind === 'notice')];
  const resting = texts.find(({ text }) => {
    if (identifyLicense(text, index).expression === 'NOASSERTION') return false;
    return identifyLicense(text, index, { without }).expression === 'NOASSERTION';
  });

  expect(resting?.source).toEqual(expect.any(String));
});

import type { Identification } from '../../src/licenses/identify-license.ts';
import type { CorpusText } from './corpus.ts';

/** Whether the licences of a text are named, whatever stands beside them. */
export function isNamed({ kind, expected }: CorpusText, { matches, sameText, expression }: Identification): boolean {
  if (kind === 'restrictive' || kind === 'altered') return expression === 'NOASSERTION';
  const ids = [...matches.map(({ id }) => id), ...sameText];
  return expected
    .split(' ')
    .every((wanted) => ids.some((id) => id === wanted || wanted === `${id}-only` || wanted === `${id}-or-later`));
}

/** Whether one licence is named and every word is accounted for; a GNU text that leaves its versions open is. */
export function isClean({ expected }: CorpusText, { expression, sameText }: Identification): boolean {
  return expression === expected || sameText.includes(expected);
}

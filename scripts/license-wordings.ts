/**
 * Wordings that the SPDX list's markup counts as the same licence, for texts that are met every day: who disclaims, and
 * words that may be left out. Only named alternatives: a place where anything may stand would let a condition in.
 * @see https://github.com/spdx/license-list-XML (`<alt>` and `<optional>` in ISC.xml, BSD-2-Clause.xml, BSD-3-Clause.xml, MIT.xml)
 */
type Replacement = readonly [from: string, to: string];

/** One freedom of a text: nothing is replaced, or all of one of these. */
type Choice = readonly (readonly Replacement[])[];

const WHO_DISCLAIMS_ISC: Choice = ['the author', 'the authors', 'the copyright holder', 'the copyright holders'].map(
  (who) => [
    ['isc disclaims', `${who} ${who.endsWith('s') ? 'disclaim' : 'disclaims'}`],
    ['shall isc be', `shall ${who} be`],
  ],
);
const WHO_DISCLAIMS_BSD: Choice = [
  [['copyright holder or contributors', 'copyright holders or contributors']],
  [['copyright holder or contributors', 'copyright holders and contributors']],
  [
    ['the copyright holders and contributors as is', 'the author and contributors as is'],
    ['the copyright holder or contributors', 'the author or contributors'],
  ],
];
const WHO_ENDORSES: Choice = [
  [['neither the name of the copyright holder nor', 'neither the name of the copyright holders nor']],
  [['neither the name of the copyright holder nor', 'neither the names of the copyright holders nor']],
  [['nor the names of its contributors', 'nor the names of contributors']],
  [['nor the names of its contributors', 'nor the names of the contributors']],
];

const FREEDOMS: Readonly<Record<string, readonly Choice[]>> = {
  ISC: [WHO_DISCLAIMS_ISC, [[['modify and or distribute', 'modify and distribute']]]],
  'BSD-2-Clause': [WHO_DISCLAIMS_BSD],
  'BSD-3-Clause': [WHO_DISCLAIMS_BSD, WHO_ENDORSES],
  MIT: [[[['and this permission notice shall', 'and this permission notice including the next paragraph shall']]]],
};

/** The accepted other wordings of a text, each as its words. */
export function wordingsOf(id: string, words: readonly string[]): string[][] {
  const original = words.join(' ');
  let texts = [original];
  for (const choice of FREEDOMS[id] ?? []) {
    texts = texts.flatMap((text) => [text, ...choice.map((replacements) => replaceAll(text, replacements))]);
  }
  return [...new Set(texts)].filter((text) => text !== original).map((text) => text.split(' '));
}

function replaceAll(text: string, replacements: readonly Replacement[]): string {
  return replacements.reduce((sofar, [from, to]) => ` ${sofar} `.replace(` ${from} `, ` ${to} `).trim(), text);
}

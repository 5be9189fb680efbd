/**
 * Spellings that the SPDX matching guidelines treat as one, each with the one that stands for all.
 * @see https://spdx.github.io/spdx-spec/v2.3/license-matching-guidelines-and-templates/ and the list it points to,
 * https://github.com/spdx/license-list-XML/blob/main/equivalentwords.txt (SPDX License List, CC0-1.0)
 */
const PAIRS = `
acknowledgement acknowledgment | analog analogue | analyze analyse | artifact artefact | authorization authorisation
authorized authorised | caliber calibre | canceled cancelled | capitalizations capitalisations | catalog catalogue
categorize categorise | center centre | emphasized emphasised | favor favour | favorite favourite | fulfill fulfil
fulfillment fulfilment | initialize initialise | judgement judgment | labeling labelling | labor labour
license licence | maximize maximise | merchantability merchantibility | modeled modelled | modeling modelling
offense offence | optimize optimise | organization organisation | organize organise | practice practise
program programme | realize realise | recognize recognise | signaling signalling | utilization utilisation
while whilst | wilfull wilful | http https`;

/** Spelling → the spelling that stands for it. */
export const EQUIVALENT_WORDS: ReadonlyMap<string, string> = new Map(
  PAIRS.split(/[|\n]/).flatMap((pair): [string, string][] => {
    const [standing, other] = pair.trim().split(' ');
    return standing === undefined || other === undefined ? [] : [[other, standing]];
  }),
);

/** Two words that count as others: the list's `per cent`, `non-commercial`, `sub license`, `copyright owner`. */
export const EQUIVALENT_PAIRS: ReadonlyMap<string, readonly string[]> = new Map([
  ['per cent', ['percent']],
  ['non commercial', ['noncommercial']],
  ['sub license', ['sublicense']],
  ['copyright owner', ['copyright', 'holder']],
]);

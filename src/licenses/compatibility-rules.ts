/** What may be said with certainty of a pair of licences. */
export interface CompatibilityRule {
  /** SPDX ids of the licence that comes in; GNU licences without `-only` and `-or-later`. */
  readonly from: readonly string[];
  /** Likewise of the licence of the whole; null: any other. */
  readonly to: readonly string[] | null;
  readonly answer: 'compatible' | 'incompatible' | 'ask a person';
  /** A sentence with `{from}` and `{to}`. */
  readonly reason: string;
  readonly source: string;
}

const FSF = 'https://www.gnu.org/licenses/license-list.html';
const FSF_FAQ = 'https://www.gnu.org/licenses/gpl-faq.html#AllCompatibility';
const APACHE = 'https://www.apache.org/licenses/GPL-compatibility.html';
const EUPL = 'https://eur-lex.europa.eu/eli/dec_impl/2017/863/oj';
const EUPL_1_1 = 'https://spdx.org/licenses/EUPL-1.1.html';
const EUPL_MATRIX =
  'https://interoperable-europe.ec.europa.eu/collection/eupl/matrix-eupl-compatible-open-source-licences';
const MPL = 'https://www.mozilla.org/en-US/MPL/2.0/FAQ/';
const CC = 'https://creativecommons.org/share-your-work/licensing-considerations/compatible-licenses/';
const CC_FAQ = 'https://creativecommons.org/faq/';
const LGPL_2 = 'https://www.gnu.org/licenses/old-licenses/lgpl-2.1.html#SEC3';
const LGPL_3 = 'https://www.gnu.org/licenses/lgpl-3.0.html';
const GPL_3 = 'https://www.gnu.org/licenses/gpl-3.0.html#section13';
const ODBL = 'https://opendatacommons.org/licenses/odbl/1-0/';
const ETALAB = 'https://spdx.org/licenses/etalab-2.0.html';
const OGL = 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/';
const OSD = 'https://opensource.org/osd';

const GPL = ['GPL-2.0', 'GPL-3.0'];
const GNU = [...GPL, 'AGPL-3.0', 'LGPL-2.0', 'LGPL-2.1', 'LGPL-3.0'];
const GNU_3 = ['GPL-3.0', 'AGPL-3.0', 'LGPL-3.0'];
const EUPLS = ['EUPL-1.1', 'EUPL-1.2'];
/** Nothing is asked for, not even a notice. */
const WAIVERS = ['CC0-1.0', 'Unlicense', '0BSD', 'MIT-0'];
/** They ask for their notice and text, and let the whole be licensed as its author likes. */
const NOTICE_ONLY = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Zlib',
  'BSL-1.0',
  'X11',
  'NCSA',
  'PostgreSQL',
  'Unicode-3.0',
  'UPL-1.0',
];
const SOFTWARE = [...WAIVERS, ...NOTICE_ONLY, 'Apache-2.0', 'MPL-2.0', 'EPL-1.0', 'EPL-2.0', ...EUPLS, ...GNU];
const PERMISSIVE = [...WAIVERS, ...NOTICE_ONLY, 'Apache-2.0'];
/** The FSF calls each of them free and incompatible with the GPL. */
const NEVER_WITH_GPL = [
  'BSD-4-Clause',
  'Apache-1.0',
  'Apache-1.1',
  'CDDL-1.0',
  'CDDL-1.1',
  'CPL-1.0',
  'EPL-1.0',
  'MPL-1.1',
  'OSL-2.1',
  'OSL-3.0',
  'OpenSSL',
  'GFDL-1.1',
  'GFDL-1.2',
  'GFDL-1.3',
];
const NON_COMMERCIAL = ['CC-BY-NC-3.0', 'CC-BY-NC-4.0', 'CC-BY-NC-SA-3.0', 'CC-BY-NC-SA-4.0', 'CC-BY-NC-ND-4.0'];
const NO_DERIVATIVES = ['CC-BY-ND-3.0', 'CC-BY-ND-4.0'];
const DATA_WITH_NAME = ['CC-BY-4.0', 'ODC-By-1.0'];

/**
 * What licences themselves or those who wrote them say of one another. The first rule that names a pair decides; a pair
 * that none names is for a person.
 */
export const COMPATIBILITY_RULES: readonly CompatibilityRule[] = [
  // The EUPL's own appendix (Article 5), which lets the whole be licensed under the other licence.
  {
    from: ['EUPL-1.2'],
    to: [
      'GPL-2.0',
      'GPL-3.0',
      'AGPL-3.0',
      'OSL-2.1',
      'OSL-3.0',
      'EPL-1.0',
      'CECILL-2.0',
      'CECILL-2.1',
      'MPL-2.0',
      'LGPL-2.1',
      'LGPL-3.0',
      'EUPL-1.1',
      'LiLiQ-R-1.1',
      'LiLiQ-Rplus-1.1',
    ],
    answer: 'compatible',
    reason: 'The appendix of the {from} lists {to}, so a work that combines both may be distributed under it.',
    source: EUPL,
  },
  {
    from: ['EUPL-1.2'],
    to: ['CC-BY-SA-3.0'],
    answer: 'ask a person',
    reason: 'The appendix of the {from} lists {to} for works other than software only.',
    source: EUPL,
  },
  {
    from: ['EUPL-1.1'],
    to: ['EUPL-1.2'],
    answer: 'compatible',
    reason: 'The {from} lets derivative works be distributed under a later version, unless the work excludes that.',
    source: EUPL_1_1,
  },
  {
    from: ['EUPL-1.1'],
    to: ['GPL-2.0', 'OSL-2.1', 'OSL-3.0', 'CPL-1.0', 'EPL-1.0', 'CECILL-2.0'],
    answer: 'compatible',
    reason: 'The appendix of the {from} lists {to}, so a work that combines both may be distributed under it.',
    source: EUPL_1_1,
  },
  {
    from: ['EUPL-1.2', 'EUPL-1.1'],
    to: PERMISSIVE,
    answer: 'incompatible',
    reason:
      'The {from} asks that derivative works stay under it or a licence of its appendix, and {to} is none of those.',
    source: EUPL,
  },

  // Within the GNU family.
  {
    from: ['GPL-2.0'],
    to: GNU_3,
    answer: 'incompatible',
    reason: '{from} without “or later” asks for the whole under {from} itself, and {to} asks for more.',
    source: FSF_FAQ,
  },
  {
    from: ['GPL-3.0'],
    to: ['GPL-2.0', 'LGPL-2.0', 'LGPL-2.1', 'LGPL-3.0'],
    answer: 'incompatible',
    reason: '{from} asks for the whole under {from}, and {to} would take protections of it away.',
    source: FSF_FAQ,
  },
  {
    from: ['GPL-3.0'],
    to: ['AGPL-3.0'],
    answer: 'compatible',
    reason: 'Section 13 of the GPL-3.0 lets both be combined; the GPL part stays under its own licence.',
    source: GPL_3,
  },
  {
    from: ['AGPL-3.0'],
    to: ['GPL-3.0'],
    answer: 'ask a person',
    reason:
      'Section 13 of the GPL-3.0 lets both be combined, but the {from} part stays under it and binds the whole on a network.',
    source: GPL_3,
  },
  {
    from: ['AGPL-3.0'],
    to: ['GPL-2.0', 'LGPL-2.0', 'LGPL-2.1', 'LGPL-3.0'],
    answer: 'incompatible',
    reason: '{from} asks for the whole under {from}, and {to} would take protections of it away.',
    source: FSF_FAQ,
  },
  {
    from: ['LGPL-2.0', 'LGPL-2.1'],
    to: GPL,
    answer: 'compatible',
    reason: 'Section 3 of the {from} lets a copy be put under the GPL, version 2 or any later one.',
    source: LGPL_2,
  },
  {
    from: ['LGPL-3.0'],
    to: ['GPL-3.0', 'AGPL-3.0'],
    answer: 'compatible',
    reason: 'The {from} is the GPL-3.0 with more permissions, which may be left out.',
    source: LGPL_3,
  },
  {
    from: ['LGPL-3.0'],
    to: ['GPL-2.0'],
    answer: 'incompatible',
    reason: 'The {from} builds on the GPL-3.0, which cannot be combined with {to} without “or later”.',
    source: FSF_FAQ,
  },
  {
    from: ['LGPL-2.0', 'LGPL-2.1', 'LGPL-3.0'],
    to: null,
    answer: 'ask a person',
    reason:
      'Linking to a library under {from} is allowed under conditions; taking its code into a work under {to} mostly is not.',
    source: FSF_FAQ,
  },

  // Apache-2.0 and the GNU licences: one way only, and not with version 2.
  {
    from: ['Apache-2.0'],
    to: GNU_3,
    answer: 'compatible',
    reason: '{to} allows the patent and indemnity terms of {from}; the whole is then under {to}.',
    source: APACHE,
  },
  {
    from: ['Apache-2.0'],
    to: ['GPL-2.0'],
    answer: 'incompatible',
    reason: 'The patent terms of {from} are a further restriction, which {to} does not allow.',
    source: FSF,
  },
  {
    from: ['Apache-2.0'],
    to: EUPLS,
    answer: 'compatible',
    reason:
      '{from} lets the whole be licensed otherwise, as long as its notices go along and its parts keep its terms.',
    source: EUPL_MATRIX,
  },
  {
    from: ['GPL-2.0', 'GPL-3.0', 'AGPL-3.0'],
    to: ['Apache-2.0'],
    answer: 'incompatible',
    reason: '{from} asks for the whole under {from}; only the other direction may be possible.',
    source: APACHE,
  },

  // MPL-2.0: the GNU licences are its secondary licences.
  {
    from: ['MPL-2.0'],
    to: ['GPL-2.0', 'GPL-3.0', 'LGPL-2.1', 'LGPL-3.0', 'AGPL-3.0'],
    answer: 'compatible',
    reason: '{to} is a secondary licence of the {from}, under which the files may be distributed too.',
    source: MPL,
  },
  {
    from: ['MPL-2.0-no-copyleft-exception'],
    to: GNU,
    answer: 'incompatible',
    reason: 'The authors chose that their files may not be distributed under a GNU licence.',
    source: MPL,
  },
  {
    from: ['MPL-2.0'],
    to: null,
    answer: 'ask a person',
    reason: 'Files under {from} may stand beside others in a work under {to}, but they stay under {from}.',
    source: MPL,
  },
  {
    from: ['EPL-2.0'],
    to: GNU,
    answer: 'ask a person',
    reason: 'It depends on whether the authors named {to} as a secondary licence of the {from}.',
    source: FSF,
  },

  // Strong copyleft goes nowhere else.
  {
    from: ['GPL-2.0', 'GPL-3.0', 'AGPL-3.0'],
    to: [...PERMISSIVE, ...EUPLS, 'MPL-2.0', 'LGPL-2.0', 'LGPL-2.1', 'EPL-1.0', 'EPL-2.0'],
    answer: 'incompatible',
    reason: '{from} asks for the whole under {from}; under {to} it would not be.',
    source: FSF_FAQ,
  },
  {
    from: NEVER_WITH_GPL,
    to: [...GPL, 'AGPL-3.0'],
    answer: 'incompatible',
    reason: '{from} has terms that {to} does not allow to be added.',
    source: FSF,
  },
  {
    from: GPL,
    to: ['GFDL-1.1', 'GFDL-1.2', 'GFDL-1.3'],
    answer: 'incompatible',
    reason: '{from} asks for the whole under {from}; under {to} it would not be.',
    source: FSF,
  },

  // What asks for a notice at most goes everywhere.
  {
    from: WAIVERS,
    to: [...SOFTWARE, 'CC-BY-4.0', 'CC-BY-SA-4.0', 'ODbL-1.0', 'ODC-By-1.0', 'PDDL-1.0', 'etalab-2.0', 'OGL-UK-3.0'],
    answer: 'compatible',
    reason: '{from} asks for nothing.',
    source: FSF,
  },
  {
    from: NOTICE_ONLY,
    to: SOFTWARE.filter((id) => !WAIVERS.includes(id)),
    answer: 'compatible',
    reason: '{from} lets the whole be licensed under {to}, as long as its notice and its text go along.',
    source: FSF,
  },
  {
    from: NOTICE_ONLY,
    to: WAIVERS,
    answer: 'ask a person',
    reason: '{from} asks for its notice and text, which {to} gives up: the part has to stay under {from}.',
    source: FSF,
  },

  // Documents and data.
  {
    from: NON_COMMERCIAL,
    to: null,
    answer: 'incompatible',
    reason: '{from} forbids commercial use, which every open licence allows.',
    source: OSD,
  },
  {
    from: NO_DERIVATIVES,
    to: null,
    answer: 'incompatible',
    reason: '{from} does not allow adaptations to be shared.',
    source: CC_FAQ,
  },
  {
    from: ['CC-BY-4.0'],
    to: ['CC-BY-SA-4.0'],
    answer: 'compatible',
    reason: '{from} asks for the name of the author, which {to} asks for too.',
    source: CC_FAQ,
  },
  {
    from: ['CC-BY-4.0'],
    to: GPL,
    answer: 'compatible',
    reason:
      'The Free Software Foundation calls {from} compatible with all versions of the GPL, though not meant for software.',
    source: FSF,
  },
  {
    from: ['CC-BY-4.0'],
    to: ['CC0-1.0', 'PDDL-1.0', 'Unlicense'],
    answer: 'incompatible',
    reason: '{from} asks for the name of the author, which {to} gives up.',
    source: CC_FAQ,
  },
  {
    from: ['CC-BY-4.0'],
    to: ['ODbL-1.0'],
    answer: 'ask a person',
    reason:
      'Attribution and technical restrictions are treated differently in {from} and {to}; publishers of databases ask for a waiver.',
    source: ODBL,
  },
  {
    from: ['CC-BY-SA-4.0'],
    to: ['GPL-3.0', 'LAL-1.3'],
    answer: 'compatible',
    reason: 'Creative Commons declared {to} compatible: adaptations may be shared under it, not the other way round.',
    source: CC,
  },
  {
    from: ['CC-BY-SA-3.0'],
    to: ['CC-BY-SA-4.0'],
    answer: 'compatible',
    reason: '{from} lets adaptations be shared under a later version of itself.',
    source: CC,
  },
  {
    from: ['CC-BY-SA-4.0'],
    to: [...PERMISSIVE, ...EUPLS, 'GPL-2.0', 'AGPL-3.0', 'MPL-2.0', 'CC-BY-4.0', 'PDDL-1.0'],
    answer: 'incompatible',
    reason:
      '{from} asks that adaptations stay under it, and {to} is not among the licences that Creative Commons declared compatible.',
    source: CC,
  },
  {
    from: ['ODbL-1.0'],
    to: ['CC0-1.0', 'PDDL-1.0', 'ODC-By-1.0', 'CC-BY-4.0', 'etalab-2.0', 'OGL-UK-3.0'],
    answer: 'incompatible',
    reason: '{from} asks that databases derived from it stay under it.',
    source: ODBL,
  },
  {
    from: ['PDDL-1.0', 'DL-DE-ZERO-2.0'],
    to: ['CC0-1.0', 'PDDL-1.0', 'ODbL-1.0', 'ODC-By-1.0', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'etalab-2.0', 'OGL-UK-3.0'],
    answer: 'compatible',
    reason: '{from} asks for nothing.',
    source: 'https://opendatacommons.org/licenses/pddl/1-0/',
  },
  {
    from: ['etalab-2.0'],
    to: [...DATA_WITH_NAME, 'OGL-UK-3.0'],
    answer: 'compatible',
    reason: '{from} names {to} as compatible itself.',
    source: ETALAB,
  },
  {
    from: ['OGL-UK-3.0'],
    to: DATA_WITH_NAME,
    answer: 'compatible',
    reason: '{from} names {to} as compatible itself.',
    source: OGL,
  },
];

/**
 * Wordings met in many packages that the SPDX list's markup does not have, and that change nothing: a word that was lost
 * on the way, who disclaims, an old address. Each is named to the word: a place where anything may stand would let a
 * condition in. `{party}` is who gives the licence.
 */
interface Wording {
  readonly ids: readonly string[];
  /** Words of the licence's own text, in lower case. */
  readonly from: string;
  /** What may stand instead; empty where they may be missing. */
  readonly to: readonly string[];
}

const GPL = [
  'GPL-1.0-only',
  'GPL-1.0-or-later',
  'GPL-2.0-only',
  'GPL-2.0-or-later',
  'LGPL-2.0-only',
  'LGPL-2.0-or-later',
  'LGPL-2.1-only',
  'LGPL-2.1-or-later',
];
/** Whose names may not be used: who gives the licence, and those beside them. */
const WHOSE = [
  'its',
  'his',
  'her',
  'their',
  'any',
  'other',
  'any other',
  'any co',
  'project',
  "the project's",
  "YUI's",
  'the',
  '',
];
const NEITHER = [
  'neither the name of',
  'neither the names of',
  'neither name of',
  'neither the name',
  'neither',
].flatMap((neither) => [
  `${neither} {party} may`,
  ...['nor the names of', 'nor the name of', 'nor those of', 'nor'].flatMap((nor) =>
    WHOSE.map((whose) => `${neither} {party} ${nor} ${whose} contributors may`.replaceAll('  ', ' ')),
  ),
]);
const NOT = ['the name of', 'the names of', 'the name', 'the names'].flatMap((the) => [
  `${the} {party} may not`,
  ...['and the names of', 'or the names of', 'nor the names of', 'and', 'or', 'nor'].flatMap((and) =>
    ['its', 'his', 'her', 'their', 'any', 'other', 'any other', ''].map((whose) =>
      `${the} {party} ${and} ${whose} contributors may not`.replaceAll('  ', ' '),
    ),
  ),
]);
/** What is left of Berkeley's advertising clause where a copy keeps its number. */
const TAKEN_BACK = [
  'removed',
  'deleted',
  'rescinded',
  'rescinded 22 July 1999',
  'this clause is intentionally left blank',
];
const BSD = ['BSD-2-Clause', 'BSD-3-Clause', 'BSD-4-Clause', 'BSD-1-Clause'];

/** Where the Free Software Foundation was and is, in the words that its licences and copies of them have. */
const FSF_ADDRESSES = [
  '51 Franklin Street, Fifth Floor, Boston, MA 02110-1301, USA',
  '51 Franklin St, Fifth Floor, Boston, MA 02110-1301, USA',
  '51 Franklin Street, Suite 500, Boston, MA 02110-1335, USA',
  '59 Temple Place, Suite 330, Boston, MA 02111-1307, USA',
  '59 Temple Place, Suite 330, Boston, MA 02111, USA',
  '675 Mass Ave, Cambridge, MA 02139, USA',
  '31 Milk Street #960789 Boston, MA 02196 USA',
];
const asWords = (text: string) =>
  text
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .join(' ');

export const WORDINGS: readonly Wording[] = [
  { ids: ['ISC'], from: 'and the author disclaims', to: ['and {party} disclaim', 'and {party} disclaims'] },
  {
    ids: ['ISC'],
    from: 'this software for any purpose',
    to: ['this software and its documentation for any purpose'],
  },
  { ids: BSD, from: 'this software is provided', to: ['this is provided', 'the software is provided'] },
  { ids: BSD, from: 'retain the above copyright notice', to: ['retain the copyright notice'] },
  { ids: BSD, from: 'reproduce the above copyright notice', to: ['reproduce the copyright notice'] },
  {
    ids: ['BSD-3-Clause'],
    from: 'without specific prior written permission',
    to: ['without the specific prior written permission', 'without specific prior written permission of {party}'],
  },
  { ids: ['MIT-0'], from: 'is furnished to do so', to: ['is furnished to do so, subject to the following conditions'] },
  {
    ids: ['BSD-3-Clause'],
    from: 'neither the name of the copyright holder nor the names of its contributors may',
    to: [...NEITHER, ...NOT],
  },
  {
    ids: ['BSD-3-Clause'],
    from: 'materials provided with the distribution',
    to: TAKEN_BACK.map((mark) => `materials provided with the distribution ${mark}`),
  },
  {
    ids: ['BSD-2-Clause'],
    from: 'materials provided with the distribution',
    to: ['materials provided with the distribution this clause is intentionally left blank'],
  },
  {
    ids: BSD,
    from: 'redistribution and use in source and binary forms',
    to: ['redistribution and use of this software in source and binary forms'],
  },
  ...FSF_ADDRESSES.map((address) => ({
    ids: GPL,
    from: asWords(address),
    to: ['', ...FSF_ADDRESSES.filter((other) => other !== address)],
  })),
  {
    ids: ['MPL-1.1'],
    from: 'requirements of sections 3 1 3 2 3 3 3 4 and 3 5 have',
    to: ['requirements of Section 3.1-3.5 have'],
  },
  {
    ids: ['X11'],
    from: 'except as contained in this notice the name',
    to: ['except as contained in this notice the names'],
  },
  {
    ids: ['TCL'],
    from: 'scriptics corporation activestate corporation and other parties',
    to: ['Scriptics Corporation, and other parties', 'and other parties'],
  },
  {
    ids: ['HPND-sell-variant'],
    from: 'copyright notice appears in all copies',
    to: ['copyright notice appear in all copies'],
  },
  {
    ids: ['HPND-sell-variant'],
    from: 'that the name of openvision not be used',
    to: [
      'that the name of {party} not be used',
      'that the names of {party} not be used',
      'that the name {party} not be used',
    ],
  },
  {
    ids: ['HPND-sell-variant'],
    from: 'openvision makes no representations',
    to: ['{party} makes no representations', '{party} make no representations'],
  },
  {
    ids: ['HPND-sell-variant'],
    from: 'openvision disclaims all warranties',
    to: ['{party} disclaims all warranties', '{party} disclaim all warranties'],
  },
  { ids: ['HPND-sell-variant'], from: 'shall openvision be liable', to: ['shall {party} be liable'] },
  { ids: GPL, from: 'and an idea of what it does', to: ['and a brief idea of what it does'] },
];

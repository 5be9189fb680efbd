import { SPDX_IDS } from './generated/spdx-ids.ts';

const LISTED = new Set(SPDX_IDS);

/** What is meant by a deprecated id. */
export interface Successor {
  readonly id: string;
  readonly exception: string | null;
}

/**
 * The successors that do not follow from the id itself.
 * @see https://github.com/spdx/license-list-XML (`obsoletedBys`, and the notes of the deprecated ids)
 */
const OTHERS: Readonly<Record<string, Successor>> = {
  'BSD-2-Clause-FreeBSD': { id: 'BSD-2-Clause-Views', exception: null },
  'BSD-2-Clause-NetBSD': { id: 'BSD-2-Clause', exception: null },
  'GPL-2.0-with-GCC-exception': { id: 'GPL-2.0-only', exception: 'GCC-exception-2.0' },
  'GPL-2.0-with-autoconf-exception': { id: 'GPL-2.0-only', exception: 'Autoconf-exception-2.0' },
  'GPL-2.0-with-bison-exception': { id: 'GPL-2.0-only', exception: 'Bison-exception-2.2' },
  'GPL-2.0-with-classpath-exception': { id: 'GPL-2.0-only', exception: 'Classpath-exception-2.0' },
  'GPL-2.0-with-font-exception': { id: 'GPL-2.0-only', exception: 'Font-exception-2.0' },
  'GPL-3.0-with-GCC-exception': { id: 'GPL-3.0-only', exception: 'GCC-exception-3.1' },
  'GPL-3.0-with-autoconf-exception': { id: 'GPL-3.0-only', exception: 'Autoconf-exception-3.0' },
  Nunit: { id: 'zlib-acknowledgement', exception: null },
  'StandardML-NJ': { id: 'SMLNJ', exception: null },
  'bzip2-1.0.5': { id: 'bzip2-1.0.6', exception: null },
  'eCos-2.0': { id: 'GPL-2.0-or-later', exception: 'eCos-exception-2.0' },
  wxWindows: { id: 'GPL-2.0-or-later', exception: 'WxWindows-exception-3.1' },
};

/** Whether the SPDX list keeps an id only for those who used it. */
export function isDeprecated(id: string): boolean {
  return id === 'Net-SNMP' || successorOf(id) !== null;
}

/**
 * What the SPDX list says instead of a deprecated id: `GPL-2.0` is `GPL-2.0-only`, `GPL-2.0+` is `GPL-2.0-or-later`.
 * @returns null for an id that is not deprecated, or that has no successor (`Net-SNMP`)
 */
export function successorOf(id: string): Successor | null {
  const other = OTHERS[id];
  if (other !== undefined) return other;
  const later = `${id.replace(/\+$/, '')}-or-later`;
  if (!LISTED.has(later)) return null;
  return { id: id.endsWith('+') ? later : `${id}-only`, exception: null };
}

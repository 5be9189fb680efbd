import type { RepositoryKind } from '../core/repository-kind.ts';
import { OSI_APPROVED } from './generated/spdx-ids.ts';

/**
 * Open licences for texts, pictures and data, which the Open Source Initiative does not judge.
 * @see https://opendefinition.org/licenses/
 */
const CONTENT = ['CC0-1.0', 'CC-BY-3.0', 'CC-BY-4.0', 'CC-BY-SA-3.0', 'CC-BY-SA-4.0', 'LAL-1.3'];
const DOCUMENTATION = ['GFDL-1.3-no-invariants-only', 'GFDL-1.3-no-invariants-or-later'];
const DATA = [
  'ODbL-1.0',
  'ODC-By-1.0',
  'PDDL-1.0',
  'DL-DE-BY-2.0',
  'DL-DE-ZERO-2.0',
  'etalab-2.0',
  'OGL-UK-3.0',
  'OGL-Canada-2.0',
  'NLOD-2.0',
  'CDLA-Permissive-2.0',
  'CDLA-Sharing-1.0',
];

/** What is approved where an organisation says nothing. */
export const OPEN_LICENSES: Readonly<Record<RepositoryKind, readonly string[]>> = {
  code: OSI_APPROVED,
  documentation: [...OSI_APPROVED, ...CONTENT, ...DOCUMENTATION],
  data: [...OSI_APPROVED, ...CONTENT, ...DATA],
};

/** What is proposed for what is no code, to an organisation that lets a licence be proposed and names none for it. */
export const USUAL_LICENSES = { documentation: 'CC-BY-4.0', data: 'CC0-1.0' } as const;

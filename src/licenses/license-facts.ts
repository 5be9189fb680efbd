import type { Fact } from '../core/fact.ts';
import type { RepositoryFiles } from '../core/files.ts';
import type { RepositoryDescription, Snapshot } from '../core/snapshot.ts';
import { declarationsFact } from './declared/declarations-fact.ts';
import { resolveVersions } from './declared/resolve-versions.ts';
import type { LicenseIndex } from './license-index.ts';
import { licensesFact } from './licenses-fact.ts';

/**
 * What the files tell of the licence: which one each text is, and what else says something of it.
 * @param index unpacks the index; asked for only where there is a text to look at
 */
export function licenseFacts(
  files: Fact<RepositoryFiles>,
  description: Fact<RepositoryDescription>,
  index: () => LicenseIndex,
): Pick<Snapshot, 'licenses' | 'declarations'> {
  const declarations = declarationsFact(files, description, index);
  return { licenses: resolveVersions(licensesFact(files, index), declarations), declarations };
}

import { CODE_OWNERS_NOT_LOOKED_UP } from '../../src/core/code-owners.ts';
import { known } from '../../src/core/fact.ts';
import { NO_SIGN_OFFS_ASKED } from '../../src/core/sign-off-settings.ts';
import type { RepositoryDescription, Snapshot } from '../../src/core/snapshot.ts';

/** The facts of an ordinary repository without a file, but for what a case is about. */
export function aSnapshot(
  change: Partial<Snapshot<'repository'>> = {},
  description: Partial<RepositoryDescription> = {},
): Snapshot<'repository'> {
  return {
    description: known({
      owner: 'city',
      name: 'site',
      description: null,
      visibility: 'public',
      isArchived: false,
      isFork: false,
      isTemplate: false,
      isMirror: false,
      isEmpty: false,
      hasIssues: true,
      defaultBranch: 'main',
      primaryLanguage: null,
      detectedLicense: null,
      topics: [],
      ...description,
    }),
    files: known({ entries: [] }),
    inherited: known({ source: null, entries: [] }),
    licenses: known([]),
    declarations: known({ declarations: [], unreadable: [], texts: [] }),
    codeOwners: known(CODE_OWNERS_NOT_LOOKED_UP),
    signOffSettings: known(NO_SIGN_OFFS_ASKED),
    kind: known('code'),
    ...change,
  };
}

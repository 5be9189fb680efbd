import type { Policy } from '../core/policy.ts';
import { codeOfConduct } from './code-of-conduct.ts';
import { codeOwners } from './code-owners.ts';
import { contributingGuide } from './contributing-guide.ts';
import { licenseApproved } from './license-approved.ts';
import { licenseDeclaredMatchesFound } from './license-declared-matches-found.ts';
import { licenseFile } from './license-file.ts';
import { publiccodeYml } from './publiccode-yml.ts';
import { readme } from './readme.ts';
import { securityPolicy } from './security-policy.ts';
import { signOffSettings } from './sign-off-settings.ts';
import { support } from './support.ts';

/** All policies, in the order in which people read their verdicts. Adding one is one file and one line here. */
export const POLICIES: readonly Policy[] = [
  licenseFile,
  licenseApproved,
  licenseDeclaredMatchesFound,
  readme,
  contributingGuide,
  codeOfConduct,
  securityPolicy,
  support,
  codeOwners,
  signOffSettings,
  publiccodeYml,
];

import type { Policy } from '../core/policy.ts';
import { licenseFile } from './license-file.ts';

/** All policies, in the order in which people read their verdicts. Adding one is one file and one line here. */
export const POLICIES: readonly Policy[] = [licenseFile];

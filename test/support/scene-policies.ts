import type { Policy } from '../../src/core/policy.ts';
import { POLICIES } from '../../src/policies/index.ts';

/**
 * The policies for which the repositories of these tests are made. What is tested with them is the way through the
 * house, which is the same for every policy: one more changes nothing here. Each has its own examples.
 */
export const SCENE_POLICIES: readonly Policy[] = POLICIES.filter(({ id }) =>
  ['license-file', 'license-approved', 'contributing-guide', 'security-policy'].includes(id),
);

import type { Evidence } from './evidence.ts';
import { strategy } from './ggi-a-16.ts';
import { inventory } from './ggi-a-17.ts';
import { legalCompliance } from './ggi-a-21.ts';
import { vulnerabilities } from './ggi-a-22.ts';
import { dependencies } from './ggi-a-23.ts';
import { keyIndicators } from './ggi-a-24.ts';
import { bestPractices } from './ggi-a-25.ts';
import { contributing } from './ggi-a-26.ts';
import { engagement } from './ggi-a-29.ts';
import { communities } from './ggi-a-30.ts';
import { innovation } from './ggi-a-36.ts';
import { upstreamFirst } from './ggi-a-39.ts';
import { skillsAndResources } from './ggi-a-42.ts';
import { codeReviews } from './ggi-a-44.ts';
import { isCalled } from './governance-documents.ts';

/** The evidence for all points of which a machine can find any, in the order of the handbook. */
export const EVIDENCE: readonly Evidence[] = [
  ...inventory,
  ...skillsAndResources,
  ...legalCompliance,
  ...vulnerabilities,
  ...dependencies,
  ...keyIndicators,
  ...codeReviews,
  ...bestPractices,
  ...contributing,
  ...upstreamFirst,
  ...engagement,
  ...communities,
  ...strategy,
  ...innovation,
];

const DOCUMENTS = EVIDENCE.flatMap(({ documents }) => documents);

/** Whether a file may be a document for which there is evidence, by its path. */
export function isGovernanceDocument(path: string): boolean {
  return isCalled(path, DOCUMENTS);
}

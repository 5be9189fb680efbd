import { collectClonePublication } from '../clone/collect-publication.ts';
import { auditPublication, type PublicationItem } from '../insights/publication/audit-publication.ts';
import { auditClone, type CloneAuditRequest } from './audit-clone.ts';

/**
 * What to look at before a clone's repository becomes public. Writes nothing, asks nobody.
 * @throws OperatorError when the folder or the repository cannot be read
 */
export async function auditClonePublication(request: CloneAuditRequest): Promise<PublicationItem[]> {
  const { audit, licenses } = await auditClone(request);
  const facts = await collectClonePublication(request.folder);
  return auditPublication({ facts, licenses, verdicts: audit.verdicts });
}

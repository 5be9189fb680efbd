import { collectClone, collectFallback } from '../clone/collect-clone.ts';
import type { Audit } from '../core/audit.ts';
import { CODE_OWNERS_NOT_LOOKED_UP } from '../core/code-owners.ts';
import { evaluatePolicies, type PolicyFailure, type PolicySetting } from '../core/evaluate.ts';
import { known } from '../core/fact.ts';
import type { Policy } from '../core/policy.ts';
import { type RepositoryKind, repositoryKind } from '../core/repository-kind.ts';
import { NO_SIGN_OFFS_ASKED } from '../core/sign-off-settings.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { licenseFacts } from '../licenses/license-facts.ts';
import { loadReferenceData } from './reference-data.ts';
import { inheritableOf, watchedBy } from './watched.ts';

export interface CloneAuditRequest {
  /** How the audit names what it judged. */
  readonly subject: string;
  readonly folder: string;
  readonly ref: string | null;
  /** A clone of the organisation's `.github` repository; null when there is none at hand. */
  readonly fallback: string | null;
  readonly policies: readonly Policy[];
  readonly settings: ReadonlyMap<string, PolicySetting>;
  /** What the organisation says that the repository holds; null where it says nothing. */
  readonly kind: RepositoryKind | null;
  readonly at: Date;
}

export interface AuditedClone {
  readonly audit: Audit;
  readonly failures: readonly PolicyFailure[];
  /** Of its licence files. */
  readonly licenses: Snapshot<'repository'>['licenses'];
}

/**
 * Audits a local folder or clone by itself: collect, then evaluate. Writes nothing, asks nobody.
 * @throws OperatorError when the folder, the commit or the repository cannot be read
 */
export async function auditClone(request: CloneAuditRequest): Promise<AuditedClone> {
  const { subject, folder, ref, fallback, policies, settings, kind, at } = request;
  const [clone, inherited, reference] = await Promise.all([
    collectClone({ folder, ref, watched: watchedBy(policies) }),
    fallback === null ? known({ source: null, entries: [] }) : collectFallback(fallback, inheritableOf(policies)),
    loadReferenceData(),
  ]);
  const { commit, description, files } = clone;
  const snapshot = {
    description,
    files,
    inherited,
    ...licenseFacts(files, description, reference.licenseIndex),
    kind: repositoryKind(kind, description),
    codeOwners: known(CODE_OWNERS_NOT_LOOKED_UP),
    signOffSettings: known(NO_SIGN_OFFS_ASKED),
  };
  const { verdicts, failures } = evaluatePolicies(policies, snapshot, settings, at.toISOString().slice(0, 10));
  return { audit: { subject, commit, at: at.toISOString(), verdicts }, failures, licenses: snapshot.licenses };
}

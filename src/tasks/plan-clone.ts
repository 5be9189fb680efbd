import type { EffectiveConfiguration } from '../config/effective-configuration.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import type { Action } from '../plan/action.ts';
import { planRepository } from '../plan/plan-repository.ts';
import { proposalGaps, wantedFiles } from '../plan/wanted-files.ts';
import { renderPolicyIssue } from '../report/policy-issue.ts';
import { renderProposal } from '../report/proposal-body.ts';
import { auditClone, type CloneAuditRequest } from './audit-clone.ts';
import { defaultLicense, proposalTexts } from './proposal-texts.ts';
import { frameFor } from './report-frame.ts';
import { loadTexts } from './texts.ts';

export interface ClonePlanRequest extends Omit<CloneAuditRequest, 'settings' | 'kind'> {
  /** As what the clone is taken for (described-clone.ts). */
  readonly description: RepositoryDescription;
  readonly configuration: EffectiveConfiguration;
}

/** What the app would do about a local clone under `mode: enforce`. Writes nothing, asks nobody. */
export async function planClone(request: ClonePlanRequest): Promise<readonly Action[]> {
  const { configuration, description, policies, at } = request;
  const { audit } = await auditClone({ ...request, settings: configuration.settings, kind: configuration.kind });
  const { owner, name } = description;
  const texts = await loadTexts();
  const frame = frameFor({ texts, policies }, { owner, layers: [] }, configuration);
  const { verdicts } = audit;
  const textOf = proposalTexts(texts, policies, configuration, description);
  const gaps = proposalGaps(policies, verdicts, textOf);
  return planRepository({
    repository: { repositoryId: 0, owner, name },
    description,
    headSha: audit.commit ?? '',
    mode: 'enforce',
    features: configuration,
    verdicts,
    governanceRepository: null,
    standing: { issue: null, governanceIssue: null, proposals: [] },
    wantedFiles: wantedFiles(policies, verdicts, textOf),
    isProposalRequested: false,
    now: at.toISOString(),
    renderIssue: (failing, { unknown, about }) =>
      renderPolicyIssue(frame, { failing, unknown, gaps, defaultBranch: description.defaultBranch, about }),
    renderProposal: (files) => {
      const paths = files.map(({ path }) => path);
      return renderProposal(frame, {
        paths,
        license: paths.includes('LICENSE') ? defaultLicense(configuration, description) : null,
      });
    },
  });
}

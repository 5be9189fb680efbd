import { createHash } from 'node:crypto';
import type { Audit } from '../core/audit.ts';
import type { Finding } from '../core/finding.ts';
import type { Policy } from '../core/policy.ts';
import type { Severity, Verdict } from '../core/verdict.ts';
import { urlPath } from './escape.ts';
import { policyUrl } from './policy-page.ts';
import { sarifDocument, sarifMessage } from './sarif-document.ts';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>;

/** A finding without a file still needs a place: GitHub's code scanning refuses a result that has none. */
const ENTRANCE = 'README.md';

/**
 * An audit as SARIF 2.1.0: a result for each finding that fails, a notification for each policy that could not be
 * judged.
 */
export function renderSarif(audit: Audit, policies: readonly Policy[], version: string): string {
  const judged = policies.filter(({ id }) => audit.verdicts.some(({ policy }) => policy === id));
  const rest = {
    originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the audited repository.' } } },
    invocations: [
      {
        executionSuccessful: true,
        endTimeUtc: audit.at,
        toolExecutionNotifications: audit.verdicts.flatMap(toNotification),
      },
    ],
    results: audit.verdicts.flatMap((verdict) => toResults(verdict, judged)),
  };
  return sarifDocument({ version, rules: judged.map(toRule), category: 'audit', rest });
}

function toRule({ id, meta }: Policy) {
  return {
    id,
    name: id,
    shortDescription: { text: meta.title },
    fullDescription: { text: meta.rationale },
    help: { text: meta.remediation },
    helpUri: policyUrl(id),
    defaultConfiguration: { level: LEVELS[meta.severity] },
  };
}

function toResults(verdict: Verdict, judged: readonly Policy[]) {
  if (verdict.outcome !== 'fail') return [];
  const ruleIndex = judged.findIndex(({ id }) => id === verdict.policy);
  const failed = verdict.findings.filter(({ outcome }) => outcome === 'fail');
  return failed.map((finding, index) => ({
    ruleId: verdict.policy,
    ...(ruleIndex === -1 ? {} : { ruleIndex }),
    kind: 'fail',
    level: LEVELS[verdict.severity],
    message: { text: sarifMessage(finding.message) },
    locations: [toLocation(finding, judged[ruleIndex])],
    partialFingerprints: { 'portreeveFinding/v1': fingerprint(verdict.policy, failed, index) },
  }));
}

function toLocation({ path, line }: Finding, policy: Policy | undefined) {
  const uri = urlPath(path ?? policy?.proposal?.path ?? ENTRANCE);
  return {
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: 'SRCROOT' },
      ...(line === null ? {} : { region: { startLine: line } }),
    },
  };
}

/** The same finding keeps its fingerprint when lines move; a second like it in the same file has its own. */
function fingerprint(policy: string, findings: readonly Finding[], index: number): string {
  const identity = ({ code, path }: Finding) => JSON.stringify([policy, code, path]);
  const own = findings[index];
  const earlier =
    own === undefined ? 0 : findings.slice(0, index).filter((one) => identity(one) === identity(own)).length;
  const subject = `${own === undefined ? '' : identity(own)} ${earlier}`;
  return createHash('sha256').update(subject).digest('hex').slice(0, 32);
}

function toNotification({ policy, outcome, reason }: Verdict) {
  if (outcome !== 'unknown') return [];
  return [{ level: 'warning', associatedRule: { id: policy }, message: { text: sarifMessage(reason ?? '') } }];
}

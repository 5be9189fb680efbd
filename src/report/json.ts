import type { Audit } from '../core/audit.ts';
import { jsonText } from './json-text.ts';

/** An audit as JSON, in the shape that docs/schemas/audit.schema.json publishes. What is not there is null. */
export function renderJson(audit: Audit): string {
  const report = {
    subject: audit.subject,
    verdicts: audit.verdicts.map(({ policy, outcome, severity, reason, findings }) => ({
      policy,
      outcome,
      severity,
      reason,
      findings: findings.map(({ outcome, code, message, path, line }) => ({ outcome, code, message, path, line })),
    })),
  };
  return jsonText(report);
}

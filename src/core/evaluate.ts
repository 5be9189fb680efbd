import { type Exemption, hasExpired } from './exemption.ts';
import type { Fact } from './fact.ts';
import type { Finding } from './finding.ts';
import type { Policy } from './policy.ts';
import type { Snapshot } from './snapshot.ts';
import { foldFindings, type Severity, type Verdict } from './verdict.ts';

/** What the configuration says of one policy for one subject, with its layers resolved. */
export interface PolicySetting {
  readonly enabled: boolean;
  readonly severity: Severity;
  /** As parsed by the policy's own `options` schema. */
  readonly options: object;
  readonly exemption: Exemption | null;
}

/** A mistake of ours: a policy that threw or said nothing. The other policies go on. */
export interface PolicyFailure {
  readonly policy: string;
  readonly cause: unknown;
}

export interface Evaluation {
  readonly verdicts: readonly Verdict[];
  readonly failures: readonly PolicyFailure[];
}

/**
 * Judges one subject by all enabled policies. Pure: the same snapshot, settings and day give the same verdicts.
 * @param settings by policy id; a policy without a setting is an error of the caller
 * @param today YYYY-MM-DD (UTC), for exemptions
 */
export function evaluatePolicies(
  policies: readonly Policy[],
  snapshot: Snapshot,
  settings: ReadonlyMap<string, PolicySetting>,
  today: string,
): Evaluation {
  const verdicts: Verdict[] = [];
  const failures: PolicyFailure[] = [];
  for (const policy of policies) {
    const setting = settings.get(policy.id);
    if (setting === undefined) throw new Error(`No setting for policy ${policy.id}`);
    if (!setting.enabled) continue;
    try {
      verdicts.push(evaluatePolicy(policy, snapshot, setting, today));
    } catch (cause) {
      failures.push({ policy: policy.id, cause });
      const reason = 'Portreeve itself failed on this policy; its operator has been told in the log.';
      verdicts.push({ ...frame(policy, setting), outcome: 'unknown', reason, findings: [] });
    }
  }
  return { verdicts, failures };
}

/**
 * Which enabled policies would fail if certain facts held, of those that look at no others: what is to be proposed is
 * tried on them first.
 * @param facts the values, by the facts' names
 */
export function refusedBy(
  policies: readonly Policy[],
  facts: Readonly<Record<string, unknown>>,
  settings: ReadonlyMap<string, PolicySetting>,
): string[] {
  return policies.flatMap(({ id, needs, judge }) => {
    const setting = settings.get(id);
    const isAsked = setting?.enabled === true && setting.exemption === null && needs.every((name) => name in facts);
    const isRefused = isAsked && judge(facts, setting.options).some(({ outcome }) => outcome === 'fail');
    return isRefused ? [id] : [];
  });
}

function evaluatePolicy(policy: Policy, snapshot: Snapshot, setting: PolicySetting, today: string): Verdict {
  const { exemption } = setting;
  if (exemption !== null && !hasExpired(exemption, today)) {
    const reason = `Exempt until ${exemption.until}, approved by ${exemption.approver}: ${exemption.reason}`;
    return { ...frame(policy, setting), outcome: 'exempt', reason, findings: [] };
  }
  const facts: Record<string, unknown> = {};
  for (const name of policy.needs) {
    const fact: Fact<unknown> | undefined = (snapshot as Readonly<Record<string, Fact<unknown>>>)[name];
    if (fact === undefined) throw new Error(`Policy ${policy.id} needs ${name}, which no collector gives`);
    if (fact.status === 'unavailable') {
      return { ...frame(policy, setting), outcome: 'unknown', reason: fact.reason, findings: [] };
    }
    facts[name] = fact.value;
  }
  const findings = policy.judge(facts, setting.options);
  if (findings.length === 0) throw new Error(`Policy ${policy.id} gave no finding`);
  const outcome = foldFindings(findings);
  const noted = exemption === null ? findings : [...findings, expiredExemption(exemption, outcome === 'fail')];
  return { ...frame(policy, setting), outcome, reason: null, findings: noted };
}

function frame(policy: Policy, setting: PolicySetting): Pick<Verdict, 'policy' | 'severity' | 'disclosure'> {
  return { policy: policy.id, severity: setting.severity, disclosure: policy.meta.disclosure };
}

/** An exemption that has run out is said aloud: to be renewed or mended while it is needed, to be deleted when it is not. */
function expiredExemption(exemption: Exemption, isNeeded: boolean): Finding {
  // Who approved it and why may stand in a private configuration: a finding may be read by everybody.
  const ended = `The exemption ended on ${exemption.until}`;
  return {
    outcome: isNeeded ? 'fail' : 'pass',
    code: isNeeded ? 'exemption-expired' : 'exemption-not-needed',
    message: isNeeded
      ? `${ended}. Mend what it excused, or ask for a new one.`
      : `${ended} and is no longer needed: it can be deleted from the configuration.`,
    path: null,
    line: null,
  };
}

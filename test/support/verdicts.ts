import type { Verdict } from '../../src/core/verdict.ts';

/** A verdict of which only that is told that a case is about: by default it passes. */
export function aVerdict({
  policy = 'license-file',
  fails = [],
  path = null,
  ...rest
}: Partial<Verdict> & { readonly fails?: readonly string[]; readonly path?: string | null }): Verdict {
  const findings = fails.map((code) => ({ outcome: 'fail' as const, code, message: `${code}.`, path, line: null }));
  const pass = { outcome: 'pass' as const, code: 'good', message: 'Good.', path: null, line: null };
  const outcome = rest.outcome ?? (fails.length > 0 ? 'fail' : 'pass');
  return {
    policy,
    outcome,
    severity: 'warning',
    disclosure: 'public',
    reason: outcome === 'unknown' ? 'GitHub did not answer.' : null,
    findings: outcome === 'pass' ? [pass] : findings,
    ...rest,
  };
}

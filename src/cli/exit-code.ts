import type { Verdict } from '../core/verdict.ts';
import type { ExitCode } from './world.ts';

/** 1 where something fails at severity `error`, or where `isStrict` and something is unknown; else 0. */
export function exitCodeOf(verdicts: readonly Verdict[], isStrict: boolean): ExitCode {
  const counts = ({ outcome, severity }: Verdict) =>
    (outcome === 'fail' && severity === 'error') || (isStrict && outcome === 'unknown');
  return verdicts.some(counts) ? 1 : 0;
}

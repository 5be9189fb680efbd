import type { Policy } from '../core/policy.ts';
import { keyOf } from '../yaml/problem-at.ts';
import { effectiveConfiguration, flatSettings } from './effective-configuration.ts';
import type { Configuration, ExemptionEntry } from './read-configuration.ts';
import type { Mode } from './schema.ts';

/** A value that changes; null where it is not set. */
export interface SettingChange {
  /** `language`, `contact.office`, `policies.license-file.severity`. */
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What a change of files alters, before anybody merges it. */
export interface ConfigurationChange {
  readonly mode: { readonly before: Mode; readonly after: Mode } | null;
  /** Ids of policies. */
  readonly switchedOn: readonly string[];
  readonly switchedOff: readonly string[];
  /** Everything else that holds, severities and options among it. */
  readonly settings: readonly SettingChange[];
  /** Names of groups that come, go, or say something else. */
  readonly groups: readonly string[];
  readonly exemptionsAdded: readonly ExemptionEntry[];
  readonly exemptionsRemoved: readonly ExemptionEntry[];
}

/**
 * Compares two states of the organisation's files; of one repository, when its own file stands last among them. What
 * groups do shows in their names alone.
 */
export function describeChange(
  policies: readonly Policy[],
  before: readonly Configuration[],
  after: readonly Configuration[],
): ConfigurationChange {
  const old = flatten(policies, before);
  const now = flatten(policies, after);
  const changed = [...new Set([...old.keys(), ...now.keys()])]
    .map((key): SettingChange => ({ key, before: old.get(key) ?? null, after: now.get(key) ?? null }))
    .filter((change) => !isEqual(change.before, change.after));
  const switched = (isOn: boolean): string[] =>
    policies
      .map(({ id }) => id)
      .filter((id) => changed.some(({ key, after }) => key === enabledKey(id) && after === isOn));
  const isTold = new Set(['mode', ...policies.map(({ id }) => enabledKey(id))]);
  const mode = { before: asMode(old.get('mode')), after: asMode(now.get('mode')) };
  const exemptionsOf = (layers: readonly Configuration[]): ExemptionEntry[] =>
    layers.flatMap((layer) => layer.exemptions);
  return {
    mode: mode.before === mode.after ? null : mode,
    switchedOn: switched(true),
    switchedOff: switched(false),
    settings: changed.filter(({ key }) => !isTold.has(key)),
    groups: changedGroups(before, after),
    exemptionsAdded: without(exemptionsOf(after), exemptionsOf(before)),
    exemptionsRemoved: without(exemptionsOf(before), exemptionsOf(after)),
  };
}

function enabledKey(id: string): string {
  return `policies.${id}.enabled`;
}

function asMode(value: unknown): Mode {
  return value === 'enforce' ? 'enforce' : 'observe';
}

/** Each value that holds where no group does, by its key. */
function flatten(policies: readonly Policy[], layers: readonly Configuration[]): Map<string, unknown> {
  const effective = effectiveConfiguration({ policies, layers, repository: null });
  const { settings, groups: _groups, origins: _origins, problems: _problems, ...flat } = effective;
  return new Map([
    ...flatSettings(flat),
    ...[...settings].flatMap(([id, { enabled, severity, options }]) =>
      keyed(['policies', id], { ...options, enabled, severity }),
    ),
  ]);
}

function keyed(path: readonly string[], values: object): [string, unknown][] {
  return Object.entries(values).map(([key, value]) => [keyOf([...path, key]), value]);
}

function changedGroups(before: readonly Configuration[], after: readonly Configuration[]): string[] {
  const groupsOf = (layers: readonly Configuration[]) => layers.flatMap(({ groups }) => groups);
  const changed = [...without(groupsOf(after), groupsOf(before)), ...without(groupsOf(before), groupsOf(after))];
  return [...new Set(changed.map(({ name }) => name))];
}

function without<T>(entries: readonly T[], others: readonly T[]): T[] {
  return entries.filter((entry) => !others.some((other) => isEqual(entry, other)));
}

/** All values here are plain data in the order in which the schema reads them. */
function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

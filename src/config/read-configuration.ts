import { z } from 'zod';
import type { Policy } from '../core/policy.ts';
import { SEVERITIES, type Severity } from '../core/verdict.ts';
import { explainIssues, keysAt } from '../yaml/explain-issue.ts';
import { keyOf, type ProblemAt } from '../yaml/problem-at.ts';
import { lineIndex, readYaml, toValue, type YamlNode } from '../yaml/read-yaml.ts';
import type { ConfigurationProblem } from './problem.ts';
import { type OrganizationSettings, organizationSchema, repositorySchema } from './schema.ts';

export type ConfigurationKind = 'organization' | 'repository';

/** What one layer says of one policy. */
export interface PolicyLayer {
  readonly enabled?: boolean;
  readonly severity?: Severity;
  /** Only the options that are said, as they were written; valid, but without defaults. */
  readonly options: Readonly<Record<string, unknown>>;
}

export type PolicyLayers = Readonly<Record<string, PolicyLayer>>;
export type Group = Omit<NonNullable<OrganizationSettings['groups']>[number], 'policies'> & {
  readonly policies: PolicyLayers;
};
export type ExemptionEntry = NonNullable<OrganizationSettings['exemptions']>[number];

/** One file, valid by itself; what it does not say is left to the other layers. */
export interface Configuration {
  readonly kind: ConfigurationKind;
  /** The file, as it was called when it was read. */
  readonly path: string;
  readonly settings: Omit<OrganizationSettings, 'policies' | 'groups' | 'exemptions' | 'version'>;
  readonly policies: PolicyLayers;
  readonly groups: readonly Group[];
  readonly exemptions: readonly ExemptionEntry[];
  /** Line of each key, as `policies.license-file.severity`. */
  readonly lines: ReadonlyMap<string, number>;
}

export type ConfigurationReading =
  | { readonly ok: true; readonly configuration: Configuration }
  | { readonly ok: false; readonly problems: readonly ConfigurationProblem[] };

/** More problems than these are not told: nobody reads them, and the first ones mend most. */
const MOST_PROBLEMS = 100;

/**
 * Reads `.github/portreeve.yml`: all of it is valid, or all problems are said at once. An empty file is one that
 * changes nothing.
 * @param path what the file is called where its problems are shown
 */
export function readConfiguration(
  text: string,
  path: string,
  policies: readonly Policy[],
  kind: ConfigurationKind,
): ConfigurationReading {
  const { root, problems } = readYaml(text);
  const place = lineIndex(text);
  const reject = (all: readonly ProblemAt[]): ConfigurationReading => ({
    ok: false,
    problems: [...all]
      .sort((a, b) => a.offset - b.offset)
      .slice(0, MOST_PROBLEMS)
      .map(({ offset, ...problem }) => ({ path, ...place(offset), ...problem })),
  });
  if (root === null)
    return problems.length > 0 ? reject(problems) : { ok: true, configuration: emptyConfiguration(kind, path) };

  const value = toValue(root);
  const schema = kind === 'organization' ? organizationSchema(policies) : repositorySchema(policies);
  const parsed = schema.safeParse(value);
  const wrong = parsed.success ? [] : explainIssues(parsed.error.issues, schema, root);
  const all = [...problems, ...(kind === 'organization' ? wrong : wrong.map(explainOrganizationOnly(policies)))];
  if (!parsed.success || all.length > 0) return reject(all);

  const {
    version: _version,
    policies: _policies,
    groups = [],
    exemptions = [],
    ...settings
  }: OrganizationSettings = parsed.data;
  const written = writtenPolicies.parse(value);
  return {
    ok: true,
    configuration: {
      kind,
      path,
      settings,
      policies: policyLayers(written.policies),
      groups: groups.map((group, index) => ({ ...group, policies: policyLayers(written.groups?.[index]?.policies) })),
      exemptions,
      lines: linesOf(root, place),
    },
  };
}

/** A file that says nothing. */
export function emptyConfiguration(kind: ConfigurationKind, path: string): Configuration {
  return { kind, path, settings: {}, policies: {}, groups: [], exemptions: [], lines: new Map() };
}

const writtenPolicies = z.looseObject({
  policies: z.unknown().optional(),
  groups: z.array(z.looseObject({ policies: z.unknown().optional() })).optional(),
});

const policyFrame = z.union([
  z.literal('off').transform(() => ({ enabled: false })),
  z.looseObject({ enabled: z.boolean().optional(), severity: z.enum(SEVERITIES).optional() }),
]);

/**
 * Takes the settings from what was written, which the schema has found valid: what the schema gives back has defaults
 * filled in, and a default must not override another layer.
 */
function policyLayers(written: unknown): PolicyLayers {
  const policies = z.record(z.string(), policyFrame).optional().parse(written) ?? {};
  return Object.fromEntries(
    Object.entries(policies).map(([id, frame]): [string, PolicyLayer] => {
      const { enabled, severity, ...options }: z.output<typeof policyFrame> & { severity?: Severity | undefined } =
        frame;
      return [
        id,
        { ...(enabled === undefined ? {} : { enabled }), ...(severity === undefined ? {} : { severity }), options },
      ];
    }),
  );
}

function linesOf(root: YamlNode, place: (offset: number) => { readonly line: number }): Map<string, number> {
  const lines = new Map<string, number>();
  const visit = (node: YamlNode, path: readonly PropertyKey[]): void => {
    const children: readonly (readonly [PropertyKey, number, YamlNode])[] =
      node.kind === 'map'
        ? [...node.entries].map(([key, entry]) => [key, entry.offset, entry.node] as const)
        : node.kind === 'list'
          ? node.items.map((item, index) => [index, item.offset, item] as const)
          : [];
    for (const [part, offset, child] of children) {
      lines.set(keyOf([...path, part]), place(offset).line);
      visit(child, [...path, part]);
    }
  };
  visit(root, []);
  return lines;
}

/** A setting that exists, but is not a repository's to make, is not a typing mistake. */
function explainOrganizationOnly(policies: readonly Policy[]): (problem: ProblemAt) => ProblemAt {
  const known = keysAt(organizationSchema(policies), []);
  return (problem) =>
    known.includes(problem.key) && problem.key !== 'policies' && problem.key !== 'version'
      ? { ...problem, message: `“${problem.key}” can only be set for the whole organisation.`, suggestion: null }
      : problem;
}

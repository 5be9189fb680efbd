import type { PolicySetting } from '../core/evaluate.ts';
import type { Exemption } from '../core/exemption.ts';
import type { Language } from '../core/language.ts';
import { isOnByDefault, type Policy } from '../core/policy.ts';
import type { RepositoryKind } from '../core/repository-kind.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import type { BoardSettings } from '../ggi/board/settings.ts';
import type { Rhythm } from '../insights/report/period.ts';
import type { EvidenceSettings } from './evidence-settings.ts';
import { matchesGlob } from './glob.ts';
import { matchesGroup } from './matches-group.ts';
import type { ConfigurationProblem } from './problem.ts';
import type { Configuration, PolicyLayer, PolicyLayers } from './read-configuration.ts';
import { BUILT_IN, type Contact, type Mode } from './schema.ts';

/** What set a value. */
export interface Origin {
  readonly layer: 'built-in' | 'organization' | 'group' | 'repository';
  /** The file; null for what is built in. */
  readonly path: string | null;
  /** 1-based; null where it is not known. */
  readonly line: number | null;
  /** The group's name. */
  readonly group: string | null;
}

export interface Features {
  readonly checks: boolean;
  readonly issues: boolean;
  readonly proposals: boolean;
  readonly launchIssues: boolean;
}

/** Everything that the layers may set beside policies, with a value for each. */
export interface GeneralSettings extends Features {
  readonly mode: Mode;
  readonly language: Language;
  readonly governanceRepository: string | null;
  readonly defaultLicense: string | null;
  readonly defaultLicenses: Readonly<Record<'documentation' | 'data', string | null>>;
  /** What the repository holds; null where no group says it. */
  readonly kind: RepositoryKind | null;
  readonly contact: Contact;
  readonly include: Readonly<Record<'archived' | 'forks' | 'mirrors', boolean>>;
  readonly brake: Brake;
  /** In years after the last of a person's signatures ended; null: never by itself. */
  readonly ledger: { readonly eraseAfterYears: number | null };
  readonly contributions: ContributionSettings;
  readonly governance: GovernanceSettings;
  /** Whether a repository's own file counts: for no policy, for all, or for those named. */
  readonly repositoriesMayOverride: boolean | readonly string[];
}

/** Above which of these a plan waits, and who may release it. */
export interface Brake {
  readonly repositories: number;
  readonly percent: number;
  /** Logins. */
  readonly approvers: readonly string[];
}

/** How the organisation keeps its open source governance. */
export interface GovernanceSettings {
  readonly ggi: BoardSettings;
  /** How often the report is written. */
  readonly report: { readonly every: Rhythm };
  /** For what is measured; null: nothing is said. */
  readonly evidence: EvidenceSettings | null;
}

/** What holds for contributions. */
export interface ContributionSettings {
  readonly signOff: SignOffSettings;
  readonly ai: 'allow' | 'disclose' | 'forbid';
  readonly agreement: AgreementSettings;
  readonly onboarding: OnboardingSettings;
}

/** Which contributor agreements are signed, and when. */
export interface AgreementSettings {
  /** Ids; none: nobody is asked to sign. */
  readonly agreements: readonly string[];
  readonly either: 'sign-off' | null;
  /** Patterns; none: all paths. */
  readonly paths: readonly string[];
  /** null: not looked at. */
  readonly minimum: { readonly lines: number | null; readonly files: number | null };
  /** Numeric ids of accounts. */
  readonly exempt: readonly number[];
  readonly exemptMembers: boolean;
  /** Teams, by their slugs. */
  readonly exemptTeams: readonly string[];
  readonly coAuthors: 'ignore' | 'warn' | 'require';
}

/** What is demanded of sign-offs; null: as is usual. */
export interface SignOffSettings {
  readonly check: boolean;
  readonly compatible: 'dcoapp' | null;
  readonly placement: 'strict' | 'lenient' | null;
  readonly name: 'require' | 'warn' | 'ignore' | null;
  readonly coAuthors: 'ignore' | 'warn' | 'require' | null;
  readonly merges: 'skip' | 'require-if-conflicted' | 'require' | null;
  readonly reverts: 'require' | 'skip-exact' | null;
  readonly members: 'require' | 'excuse' | null;
  readonly later: boolean | null;
  /** Numeric ids of accounts. */
  readonly excused: readonly number[];
  readonly representatives: readonly number[];
}

/** How people from outside are welcomed. */
export interface OnboardingSettings {
  readonly pullRequests: boolean;
  readonly issues: boolean;
  /** null: nothing is promised. */
  readonly answerWithinDays: number | null;
  /** Login. */
  readonly contact: string | null;
  readonly labels: Readonly<Record<'newcomer' | 'signOff' | 'policies', string | null>>;
}

/** What holds for one repository, or for the organisation as a whole. */
export interface EffectiveConfiguration extends GeneralSettings {
  /** By policy id, for `evaluatePolicies`. */
  readonly settings: ReadonlyMap<string, PolicySetting>;
  /** Names of the groups that the repository belongs to, in order. */
  readonly groups: readonly string[];
  /** What set each value, by its key: `mode`, `contact.office`, `policies.license-file.severity`. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** What a repository's own file says and may not. */
  readonly problems: readonly ConfigurationProblem[];
}

export interface EffectiveConfigurationInput {
  readonly policies: readonly Policy[];
  /** In order: the organisation's public file, its private one, the repository's own. Each may be missing. */
  readonly layers: readonly Configuration[];
  /** null where nothing is known of the repository, or it is about none: then no group and no exemption applies. */
  readonly repository: RepositoryDescription | null;
}

/** What one layer says. */
interface Statement {
  readonly settings: Changes<GeneralSettings>;
  readonly policies: PolicyLayers;
  readonly origin: (key: string) => Origin;
}

type Changes<T> = {
  readonly [K in keyof T]?:
    | (T[K] extends object ? (T[K] extends readonly unknown[] ? T[K] : Changes<T[K]>) : T[K])
    | undefined;
};

const DEFAULTS: GeneralSettings = { ...BUILT_IN, contact: {} };

/** Folds the layers, each key by itself: what is built in, the organisation, its groups in order, the repository. */
export function effectiveConfiguration(input: EffectiveConfigurationInput): EffectiveConfiguration {
  const { policies, layers, repository } = input;
  const organization = layers.filter(({ kind }) => kind === 'organization');
  const general = [builtIn(policies), ...organization.map(statementOf)];
  const known = foldSettings(general);
  const matching = repository === null ? [] : groupsOf(organization, repository);
  const own = layers.filter(({ kind }) => kind === 'repository');
  const problems = own.flatMap((file) => refuse(file, known.repositoriesMayOverride));
  const statements = [
    ...general,
    ...(repository === null ? [] : leaveAlone(policies, repository, known.include)),
    ...matching.map(({ statement }) => statement),
    ...(problems.length > 0 ? [] : own.map(statementOf)),
  ];
  const exemptions = repository === null ? [] : exemptionsOf(organization, repository.name);
  return {
    ...foldSettings(statements),
    settings: new Map(policies.map((policy) => [policy.id, settingOf(policy, statements, exemptions)])),
    groups: matching.map(({ name }) => name),
    origins: originsOf(statements),
    problems,
  };
}

function builtIn(policies: readonly Policy[]): Statement {
  const frames = policies.map((policy): [string, PolicyLayer] => [
    policy.id,
    { enabled: isOnByDefault(policy), severity: policy.meta.severity, options: {} },
  ]);
  const origin: Origin = { layer: 'built-in', path: null, line: null, group: null };
  return { settings: DEFAULTS, policies: Object.fromEntries(frames), origin: () => origin };
}

function statementOf({ kind, path, lines, settings, policies }: Configuration): Statement {
  return { settings, policies, origin: (key) => ({ layer: kind, path, line: lines.get(key) ?? null, group: null }) };
}

/** Archived repositories, forks and mirrors are nobody's to mend: they are judged only where the organisation says so. */
function leaveAlone(
  policies: readonly Policy[],
  repository: RepositoryDescription,
  include: GeneralSettings['include'],
): Statement[] {
  const reasons = [
    { name: 'archived repositories', holds: repository.isArchived && !include.archived },
    { name: 'forks', holds: repository.isFork && !include.forks },
    { name: 'mirrors', holds: repository.isMirror && !include.mirrors },
  ];
  const reason = reasons.find(({ holds }) => holds);
  if (reason === undefined) return [];
  const origin: Origin = { layer: 'built-in', path: null, line: null, group: reason.name };
  const off = policies.map(({ id }): [string, PolicyLayer] => [id, { enabled: false, options: {} }]);
  return [{ settings: {}, policies: Object.fromEntries(off), origin: () => origin }];
}

function groupsOf(
  organization: readonly Configuration[],
  repository: RepositoryDescription,
): { readonly name: string; readonly statement: Statement }[] {
  return organization.flatMap(({ path, lines, groups }) =>
    groups.flatMap(({ name, match, policies, ...settings }, index) => {
      if (!matchesGroup(match, repository)) return [];
      const lineOf = (key: string): number | null => lines.get(`groups[${index}].${key}`) ?? null;
      const origin = (key: string): Origin => ({ layer: 'group', path, line: lineOf(key), group: name });
      return [{ name, statement: { settings, policies, origin } }];
    }),
  );
}

/** A repository's file is taken as a whole or not at all. */
function refuse(
  { path, policies, lines }: Configuration,
  allowed: GeneralSettings['repositoriesMayOverride'],
): ConfigurationProblem[] {
  return Object.keys(policies).flatMap((id) => {
    if (allowed === true || (allowed !== false && allowed.includes(id))) return [];
    const key = `policies.${id}`;
    const message = `The organisation does not let its repositories change the policy “${id}”. This file has no effect.`;
    return [{ path, line: lines.get(key) ?? 1, column: 1, key, message, suggestion: null }];
  });
}

function foldSettings(statements: readonly Statement[]): GeneralSettings {
  return statements.reduce<GeneralSettings>((settings, statement) => override(settings, statement.settings), DEFAULTS);
}

/** Each key by itself, those of maps within as well; a list is taken as a whole. */
function override<T extends object>(base: T, changes: Changes<T>): T {
  const before: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(base));
  const said = Object.entries(changes).filter(([, value]) => value !== undefined);
  const folded = said.map(([key, value]) => {
    const old = before[key];
    return [key, isMap(old) && isMap(value) ? override(old, value) : value];
  });
  return { ...base, ...Object.fromEntries(folded) };
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A setting's key as people write it, `contact.office`, with its value, for all that are no maps themselves. */
export function flatSettings(settings: object, path = ''): [key: string, value: unknown][] {
  return Object.entries(settings).flatMap(([key, value]): [string, unknown][] =>
    isMap(value) ? flatSettings(value, `${path}${key}.`) : [[`${path}${key}`, value]],
  );
}

function settingOf(policy: Policy, statements: readonly Statement[], exemptions: readonly Exemption[]): PolicySetting {
  let enabled = false;
  let severity = policy.meta.severity;
  const options: Record<string, unknown> = {};
  for (const { policies } of statements) {
    const layer = policies[policy.id];
    enabled = layer?.enabled ?? enabled;
    severity = layer?.severity ?? severity;
    Object.assign(options, layer?.options);
  }
  const exemption = exemptions.find((entry) => entry.policy === policy.id) ?? null;
  return { enabled, severity, options: policy.options.parse(options), exemption };
}

/** The exemptions of one repository, the longest first. */
function exemptionsOf(organization: readonly Configuration[], name: string): Exemption[] {
  return organization
    .flatMap(({ exemptions }) => exemptions)
    .filter(({ repositories }) => repositories.some((pattern) => matchesGlob(pattern, name)))
    .map(({ policy, reason, approver, until }) => ({ policy, reason, approver, until }))
    .sort((a, b) => (a.until < b.until ? 1 : -1));
}

function originsOf(statements: readonly Statement[]): Map<string, Origin> {
  return new Map(
    statements.flatMap(({ settings, policies, origin }) => {
      const keys = [
        ...flatSettings(settings).map(([key]) => key),
        ...Object.entries(policies).flatMap(([id, layer]) => keysOfPolicy(id, layer)),
      ];
      return keys.map((key): [string, Origin] => [key, origin(key)]);
    }),
  );
}

function keysOfPolicy(id: string, { options, ...frame }: PolicyLayer): string[] {
  return [...Object.keys(frame), ...Object.keys(options)].map((key) => `policies.${id}.${key}`);
}

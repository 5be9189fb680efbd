import type { Fact } from '../../core/fact.ts';
import type { VerdictOutcome } from '../../core/verdict.ts';

/** What every fact about one repository says of it. */
export interface About {
  /** `owner/name`. */
  readonly repository: string;
  readonly isPublic: boolean;
  /** Neither archived, nor a fork, a mirror or empty: what somebody works on here. */
  readonly isActive: boolean;
}

/** A line of the inventory. */
export interface InventoryEntry extends About {
  /** SPDX id that GitHub shows; null where it shows none. */
  readonly license: string | null;
  readonly language: string | null;
  /** ISO 8601: when it was last read. */
  readonly seenAt: string;
  /** ISO 8601: when it was last judged; null: never. */
  readonly auditedAt: string | null;
}

/** How a policy was last judged on a repository. */
export interface Judged extends About {
  readonly policy: string;
  readonly outcome: VerdictOutcome;
  /** Keys of the points for which the policy speaks. */
  readonly points: readonly string[];
  readonly isRestricted: boolean;
  /** Of one that is excused: by whom and until which day. */
  readonly exemption: { readonly approver: string; readonly until: string } | null;
}

/** The issue in which a repository's open findings stand. */
export interface FindingsIssue extends About {
  readonly url: string;
  /** Somebody is assigned. Who, is nobody's business here. */
  readonly hasOwner: boolean;
  /** YYYY-MM-DD: of its milestone; null: none. */
  readonly due: string | null;
}

/** What a repository tells people in files, its own or handed down by the organisation. */
export interface Documents extends About {
  /** As GitHub shows it; null: none that can be read. */
  readonly contributing: GuideText | null;
  readonly support: GuideText | null;
  /** Files that are called after reviews. */
  readonly reviewGuides: readonly string[];
}

export interface GuideText {
  /** With the repository, where it is handed down. */
  readonly path: string;
  readonly text: string;
}

/** Which days have audits. */
export interface AuditDays {
  /** YYYY-MM-DD (UTC), oldest first. */
  readonly days: readonly string[];
}

/** The file with the organisation's policies. */
export interface PolicyFile {
  readonly path: string;
  readonly commit: string;
  /** Ids of the policies that it names and does not switch off. */
  readonly rules: readonly string[];
}

/** How that file changed within a year. */
export interface PolicyHistory {
  readonly path: string;
  /** Those who stood in it a year ago; empty where there was no file. */
  readonly before: readonly string[];
  readonly now: readonly string[];
  /** When it was changed, newest first. */
  readonly changes: readonly { readonly date: string; readonly commit: string; readonly url: string }[];
}

/** What the configuration says for evidence. */
export interface GovernanceStatements {
  /** YYYY-MM-DD: when the next legal audit is planned. */
  readonly nextLegalAudit: string | null;
  /** `owner/name` of outside projects. */
  readonly upstreamFirst: readonly string[];
  readonly beneficiaries: readonly string[];
}

/** Whom the configuration names for questions about licences. */
export interface LegalContact {
  readonly contact: string;
  readonly kind: 'login' | 'email' | 'page';
  /** Whether GitHub knows the login; null for what is none. */
  readonly exists: boolean | null;
}

/** What a repository has set up against weak dependencies, by its files. */
export interface UpdateTools extends About {
  /** Paths of the configurations of tools that update dependencies. */
  readonly paths: readonly string[];
}

/** The workflows of a repository. */
export interface Workflows extends About {
  readonly files: readonly WorkflowFile[];
}

export interface WorkflowFile {
  readonly path: string;
  /** Others may call it. */
  readonly isReusable: boolean;
  /** `owner/action` of the steps, without versions; reusable workflows by their path. */
  readonly uses: readonly string[];
}

export interface Releases extends About {
  readonly count: number;
  /** ISO 8601; null: none yet. */
  readonly newestAt: string | null;
}

/** GitHub's own alerts on vulnerable dependencies. */
export interface AlertSettings extends About {
  readonly isOn: boolean;
}

/** Open alerts of the whole organisation, by severity. */
export type OpenAlerts = Readonly<Record<'critical' | 'high' | 'medium' | 'low', number>>;

/** How a repository's changes are reviewed. */
export interface Reviews extends About {
  /** How many approvals its default branch asks for. */
  readonly required: number;
  /** Pull requests that were merged within 90 days, at most 50 of them, and how many of them somebody else approved. */
  readonly merged: number;
  readonly approved: number;
}

/** One repository's bill of materials. */
export interface BillOfMaterials extends About {
  readonly status: 'known' | 'waiting' | 'unavailable';
  /** Why it is not there; null where it is. */
  readonly reason: string | null;
  /** ISO 8601; null where there is none. */
  readonly readAt: string | null;
  readonly packages: number;
}

/** A package that repositories build on. */
export interface Component {
  /** As `pkg:npm/hono`, without a version. */
  readonly name: string;
  /** SPDX expression; null: not known. */
  readonly license: string | null;
  /** How many repositories build on it. */
  readonly repositories: number;
  /** YYYY-MM-DD: of the first inventory that has it. */
  readonly since: string;
}

/** What the repositories are built from. */
export interface Components {
  readonly bills: readonly BillOfMaterials[];
  /** The most used first. */
  readonly packages: readonly Component[];
  /** YYYY-MM-DD of the inventories that were made, oldest first. */
  readonly inventories: readonly string[];
}

/** A file in the governance repository or in `.github`. */
export interface GovernanceFile {
  readonly repository: string;
  readonly isPublic: boolean;
  readonly path: string;
  readonly url: string;
  /** ISO 8601: its last change. */
  readonly changedAt: string;
  readonly isEmpty: boolean;
}

/** What the organisation says of itself. */
export interface Profile {
  readonly url: string;
  readonly email: string | null;
  readonly page: string | null;
  /** `profile/README.md` of `.github`; null: none. */
  readonly readme: GuideText | null;
}

/** What consenting accounts did in others' projects, all together. */
export interface UpstreamQuarter {
  /** As `2026-Q3`. */
  readonly quarter: string;
  /** YYYY-MM-DD: its last day. */
  readonly until: string;
  readonly pullRequests: number;
  readonly issues: number;
  readonly reviews: number;
}

export interface Upstream {
  /** How many accounts consented. */
  readonly accounts: number;
  /** Whole quarters, oldest first. */
  readonly quarters: readonly UpstreamQuarter[];
}

/** Merged contributions to a project that the configuration names. */
export interface BeneficiaryContribution {
  readonly project: string;
  readonly merged: number;
}

/** The governance issues with what was measured. */
export interface Board {
  readonly repository: string;
  readonly issues: number;
  /** ISO 8601: when what was measured was last looked at anew; null: not yet. */
  readonly refreshedAt: string | null;
}

/** The facts about an organisation, by the names that evidence lists in `needs`. */
export interface OrganizationFacts {
  readonly repositories: readonly InventoryEntry[];
  readonly judged: readonly Judged[];
  readonly findingsIssues: readonly FindingsIssue[];
  readonly documents: readonly Documents[];
  readonly audits: AuditDays;
  readonly policyFile: PolicyFile | null;
  readonly policyHistory: PolicyHistory | null;
  readonly statements: GovernanceStatements;
  readonly legalContact: LegalContact | null;
  readonly updateTools: readonly UpdateTools[];
  readonly workflows: readonly Workflows[];
  readonly releases: readonly Releases[];
  readonly alertSettings: readonly AlertSettings[];
  readonly openAlerts: OpenAlerts;
  readonly reviews: readonly Reviews[];
  readonly components: Components;
  readonly governanceFiles: readonly GovernanceFile[];
  readonly profile: Profile;
  readonly upstream: Upstream;
  readonly beneficiaryContributions: readonly BeneficiaryContribution[];
  readonly board: Board | null;
}

export type OrganizationFactName = keyof OrganizationFacts;

/** All facts about an organisation at one moment. Plain data. */
export type OrganizationSnapshot = { readonly [K in OrganizationFactName]: Fact<OrganizationFacts[K]> };

import type { ColumnType, Generated, GeneratedAlways, Transaction } from 'kysely';
import type { Fact } from '../core/fact.ts';
import type { FileContent } from '../core/files.ts';
import type { Finding } from '../core/finding.ts';
import type { JsonValue } from '../core/json-value.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { Disclosure, Severity, VerdictOutcome } from '../core/verdict.ts';
import type { Measurement } from '../ggi/evidence/evidence.ts';
import type { EvidenceRecord } from '../ggi/evidence/figure.ts';
import type { ActivityState } from '../ggi/progress.ts';
import type { Activity } from '../insights/chaoss/activity.ts';
import type { HeldPlan, PlannedRepository } from '../plan/brake.ts';
import type { JsonText } from './json.ts';

/** A transaction, in which every query runs (see `Store`). */
export type Db = Transaction<Database>;

/** One interface a table, columns as the database has them. Each row belongs to one installation, 0 where an event has none. */
export interface Database {
  installation: InstallationTable;
  repository: RepositoryTable;
  blob: BlobTable;
  configuration: ConfigurationTable;
  audit: AuditTable;
  verdict: VerdictTable;
  artifact: ArtifactTable;
  action: ActionTable;
  delivery: DeliveryTable;
  delivery_task: DeliveryTaskTable;
  missing_delivery: MissingDeliveryTable;
  sweep: SweepTable;
  setting: SettingTable;
  brake: BrakeTable;
  planned: PlannedTable;
  approved_write: ApprovedWriteTable;
  approval: ApprovalTable;
  contribution: ContributionTable;
  contributor: ContributorTable;
  activity: ActivityTable;
  agreement_revision: AgreementRevisionTable;
  contribution_person: ContributionPersonTable;
  organization_fact: OrganizationFactTable;
  attestation: AttestationTable;
  bill_of_materials: BillOfMaterialsTable;
  component: ComponentTable;
  evidence: EvidenceTable;
  board: BoardTable;
  board_activity: BoardActivityTable;
  board_point: BoardPointTable;
  board_change: BoardChangeTable;
  sign_off_override: SignOffOverrideTable;
  ledger_entry: LedgerEntryTable;
  ledger_person: LedgerPersonTable;
  erasure_request: ErasureRequestTable;
  member: MemberTable;
  team_member: TeamMemberTable;
  company_request: CompanyRequestTable;
}

type Timestamp = ColumnType<Date, Date | string, Date | string>;
type TimestampNow = ColumnType<Date, Date | string | undefined, Date | string>;
type Json<T = JsonValue> = ColumnType<T, JsonText<T>, JsonText<T>>;
type NullableJson<T = JsonValue> = ColumnType<T | null, JsonText<T> | null | undefined, JsonText<T> | null>;

/** An organisation or a person that installed Portreeve. */
export interface InstallationTable {
  installation_id: number;
  account_id: number;
  account_login: string;
  account_type: 'Organization' | 'User' | 'Enterprise';
  /** As GitHub grants them: name → `read` | `write` | `admin`. */
  permissions: Json<Readonly<Record<string, string>>>;
  suspended_at: Timestamp | null;
  uninstalled_at: Timestamp | null;
  installed_at: TimestampNow;
  /** When the first sweep had audited everything; null: it has not. */
  first_audit_at: Timestamp | null;
  /** When it was last asked to be swept in place of deliveries that never arrived. */
  caught_up_at: Timestamp | null;
  /** GitHub gave no token: nobody asks for one before this moment. */
  parked_until: Timestamp | null;
  /** GitHub asked for a pause: no work of this installation begins before this moment, in any process. */
  paused_until: Timestamp | null;
  /** What GitHub said to that. */
  pause_reason: string | null;
  /** What GitHub lets it ask within the hour that ends at the reset, and what is left of that. null: not known. */
  core_limit: number | null;
  core_left: number | null;
  core_reset: Timestamp | null;
  graphql_limit: number | null;
  graphql_left: number | null;
  graphql_reset: Timestamp | null;
  /** No write of it begins before this moment, in any process. */
  next_write_at: Timestamp | null;
  /** The database was put back: what was made on GitHub since then may be missing here. null: a sweep has looked for it. */
  unsure_since: Timestamp | null;
  /** When it was last read who belongs to the organisation; null: never. */
  members_read_at: Timestamp | null;
}

/** A repository as it was last seen. The name may change; the id does not. */
export interface RepositoryTable {
  installation_id: number;
  repository_id: number;
  node_id: string;
  owner: string;
  name: string;
  visibility: 'public' | 'private' | 'internal';
  archived: boolean;
  removed_at: Timestamp | null;
  /** null in an empty repository, as is the next one. */
  default_branch: string | null;
  head_sha: string | null;
  facts: NullableJson<Snapshot<'repository'>>;
  seen_at: TimestampNow;
  audited_at: Timestamp | null;
}

/** A file's content by Git object id, so that one text is fetched once. */
export interface BlobTable {
  installation_id: number;
  oid: string;
  content: Json<FileContent>;
  seen_at: TimestampNow;
}

/** A configuration file: the last good one (in force) and the last rejected one, if it is newer. */
export interface ConfigurationTable {
  installation_id: number;
  repository_id: number;
  path: string;
  commit_sha: string;
  text: string;
  status: 'in-force' | 'rejected';
  problems: Json;
  read_at: TimestampNow;
}

/** All verdicts on one subject at one time; the verdicts are rows of their own. */
export interface AuditTable {
  audit_id: GeneratedAlways<number>;
  installation_id: number;
  repository_id: number;
  subject: string;
  commit_sha: string | null;
  /** What caused it: an event's name, `sweep`, `command`. */
  trigger: string;
  mode: string;
  /** The commit of the configuration it was judged by; null: the built-in one. */
  configuration_sha: string | null;
  at: TimestampNow;
  /** See `outcomesText`. */
  outcomes: Generated<string>;
}

export interface VerdictTable {
  audit_id: number;
  installation_id: number;
  policy: string;
  outcome: VerdictOutcome;
  severity: Severity;
  disclosure: Disclosure;
  reason: string | null;
  findings: Json<readonly Finding[]>;
}

/**
 * A thing that Portreeve keeps on GitHub. The row is written before the thing (`intended`), again right before the
 * request (`sent`), and once more with GitHub's id (`done`), so that no crash makes a second one.
 */
export interface ArtifactTable {
  installation_id: number;
  key: string;
  kind: string;
  repository_id: number;
  /** GitHub's id, once known. */
  external_id: number | null;
  /** GitHub's GraphQL id. */
  node_id: string | null;
  /** Of an issue or pull request. */
  number: number | null;
  /** The newest commit that we made, for a proposal. */
  head_sha: string | null;
  /** Of what stands. */
  fingerprint: string | null;
  /** Of what is about to be written. */
  pending_fingerprint: string | null;
  details: Json;
  /** Of a proposal: since when its pull request has been open, as its repository was last judged; null: it was not open. */
  open_since: Timestamp | null;
  intent_status: 'intended' | 'sent' | 'done' | 'dead';
  intent_attempts: Generated<number>;
  sent_at: Timestamp | null;
  done_at: Timestamp | null;
  updated_at: TimestampNow;
}

/** Append-only log of what Portreeve did, or refused to do, on GitHub. */
export interface ActionTable {
  action_id: GeneratedAlways<number>;
  installation_id: number;
  repository_id: number;
  kind: string;
  key: string;
  outcome: 'written' | 'refused' | 'failed' | 'adopted';
  requests: number;
  detail: Json;
  at: TimestampNow;
}

export type BodyFormat = 'zstd' | 'brotli';

/** A webhook delivery, kept before it was acknowledged. */
export interface DeliveryTable {
  delivery_id: string;
  /** 0 until it is dispatched, and where the event has none. */
  installation_id: Generated<number>;
  event: string;
  /** Null until it is dispatched, like the repository's id. */
  action: string | null;
  repository_id: number | null;
  /** The raw body, compressed; null once it was old enough to be deleted. */
  body: Buffer | null;
  /** How it was compressed. */
  body_format: Generated<BodyFormat>;
  received_at: TimestampNow;
  status: 'stored' | 'dispatched' | 'finished' | 'failed';
  attempts: Generated<number>;
  error: string | null;
  finished_at: Timestamp | null;
}

/** A delivery that stands in the app's log at GitHub and never arrived here. Its row goes when it arrives, or after a while. */
export interface MissingDeliveryTable {
  /** The GUID, the same for all attempts. */
  delivery_id: string;
  installation_id: number;
  /** GitHub's id of the newest attempt, digits: by it the delivery is asked for again. */
  log_id: string;
  event: string;
  action: string | null;
  /** The oldest attempt that is known of, by GitHub's clock. */
  delivered_at: Timestamp;
  /** How often it was asked for again. */
  attempts: Generated<number>;
  asked_at: Timestamp | null;
}

/** A task that a dispatched delivery still waits for. */
export interface DeliveryTaskTable {
  delivery_id: string;
  installation_id: number;
  queue: string;
  key: string;
  dispatched_at: TimestampNow;
}

/** The last sweep over an installation; `cursor` is where a broken-off one goes on. */
export interface SweepTable {
  installation_id: number;
  started_at: Timestamp;
  finished_at: Timestamp | null;
  cursor: string | null;
  repositories: Generated<number>;
  /** Stands for the configurations by which it judges; null in a row from before this was kept. */
  basis: string | null;
  /** When it was asked for that every open pull request is judged again; null: the sweep that did it has ended. */
  heads_wanted_at: Timestamp | null;
}

/** Small state of the operator's, such as how far the delivery log was read; installation 0. */
export interface SettingTable {
  name: string;
  value: Json;
  installation_id: Generated<number>;
}

/** What an installation holds back until somebody approves it; at most one plan at a time. */
export interface BrakeTable {
  installation_id: number;
  /** When enforcement was first released; null: nothing may be written to repositories. */
  enforced_at: Timestamp | null;
  /** All of the organisation's files as they are on the default branches, while they wait; null: what is in force. */
  candidate: NullableJson<
    readonly { readonly repositoryId: number; readonly path: string; readonly commit: string; readonly text: string }[]
  >;
  held: NullableJson<HeldPlan>;
  held_since: Timestamp | null;
  /** Who released what was held last. */
  released_by: string | null;
}

/** What the sweep under way would write to one repository, until all are counted. */
export interface PlannedTable {
  installation_id: number;
  basis: HeldPlan['basis'];
  repository_id: number;
  plan: Json<PlannedRepository>;
}

/** A write that was approved, by its kind and key. It is good for one time. */
export interface ApprovedWriteTable {
  installation_id: number;
  name: string;
  approved_at: Timestamp;
  used_at: Timestamp | null;
}

/** Append-only: who approved which plan. */
export interface ApprovalTable {
  approval_id: GeneratedAlways<number>;
  installation_id: number;
  hash: string;
  reason: string;
  repositories: number;
  /** A login on GitHub, or what the operator called themselves. */
  approver: string;
  /** The account's id; null for the operator. */
  approver_id: number | null;
  at: Timestamp;
}

/** A pull request or issue that somebody from outside opened. */
export interface ContributionTable {
  installation_id: number;
  repository_id: number;
  number: number;
  node_id: string;
  kind: 'pull-request' | 'issue';
  account_id: number;
  /** Whether it was the account's first of its kind; decided when it was first seen. */
  is_first: boolean;
  opened_at: Timestamp;
  /** When it was found that nobody waits for it any more. */
  answered_at: Timestamp | null;
  /** When it was told that it waits for longer than was promised. */
  told_at: Timestamp | null;
}

/** Append-only: who took which commits of a pull request in without a sign-off. */
export interface SignOffOverrideTable {
  installation_id: number;
  repository_id: number;
  number: number;
  /** The comment that said so; null: a button did. */
  comment_id: number | null;
  /** The delivery that told of the button; null: a comment said so. */
  delivery_id: string | null;
  account_id: number;
  /** As the account was called then. */
  login: string;
  role: 'admin' | 'maintain';
  reason: string;
  shas: Json<readonly string[]>;
  given_at: Timestamp;
  expires_at: Timestamp;
}

/** An account that belongs to the organisation. */
export interface MemberTable {
  installation_id: number;
  account_id: number;
}

/** An account in a team that the configuration names; account 0 says that the team was read. */
export interface TeamMemberTable {
  installation_id: number;
  /** Its slug. */
  team: string;
  account_id: number;
}

/** What somebody asks of a company's roster, or in a company's name, until it is answered. */
export interface CompanyRequestTable {
  request_id: GeneratedAlways<number>;
  installation_id: number;
  kind: 'sign' | 'join' | 'invite';
  agreement_id: string;
  /** Of `sign`: what was shown, as SHA-256. */
  revision: string | null;
  /** Its number in the ledger; null: it has signed nothing yet. */
  company: number | null;
  company_name: string;
  /** Of `sign`: whose verified addresses are to count. */
  domain: string | null;
  /** Of `sign`: what the agreement asks for, by the field's id. */
  fields: Json<Readonly<Record<string, string>>>;
  account_id: number;
  login: string;
  /** Of `invite`: the manager who invites. */
  by_account_id: number | null;
  by_login: string | null;
  asked_at: Timestamp;
  /** When the one who is named for it was told that nobody answers. */
  escalated_at: Timestamp | null;
  /** Of a refusal: when, and why. An answer of another kind deletes the row. */
  refused_at: Timestamp | null;
  reason: string | null;
}

/** What a person from outside wants, by their account. */
export interface ContributorTable {
  installation_id: number;
  account_id: number;
  /** In which they want to be spoken to. */
  language: string;
  chosen_at: Timestamp;
}

/** The board of good governance in one governance repository. */
export interface BoardTable {
  installation_id: number;
  repository_id: number;
  /** When its issues were last read. */
  read_at: Timestamp | null;
  /** Why they could not be read or filed, as a code; null: nothing is wrong. */
  problem: string | null;
  is_public: boolean;
}

/** An activity of it, as it was last read. Kept also when the board has it no more. */
export interface BoardActivityTable {
  installation_id: number;
  repository_id: number;
  activity: string;
  number: number;
  url: string;
  is_open: boolean;
  state: ActivityState;
  /** All that its labels say. */
  said: Json<readonly ActivityState[]>;
  state_changed_at: Timestamp | null;
  /** Logins. */
  owners: Json<readonly string[]>;
  /** YYYY-MM-DD. */
  target_date: string | null;
  own_done: number;
  own_total: number;
  /** How often its owner was reminded of this target date, and when last. */
  reminders: Generated<number>;
  reminded_at: Timestamp | null;
}

/** A point of it, by its key, whichever activity's issue it stands in. */
export interface BoardPointTable {
  installation_id: number;
  repository_id: number;
  key: string;
  is_ticked: boolean;
  changed_at: Timestamp | null;
}

/** What people changed, in order. */
export interface BoardChangeTable {
  installation_id: number;
  repository_id: number;
  change_id: GeneratedAlways<number>;
  activity: string;
  subject: 'state' | 'point' | 'owners' | 'target';
  key: string | null;
  value: string;
  at: Timestamp;
  /** `seen` by reading the issue, or as somebody else recorded it. */
  source: 'seen' | 'events' | 'import';
}

/** What happened around a repository within a year, as it was last read. It names nobody. */
export interface ActivityTable {
  installation_id: number;
  repository_id: number;
  read_at: Timestamp;
  activity: Json<Activity>;
}

/** A row of the contributor agreements' ledger. Nobody may change or delete it, nor does it go with its installation. */
export interface LedgerEntryTable {
  /** GitHub's id of the account whose chain it is. */
  organization_id: number;
  sequence: number;
  /** Through which it was written. */
  installation_id: number;
  kind: string;
  /** Byte for byte what was hashed. */
  line: string;
  hash: string;
}

/** What a row of the ledger says of people, until it is erased. The columns before `data` are taken from it, to be found by. */
export interface LedgerPersonTable {
  organization_id: number;
  sequence: number;
  installation_id: number;
  account_id: number | null;
  by_account_id: number | null;
  /** The number of the row by which the company is known. */
  company: number | null;
  domain: string | null;
  once: string | null;
  data: string;
  salt: string;
}

/** Append-only: a revision of a contributor agreement that came into force. */
export interface AgreementRevisionTable {
  revision_id: GeneratedAlways<number>;
  installation_id: number;
  agreement_id: string;
  /** SHA-256 in hexadecimal; null, as is the next one: the file was taken away. */
  revision: string | null;
  text: string | null;
  repository_id: number;
  /** Its name. */
  repository: string;
  commit_sha: string;
  since: Timestamp;
}

/** On whose signature an open pull request hangs. */
export interface ContributionPersonTable {
  installation_id: number;
  repository_id: number;
  number: number;
  /** 0: on nobody's that is known. */
  account_id: number;
  /** The repository's. */
  node_id: string;
  /** When a signature ends that counts until then; null: none does. */
  due_at: Timestamp | null;
}

/** A fact about an organisation as a whole that was read from GitHub, by its name. */
export interface OrganizationFactTable {
  installation_id: number;
  name: string;
  fact: Json<Fact<unknown>>;
  read_at: Timestamp;
}

/** What was measured for a point, from the day on which it changed; `records` are kept of the newest alone. */
export interface EvidenceTable {
  installation_id: number;
  key: string;
  /** YYYY-MM-DD. */
  since: string;
  /** YYYY-MM-DD: when it was last found to be so. */
  measured_on: string;
  /** Hash of what it says, so that it is told whether it changed. */
  print: string;
  measurement: Json<Omit<Measurement, 'records'>>;
  records: NullableJson<readonly EvidenceRecord[]>;
}

/** Append-only: who answers for a point of good governance, by a comment. */
export interface AttestationTable {
  installation_id: number;
  repository_id: number;
  comment_id: number;
  key: string;
  account_id: number;
  /** As it was then. */
  login: string;
  at: Timestamp;
  /** YYYY-MM-DD: the last day on which it holds. */
  until: string;
  link: string | null;
  note: string;
}

/** What a repository is built from, and the report of it that GitHub was asked for last. */
export interface BillOfMaterialsTable {
  installation_id: number;
  repository_id: number;
  /** Id of the report that is waited for; null: none is. */
  report: string | null;
  asked_at: Timestamp | null;
  read_at: Timestamp | null;
  /** Why there is none; null: there is one, or it is waited for. */
  reason: string | null;
  packages: NullableJson<readonly { readonly name: string; readonly license: string | null }[]>;
}

/** Since when a package is in the inventory. */
export interface ComponentTable {
  installation_id: number;
  name: string;
  /** YYYY-MM-DD. */
  since: string;
}

/** Who asked to have erased what the ledger says about them, until that is answered. */
export interface ErasureRequestTable {
  organization_id: number;
  account_id: number;
  installation_id: number;
  login: string;
  asked_at: Timestamp;
}

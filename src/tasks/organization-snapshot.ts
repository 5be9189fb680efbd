import { contactKind } from '../config/evidence-settings.ts';
import { type Fact, known, unavailable } from '../core/fact.ts';
import { communityFile, type RepositoryFile, type RepositoryFiles, watchedEntries } from '../core/files.ts';
import type { Verdict } from '../core/verdict.ts';
import type {
  About,
  BillOfMaterials,
  Board,
  Documents,
  GuideText,
  InventoryEntry,
  Judged,
  LegalContact,
  OrganizationFactName,
  OrganizationFacts,
  OrganizationSnapshot,
  PolicyFile,
  UpdateTools,
} from '../ggi/evidence/organization-facts.ts';
import type { Activity } from '../insights/chaoss/activity.ts';
import { readActivities } from '../store/activities.ts';
import { auditDays, latestVerdicts } from '../store/audits.ts';
import { type KeptBill, type KeptComponent, keptBills, keptComponents } from '../store/bills.ts';
import { readBoard } from '../store/board.ts';
import { type KeptFact, keptFacts, latestMeasurements } from '../store/evidence.ts';
import { type InventoriedRepository, inventoryRepositories } from '../store/repositories.ts';
import type { Db } from '../store/tables.ts';
import { type Configuration, ownConfigurationText } from './configuration.ts';
import type { TaskContext } from './context.ts';

const DAY = 86_400_000;

/** How far back the days of audits are counted. */
const AUDITS_DAYS = 400;

/** What was read from GitHub longer ago is not taken for how things stand. */
const KEPT_DAYS = 14;

/** Facts that are read from GitHub by tasks of their own and kept until then. */
const READ_FROM_GITHUB = [
  'findingsIssues',
  'policyHistory',
  'workflows',
  'alertSettings',
  'openAlerts',
  'reviews',
  'governanceFiles',
  'profile',
  'upstream',
  'beneficiaryContributions',
] as const satisfies readonly OrganizationFactName[];

/** The days on which the inventory of packages was taken. */
export const INVENTORIES_FACT = 'inventories';

/** The kept answer of GitHub about the login that the configuration names. */
export const CONTACT_FACT = 'legalContactExists';

/** All facts about an organisation, of what the store knows. Asks GitHub nothing. */
export async function organizationSnapshot(
  { store, policies, now }: TaskContext,
  configuration: Configuration,
): Promise<OrganizationSnapshot> {
  const today = now();
  const { rows, verdicts, days, kept, activities, board, bills, packages } = await store.asInstallation(
    configuration.installationId,
    async (db) => ({
      rows: await inventoryRepositories(db),
      verdicts: await latestVerdicts(db),
      days: await auditDays(db, new Date(today.getTime() - AUDITS_DAYS * DAY)),
      kept: await keptFacts(db),
      board: await boardOf(db, configuration),
      bills: await keptBills(db),
      packages: await keptComponents(db),
      activities: new Map((await readActivities(db)).map((one) => [one.repositoryId, one])),
    }),
  );
  const repositories = rows.map((row) => ({ row, about: aboutOf(row) }));
  const read = Object.fromEntries(READ_FROM_GITHUB.map((name) => [name, fresh(kept.get(name), today)]));
  return {
    ...(read as Pick<OrganizationSnapshot, (typeof READ_FROM_GITHUB)[number]>),
    repositories: known(repositories.map(entryOf)),
    judged: known(
      repositories.flatMap((one) => {
        const own = verdicts.get(one.row.repositoryId) ?? [];
        return own.map((verdict) => judgedOf(configuration, policies, one, verdict));
      }),
    ),
    documents: fromFiles(repositories, documentsOf),
    updateTools: fromFiles(repositories, updateToolsOf),
    releases: releasesOf(repositories, activities),
    components: componentsOf(repositories, bills, packages, kept.get(INVENTORIES_FACT)),
    audits: known({ days }),
    policyFile: known(policyFileOf(configuration)),
    statements: known({
      nextLegalAudit: configuration.evidence?.nextLegalAudit ?? null,
      upstreamFirst: configuration.evidence?.upstreamFirst ?? [],
      beneficiaries: configuration.evidence?.beneficiaries ?? [],
    }),
    legalContact: legalContactOf(configuration, kept.get(CONTACT_FACT)),
    board: known(board),
  };
}

/** The board of governance issues, and when what was measured was last told there. */
async function boardOf(db: Db, { governanceRepository: place }: Configuration): Promise<Board | null> {
  if (place === null) return null;
  const { activities, readAt, problem } = await readBoard(db, place.repositoryId);
  if (readAt === null || problem !== null || activities.size === 0) return null;
  const measuredOn = [...(await latestMeasurements(db)).values()].map(({ day }) => day).sort();
  const newest = measuredOn.at(-1);
  return {
    repository: `${place.owner}/${place.name}`,
    issues: activities.size,
    refreshedAt: newest === undefined ? null : `${newest}T00:00:00.000Z`,
  };
}

interface Inventoried {
  readonly row: InventoriedRepository;
  readonly about: About;
}

export function aboutOf({ owner, name, visibility, archived, facts }: InventoriedRepository): About {
  const description = facts?.description;
  const isLeftAlone =
    description?.status === 'known' &&
    (description.value.isFork || description.value.isMirror || description.value.isEmpty);
  return { repository: `${owner}/${name}`, isPublic: visibility === 'public', isActive: !archived && !isLeftAlone };
}

function fresh(kept: KeptFact | undefined, today: Date): Fact<unknown> {
  if (kept === undefined) return unavailable('it was not read from GitHub yet.');
  const isOld = today.getTime() - kept.readAt.getTime() > KEPT_DAYS * DAY;
  return isOld ? unavailable(`it was last read from GitHub on ${kept.readAt.toISOString().slice(0, 10)}.`) : kept.fact;
}

function entryOf({ row, about }: Inventoried): InventoryEntry {
  const description = row.facts?.description;
  const { detectedLicense = null, primaryLanguage = null } = description?.status === 'known' ? description.value : {};
  return {
    ...about,
    license: detectedLicense,
    language: primaryLanguage,
    seenAt: row.seenAt.toISOString(),
    auditedAt: row.auditedAt?.toISOString() ?? null,
  };
}

function judgedOf(
  configuration: Configuration,
  policies: TaskContext['policies'],
  { row, about }: Inventoried,
  { policy, outcome, disclosure }: Verdict,
): Judged {
  const points = policies.find(({ id }) => id === policy)?.meta.points ?? [];
  const description = row.facts?.description;
  const exemption =
    outcome === 'exempt' && description?.status === 'known'
      ? configuration
          .forRepository(description.value, ownConfigurationText(configuration, row.repositoryId))
          .settings.get(policy)?.exemption
      : null;
  return {
    ...about,
    policy,
    outcome,
    points,
    isRestricted: disclosure === 'restricted',
    exemption: exemption == null ? null : { approver: exemption.approver, until: exemption.until },
  };
}

/** What follows from files: of all active repositories, or it is unavailable. */
function fromFiles<T>(
  repositories: readonly Inventoried[],
  derive: (about: About, files: RepositoryFiles, inherited: RepositoryFiles & { readonly source: string | null }) => T,
): Fact<readonly T[]> {
  const derived: T[] = [];
  let unread = 0;
  for (const { row, about } of repositories) {
    const { files, inherited } = row.facts ?? {};
    if (files?.status === 'known' && inherited?.status === 'known') {
      derived.push(derive(about, files.value, inherited.value));
    } else if (about.isActive) unread += 1;
  }
  if (unread === 0) return known(derived);
  return unavailable(
    `the files of ${unread} active ${unread === 1 ? 'repository' : 'repositories'} could not be read.`,
  );
}

const CONTRIBUTING = communityFile('contributing');
const SUPPORT = communityFile('SUPPORT');
const REVIEW_GUIDE = /^(code[-_]?)?review(s|ing|ers?)?([-_](guide|guidelines|process))?\.(md|rst|adoc|txt)$/i;

function documentsOf(
  about: About,
  files: RepositoryFiles,
  inherited: RepositoryFiles & { readonly source: string | null },
): Documents {
  const guide = (watched: typeof CONTRIBUTING): GuideText | null =>
    guideIn(watchedEntries(files, watched), '') ?? guideIn(watchedEntries(inherited, watched), `${inherited.source}/`);
  return {
    ...about,
    contributing: guide(CONTRIBUTING),
    support: guide(SUPPORT),
    reviewGuides: files.entries
      .filter(({ kind, path }) => kind === 'file' && REVIEW_GUIDE.test(path.split('/').at(-1) ?? ''))
      .map(({ path }) => path),
  };
}

/** GitHub shows the first, even where a later one says more. */
function guideIn([first]: readonly RepositoryFile[], place: string): GuideText | null {
  if (first?.content?.kind !== 'text') return null;
  return { path: `${place}${first.path}`, text: first.content.text };
}

/** Of all active repositories, or it is unavailable. */
function releasesOf(
  repositories: readonly Inventoried[],
  activities: ReadonlyMap<number, Activity>,
): OrganizationSnapshot['releases'] {
  const found = repositories.flatMap(({ row, about }) => {
    const releases = activities.get(row.repositoryId)?.releases;
    if (releases === undefined) return [];
    return [{ ...about, count: releases.length, newestAt: releases[0]?.publishedAt ?? null }];
  });
  const read = new Set(found.map(({ repository }) => repository));
  const unread = repositories.filter(({ about }) => about.isActive && !read.has(about.repository)).length;
  if (unread === 0) return known(found);
  return unavailable(
    `the releases of ${unread} active ${unread === 1 ? 'repository' : 'repositories'} were not read yet.`,
  );
}

/** Where no repository at all has a bill of materials, and none is waited for, GitHub has none to give. */
function componentsOf(
  repositories: readonly Inventoried[],
  kept: ReadonlyMap<number, KeptBill>,
  packages: readonly KeptComponent[],
  inventories: KeptFact | undefined,
): OrganizationSnapshot['components'] {
  const bills = repositories
    .filter(({ about }) => about.isActive)
    .map(({ row, about }): BillOfMaterials => {
      const bill = kept.get(row.repositoryId);
      const { readAt = null, report = null, reason = null } = bill ?? {};
      const status = readAt !== null ? 'known' : bill === undefined || report !== null ? 'waiting' : 'unavailable';
      const shown = status === 'unavailable' ? reason : null;
      return { ...about, status, reason: shown, readAt: readAt?.toISOString() ?? null, packages: bill?.packages ?? 0 };
    });
  const [first] = bills;
  if (first !== undefined && bills.every(({ status }) => status === 'unavailable')) {
    return unavailable(`GitHub has no bill of materials of any repository: ${first.reason ?? 'it did not say why'}.`);
  }
  if (kept.size === 0 && bills.length > 0) return unavailable('GitHub was not asked for bills of materials yet.');
  const days = inventories?.fact.status === 'known' ? (inventories.fact.value as readonly string[]) : [];
  return known({ bills, packages, inventories: days });
}

const UPDATE_TOOLS: ReadonlySet<string> = new Set([
  '.github/dependabot.yml',
  '.github/dependabot.yaml',
  'renovate.json',
  'renovate.json5',
  '.github/renovate.json',
  '.github/renovate.json5',
  '.renovaterc',
  '.renovaterc.json',
]);

function updateToolsOf(about: About, { entries }: RepositoryFiles): UpdateTools {
  return { ...about, paths: entries.map(({ path }) => path).filter((path) => UPDATE_TOOLS.has(path)) };
}

/** The policies that the organisation's files name and leave on; in their groups too. */
export function rulesIn(layers: Configuration['layers']): string[] {
  const named = layers.flatMap(({ policies, groups }) => [policies, ...groups.map((group) => group.policies)]);
  const on = named.flatMap((policies) => Object.entries(policies).filter(([, { enabled }]) => enabled !== false));
  return [...new Set(on.map(([id]) => id))].sort();
}

function policyFileOf({ owner, layers, commit }: Configuration): PolicyFile | null {
  const paths = layers.map(({ path }) => `${owner}/${path}`);
  return commit === null || paths.length === 0 ? null : { path: paths.join(', '), commit, rules: rulesIn(layers) };
}

function legalContactOf({ evidence }: Configuration, kept: KeptFact | undefined): Fact<LegalContact | null> {
  const contact = evidence?.legalContact ?? null;
  const kind = contact === null ? null : contactKind(contact);
  if (contact === null || kind === null) return known(null);
  if (kind !== 'login') return known({ contact, kind, exists: null });
  const answer = kept?.fact.status === 'known' ? kept.fact.value : null;
  const isAnswered = typeof answer === 'object' && answer !== null && 'login' in answer && answer.login === contact;
  if (!isAnswered || !('exists' in answer))
    return unavailable('GitHub was not asked yet whether it knows the contact.');
  return known({ contact, kind, exists: answer.exists === true });
}

/** The facts that are read from GitHub, as they are kept. */
export type ReadFacts = Partial<{
  readonly [K in (typeof READ_FROM_GITHUB)[number]]: Fact<OrganizationFacts[K]>;
}>;

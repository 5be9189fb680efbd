import { contactKind } from '../config/evidence-settings.ts';
import { rulesNamedIn } from '../config/rules-named-in.ts';
import { type Fact, known, unavailable } from '../core/fact.ts';
import { isGranted } from '../core/features.ts';
import { isGovernanceDocument } from '../ggi/evidence/index.ts';
import type {
  About,
  AlertSettings,
  OpenAlerts,
  PolicyHistory,
  Profile,
  Reviews,
  Workflows,
} from '../ggi/evidence/organization-facts.ts';
import { readWorkflow } from '../ggi/evidence/read-workflow.ts';
import { collectFileHistory, collectGovernance } from '../github/collect-governance.ts';
import { collectPractices, PRACTICES_A_QUERY, type Practices } from '../github/collect-practices.ts';
import { GitHubFailure } from '../github/failure.ts';
import { hasAccount } from '../github/read-account.ts';
import { countOpenAlerts } from '../github/read-alerts.ts';
import { readFindingsIssues } from '../github/read-findings-issues.ts';
import { policyIssueKey } from '../plan/plan-repository.ts';
import { artifactsUnder } from '../store/artifacts.ts';
import { saveFact } from '../store/evidence.ts';
import { inventoryRepositories } from '../store/repositories.ts';
import { heedAllowance } from './allowance.ts';
import type { Configuration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { aboutOf, CONTACT_FACT, type ReadFacts, rulesIn } from './organization-snapshot.ts';

const DAY = 86_400_000;
const MERGED_WITHIN_DAYS = 90;

/** A repository with what its facts say of it. */
interface Known {
  readonly repositoryId: number;
  readonly nodeId: string;
  readonly about: About;
}

/** Reads from GitHub what speaks for good governance and is in no audit, and keeps it: a query for many repositories. */
export async function readOrganization(context: TaskContext, configuration: Configuration): Promise<void> {
  const { store, now } = context;
  const { installationId } = configuration;
  const rows = await store.asInstallation(installationId, inventoryRepositories);
  const repositories = rows.map((row) => ({ ...row, about: aboutOf(row) }));
  const facts: ReadFacts = {
    ...(await readPractices(context, configuration, repositories)),
    findingsIssues: await readIssues(context, configuration, repositories),
    openAlerts: await readAlerts(context, configuration),
    policyHistory: await readHistory(context, configuration),
    ...(await readDocuments(context, configuration)),
  };
  const contact = await readContact(context, configuration);
  await context.checkpoint('collected');
  await store.asInstallation(installationId, async (db) => {
    for (const [name, fact] of Object.entries(facts)) await saveFact(db, installationId, name, fact, now());
    if (contact !== null) await saveFact(db, installationId, CONTACT_FACT, contact, now());
  });
}

function notGranted(permission: string): Fact<never> {
  return unavailable(`the permission \`${permission}\` is not granted.`);
}

async function readPractices(
  context: TaskContext,
  { installationId, granted }: Configuration,
  repositories: readonly Known[],
): Promise<Pick<ReadFacts, 'workflows' | 'alertSettings' | 'reviews'>> {
  const { github, now } = context;
  const withContents = isGranted({ contents: 'read' }, granted);
  const withPulls = isGranted({ pull_requests: 'read' }, granted);
  const withProtection = isGranted({ administration: 'read' }, granted);
  const since = new Date(now().getTime() - MERGED_WITHIN_DAYS * DAY);
  const request = { withContents, withPulls, withProtection, since };
  const found = new Map<number, Practices>();
  // `.github` may be archived or a fork, and hand workflows down all the same; of others only active ones matter.
  const wanted = repositories.filter(({ about }) => about.isActive || about.repository.endsWith('/.github'));
  for (let start = 0; start < wanted.length; start += PRACTICES_A_QUERY) {
    await heedAllowance(context, installationId);
    const nodeIds = wanted.slice(start, start + PRACTICES_A_QUERY).map(({ nodeId }) => nodeId);
    const { practices, unread } = await collectPractices(github.reader(installationId), nodeIds, request);
    for (const one of practices) found.set(one.repositoryId, one);
    for (const one of unread) context.log.warn({ installationId, ...one }, 'a repository’s practices are unread');
  }
  const read = wanted.flatMap(({ repositoryId, about }) => {
    const practices = found.get(repositoryId);
    return practices === undefined ? [] : [{ about, practices }];
  });
  const missing = wanted.length - read.length;
  if (missing > 0) {
    const fact = unavailable(`GitHub did not tell of ${missing} ${missing === 1 ? 'repository' : 'repositories'}.`);
    return { workflows: fact, alertSettings: fact, reviews: fact };
  }
  const seesAlerts = withProtection || isGranted({ vulnerability_alerts: 'read' }, granted);
  return {
    workflows: withContents ? known(read.map(workflowsOf)) : notGranted('contents: read'),
    alertSettings: seesAlerts ? known(read.map(alertSettingsOf)) : notGranted('vulnerability_alerts: read'),
    reviews:
      withContents && withPulls ? reviewsOf(read) : notGranted(withPulls ? 'contents: read' : 'pull_requests: read'),
  };
}

interface Read {
  readonly about: About;
  readonly practices: Practices;
}

function workflowsOf({ about, practices }: Read): Workflows {
  return { ...about, files: (practices.workflows ?? []).map(({ path, text }) => readWorkflow(path, text)) };
}

function alertSettingsOf({ about, practices }: Read): AlertSettings {
  return { ...about, isOn: practices.hasAlerts };
}

function reviewsOf(read: readonly Read[]): Fact<readonly Reviews[]> {
  const unseen = read.filter(({ about, practices }) => about.isActive && practices.required === null).length;
  if (unseen > 0) {
    const whose = `${unseen} active ${unseen === 1 ? 'repository' : 'repositories'}`;
    return unavailable(
      `whether reviews are required in ${whose} is told by branch protection alone, and the permission \`administration: read\` is not granted.`,
    );
  }
  return known(
    read.map(({ about, practices: { required, merged } }) => ({
      ...about,
      required: required ?? 0,
      merged: merged?.total ?? 0,
      approved: merged?.approved ?? 0,
    })),
  );
}

async function readIssues(
  { store, github }: TaskContext,
  { installationId, granted }: Configuration,
  repositories: readonly Known[],
): Promise<NonNullable<ReadFacts['findingsIssues']>> {
  if (!isGranted({ issues: 'read' }, granted)) return notGranted('issues: read');
  const keys = repositories.map(({ repositoryId }) => policyIssueKey(repositoryId));
  const artifacts = await store.asInstallation(installationId, (db) => artifactsUnder(db, keys));
  const standing = artifacts.flatMap(({ nodeId, repositoryId }) => (nodeId === null ? [] : [{ nodeId, repositoryId }]));
  const read = await readFindingsIssues(
    github.reader(installationId),
    standing.map(({ nodeId }) => nodeId),
  );
  if ('reason' in read) return unavailable(read.reason);
  const owners = new Map(standing.map(({ nodeId, repositoryId }) => [nodeId, repositoryId]));
  const abouts = new Map(repositories.map(({ repositoryId, about }) => [repositoryId, about]));
  return known(
    read.flatMap(({ nodeId, url, isOpen, hasOwner, due }) => {
      const about = abouts.get(owners.get(nodeId) ?? 0);
      return about === undefined || !isOpen ? [] : [{ ...about, url, hasOwner, due }];
    }),
  );
}

async function readAlerts(
  { github }: TaskContext,
  { installationId, owner, granted }: Configuration,
): Promise<Fact<OpenAlerts>> {
  if (!isGranted({ vulnerability_alerts: 'read' }, granted)) return notGranted('vulnerability_alerts: read');
  try {
    const counts = await countOpenAlerts(github.reader(installationId), owner);
    return counts === null ? unavailable('there are more than 10,000 of them.') : known(counts);
  } catch (error) {
    // A person's account has no such list, nor has a server without GitHub Advanced Security.
    if (!(error instanceof GitHubFailure) || !['forbidden', 'not-found'].includes(error.kind)) throw error;
    return unavailable(`GitHub does not list them: ${error.message}`);
  }
}

/** Of each of the organisation's files; what stood in any of them a year ago is not new. */
async function readHistory(
  { github, now }: TaskContext,
  { installationId, owner, layers, granted }: Configuration,
): Promise<Fact<PolicyHistory | null>> {
  if (layers.length === 0) return known(null);
  if (!isGranted({ contents: 'read' }, granted)) return notGranted('contents: read');
  const since = new Date(now().getTime() - 365 * DAY);
  const before = new Set<string>();
  const changes: PolicyHistory['changes'][number][] = [];
  for (const { path } of layers) {
    const slash = path.indexOf('/');
    const where = { owner, name: path.slice(0, slash), path: path.slice(slash + 1) };
    const history = await collectFileHistory(github.reader(installationId), where, since);
    if ('reason' in history) return unavailable(history.reason);
    changes.push(...history.changes);
    if (history.before === null) continue;
    for (const rule of rulesNamedIn(history.before)) before.add(rule);
  }
  const paths = layers.map(({ path }) => `${owner}/${path}`).join(', ');
  return known({ path: paths, before: [...before], now: rulesIn(layers), changes });
}

async function readDocuments(
  { github }: TaskContext,
  { installationId, owner, governanceRepository, granted }: Configuration,
): Promise<Pick<ReadFacts, 'governanceFiles' | 'profile'>> {
  if (!isGranted({ contents: 'read' }, granted)) {
    return { governanceFiles: notGranted('contents: read'), profile: notGranted('contents: read') };
  }
  const reader = github.reader(installationId);
  const read = await collectGovernance(reader, owner, governanceRepository?.name ?? null, isGovernanceDocument);
  if ('reason' in read) return { governanceFiles: unavailable(read.reason), profile: unavailable(read.reason) };
  const { readme, ...profile } = read.profile;
  const whole: Profile = { ...profile, readme: readme === null ? null : { path: 'profile/README.md', text: readme } };
  return { governanceFiles: known(read.files), profile: known(whole) };
}

async function readContact(
  { github }: TaskContext,
  { installationId, evidence }: Configuration,
): Promise<Fact<unknown> | null> {
  const login = evidence?.legalContact;
  if (login === undefined || contactKind(login) !== 'login') return null;
  return known({ login, exists: await hasAccount(github.reader(installationId), login) });
}

import { selfNamed } from '../config/proved-consent.ts';
import { CONSENT_PATH, FEWEST_ACCOUNTS, readUpstreamAccounts } from '../config/upstream-accounts.ts';
import { type Fact, known, unavailable } from '../core/fact.ts';
import { isGranted } from '../core/features.ts';
import type { BeneficiaryContribution, Upstream } from '../ggi/evidence/organization-facts.ts';
import { lastQuarters } from '../ggi/evidence/quarters.ts';
import { countMerged, countUpstream } from '../github/collect-upstream.ts';
import { readFileOnDefaultBranch } from '../github/read-configuration.ts';
import { readConsentChanges } from '../github/read-consents.ts';
import { fingerprint } from '../plan/fingerprint.ts';
import { forgetMeasurements, keptFacts, saveFact } from '../store/evidence.ts';
import { heedAllowance } from './allowance.ts';
import type { Configuration } from './configuration.ts';
import type { TaskContext } from './context.ts';

/** So many whole quarters are counted. */
const QUARTERS = 4;
/** Searches for one account each: more projects times accounts are not made. */
const MOST_SEARCHES = 600;

/** By whom and of what the kept figures are: a hash, no names. */
const UPSTREAM_BASIS = 'upstreamBasis';

/** The points whose figures rest on what people did. */
const ABOUT_PEOPLE = ['contribution-volume-measured', 'upstream-requests-growing', 'contribution-made'];

/**
 * Counts what people did in others' projects, of those alone who consented by the file that they change themselves, and
 * only all together. When somebody joins or leaves, everything is counted anew, and what was kept of the past goes.
 */
export async function readUpstream(context: TaskContext, configuration: Configuration): Promise<void> {
  const { store, now } = context;
  const { installationId, owner } = configuration;
  const day = now().toISOString().slice(0, 10);
  const quarters = lastQuarters(day, QUARTERS);
  const projects = configuration.evidence?.beneficiaries ?? [];
  const consent = await readConsent(context, configuration);
  const accounts = 'accounts' in consent ? consent.accounts : [];
  const people = fingerprint([owner, ...accounts]);
  const basis = fingerprint([
    people,
    'reason' in consent ? consent.reason : String(consent.others),
    ...quarters.map(({ quarter }) => quarter),
    ...projects,
  ]);
  const kept = await store.asInstallation(installationId, keptFacts);
  const former = kept.get(UPSTREAM_BASIS)?.fact;
  const before =
    former?.status === 'known' ? (former.value as { readonly people: string; readonly basis: string }) : null;
  const standing = { upstream: kept.get('upstream')?.fact, merged: kept.get('beneficiaryContributions')?.fact };
  const isUnchanged = before?.basis === basis && standing.upstream !== undefined && standing.merged !== undefined;
  const facts = isUnchanged
    ? { upstream: standing.upstream, beneficiaryContributions: standing.merged }
    : await count(context, configuration, consent, quarters, projects);
  await store.asInstallation(installationId, async (db) => {
    if (before !== null && before.people !== people) await forgetMeasurements(db, ABOUT_PEOPLE);
    for (const [name, fact] of Object.entries(facts)) {
      if (fact !== undefined) await saveFact(db, installationId, name, fact, now());
    }
    await saveFact(db, installationId, UPSTREAM_BASIS, known({ people, basis }), now());
  });
}

/** @property others how many are named there by somebody else */
type Consent = { readonly accounts: readonly string[]; readonly others: number } | { readonly reason: string };

async function readConsent(
  { github }: TaskContext,
  { installationId, owner, governanceRepository: place, granted }: Configuration,
): Promise<Consent> {
  if (place === null)
    return { reason: 'there is no governance repository in which people could consent to be counted.' };
  if (!isGranted({ contents: 'read' }, granted)) return { reason: 'the permission `contents: read` is not granted.' };
  const reader = github.reader(installationId);
  const found = await readFileOnDefaultBranch(reader, owner, place.name, CONSENT_PATH);
  const named = found.status === 'present' ? readUpstreamAccounts(found.text) : { accounts: [] };
  if ('reason' in named || named.accounts.length === 0) return 'reason' in named ? named : { accounts: [], others: 0 };
  const changes = await readConsentChanges(reader, { owner, name: place.name, path: CONSENT_PATH });
  const accounts = selfNamed(named.accounts, changes, (text) => {
    const read = readUpstreamAccounts(text);
    return 'accounts' in read ? read.accounts : [];
  });
  return { accounts, others: named.accounts.length - accounts.length };
}

async function count(
  context: TaskContext,
  { installationId, owner }: Configuration,
  consent: Consent,
  quarters: ReturnType<typeof lastQuarters>,
  projects: readonly string[],
): Promise<{
  readonly upstream: Fact<Upstream>;
  readonly beneficiaryContributions: Fact<readonly BeneficiaryContribution[]>;
}> {
  // Where no project is named, nothing about people is needed to say so.
  const none = projects.length === 0 ? known([]) : null;
  if ('reason' in consent) {
    const fact = unavailable(consent.reason);
    return { upstream: fact, beneficiaryContributions: none ?? fact };
  }
  const { accounts, others } = consent;
  if (accounts.length < FEWEST_ACCOUNTS) {
    const named = others === 0 ? '' : ` (${others} more did not prove that they named themselves)`;
    const fact = unavailable(
      `fewer than ${FEWEST_ACCOUNTS} accounts consented to be counted in \`${CONSENT_PATH}\` of the governance repository${named}.`,
    );
    return { upstream: fact, beneficiaryContributions: none ?? fact };
  }
  const reader = context.github.reader(installationId);
  const counted: Upstream['quarters'][number][] = [];
  for (const { quarter, from, until } of quarters) {
    await heedAllowance(context, installationId);
    const counts = await countUpstream(reader, accounts, { organization: owner, from, until });
    counted.push({ quarter, until, ...counts });
  }
  const upstream = known({ accounts: accounts.length, quarters: counted });
  if (accounts.length * projects.length > MOST_SEARCHES) {
    return {
      upstream,
      beneficiaryContributions: unavailable('there are too many projects and accounts to search for.'),
    };
  }
  const merged: BeneficiaryContribution[] = [];
  for (const project of projects) {
    await heedAllowance(context, installationId);
    merged.push({ project, merged: await countMerged(reader, accounts, project) });
  }
  return { upstream, beneficiaryContributions: known(merged) };
}

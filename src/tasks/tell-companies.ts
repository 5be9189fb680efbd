import { companiesIssueKey } from '../plan/brake.ts';
import { fingerprint } from '../plan/fingerprint.ts';
import { planNote } from '../plan/plan-note.ts';
import { renderCompanies, renderCompaniesNote } from '../report/companies.ts';
import { findArtifact } from '../store/artifacts.ts';
import {
  type CompanyRequest,
  companyRequests,
  forgetLapsedRequests,
  markEscalated,
} from '../store/company-requests.ts';
import { carryOut } from './carry-out.ts';
import { type Configuration, type GovernanceRepository, loadConfiguration, rightsUnder } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { keepWaitingIssue } from './kept-issue.ts';
import { frameForOrganization } from './report-frame.ts';

const DAY = 86_400_000;
/** For so long a manager is left to answer who wants to be on the list; then it is the organisation's, and it is called. */
const DAYS_TO_ANSWER = 7;
/** What nobody has answered by then lapses, and can be asked anew. */
const DAYS_TO_LAPSE = 30;

/**
 * Tells what is asked in companies' names in one issue in the governance repository, where it is answered: that a company
 * wants to sign at once, that somebody wants to be on a company's list when its manager has not answered for a week. The
 * person whom the configuration names is called once of each that waits so long. After a month it lapses.
 */
export async function tellCompanies(context: TaskContext, installationId: number): Promise<void> {
  const { store, now, log } = context;
  const configuration = await loadConfiguration(context, installationId);
  if (configuration === null) return;
  const at = now();
  const requests = await store.asInstallation(installationId, async (db) => {
    await forgetLapsedRequests(db, new Date(at.getTime() - DAYS_TO_LAPSE * DAY));
    return companyRequests(db);
  });
  const isLate = ({ askedAt }: CompanyRequest) => at.getTime() - askedAt.getTime() >= DAYS_TO_ANSWER * DAY;
  const waiting = requests.filter(
    (one) => one.refused === null && (one.kind === 'sign' || (one.kind === 'join' && isLate(one))),
  );
  const place = configuration.governanceRepository;
  if (place === null) {
    if (waiting.length > 0) log.warn({ installationId }, 'there is no repository in which to tell what companies ask');
    return;
  }
  await context.checkpoint('collected');
  await keepWaitingIssue(context, configuration, {
    key: companiesIssueKey(place.repositoryId),
    place,
    waiting: waiting.map(({ number }) => String(number)),
    render: () =>
      renderCompanies(frameForOrganization(context, configuration), { requests: waiting, isPublic: place.isPublic }),
  });
  const late = waiting.filter((one) => isLate(one) && one.escalatedAt === null);
  await callContact(context, configuration, place, late);
  await store.asInstallation(installationId, (db) =>
    markEscalated(
      db,
      late.map(({ number }) => number),
      at,
    ),
  );
}

/** Who is told of promises that were not kept, where the organisation named somebody for all its repositories. */
function contactOf({ layers }: Configuration): string | null {
  const named = layers.flatMap(({ settings }) => settings.contributions?.onboarding?.contact ?? []);
  return named.at(-1) ?? null;
}

async function callContact(
  context: TaskContext,
  configuration: Configuration,
  place: GovernanceRepository,
  late: readonly CompanyRequest[],
): Promise<void> {
  const contact = contactOf(configuration);
  if (contact === null || late.length === 0) return;
  const { store } = context;
  const { installationId } = configuration;
  const issueKey = companiesIssueKey(place.repositoryId);
  const key = `${issueKey}:${fingerprint([contact, late.map(({ number }) => number)]).slice(0, 16)}`;
  const { issue, standing } = await store.asInstallation(installationId, async (db) => ({
    issue: await findArtifact(db, issueKey),
    standing: await findArtifact(db, key),
  }));
  // It stands already where the work was broken off after it.
  if (issue?.number == null || standing?.externalId != null) return;
  const body = renderCompaniesNote(frameForOrganization(context, configuration), contact, late.length);
  const note = planNote({ repository: place, key, number: issue.number, body });
  const { retry } = await carryOut(context, installationId, [note], rightsUnder(configuration, 'observe'));
  if (retry !== null) throw retry;
}

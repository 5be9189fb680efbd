import { describeChange } from '../config/describe-change.ts';
import { effectiveConfiguration } from '../config/effective-configuration.ts';
import type { ConfigurationProblem } from '../config/problem.ts';
import { readConfiguration } from '../config/read-configuration.ts';
import { evaluatePolicies } from '../core/evaluate.ts';
import type { CollectedPullRequest } from '../github/collect-pull-request.ts';
import type { Action, RepositoryTarget } from '../plan/action.ts';
import { checkRunKey, planCheckRun } from '../plan/plan-check-run.ts';
import { agreementChangeLines } from '../report/agreement-changes.ts';
import {
  type ConfigurationImpact,
  renderConfigurationCheck,
  renderRejectedConfiguration,
} from '../report/configuration-check.ts';
import type { ReportFrame } from '../report/frame.ts';
import { findArtifact } from '../store/artifacts.ts';
import { listRepositories } from '../store/repositories.ts';
import { type AgreementChanges, agreementChanges, agreementsChangedBy } from './agreement-changes.ts';
import type { Configuration } from './configuration.ts';
import {
  CONFIGURATION_PATH,
  CONFIGURATION_REPOSITORIES,
  configurationText,
  layerOrder,
  organizationPath,
} from './configuration-files.ts';
import type { TaskContext } from './context.ts';
import { standingCheckRun } from './standing.ts';

/** The name of the check run that judges a configuration; it never changes. */
export const CONFIGURATION_CHECK = 'Portreeve configuration';

interface Place {
  readonly repository: RepositoryTarget;
  readonly headSha: string;
}

/** Tells the author of a broken configuration on the commit that broke it. */
export async function rejectedCheck(
  context: TaskContext,
  installationId: number,
  place: Place,
  frame: ReportFrame,
  problems: readonly ConfigurationProblem[],
  isRequested = false,
): Promise<Action[]> {
  return check(
    context,
    installationId,
    place,
    'failure',
    renderRejectedConfiguration(frame, problems, place.repository.name),
    isRequested,
  );
}

/**
 * A pull request that changes a configuration, or an agreement beside the organisation's, gets a dry check: what it would
 * change, and for how many, or what is wrong with it.
 * @param nodeId the repository's
 */
export async function configurationCheck(
  context: TaskContext,
  configuration: Configuration,
  collected: CollectedPullRequest,
  nodeId: string,
  frame: ReportFrame,
  isRequested: boolean,
): Promise<Action[]> {
  const { description, repositoryId, headSha, after } = collected;
  const isOrganizations = CONFIGURATION_REPOSITORIES.includes(description.name);
  const ids = isOrganizations ? agreementsChangedBy(collected) : [];
  const isChanged = collected.changedPaths.includes(CONFIGURATION_PATH) && after.status !== 'unavailable';
  if (!isChanged && ids.length === 0) return [];
  const agreements =
    ids.length === 0
      ? NO_AGREEMENTS
      : await agreementChanges(context, configuration.installationId, collected, nodeId, ids);
  const place = { repository: { repositoryId, owner: description.owner, name: description.name }, headSha };
  const { installationId, layers } = configuration;
  const path = isOrganizations ? organizationPath(description.name) : CONFIGURATION_PATH;
  const text = isChanged ? configurationText(after.value) : null;
  const reading = readConfiguration(
    text ?? '',
    path,
    context.policies,
    isOrganizations ? 'organization' : 'repository',
  );
  const problems = [...(reading.ok ? [] : reading.problems), ...agreements.problems];
  if (!reading.ok || problems.length > 0) {
    return rejectedCheck(context, installationId, place, frame, problems, isRequested);
  }
  const others = layers.filter((layer) => layer.path !== path);
  const changed = !isChanged
    ? layers
    : [...others, reading.configuration].sort((a, b) => layerOrder(a.path) - layerOrder(b.path));
  if (!isOrganizations) {
    const { problems } = effectiveConfiguration({
      policies: context.policies,
      layers: changed,
      repository: description,
    });
    if (problems.length > 0) return rejectedCheck(context, installationId, place, frame, problems, isRequested);
  }
  const before = isOrganizations ? layers : [...layers, ...ownLayer(context, configuration, repositoryId)];
  const rendered = renderConfigurationCheck(frame, {
    change: describeChange(context.policies, before, changed),
    impact: isOrganizations ? await impactOf(context, installationId, layers, changed) : null,
    agreements: agreementChangeLines(frame, agreements.changes, agreements.pulls),
    showsDetails: description.visibility === 'private',
    branch: description.defaultBranch ?? 'HEAD',
  });
  return check(context, installationId, place, 'success', rendered, isRequested);
}

const NO_AGREEMENTS: AgreementChanges = { changes: [], problems: [], pulls: 0 };

/** The repository's own file that is in force. */
function ownLayer(
  { policies }: TaskContext,
  { ownFiles }: Configuration,
  repositoryId: number,
): Configuration['layers'] {
  const file = ownFiles.get(repositoryId);
  const reading = file === undefined ? null : readConfiguration(file.text, CONFIGURATION_PATH, policies, 'repository');
  return reading?.ok === true ? [reading.configuration] : [];
}

/** Tries both configurations on what was last seen of every repository: nobody is asked, nothing is written. */
async function impactOf(
  { store, policies, now }: TaskContext,
  installationId: number,
  before: Configuration['layers'],
  after: Configuration['layers'],
): Promise<ConfigurationImpact> {
  const repositories = await store.asInstallation(installationId, listRepositories);
  const today = now().toISOString().slice(0, 10);
  const failing: string[] = [];
  const passing: string[] = [];
  for (const { facts, name } of repositories) {
    if (facts === null || facts.description.status === 'unavailable') continue;
    const repository = facts.description.value;
    const fails = (layers: Configuration['layers']): boolean => {
      const { settings } = effectiveConfiguration({ policies, layers, repository });
      return evaluatePolicies(policies, facts, settings, today).verdicts.some(({ outcome }) => outcome === 'fail');
    };
    const [was, is] = [fails(before), fails(after)];
    if (is && !was) failing.push(name);
    if (was && !is) passing.push(name);
  }
  return { failing, passing };
}

async function check(
  context: TaskContext,
  installationId: number,
  { repository, headSha }: Place,
  conclusion: 'success' | 'failure',
  text: Parameters<typeof planCheckRun>[0]['text'],
  isRequested: boolean,
): Promise<Action[]> {
  const key = checkRunKey(repository.repositoryId, CONFIGURATION_CHECK, headSha);
  const standing = standingCheckRun(await context.store.asInstallation(installationId, (db) => findArtifact(db, key)));
  return planCheckRun({
    repository,
    name: CONFIGURATION_CHECK,
    headSha,
    conclusion,
    text,
    standing,
    isRequested,
  });
}

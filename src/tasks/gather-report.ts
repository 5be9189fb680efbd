import { effectiveConfiguration } from '../config/effective-configuration.ts';
import type { Configuration } from '../config/read-configuration.ts';
import type { Language } from '../core/language.ts';
import { makeReport, type ReportTime, reportMoments } from '../insights/report/make-report.ts';
import type { OrganizationReport } from '../insights/report/organization-report.ts';
import type { HeldBack } from '../insights/report/waits.ts';
import type { Audience } from '../insights/repository-record.ts';
import type { ReportFrame } from '../report/frame.ts';
import { readActivities } from '../store/activities.ts';
import { keptComponents } from '../store/bills.ts';
import { type BrakeState, readBrake } from '../store/brake.ts';
import { configurationsInForce } from '../store/configurations.ts';
import { latestMeasurements } from '../store/evidence.ts';
import { openProposals } from '../store/open-proposals.ts';
import { outcomeHistories } from '../store/outcome-histories.ts';
import { repositoryRecords } from '../store/repository-records.ts';
import { viewBoard } from './board-view.ts';
import { layersOf } from './configuration.ts';
import { CONFIGURATION_PATH } from './configuration-files.ts';
import type { TaskContext } from './context.ts';
import { frameFor } from './report-frame.ts';

const PRIVATE = '.github-private/';

export interface ReportWish extends ReportTime {
  readonly audience: Audience;
  /** null: the organisation's own. */
  readonly language: Language | null;
}

export interface GatheredReport {
  readonly report: OrganizationReport;
  readonly frame: ReportFrame;
}

/** Makes an organisation's report from what the store has: nothing is asked of GitHub. */
export async function gatherReport(
  context: Pick<TaskContext, 'store' | 'policies' | 'texts' | 'log'>,
  { installationId, owner }: { readonly installationId: number; readonly owner: string },
  { language, ...wish }: ReportWish,
): Promise<GatheredReport> {
  const { store } = context;
  const { measurements, components, brake, proposals, ...counted } = await store.asInstallation(
    installationId,
    async (db) => ({
      repositories: await repositoryRecords(db),
      histories: await outcomeHistories(db, reportMoments(wish)),
      activities: await readActivities(db),
      measurements: await latestMeasurements(db),
      components: await keptComponents(db),
      brake: await readBrake(db),
      proposals: await openProposals(db),
    }),
  );
  const { frame, layers } = await gatherRules(context, { installationId, owner }, { language, ...wish });
  const { progress, repository, next, changes, attestations } = await viewBoard(
    context,
    { installationId, owner },
    wish,
  );
  const isInside = wish.audience === 'insiders';
  const isShown = isInside || repository?.isPublic === true;
  const report = makeReport({
    ...wish,
    ...counted,
    organization: owner,
    layers,
    board: progress !== null && isShown ? { ...progress, changes, attestations } : null,
    measured: [...measurements.values()]
      .filter(({ isRestricted }) => isInside || !isRestricted)
      .map(({ key, outcome }) => ({ key, outcome })),
    waits: { held: heldBack(brake), proposals },
    proposed: next,
    // Private repositories are among those that build on them.
    packages: isInside && components.length > 0 ? components.map(({ since: _, ...use }) => use) : null,
  });
  return { report, frame };
}

function heldBack({ held, heldSince }: BrakeState): HeldBack | null {
  if (held === null || heldSince === null) return null;
  return { repositories: held.repositories.length, since: heldSince.toISOString() };
}

/** What an organisation's files say, as far as the audience may read them, and what is worded by them. */
export interface GatheredRules {
  readonly frame: ReportFrame;
  readonly layers: readonly Configuration[];
}

/** Reads an organisation's rules from the store. */
export async function gatherRules(
  context: Pick<TaskContext, 'store' | 'policies' | 'texts' | 'log'>,
  { installationId, owner }: { readonly installationId: number; readonly owner: string },
  { language, audience }: Pick<ReportWish, 'language' | 'audience'>,
): Promise<GatheredRules> {
  const files = await context.store.asInstallation(installationId, configurationsInForce);
  const layers = layersOf(
    context,
    files.filter(({ path }) => path !== CONFIGURATION_PATH),
  );
  // Not everybody may read what the private file says.
  const readable = audience === 'insiders' ? layers : layers.filter(({ path }) => !path.startsWith(PRIVATE));
  return { layers: readable, frame: rulesFrame(context, { owner, layers: readable }, language) };
}

/** What texts about these rules are worded with. @param language null: the organisation's own */
export function rulesFrame(
  context: Pick<TaskContext, 'policies' | 'texts'>,
  rules: { readonly owner: string; readonly layers: readonly Configuration[] },
  language: Language | null,
): ReportFrame {
  const effective = effectiveConfiguration({ policies: context.policies, layers: rules.layers, repository: null });
  return frameFor(context, rules, language === null ? effective : { ...effective, language });
}

import { effectiveConfiguration } from '../config/effective-configuration.ts';
import type { Language } from '../core/language.ts';
import { makeReport, type ReportTime, reportMoments } from '../insights/report/make-report.ts';
import type { OrganizationReport } from '../insights/report/organization-report.ts';
import type { Audience } from '../insights/repository-record.ts';
import type { ReportFrame } from '../report/frame.ts';
import { readActivities } from '../store/activities.ts';
import { configurationsInForce } from '../store/configurations.ts';
import { outcomeHistories } from '../store/outcome-histories.ts';
import { repositoryRecords } from '../store/repository-records.ts';
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
  const { store, policies } = context;
  const { files, ...counted } = await store.asInstallation(installationId, async (db) => ({
    files: await configurationsInForce(db),
    repositories: await repositoryRecords(db),
    histories: await outcomeHistories(db, reportMoments(wish)),
    activities: await readActivities(db),
  }));
  const layers = layersOf(
    context,
    files.filter(({ path }) => path !== CONFIGURATION_PATH),
  );
  // Not everybody may read what the private file says.
  const readable = wish.audience === 'insiders' ? layers : layers.filter(({ path }) => !path.startsWith(PRIVATE));
  const effective = effectiveConfiguration({ policies, layers, repository: null });
  const spoken = language === null ? effective : { ...effective, language };
  return {
    report: makeReport({ ...wish, ...counted, organization: owner, board: null, layers: readable }),
    frame: frameFor(context, { owner, layers }, spoken),
  };
}

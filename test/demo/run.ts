import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VerdictOutcome } from '../../src/core/verdict.ts';
import { type App, type GitHub, type Installation, type Repository, startGitHub } from '../github/index.ts';
import { AGREEMENT_OUTCOMES, agreementScenes, outcomesOf } from './agreement-scenes.ts';
import { boardScenes, STORY_MS } from './board-scenes.ts';
import { deliverEverythingAgain } from './deliver-again.ts';
import { openGuide } from './guide.ts';
import { type DemoBoard, type Observer, openObserver } from './observer.ts';
import { openOperator } from './operator.ts';
import { createDemoOrganization, type DemoOrganization } from './organization.ts';
import { freePort, type LogLine, type PortreeveProcess, startPortreeve } from './portreeve-process.ts';
import { type ReportFigures, reportScene } from './report-scene.ts';
import { ourIssues, proposals, type Scene, scenes } from './scenes.ts';

/** What the demo did, counted. */
export interface DemoSummary {
  readonly deliveries: number;
  readonly repositories: number;
  readonly verdicts: Readonly<Record<VerdictOutcome, number>>;
  readonly checkRuns: number;
  readonly policyIssues: number;
  readonly proposals: number;
  /** Check runs about sign-offs, by how they ended. */
  readonly signOffs: { readonly passed: number; readonly failed: number };
  /** What the scenes about contributor agreements came to, in order. */
  readonly agreements: readonly (string | number)[];
  /** The board of good governance, as Portreeve knows it. */
  readonly board: DemoBoard;
  /** What the report for whoever decides says. */
  readonly report: ReportFigures;
  /** Issues that tell a month’s report in the governance repository. */
  readonly reportIssues: number;
  /** Requests that Portreeve made to GitHub. */
  readonly requests: number;
  /** Writes made when everything was delivered a second time. */
  readonly writesOnSecondDelivery: number;
}

/** Who listens to the demo as it goes. */
export interface Audience {
  onProgress(sentence: string): void;
  onScene(scene: Scene): void;
  onLog(line: LogLine): void;
  afterScene(scene: Scene): void;
}

const PERMISSIONS = {
  metadata: 'read',
  contents: 'write',
  issues: 'write',
  pull_requests: 'write',
  checks: 'write',
  merge_queues: 'read',
  members: 'read',
} as const;
const EVENTS = [
  'push',
  'pull_request',
  'pull_request_review',
  'merge_group',
  'repository',
  'check_run',
  'check_suite',
  'issues',
  'issue_comment',
  'organization',
];

/** A demo whose story was told and whose GitHub and Portreeve still run. */
export interface Demo {
  readonly github: GitHub;
  readonly organization: DemoOrganization;
  readonly summary: DemoSummary;
  /** Resolves when everything that was set going has been answered and done with. */
  settled(): Promise<void>;
  /** Rejects when Portreeve ends by itself. */
  readonly ended: Promise<never>;
  /** Ends both and removes all that they kept. */
  close(): Promise<void>;
}

/**
 * Goes the whole way: an embedded GitHub, Portreeve in its own process, people who do things.
 * @param interrupted cuts the story short when it is aborted: then everything is ended, and the promise rejects
 */
export async function openDemo(audience: Audience, interrupted?: AbortSignal): Promise<Demo> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'portreeve-demo-'));
  audience.onProgress('An embedded GitHub starts on the loopback …');
  const github = await startGitHub({ seed: 1 });
  github.clock.advance(-STORY_MS);
  let portreeve: PortreeveProcess | null = null;
  let observer: Observer | null = null;
  const folders = [dataFolder];
  const close = async (): Promise<void> => {
    // Portreeve ends its database only when nobody else is connected to it.
    await observer?.close();
    await portreeve?.stop();
    await observer?.removeData();
    await github.close();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  };
  try {
    const organization = createDemoOrganization(github);
    github.signIn(organization.people.ada);
    const port = await freePort();
    const webhookUrl = `http://127.0.0.1:${port}/api/github/webhooks`;
    const app = github.createApp({ slug: 'portreeve', permissions: PERMISSIONS, events: EVENTS, webhookUrl });
    audience.onProgress('Portreeve starts, with a database of its own …');
    const onLog = (line: LogLine): void => audience.onLog(line);
    portreeve = await startPortreeve({ app, port, gitHubUrl: github.url, dataFolder, ahead: -STORY_MS, onLog });
    observer = await openObserver(dataFolder);
    const [{ ended, goOn: goOnIn }, watching] = [portreeve, observer];
    const goOn = async (milliseconds: number): Promise<void> => {
      github.clock.advance(milliseconds);
      await goOnIn(milliseconds);
    };
    const settled = () => Promise.race([watching.settled(github), ended, cut(interrupted)]);
    const onFolder = (path: string) => void folders.push(path);
    const stage = { github, organization, app, audience, observer, settled, goOn, onFolder, dataFolder };
    const summary = await playScenes(stage);
    return { github, organization, summary, settled, ended, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Stage {
  readonly github: GitHub;
  readonly organization: DemoOrganization;
  readonly app: App;
  readonly audience: Audience;
  readonly observer: Observer;
  readonly settled: () => Promise<void>;
  /** Moves GitHub's clock and Portreeve's on. */
  readonly goOn: (milliseconds: number) => Promise<void>;
  readonly onFolder: (path: string) => void;
  readonly dataFolder: string;
}

/** The story, scene by scene, and what it came to. */
async function playScenes(stage: Stage): Promise<DemoSummary> {
  const { github, organization, app, audience, observer, settled, goOn, onFolder, dataFolder } = stage;
  const guide = openGuide(github, organization);
  github.guide = guide;
  let installation: Installation | null = null;
  const install = (): void => {
    installation = github.installApp({ app, account: organization.city, by: organization.people.ada });
  };
  const operator = openOperator(dataFolder, settled, () => new Date(github.clock.now()));
  const signing = agreementScenes(github, organization, operator);
  const governing = boardScenes(github, organization, { operator, goOn });
  const reporting = reportScene(operator);
  const agreements: (string | number)[] = [];
  for (const scene of [...scenes(github, organization, { install, onFolder }), ...signing, ...governing, reporting]) {
    audience.onScene(scene);
    await scene.act();
    await settled();
    audience.afterScene(scene);
    guide.tell(scene);
    if (signing.includes(scene)) agreements.push(...outcomesOf(scene));
  }
  const requests = github.requests.length;
  const writes = github.writes().length;
  audience.onProgress('Everything is delivered a second time …');
  const deliveries = await deliverEverythingAgain(github);
  await settled();
  const all = [...organization.repositories.values()];
  const { id } = installation ?? { id: 0 };
  return {
    deliveries,
    repositories: all.length,
    verdicts: await observer.verdicts(id),
    checkRuns: all.flatMap(({ checkRuns }) => checkRuns).length,
    policyIssues: await observer.policyIssues(id),
    proposals: all.flatMap(proposals).length,
    signOffs: countSignOffs(all),
    agreements,
    board: await observer.board(id),
    report: reporting.figures(),
    reportIssues: all.flatMap(ourIssues).filter(({ title }) => title.startsWith('Open source report')).length,
    requests,
    writesOnSecondDelivery: github.writes().length - writes,
  };
}

function countSignOffs(repositories: readonly Repository[]): DemoSummary['signOffs'] {
  const runs = repositories.flatMap(({ checkRuns }) => checkRuns).filter(({ name }) => name === 'Portreeve DCO');
  const ended = (as: string) => runs.filter(({ conclusion }) => conclusion === as).length;
  return { passed: ended('success'), failed: ended('failure') };
}

/** Rejects when the story is to be cut short. */
function cut(signal: AbortSignal | undefined): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const tell = () => reject(new Interruption());
  if (signal?.aborted) tell();
  signal?.addEventListener('abort', tell, { once: true });
  return promise;
}

/** Somebody ended the demo before its story was told. */
export class Interruption extends Error {}

/** What keeps the summary from showing that the main job was done; empty when it was. */
export function shortcomings(summary: DemoSummary): string[] {
  const { board, report, verdicts, checkRuns, policyIssues, proposals, signOffs, agreements } = summary;
  const { deliveries, writesOnSecondDelivery } = summary;
  const wanted: readonly [boolean, string][] = [
    [deliveries > 0, 'no webhook was delivered'],
    [verdicts.pass > 0 && verdicts.fail > 0, 'the repositories were not judged'],
    [verdicts.exempt > 0, 'the exemption was not honoured'],
    [verdicts.unknown === 0, 'something could not be judged'],
    [checkRuns >= 2, 'a pull request has no check run'],
    [policyIssues > 0, 'no policy issue was written'],
    [proposals > 0, 'no proposal was opened'],
    [signOffs.failed >= 2, 'neither a forgotten sign-off nor a false bot was found'],
    [board.issues === 25 && board.points === 109, 'the board of good governance is not whole'],
    [board.ticked === 2, 'a tick was not read'],
    [board.supported > 0 && board.contradicted > 0, 'nothing was measured for the board'],
    [board.disputed === 1, 'it was not seen that a tick is contradicted'],
    [board.ending === 1, 'an attestation was not taken up, or does not end soon'],
    [report.mended === 1 && report.metNow > report.metBefore, 'the report does not compare with a month ago'],
    [report.packages > 0, 'the report knows nothing of what the repositories are built from'],
    [summary.reportIssues === 1, 'the month’s report does not stand in the governance repository'],
    [signOffs.passed > 0, 'the commands that were shown did not mend the sign-offs'],
    [agreements.join() === AGREEMENT_OUTCOMES.join(), 'an agreement was not signed or kept as it should'],
    [writesOnSecondDelivery === 0, 'the second delivery wrote something'],
  ];
  return wanted.flatMap(([isMet, sentence]) => (isMet ? [] : [sentence]));
}
